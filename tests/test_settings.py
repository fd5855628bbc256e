from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest

from core.errors import Misconfigured
from core.settings import settings, sqlite_file


@pytest.fixture(autouse=True)
def read_afresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No setting from outside the test, and nothing kept from before or for after it."""
    for name in (
        "DATABASE_URL",
        "HOST",
        "PORT",
        "FISCAL_YEAR_STARTS_IN_MONTH",
        "MAX_UPLOAD_MB",
        "PULL_EVERY",
        "REMIND_AT",
        "DIGEST_ON",
        "URL",
    ):
        monkeypatch.delenv(f"UPTAKE_{name}", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_without_any_setting_the_app_listens_here_on_a_file_of_the_user():
    found = settings()
    assert (found.host, found.port, found.fiscal_year_starts_in_month) == ("127.0.0.1", 8501, 1)
    assert found.database_url.startswith("sqlite:///")


def test_settings_come_from_the_environment_and_an_empty_one_is_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("UPTAKE_PORT", "9000")
    monkeypatch.setenv("UPTAKE_FISCAL_YEAR_STARTS_IN_MONTH", "")
    monkeypatch.setenv("UPTAKE_PULL_EVERY", "15m")
    monkeypatch.setenv("UPTAKE_REMIND_AT", "07:30")
    monkeypatch.setenv("UPTAKE_DIGEST_ON", "Friday")
    assert (settings().port, settings().fiscal_year_starts_in_month) == (9000, 1)
    assert (settings().pull_every, settings().remind_at) == (timedelta(minutes=15), time(7, 30))
    assert settings().digest_on.number == 4


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_through_one_driver(monkeypatch: pytest.MonkeyPatch, scheme: str):
    monkeypatch.setenv("UPTAKE_DATABASE_URL", f"{scheme}://uptake:s3cret@db/uptake")
    assert settings().database_url == "postgresql+psycopg://uptake:s3cret@db/uptake"
    assert sqlite_file(settings().database_url) is None


def test_the_file_behind_an_address_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("UPTAKE_DATABASE_URL", f"sqlite:///{tmp_path / 'a b.sqlite'}")
    assert sqlite_file(settings().database_url) == tmp_path / "a b.sqlite"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "no address"),
        ("DATABASE_URL", "mysql://u@h/d"),
        ("DATABASE_URL", "postgresql://u@h:port/d"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("HOST", "0.0.0.0"),
        ("PORT", "0"),
        ("PORT", "web"),
        ("FISCAL_YEAR_STARTS_IN_MONTH", "13"),
        ("MAX_UPLOAD_MB", "501"),
        ("PULL_EVERY", "soon"),
        ("PULL_EVERY", "0m"),
        ("REMIND_AT", "7"),
        ("REMIND_AT", "24:00"),
        ("DIGEST_ON", "someday"),
        ("URL", "uptake.example.com"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(f"UPTAKE_{name}", value)
    with pytest.raises(Misconfigured, match=rf"^A setting cannot be used\. UPTAKE_{name}: "):
        settings()


def test_all_that_cannot_be_used_is_named_at_once_and_no_secret_with_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("UPTAKE_PORT", "web")
    monkeypatch.setenv("UPTAKE_DATABASE_URL", "mysql://uptake:s3cret@db/uptake")
    with pytest.raises(Misconfigured, match=r"UPTAKE_DATABASE_URL.*UPTAKE_PORT") as refusal:
        settings()
    assert "s3cret" not in str(refusal.value)
