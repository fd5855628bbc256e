"""Business capabilities and the source systems behind them."""

from sqlmodel import Field

from core.model.base import LINE, SHORT, TEXT, Editable


class Domain(Editable, table=True):
    """A business capability with a business owner and a cost centre. Parents form no cycle; ``people_expected`` says
    how many should come to work on the platform."""

    key: str = Field(max_length=SHORT, unique=True)
    name: str = Field(max_length=SHORT)
    purpose: str = Field(default="", max_length=TEXT)
    business_owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    cost_centre: str = Field(default="", max_length=SHORT)
    parent_id: int | None = Field(default=None, foreign_key="domain.id", index=True)
    people_expected: int | None = None


class SourceSystem(Editable, table=True):
    """A system the domain runs on, for example an MES, an ERP or a CAD vault."""

    domain_id: int = Field(foreign_key="domain.id", index=True)
    name: str = Field(max_length=SHORT)
    kind: str = Field(default="", max_length=SHORT)
    vendor: str = Field(default="", max_length=SHORT)
    off_the_shelf: bool = True
    note: str = Field(default="", max_length=LINE)
