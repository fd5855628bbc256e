"""Which address answers with JSON, how it is paged, and where in its answers the figures lie."""

from functools import lru_cache
from typing import Annotated, Literal, Self

import jsonpath
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, SecretStr, model_validator

from core.sources.feed import FeedSettings


@lru_cache(maxsize=256)
def compiled(path: str) -> jsonpath.JSONPath | jsonpath.CompoundJSONPath:
    """Raises jsonpath.JSONPathError."""
    return jsonpath.compile(path)


def is_of_one_place(path: str) -> bool:
    """Whether the path leads to one place at most."""
    found = compiled(path)
    return isinstance(found, jsonpath.JSONPath) and found.singular_query()


def _is_path(text: str) -> str:
    try:
        compiled(text)
    except jsonpath.JSONPathError as error:
        raise ValueError(f"“{text}” is no JSONPath ({str(error).splitlines()[0]})") from None
    return text


Path = Annotated[str, AfterValidator(_is_path)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ItemFields(Shape):
    """Where the fields lie in an item."""

    at: Path
    value: Path
    metric: Path | None = None
    domain: Path | None = None
    workspace: Path | None = None


class Once(Shape):
    by: Literal["none"] = "none"


class ByLink(Shape):
    by: Literal["link"]


class ByCursor(Shape):
    """``next`` is where an answer holds the cursor that the next request names as ``parameter``; null on the last."""

    by: Literal["cursor"]
    parameter: str
    next: Path


class ByNumber(Shape):
    """Pages are asked for by their number until one has no items."""

    by: Literal["number"]
    parameter: str = "page"
    first: int = 1


class HttpJsonSettings(FeedSettings):
    """``since`` is the parameter in which the address is told, as a time in UTC, where to go on.

    ``times`` says how times are written: as ISO 8601, or in seconds or milliseconds since 1970.
    """

    url: HttpUrl
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    query: dict[str, str | int] = Field(default_factory=dict)
    since: str | None = None
    items: Path
    fields: ItemFields
    metric: str | None = Field(default=None, min_length=1)
    times: Literal["iso", "unix", "unix_ms"] = "iso"
    paging: Annotated[Once | ByLink | ByCursor | ByNumber, Field(discriminator="by")] = Once()
    private_addresses: bool = False
    plain_http: bool = False

    @model_validator(mode="after")
    def _has_metric(self) -> Self:
        if (self.metric is None) == (self.fields.metric is None):
            raise ValueError("name the metric once: as metric, or as fields.metric where the items tell it")
        return self
