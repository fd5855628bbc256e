"""The parts of GitHub's answers that are used, as docs.github.com/rest promises them.

A field without a default must be there: one that is missing or renamed is refused by its name instead of read as empty.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    model_validator,
)

from core.sources.contract import SourceFailed

Word = Annotated[str, AfterValidator(str.lower)]


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


Shape = TypeVar("Shape", bound=Answer)


class Account(Answer):
    login: str
    type: str = "User"

    @property
    def is_bot(self) -> bool:
        return self.type == "Bot" or self.login.endswith("[bot]")


Somebody = Annotated[Account | None, BeforeValidator(lambda account: account or None)]
"""A deleted account is null, the author of a commit whom GitHub does not know is null or {}."""


class Label(Answer):
    name: str


class Branch(Answer):
    ref: str


class Numbered(Answer):
    number: int


class PullRequest(Numbered):
    html_url: str
    title: str
    body: str | None
    state: Word
    draft: bool
    user: Somebody
    labels: tuple[Label, ...]
    head: Branch
    base: Branch
    created_at: datetime
    updated_at: datetime
    merged_at: datetime | None
    merge_commit_sha: str | None


class Review(Answer):
    """``submitted_at`` is absent while the review is pending."""

    user: Somebody
    state: Word
    submitted_at: datetime | None = None


class Commit(Answer):
    sha: str
    author: Somebody
    committer: Somebody


class MentioningPull(Answer):
    merged_at: datetime | None = None


class Mentioning(Answer):
    """The issue or pull request that mentions this one."""

    body: str | None = None
    pull_request: MentioningPull | None = None


class Source(Answer):
    issue: Mentioning | None = None


class Event(Answer):
    """A line of the timeline. Kinds that nobody asks about, commits among them, have neither actor nor time."""

    event: str
    actor: Somebody = None
    created_at: datetime | None = None
    source: Source | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.event == "commented" and (self.created_at is None or "actor" not in self.model_fields_set):
            raise ValueError("a comment lacks its actor or created_at")
        return self


class File(Answer):
    filename: str


class Run(Answer):
    """``conclusion`` is that of the latest attempt, none until it is done; ``path`` is the file of the workflow."""

    id: int
    event: str
    path: str
    head_sha: str
    head_branch: str | None
    conclusion: Word | None
    run_attempt: int
    created_at: datetime
    updated_at: datetime


class Job(Answer):
    run_id: int
    run_attempt: int
    status: Word
    conclusion: Word | None
    started_at: datetime | None
    completed_at: datetime | None


class Runs(Answer):
    total_count: int
    workflow_runs: tuple[Run, ...]


class Jobs(Answer):
    total_count: int
    jobs: tuple[Job, ...]


def read(shape: type[Shape], answer: object, asked: str) -> Shape:
    """The answer to ``asked`` in that shape. Raises SourceFailed, naming the first field that does not fit."""
    try:
        return shape.model_validate(answer)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in fault["loc"]) or "the whole"
        raise _unlike_documented(asked, f"{field}: {fault['msg'].lower()}") from None


def read_each(shape: type[Shape], answer: object, asked: str) -> Iterator[Shape]:
    """The items of an answer that is a list. Raises SourceFailed as ``read`` does."""
    if not isinstance(answer, list):
        raise _unlike_documented(asked, "a list was expected")
    for item in answer:
        yield read(shape, item, asked)


def _unlike_documented(asked: str, fault: str) -> SourceFailed:
    return SourceFailed(
        f"GitHub’s answer to {asked} is not as documented ({fault}). "
        "Check the address of the API, and report it to whoever runs Uptake if that is right."
    )
