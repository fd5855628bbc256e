from __future__ import annotations

import pytest

from core.actions import evidence, playbook, retrospectives
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.model import Evidence, Phase
from core.rules.file_names import safe_name
from tests.cast import Cast, do, initiative, lines, on_sqlite, refused

LINK = {"title": "Minutes", "url": "https://example.com/minutes?day=1"}
ENTRY = {"phase": Phase.INTAKE, **LINK}


def test_a_link_or_a_file_is_attached_and_withdrawn_and_stays_on_record(cast: Cast):
    key = initiative(cast)
    link = do(evidence.attach, key, by=cast.contributor, check="proof_of_value", **LINK)
    file = do(evidence.attach, key, by=cast.engineer, title="Photo", file_name="C:\\tmp\\a b.png", content=b"png")
    assert (link.check_key, file.file_name, file.content) == ("proof_of_value", "a b.png", b"png")
    do(evidence.withdraw_evidence, link.id, by=cast.owner, reason="The wrong day.")
    refused(Invalid, evidence.withdraw_evidence, link.id, by=cast.owner, reason="Again")
    with transaction() as session:
        assert session.get_one(Evidence, link.id).url == LINK["url"]
    assert [line.kind for line in lines(key)][-3:] == ["evidence.attached", "evidence.attached", "evidence.withdrawn"]


@on_sqlite
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com",
        "//example.com",
        "https://",
        "https://me:secret@example.com",
        "https://example.com/a b",
        "https://exa\u202emple.com",
        "https://[::1",
    ],
)
def test_only_addresses_of_pages_are_links(cast: Cast, url: str):
    assert "url" in refused(Invalid, evidence.attach, initiative(cast), by=cast.owner, title="x", url=url).fields
    assert "url" in refused(Invalid, playbook.add_entry, by=cast.admin, **ENTRY | {"url": url}).fields


@on_sqlite
def test_what_does_not_fit_as_evidence_is_refused(cast: Cast):
    key = initiative(cast)
    by = {"by": cast.owner}
    both = {"file_name": "a.txt", "content": b"a"}
    assert "url" in refused(Invalid, evidence.attach, key, **by, **LINK, **both).fields
    assert "url" in refused(Invalid, evidence.attach, key, **by, title="Nothing").fields
    assert "title" in refused(Invalid, evidence.attach, key, **by, **LINK | {"title": " "}).fields
    assert "file" in refused(Invalid, evidence.attach, key, **by, title="x", file_name="a", content=b"").fields
    large = {"file_name": "a.bin", "content": bytes(evidence.MOST_BYTES + 1)}
    assert "2.0 MB" in refused(Invalid, evidence.attach, key, **by, title="x", **large).fields["file"]
    refused(NotFound, evidence.attach, key, **by, **LINK, check="no_such_check")
    refused(NotAllowed, evidence.attach, key, by=cast.manager, **LINK)


@pytest.mark.parametrize(
    ("given", "saved"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..", "file"),
        (".bashrc", "bashrc"),
        ("a\x00b\u202egnp.exe", "a_b_gnp.exe"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("CON.txt", "_CON.txt"),
        ("x" * 300 + ".pdf", "x" * 117 + ".pdf"),
        ("Übersicht März.xlsx", "Übersicht März.xlsx"),
    ],
)
def test_a_file_is_saved_under_a_name_that_no_system_interprets(given: str, saved: str):
    assert safe_name(given) == saved


def test_one_looks_back_on_what_is_completed_and_somebody_else_may_write_on(cast: Cast):
    key = initiative(cast, phase=Phase.COMPLETED)
    do(retrospectives.look_back, key, by=cast.engineer, went_well="The demo", seen=0)
    refused(Stale, retrospectives.look_back, key, by=cast.owner, went_well="All", seen=0)
    changes = do(retrospectives.look_back, key, by=cast.owner, went_well="The demo", next_time="Earlier", seen=1)
    assert changes["next_time"] == ("", "Earlier")
    assert changes["by"] == (cast.engineer.email, cast.owner.email)


@on_sqlite
def test_looking_back_too_early_or_in_silence_is_refused(cast: Cast):
    early, done = initiative(cast, phase=Phase.HANDOVER), initiative(cast, phase=Phase.COMPLETED)
    assert "phase" in refused(Invalid, retrospectives.look_back, early, by=cast.owner, next_time="x").fields
    assert "went_well" in refused(Invalid, retrospectives.look_back, done, by=cast.owner, next_time=" ").fields
    refused(NotAllowed, retrospectives.look_back, done, by=cast.manager, next_time="x")


def test_only_an_admin_keeps_the_playbook_and_sees_what_others_changed(cast: Cast):
    refused(NotAllowed, playbook.add_entry, by=cast.manager, **ENTRY)
    entry = do(playbook.add_entry, by=cast.admin, **ENTRY)
    assert do(playbook.edit_entry, entry.id, by=cast.admin, **ENTRY | {"note": "One page"}, seen=1)
    refused(Stale, playbook.edit_entry, entry.id, by=cast.admin, **ENTRY, seen=1)
    do(playbook.remove_entry, entry.id, by=cast.admin, seen=2)
    refused(NotFound, playbook.remove_entry, entry.id, by=cast.admin)
