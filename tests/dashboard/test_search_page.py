"""Searching from the address and from the box in the sidebar."""

from __future__ import annotations

from dashboard.session import SEARCH
from tests.cast import Cast, initiative
from tests.dashboard.app import open_page, said, settled


def test_an_address_with_words_shows_what_was_found(cast: Cast):
    initiative(cast)
    at = open_page("search", person=cast.stranger.email, q="scrap")
    assert "1 initiative" in said(at)


def test_the_box_in_the_sidebar_opens_the_search(cast: Cast):
    initiative(cast)
    at = open_page("domains", person=cast.stranger.email)
    at.text_input(key=SEARCH).set_value("ini-1")
    settled(at)
    assert at.title[0].value == "Search"


def test_without_words_it_says_what_can_be_found(cast: Cast):
    assert "Type a key or words" in said(open_page("search", person=cast.stranger.email))


def test_what_is_not_there_is_said_with_a_way_on(cast: Cast):
    at = open_page("search", person=cast.stranger.email, q="[x](javascript:1)")
    assert at.info[0].value.startswith("Nothing has these words")
