"""The file of sources: read as it is meant, refused by the name of the entry, and without its secrets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

import core.sources
from core.errors import Misconfigured
from core.settings import settings
from core.sources import sources
from core.sources.config import entries
from tests.pulls.outside import Told


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    url: str
    headers: dict[str, str] = {}
    count: int = 1


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that the setting names."""
    found = tmp_path / "sources.toml"
    monkeypatch.setenv("UPTAKE_SOURCES_FILE", str(found))
    monkeypatch.setenv("TOKEN", "s3cret")
    settings.cache_clear()
    yield found
    settings.cache_clear()


def refused(file: Path, text: str) -> str:
    file.write_text(text)
    with pytest.raises(Misconfigured) as caught:
        entries("sql", Shape)
    assert "s3cret" not in str(caught.value)
    return str(caught.value)


def test_entries_are_read_in_their_order_with_values_from_the_environment(file: Path):
    file.write_text(
        '[[sql]]\nname = "b"\nurl = "x"\nheaders = { authorization = "env:TOKEN" }\n'
        '[[folder]]\nname = "c"\n[[sql]]\nname = "a"\nurl = "env:TOKEN"\n'
    )
    first, second = entries("sql", Shape)
    assert (first.name, first.headers) == ("b", {"authorization": "s3cret"})
    assert (second.name, second.url) == ("a", "s3cret")
    assert entries("http_json", Shape) == []


def test_without_a_file_there_are_none():
    assert entries("sql", Shape) == []


def test_a_bad_entry_is_refused_by_its_name_and_field(file: Path):
    said = refused(file, '[[sql]]\nname = "tickets"\nurl = "x"\ncount = "env:TOKEN"\nqery = "x"')
    assert "[[sql]] “tickets”: count: input should be a valid integer" in said
    assert "qery: extra inputs are not permitted" in said


def test_a_variable_that_is_not_set_is_named(file: Path):
    assert "“tickets” takes a value from NIX, which is not set" in refused(
        file, '[[sql]]\nname = "tickets"\nurl = "env:NIX"'
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[sql]]\nurl = "x"', "number 1 needs a name"),
        ('[[sql]]\nname = "Über"\nurl = "x"', "number 1 needs a name"),
        ('[[sql]]\nname = "a"\nurl = "x"\n[[sql]]\nname = "a"\nurl = "x"', "two [[sql]] with the name “a”"),
        ('[sql]\nname = "a"', "Begin each source with a line [[sql]]"),
        ('[[sequel]]\nname = "a"', "no kind of source “sequel”"),
        ("[[sql", "is no TOML"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_is_wrong(file: Path, text: str, told: str):
    assert told in refused(file, text)


def test_a_file_that_is_not_there_is_refused_by_the_setting(file: Path):
    with pytest.raises(Misconfigured, match=r"UPTAKE_SOURCES_FILE: .* cannot be read"):
        entries("sql", Shape)


def test_two_sources_with_one_name_are_refused(monkeypatch: pytest.MonkeyPatch):
    class Kind:
        @staticmethod
        def configured() -> list[Told]:
            return [Told([], name="same")]

    monkeypatch.setattr(core.sources, "import_module", lambda _: Kind)
    monkeypatch.setattr(core.sources, "SOURCES", ["one"])
    assert list(sources()) == ["same"]
    monkeypatch.setattr(core.sources, "SOURCES", ["one", "two"])
    with pytest.raises(Misconfigured, match="Two sources are called “same”"):
        sources()
