"""Which repository holds the requests for workspaces, how they are told from other pull requests, who may read it."""

import hashlib
import re
from typing import Annotated, Self

from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import Misconfigured
from core.sources.addresses import LOOPBACK

PREFIX = "UPTAKE_GITHUB_"


class GitHubSettings(BaseSettings):
    """A pattern is tried on the title, then the branch, then the changed files; its first group, if any, is the word.

    Without label and path every pull request of the repository is a request. Without a name pattern a workspace bears
    the title and number of its request.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    repository: str = Field(
        default="", pattern=r"^$|^[\w.-]+/[\w.-]+$", description="Repository of the requests, as owner/name."
    )
    base_url: HttpUrl = Field(
        default=HttpUrl("https://api.github.com"),
        description="Address of the API; for GitHub Enterprise Server https://HOST/api/v3.",
    )
    private_addresses: bool = Field(default=False, description="Whether that host may lie in the private network.")
    token: SecretStr | None = Field(default=None, description="Token that may read pull requests and actions.")
    app_id: int | None = Field(default=None, description="GitHub App to sign in as, instead of a token.")
    private_key: SecretStr | None = Field(default=None, description="Private key of the app, in PEM format.")
    installation_id: int | None = Field(default=None, description="Installation of the app in the organization.")
    webhook_secret: SecretStr | None = Field(default=None, description="Secret that signs the webhook’s deliveries.")
    label: str = Field(default="", description="Label that marks a request.")
    path: str = Field(default="", description="Files that a request changes, such as workspaces/*.yaml.")
    branch: str = Field(default="", description="Branch that requests go to; empty: any.")
    workflow: str = Field(
        default="", description="File of the workflow that makes the workspace; empty: every one that the merge starts."
    )
    platform_team: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), description="Logins of the platform team, with commas between them."
    )
    name_pattern: re.Pattern[str] | None = Field(default=None, description="Pattern of the workspace’s name.")
    domain_pattern: re.Pattern[str] | None = Field(default=None, description="Pattern of the domain’s key.")
    template_pattern: re.Pattern[str] | None = Field(default=None, description="Pattern of the template’s name.")

    @field_validator("base_url")
    @classmethod
    def _is_encrypted(cls, url: HttpUrl) -> HttpUrl:
        if url.scheme != "https" and (url.host or "").strip("[]") not in LOOPBACK:
            raise ValueError("only https:// is supported, http:// on this machine alone")
        return url

    @field_validator("platform_team", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            [login.strip().lower() for login in value.split(",") if login.strip()] if isinstance(value, str) else value
        )

    @field_validator("private_key")
    @classmethod
    def _is_pem(cls, value: SecretStr | None) -> SecretStr | None:
        """Many places that keep environment variables write a line break as two characters."""
        if value is None:
            return None
        key = value.get_secret_value().replace("\\n", "\n")
        if not key.lstrip().startswith("-----BEGIN"):
            raise ValueError("expected the text of the .pem file, from -----BEGIN to -----END")
        return SecretStr(key)

    @model_validator(mode="after")
    def _may_read(self) -> Self:
        app = {"APP_ID": self.app_id, "PRIVATE_KEY": self.private_key, "INSTALLATION_ID": self.installation_id}
        lacking = [f"{PREFIX}{name}" for name, value in app.items() if value is None]
        if self.token and len(lacking) < len(app):
            raise ValueError(f"{PREFIX}TOKEN: give either a token or an app, not both")
        if self.repository and not self.token and lacking:
            raise ValueError(f"{' and '.join(lacking)}: missing; give the three of an app, or {PREFIX}TOKEN")
        return self

    @property
    def host(self) -> str:
        return (self.base_url.host or "").strip("[]")

    @property
    def api(self) -> str:
        return str(self.base_url).rstrip("/")

    def fingerprint(self) -> str:
        """Changes with every setting that decides what a request is or says, so that all are read anew."""
        told = self.model_dump_json(
            exclude={"token", "app_id", "private_key", "installation_id", "webhook_secret", "platform_team"}
        )
        return hashlib.sha256(f"{told} {sorted(self.platform_team)}".encode()).hexdigest()[:16]


def github_settings() -> GitHubSettings:
    """The settings of this process. Raises Misconfigured, naming each variable that cannot be used."""
    try:
        return GitHubSettings()
    except ValidationError as error:
        faults = [_fault(e["loc"], e["msg"].removeprefix("Value error, ")) for e in error.errors()]
        raise Misconfigured(f"A setting cannot be used. {'; '.join(faults)}.") from None


def _fault(loc: tuple[int | str, ...], message: str) -> str:
    return f"{PREFIX}{str(loc[0]).upper()}: {message}" if loc else message
