"""Every page that speaks of the work speaks of the day one looks at."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.actions import domains, initiatives, objectives, products
from core.queries import history
from dashboard import session
from tests.cast import QUARTER, Cast, day, do, initiative, movement, objective, product
from tests.dashboard.app import open_page, said, settled

BEFORE = day(1).date()


@pytest.fixture(autouse=True)
def _much_later(monkeypatch: pytest.MonkeyPatch) -> None:
    for asked in (history, session):
        monkeypatch.setattr(asked, "now", lambda: day(30))


@pytest.fixture
def renamed(cast: Cast) -> dict[str, str]:
    """Everything was called by its first name on ``BEFORE``, and has another one since."""
    aim = objective(cast)
    movement(cast, aim)
    case, built = initiative(cast), product(cast)
    later = {"at": day(2)}
    do(objectives.edit_objective, aim, by=cast.owner, title="No waste", **later)
    do(initiatives.edit, case, by=cast.engineer, title="Scrap by shift", **later)
    do(products.edit_product, built, by=cast.engineer, name="Orders", **later)
    do(domains.edit_domain, "MES", by=cast.engineer, name="Factory", **later)
    return {"objective": aim, "domain": "MES", "initiative": case}


@pytest.mark.parametrize(
    ("page", "then", "now"),
    [
        ("review", "Less scrap", "No waste"),
        ("objective", "Less scrap", "No waste"),
        ("domain", "Manufacturing", "Factory"),
        ("initiative", "Scrap by machine", "Scrap by shift"),
    ],
)
def test_a_past_day_speaks_in_the_words_of_that_day(
    cast: Cast, renamed: dict[str, str], page: str, then: str, now: str
):
    address = {"key": renamed[page]} if page in renamed else {"quarter": QUARTER}
    at = open_page(page, person=cast.manager.email, **address)
    assert now in words(at)
    at.date_input(key=session.AS_OF).set_value(BEFORE)
    past = words(settled(at))
    assert then in past
    assert now not in past
    assert "as it was known at the end of that day" in past


def words(at: AppTest) -> str:
    """What the page says, with its tables, what leads on and what can be opened."""
    tables = [table.value.to_csv() for table in at.dataframe]
    return "\n".join(
        [said(at), *tables, *(it.label for it in at.expander), *(link.proto.label for link in at.get("page_link"))]
    )
