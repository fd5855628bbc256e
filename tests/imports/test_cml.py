"""Context maps of Context Mapper: read, refused with the line, and taken in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadFile
from core.imports.cml import ContextMap, read_cml
from core.imports.source import Source
from core.model import Pattern
from tests.world import SHARED, needs_shared

FOLDER = SHARED / "data" / "contextmap"
WORDS = [
    *(
        "ContextMap",
        "contains",
        "type",
        "state",
        "=",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "A",
        "B",
        "->",
        "<-",
        "<->",
        "P",
        "SK",
    ),
    *(
        "U",
        "D",
        "S",
        "C",
        "OHS",
        "PL",
        "ACL",
        "CF",
        "Partnership",
        "Customer-Supplier",
        "BoundedContext",
        '"',
        "/*",
        "*/",
    ),
    *("//", "\n", "'x'", "implementationTechnology", "^type", "é", "\\"),
]


def read(text: str) -> ContextMap:
    return read_cml(Source(text.encode(), "map.cml"))


def related(text: str) -> list[tuple[str, str, set[str]]]:
    file = read(f"ContextMap {{ contains A, B\n{text}\n}}")
    return [(it.upstream, it.downstream, {pattern.value for pattern in it.patterns}) for it in file.relations]


@needs_shared
def test_the_published_maps_are_read_whole():
    insurance = read_cml(Source(FOLDER / "Insurance-Example-Stage-5.cml", "insurance.cml"))
    assert (len(insurance.contexts), len(insurance.relations)) == (6, 7)
    first, second, *_ = insurance.relations
    assert (first.upstream, first.downstream) == ("CustomerManagementContext", "CustomerSelfServiceContext")
    assert (first.patterns, first.line) == ((Pattern.CUSTOMER_SUPPLIER,), 16)
    translated = (Pattern.ANTICORRUPTION_LAYER, Pattern.OPEN_HOST_SERVICE, Pattern.PUBLISHED_LANGUAGE)
    assert (second.patterns, second.technology) == (translated, "SOAP")
    lakeside = read_cml(Source(FOLDER / "LakesideMutual.cml", "lakeside.cml"))
    assert (len(lakeside.contexts), len(lakeside.relations)) == (5, 7)
    assert [it.patterns for it in lakeside.relations].count(()) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A [U,S]->[D,C] B", ("A", "B", {"customer_supplier"})),
        ("A [D,C]<-[U,S] B : Name { downstreamRights = INFLUENCER }", ("B", "A", {"customer_supplier"})),
        ("A [OHS, PL] -> [ACL] B", ("A", "B", {"open_host_service", "published_language", "anticorruption_layer"})),
        ("A -> B", ("A", "B", set())),
        ("A Upstream-Downstream [CF] B", ("A", "B", {"conformist"})),
        ("A [] Downstream-Upstream B", ("B", "A", set())),
        ("A Customer-Supplier B", ("B", "A", {"customer_supplier"})),
        ("A Supplier-Customer [ACL] B", ("A", "B", {"customer_supplier", "anticorruption_layer"})),
        ("[P] A <-> [P] B", ("A", "B", {"partnership"})),
        ("A Partnership B", ("A", "B", {"partnership"})),
        ("A [SK] <-> B [SK]", ("A", "B", {"shared_kernel"})),
        ("A <-> B // as the grammar has it", ("A", "B", {"shared_kernel"})),
        ("A Shared-Kernel B", ("A", "B", {"shared_kernel"})),
        ("A [PL]->B\n/* twice */ A [OHS]-> B", ("A", "B", {"open_host_service", "published_language"})),
    ],
)
def test_every_way_to_write_a_relation_is_understood(text: str, expected: tuple[str, str, set[str]]):
    assert related(text) == [expected]


def test_all_beside_the_map_is_skipped():
    beside = 'import "./other.cml"\nBoundedContext A { Aggregate X { - List<@Y> ys } }'
    text = f"{beside}\nContextMap {{ type = TEAM state AS_IS }}"
    assert read(text) == ContextMap((), ())


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("ContextMap {\ncontains A\nA -> B }", 3, "“B” is not on the map. Add “contains B”"),
        ("ContextMap { contains A\n\nA -> A }", 3, "“A” relates to itself."),
        ("ContextMap { contains A, B\nA [CF]-> B }", 2, "found the role “CF” of A, expected U, S, OHS, PL."),
        ("ContextMap { contains A, B\nA = B }", 2, "found “=”, expected an arrow"),
        ("\nContextMap {", 2, "the context map begins here and never ends."),
        ("ContextMap { contains A B\n-> { }", 2, "found “{”, expected a name."),
        ("Domain X {\n{", 1, "a block begins here and never ends."),
        ("\n\n/* never", 3, "a comment begins here and never ends."),
        ('\n"never', 2, "a text in quotation marks begins here and never ends."),
        ("}", 1, "closes what was never opened."),
        ("ContextMap {}\nContextMap {}", 2, "a second context map begins"),
        (f"ContextMap {{ contains {'x' * 81} }}", 1, "longer than 80"),
    ],
)
def test_a_refusal_names_the_line(text: str, line: int, told: str):
    with pytest.raises(BadFile) as caught:
        read(text)
    assert f"“map.cml” cannot be read, line {line}: " in str(caught.value)
    assert told in str(caught.value)


def test_a_file_without_a_map_or_of_another_kind_is_refused():
    for content in (b"", b"Domain X {}", b"PK\x03\x04\x00\x00", b"\xff\xfe"):
        with pytest.raises(BadFile):
            read_cml(Source(content, "map.cml"))


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)))
def test_whatever_is_in_a_file_it_is_read_or_refused(text: str):
    for whole in (text, f"ContextMap {{ contains A, B {text} }}"):
        try:
            read_cml(Source(whole.encode("utf-8", "surrogatepass"), "map.cml"))
        except BadFile:
            continue
