"""Answers of platforms in the shapes that their documentation promises."""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from core.sources.contract import SourceFailed


class Answer(BaseModel):
    """A field without a default must be there: one that is missing or renamed is refused, and not read as empty."""

    model_config = ConfigDict(frozen=True)


Shape = TypeVar("Shape", bound=Answer)


def read(shape: type[Shape], answer: object, host: str, asked: str) -> Shape:
    """What ``host`` answers to ``asked``, in that shape. Raises SourceFailed, naming the first field that is other."""
    try:
        return shape.model_validate(answer)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(map(str, fault["loc"])) or "the whole"
        raise _unlike_documented(host, asked, f"{field}: {fault['msg'].lower()}") from None


def read_each(shape: type[Shape], answer: object, host: str, asked: str) -> Iterator[Shape]:
    """The items of an answer that is a list. Raises SourceFailed as ``read`` does."""
    if not isinstance(answer, list):
        raise _unlike_documented(host, asked, "a list was expected")
    for item in answer:
        yield read(shape, item, host, asked)


def _unlike_documented(host: str, asked: str, fault: str) -> SourceFailed:
    return SourceFailed(
        f"What {host} answers to {asked} is not as documented ({fault}). "
        "Check the address, and report it to whoever runs Uptake if that is right."
    )
