"""The business case of an initiative, and the people lent to it."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.queries.initiative import Dossier
from core.queries.loans import Lent
from dashboard.components.text import HIDDEN, day, money, paragraphs, percent, plain


def case(dossier: Dossier) -> None:
    it = dossier.initiative
    answers = {
        "Why": it.why,
        "Business value": it.business_value if dossier.sees_money else HIDDEN,
        "Value a year": money(it.yearly_value, it.budget_currency) if dossier.sees_money else HIDDEN,
        "Budget": money(it.budget, it.budget_currency) if dossier.sees_money else HIDDEN,
        "Competence in the domain": it.local_competence,
        "Resources in the domain": it.local_resources,
        "Product team": it.product_team,
        "What lies behind the health": it.health_note,
        "Planned": f"{day(it.planned_start, year=True)} – {day(it.planned_end, year=True)}",
    }
    for question, answer in answers.items():
        st.markdown(f"**{question}**  \n{paragraphs(answer) or ':gray[Not answered yet.]'}")


def lent_people(loans: Sequence[Lent], actions: Callable[[Lent], None]) -> None:
    """A line for each loan; ``actions`` draws its buttons."""
    for loan in loans:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            span = f"{day(loan.from_on)} – {day(loan.until_on)}"
            st.markdown(f"**{plain(loan.person)}** {percent(loan.share)} · {span}", width="stretch")
            actions(loan)
    if not loans:
        st.caption("Nobody of the data team is or was lent to it.")
