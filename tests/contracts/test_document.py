"""YAML is read with its lines, and whatever is uploaded does no harm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.contracts.document import Fields, line_of, read_yaml
from core.errors import BadFile
from tests.contracts.documents import ORDERS


def test_every_field_knows_its_line():
    document = read_yaml(ORDERS)
    assert line_of(document, ["schema", 0, "properties", 1, "enum"]) == 28
    assert line_of(document, ["schema", 0, "properties", 7, "name"]) == 17


def test_days_versions_and_words_stay_text_and_figures_are_figures():
    document = read_yaml("on: 2026-10-05\nversion: 1.0.0\nwell: yes\nn: 7\nx: 1.5\nis: true\nnothing: ~\nquoted: '7'\n")
    assert list(document.values()) == ["2026-10-05", "1.0.0", "yes", 7, 1.5, True, None, "7"]


def test_what_an_alias_repeats_is_there_again():
    assert read_yaml("a: &a {b: [1]}\nc: *a\n")["c"] == {"b": [1]}
    assert read_yaml("&a b: &c ~\nd: [*a, *c]\n")["d"] == ["b", None]


def test_names_are_text_as_they_are_written():
    assert list(read_yaml("true: 1\n1.0: 2\n~: 3\n'': 4\n!!str x: 5\n")) == ["true", "1.0", "~", "", "x"]


BOMB = "a: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"a{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 9)
)

REFUSED = {
    "deep lists": ("[" * 100_000, "Line 1: fields nest more than 60 deep."),
    "deep fields": ("\n".join(" " * n + "a:" for n in range(500)), "nest more than 60 deep"),
    "a bomb of aliases": (BOMB, "more than 200,000 values"),
    "a ladder of aliases": (
        "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 99)),
        "nest more than 60 deep",
    ),
    "a flood": (f"a: [{'1,' * 200_000}1]", "Line 1: the document has more than 200,000 values"),
    "itself": ("a: &a [*a]", "“*a” repeats what is not complete yet"),
    "too much": ("a: " + "b" * 2_000_001, "2,000,000 are read at most"),
    "an object": ("a: !!python/object/apply:os.system [id]", "Line 1: the tag"),
    "a tag": ("a:\n  b: !secret x", "Line 2: the tag “!secret” is not read."),
    "a key twice": ("a:\n  b: 1\n  c: 2\n  b: 3", "Line 4: “b” stands twice in the same place, before on line 2."),
    "two documents": ("a: 1\n---\nb: 2", "Line 2: a second document begins here."),
    "merged fields": ("a: &a {b: 1}\nc:\n  <<: *a", "Line 3: merged fields"),
    "a list as a key": ("? [a]\n: b", "Line 1: the name of a field is a word"),
    "an alias as a key": ("a: &a b\n*a : c", "Line 2: the name of a field is a word"),
    "a tag of a key": ("a: 1\n!secret b: 2", "Line 2: the tag “!secret” is not read."),
    "no YAML": ("a: [1\nb: 2", "Line 2: this is not YAML"),
    "a control character": ('a: "\x00"', "This is not YAML"),
    "half a character": ("a: \ud800", "half a character"),
    "a list": ("- a", "This is no mapping of fields"),
    "nothing": ("", "This is no mapping of fields"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_line(what: str):
    text, sentence = REFUSED[what]
    with pytest.raises(BadFile) as caught:
        read_yaml(text)
    assert sentence in str(caught.value)


@settings(deadline=None)
@given(st.text(alphabet="ab:-[]{}&*!?|>#'\"\n\t ,0.%@~", max_size=60))
def test_nothing_that_is_typed_makes_it_stumble(text: str):
    try:
        assert isinstance(read_yaml(text), Fields)
    except BadFile:
        return
