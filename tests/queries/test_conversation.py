from __future__ import annotations

from core.access import Actor
from core.actions.comments import comment, see_mentions, withdraw_comment
from core.db import snapshot
from core.queries.activity import News, news, recent
from core.queries.conversation import Remark, conversation
from tests import cast as made
from tests.cast import Cast, day, do, movement
from tests.queries.reports import report
from tests.statements import counted


def talk(subject: str, n: int = 30) -> tuple[Remark, ...]:
    with snapshot() as session:
        return conversation(session, subject, as_of=day(n).date())


def known_to(who: Actor, n: int = 30, **terms) -> News:
    with snapshot() as session:
        return news(session, actor=who, as_of=day(n).date(), **terms)


def test_a_conversation_is_read_from_the_top_and_says_whom_it_tells(cast: Cast):
    key = made.objective(cast)
    do(comment, key, by=cast.owner, at=day(1), text="@Mara Manager and @Erik Engineer: why?")
    do(comment, key, by=cast.manager, at=day(2), text="Because.")
    do(comment, made.initiative(cast), by=cast.owner, text="Elsewhere")
    assert [(it.by, it.text, it.mentions) for it in talk(key)] == [
        ("Olga Owner", "@Mara Manager and @Erik Engineer: why?", ("Mara Manager", "Erik Engineer")),
        ("Mara Manager", "Because.", ()),
    ]


def test_what_was_not_yet_said_is_not_there_and_what_was_taken_back_no_longer(cast: Cast):
    key = made.objective(cast)
    said = do(comment, key, by=cast.owner, at=day(2), text="Nonsense")
    do(withdraw_comment, said.id, by=cast.owner, at=day(5))
    assert [len(talk(key, n)) for n in (1, 2, 4, 5)] == [0, 1, 1, 0]


def test_news_are_what_was_done_and_what_was_said_to_the_person_in_one_statement(cast: Cast):
    key = made.objective(cast)
    do(comment, key, by=cast.owner, at=day(1), text="@Mara Manager?")
    do(comment, "QUA", by=cast.engineer, at=day(2), text="Look, @mara@example.com")
    do(comment, key, by=cast.owner, at=day(3), text="For @Erik Engineer alone")
    with counted() as statements:
        found = known_to(cast.manager)
    assert len(statements) == 1
    assert [(it.subject, it.title, it.by, it.reason) for it in found.mentions] == [
        ("QUA", "Quality", "Erik Engineer", "Look, @mara@example.com"),
        (key, "Less scrap", "Olga Owner", "@Mara Manager?"),
    ]
    with snapshot() as session:
        assert found.deeds == recent(session, actor=cast.manager, as_of=day(30).date())
    assert not any(it.reason for it in found.deeds)


def test_a_mention_of_any_domain_waits_until_it_is_seen_or_taken_back(cast: Cast):
    key = made.objective(cast)
    said = do(comment, key, by=cast.owner, at=day(1), text="@Mara Manager?")
    assert len(known_to(cast.manager, domains=[]).mentions) == 1
    assert known_to(cast.manager, 0).mentions == ()
    do(withdraw_comment, said.id, by=cast.owner, at=day(2))
    assert known_to(cast.manager).mentions == ()
    do(comment, key, by=cast.owner, at=day(3), text="@Mara Manager!")
    do(see_mentions, key, by=cast.manager, at=day(4))
    assert known_to(cast.manager).mentions == ()
    assert not any(it.kind == "mention.seen" for it in known_to(cast.manager).deeds)


def test_activity_about_an_objective_holds_what_was_done_to_its_key_results(cast: Cast):
    key = made.objective(cast)
    key_result = movement(cast, key).key
    movement(cast, title="Of another objective")
    report(cast, key_result, 5, 1.0)
    with snapshot() as session:
        deeds = recent(session, actor=cast.owner, as_of=day(30).date(), subjects=[key, key_result])
    assert [(deed.kind, deed.title) for deed in deeds] == [
        ("check_in.made", "Move five reports"),
        ("key_result.set", "Move five reports"),
        ("objective.set", "Less scrap"),
    ]
    assert deeds[0].objective == key
