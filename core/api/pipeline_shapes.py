"""What pipelines send, one entry or an array of them."""

import re
from datetime import date
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, StringConstraints, Tag
from pydantic.json_schema import WithJsonSchema

from core.api.shapes import MOST_PER_PUSH, YEARS, Moment, Name, shape
from core.model import LINE

MOST_OF_REVISION = 64
MOST_PEOPLE = 1_000_000
_full_date = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _day(given: object) -> date:
    if isinstance(given, str) and _full_date.fullmatch(given):
        try:
            found = date.fromisoformat(given)
        except ValueError:
            raise ValueError("There is no such day") from None
        if found.year in YEARS:
            return found
    raise ValueError("Expected a day from 1970 to 2199, such as 2026-03-01")


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-01"]}),
]
Revision = Annotated[str, StringConstraints(min_length=1, max_length=MOST_OF_REVISION, pattern=r"^[^\u0000]*$")]
Link = Annotated[str, StringConstraints(max_length=LINE, pattern=r"^(https?://[^\u0000]+)?$")]
Flag = Annotated[bool, Field(strict=True)]


class _Pushed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    product: Name


class PushedDeployment(_Pushed):
    """A data product (its key) was deployed to a target, such as an environment."""

    target: Name
    at: Moment
    succeeded: Flag
    by_pipeline: Flag = True
    url: Link = ""


class PushedContractCheck(_Pushed):
    """The contract of a data product (its key) was checked on the revision that changed it."""

    revision: Revision
    at: Moment
    passed: Flag
    url: Link = ""


class PushedQualityResult(_Pushed):
    """The quality checks of a data product (its key) passed on a day, or did not."""

    on: Day
    passed: Flag


class PushedUse(_Pushed):
    """So many people of a domain (its key) read a data product on a day; 0 where only programmes did."""

    domain: Name
    on: Day
    people: Annotated[int, Field(strict=True, ge=0, le=MOST_PEOPLE)]


One = TypeVar("One", bound=BaseModel)
OneOrMany = Annotated[
    Annotated[One, Tag("one")] | Annotated[list[One], Field(min_length=1, max_length=MOST_PER_PUSH), Tag("many")],
    Discriminator(shape),
]
