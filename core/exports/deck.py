"""The review as a .pptx: native tables and editable charts of the very figures that the page shows."""

from __future__ import annotations

from typing import BinaryIO

from pptx.presentation import Presentation as Deck

from core.exports.handout import Handout
from core.exports.slides.decisions import decision_slides
from core.exports.slides.domains import domain_slides
from core.exports.slides.exceptions import change_slide, exception_slides
from core.exports.slides.overview import standing_slides, title_slide
from core.exports.slides.paper import blank_deck

PROPERTY = 255
"""Characters that a property of a document may have."""


def write_deck(stream: BinaryIO, handout: Handout) -> None:
    deck_of(handout).save(stream)


def deck_of(handout: Handout) -> Deck:
    """Title, standing, exceptions with their trends, changes, each domain, decisions; a quarter without objectives has
    the first and the last of these."""
    deck = blank_deck()
    deck.core_properties.title = f"Uptake review {handout.title}"[:PROPERTY]
    deck.core_properties.author = "Uptake"
    title_slide(deck, handout)
    if handout.board.objectives:
        standing_slides(deck, handout)
        exception_slides(deck, handout)
        change_slide(deck, handout)
        for domain in handout.board.domains:
            domain_slides(deck, handout, domain)
    decision_slides(deck, handout)
    return deck
