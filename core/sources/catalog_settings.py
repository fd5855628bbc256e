"""What the sources of catalogues are told alike: which catalogues, whose a schema is, and which tags mean what."""

import re
from typing import Annotated, TypeVar

from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import Misconfigured
from core.sources.addresses import LOOPBACK

OF_THE_PLATFORM = frozenset({"system", "samples", "__databricks_internal"})


class CatalogSettings(BaseSettings):
    """The prefix of the variables is that of each kind."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True)

    host: HttpUrl | None = Field(default=None, description="Address of the catalogue, such as https://HOST.")
    token: SecretStr | None = Field(default=None, description="Token that may read the catalogue.")
    catalogs: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), description="Catalogues to read, with commas between them; empty: every one that is seen."
    )
    domain_pattern: re.Pattern[str] | None = Field(
        default=None,
        description="Pattern of the domain’s word in catalogue.schema; its first group, if any, is the word.",
    )
    domain_keys: Annotated[dict[str, str], NoDecode] = Field(
        default={}, description="Keys of domains whose word is another, as word=key with commas between them."
    )
    cost_centre_tag: str = Field(default="cost_centre", description="Tag or property that holds the cost centre.")
    read_grants: bool = Field(default=False, description="Whether the rights on tables are read, too.")
    owner_tag: str = Field(
        default="", description="Tag or property that holds the owner; empty: the owner of the table is."
    )

    @field_validator("host", "account_host", check_fields=False)
    @classmethod
    def _is_encrypted(cls, url: HttpUrl | None) -> HttpUrl | None:
        if url is not None and url.scheme != "https" and (url.host or "").strip("[]") not in LOOPBACK:
            raise ValueError("only https:// is supported, http:// on this machine alone")
        return url

    @field_validator("catalogs", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return _items(value) if isinstance(value, str) else value

    @field_validator("domain_keys", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [item.partition("=") for item in _items(value)]
        if not all(word.strip() and key.strip() for word, _, key in pairs):
            raise ValueError("expected word=key, with commas between them")
        return {word.strip(): key.strip() for word, _, key in pairs}

    @field_validator("cost_centre_tag", "owner_tag", "domain_tag", mode="after", check_fields=False)
    @classmethod
    def _however_written(cls, value: str) -> str:
        return value.casefold()

    def is_read(self, catalog: str) -> bool:
        return catalog in self.catalogs if self.catalogs else catalog not in OF_THE_PLATFORM

    def domain_of(self, catalog: str, schema: str) -> str | None:
        """The key of the domain that the names tell, None if they tell none."""
        found = self.domain_pattern.search(f"{catalog}.{schema}") if self.domain_pattern else None
        word = found and (found[1] if found.re.groups else found[0])
        return self.domain_keys.get(word, word) if word else None


Settings = TypeVar("Settings", bound=CatalogSettings)


def settings_of(kind: type[Settings]) -> Settings:
    """The settings of this process. Raises Misconfigured, naming each variable that cannot be used."""
    prefix = kind.model_config.get("env_prefix", "")
    try:
        return kind()
    except ValidationError as error:
        # Without the inputs: some of them are secrets.
        faults = [_fault(prefix, e["loc"], e["msg"]) for e in error.errors(include_input=False)]
        raise Misconfigured(f"A setting cannot be used. {'; '.join(faults)}.") from None


def _fault(prefix: str, loc: tuple[int | str, ...], message: str) -> str:
    told = message.removeprefix("Value error, ")
    return f"{prefix}{str(loc[0]).upper()}: {told}" if loc else told


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]
