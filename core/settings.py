"""Settings, from the environment only. A value that cannot be used is refused by its name."""

import re
from datetime import time, timedelta
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa
from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import Misconfigured
from core.intervals import Weekday, interval, time_of_day


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="UPTAKE_", env_ignore_empty=True)

    database_url: str = Field(
        default_factory=lambda: f"sqlite:///{user_data_path('uptake', ensure_exists=True) / 'uptake.sqlite'}",
        description="SQLite file or PostgreSQL database, for example postgresql+psycopg://uptake@localhost/uptake.",
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on; without sign-in only a loopback address.")
    port: int = Field(default=8501, ge=1, le=65535, description="Port to listen on.")
    fiscal_year_starts_in_month: int = Field(default=1, ge=1, le=12, description="First month of the fiscal year.")
    max_upload_mb: int = Field(default=50, ge=1, le=500, description="Largest file that may be imported, in megabytes.")
    sources_file: Path | None = Field(default=None, description="TOML file of the sources sql, http_json and folder.")
    pull_every: timedelta | None = Field(
        default=None, description="How often the app looks which sources are due and pulls them, such as 15m."
    )
    scan_folder: Path | None = Field(default=None, description="Folder in which the app may look for spreadsheets.")
    url: str | None = Field(
        default=None, description="Address under which people reach the app, for links in messages."
    )
    remind_via: SecretStr | None = Field(
        default=None, description="Addresses that apprise sends reminders to, with blanks between them."
    )
    remind_at: time | None = Field(
        default=None, description="Time of day in UTC from which on the app sends reminders, Monday to Friday."
    )
    snapshot_every: timedelta | None = Field(
        default=timedelta(minutes=5),
        description="How often at most the app keeps the maturity of the domains, if something has happened.",
    )
    digest_on: Weekday = Field(default=Weekday.MONDAY, description="Day of the week on which digests are due.")
    cost_metric: str = Field(
        default="cost_per_workspace",
        description="Key of the metric that tells what the platform costs, of workspaces, domains or in all.",
    )
    access_webhook: str | None = Field(
        default=None, description="Address to which grants of access are handed over, as a signed POST of JSON."
    )
    access_webhook_secret: SecretStr | None = Field(
        default=None, description="Secret by which the receiver of grants knows that Uptake sent them."
    )

    @property
    def local_address(self) -> str:
        """Where the app listens."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @field_validator("pull_every", "snapshot_every", mode="before")
    @classmethod
    def _is_interval_or_never(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return None if value.strip().lower() == "never" else interval(value)

    @field_validator("remind_at", mode="before")
    @classmethod
    def _is_time_of_day(cls, value: object) -> object:
        return time_of_day(value) if isinstance(value, str) else value

    @field_validator("digest_on", mode="before")
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^\s?#]+", value):
            raise ValueError("write it like https://uptake.example.com")
        return value.rstrip("/") if value else value

    @field_validator("access_webhook")
    @classmethod
    def _is_encrypted(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(
            r"https://\S+|http://(127\.0\.0\.1|localhost|\[::1\])([:/]\S*)?", value
        ):
            raise ValueError("write it like https://platform.example.com/grants; http:// on this machine alone")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_sqlite_or_postgresql(cls, value: str) -> str:
        try:
            url = sa.make_url(value)
        except sa.exc.ArgumentError:
            raise ValueError("expected an address such as sqlite:///file.sqlite or postgresql://…") from None
        if url.drivername in ("postgres", "postgresql"):
            url = url.set(drivername="postgresql+psycopg")
        if url.drivername not in ("sqlite", "postgresql+psycopg"):
            raise ValueError("only sqlite:///… and postgresql://… are supported")
        if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
            raise ValueError("needs a file: sqlite:///path/to/file.sqlite")
        return url.render_as_string(hide_password=False)

    @field_validator("host")
    @classmethod
    def _is_loopback(cls, value: str) -> str:
        if value not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("without sign-in only 127.0.0.1, localhost or ::1 is allowed")
        return value


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process. Raises Misconfigured, naming each variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [
            f"UPTAKE_{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()
        ]
        raise Misconfigured(f"A setting cannot be used. {'; '.join(faults)}.") from None


def sqlite_file(url: str) -> Path | None:
    """The file behind an SQLite address, None for another database."""
    parsed = sa.make_url(url)
    return Path(parsed.database) if parsed.drivername == "sqlite" and parsed.database else None
