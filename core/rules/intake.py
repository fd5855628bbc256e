"""The five questions of intake, which an initiative answers before anybody decides about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.model.initiatives import Initiative


@dataclass(frozen=True)
class Question:
    """``field`` is the column of the initiative that holds the answer, and the check of the gate that asks for it."""

    field: str
    title: str
    asks: str
    help: str


QUESTIONS = (
    Question(
        "why",
        "Why",
        "Why should this be done?",
        "Say which problem it solves, for whom, and what happens if nothing is done. Two sentences are enough.",
    ),
    Question(
        "business_value",
        "Business value",
        "What does it bring?",
        "Hours saved, money, less risk: say how much, and how it will be seen. An estimate is better than none.",
    ),
    Question(
        "budget",
        "Budget",
        "What may it cost?",
        "The amount that the domain sets aside for it, with its currency; 0 if no money is needed.",
    ),
    Question(
        "local_competence",
        "Local competence",
        "Who in the domain can work with data?",
        "Name the people and what they can do, such as SQL or Power BI. They will own the product in the end.",
    ),
    Question(
        "local_resources",
        "Local resources",
        "Which people and how much time does the domain give?",
        "Name them with days a week. The data team helps for one or two sprints and then steps back.",
    ),
)


def is_answered(initiative: Initiative, question: Question) -> bool:
    answer: Any = getattr(initiative, question.field)
    return bool(answer.strip()) if isinstance(answer, str) else answer is not None


def open_questions(initiative: Initiative) -> tuple[Question, ...]:
    return tuple(question for question in QUESTIONS if not is_answered(initiative, question))
