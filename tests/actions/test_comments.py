from __future__ import annotations

import pytest
from sqlmodel import col, select

from core.access import Actor
from core.actions import people
from core.actions.comments import comment, see_mentions, withdraw_comment
from core.db import snapshot
from core.errors import Invalid, NotAllowed, NotFound
from core.model import Comment, Mention
from tests.cast import Cast, day, do, initiative, lines, objective, on_sqlite, product, refused


def waiting(who: Actor) -> int:
    with snapshot() as session:
        unseen = select(Mention).where(Mention.person_id == who.id, col(Mention.seen_at).is_(None))
        return len(session.exec(unseen).all())


def test_a_comment_is_kept_and_whoever_it_names_is_waited_for(cast: Cast):
    key = objective(cast)
    made = do(comment, key, by=cast.owner, text="  @Mara Manager: is @erik@example.com free in May?\nOr @Sam?  ")
    assert (made.subject, made.by_id, made.text[-8:]) == (key, cast.owner.id, "Or @Sam?")
    assert [waiting(who) for who in (cast.manager, cast.engineer, cast.stranger, cast.owner)] == [1, 1, 0, 0]
    (line,) = (line for line in lines(key) if line.kind == "comment.made")
    assert line.changes == {"text": [None, made.text], "mentions": [None, "mara@example.com, erik@example.com"]}


def test_one_comments_on_each_kind_of_thing_that_people_know_by_a_key(cast: Cast):
    for key in (objective(cast), initiative(cast), product(cast), "MES"):
        assert do(comment, key, by=cast.contributor, text="Why so late?").subject == key


def test_whoever_names_themselves_waits_for_nobody(cast: Cast):
    do(comment, objective(cast), by=cast.owner, text="I, @Olga Owner, will see to it.")
    assert waiting(cast.owner) == 0


def test_nobody_who_left_is_waited_for(cast: Cast):
    do(people.archive_person, cast.stranger.email, by=cast.admin)
    do(comment, objective(cast), by=cast.owner, text="@Sam Stranger?")
    assert waiting(cast.stranger) == 0


def test_what_was_seen_waits_no_longer_and_seeing_it_again_says_nothing(cast: Cast):
    key, other = objective(cast), initiative(cast)
    for subject in (key, key, other):
        do(comment, subject, by=cast.owner, text="@Mara Manager?")
    assert do(see_mentions, key, by=cast.engineer) == 0
    assert do(see_mentions, key, by=cast.manager, at=day(1)) == 2
    assert do(see_mentions, key, by=cast.manager, at=day(2)) == 0
    assert waiting(cast.manager) == 1
    assert [line.kind for line in lines(key)].count("mention.seen") == 1


def test_one_takes_back_ones_own_words_once(cast: Cast):
    key = objective(cast)
    made = do(comment, key, by=cast.owner, text="Nonsense")
    refused(NotAllowed, withdraw_comment, made.id, by=cast.manager)
    do(withdraw_comment, made.id, by=cast.owner, at=day(1))
    with snapshot() as session:
        assert session.exec(select(Comment.withdrawn_at)).one() == day(1)
    assert lines(key)[-1].kind == "comment.withdrawn"
    refused(Invalid, withdraw_comment, made.id, by=cast.owner)
    refused(NotFound, withdraw_comment, made.id + 1, by=cast.owner)


def test_one_comments_where_one_belongs(cast: Cast):
    key, companys = objective(cast), objective(cast, domain=None)
    for who in (cast.admin, cast.stranger):
        refused(NotAllowed, comment, key, by=who, text="?")
    refused(NotAllowed, comment, companys, by=cast.owner, text="?")
    refused(NotAllowed, comment, "QUA", by=cast.contributor, text="?")
    do(comment, companys, by=cast.manager, text="Well done.")


@on_sqlite
@pytest.mark.parametrize("subject", ["OBJ-404", "INI-404", "DP-404", "NOWHERE", "KR-1.1", ""])
def test_there_is_something_to_comment_on(cast: Cast, subject: str):
    refused(NotFound, comment, subject, by=cast.manager, text="?")


@on_sqlite
@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001, "nul \0 inside"])
def test_a_text_that_cannot_be_kept_is_refused_by_name(cast: Cast, text: str):
    assert list(refused(Invalid, comment, objective(cast), by=cast.owner, text=text).fields) == ["text"]
