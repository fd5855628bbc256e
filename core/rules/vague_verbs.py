"""Verbs that sound like progress and name none: “improve data quality” says neither what changes
nor how one will see it.

A word is judged by its form and its neighbours, without a model of the language: the verb in “support the plants”, not
the noun in “support requests”. What stands in quotation marks is a name and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d[\d.,]*|[^\w\s]")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|«[^»]*»|„[^“”]*[“”]")
NOTHING = ""


def vague_verbs(title: str) -> tuple[str, ...]:
    """The words of an English title that are vague verbs, as they are written, in their order."""
    return tuple(_found(TOKEN.findall(QUOTED.sub(" … ", title))))


def _found(words: Sequence[str]) -> Iterator[str]:
    small = [NOTHING, *(word.lower() for word in words), NOTHING]
    for before, word, after, written in zip(small, small[1:], small[2:], words, strict=False):
        is_vague = JUDGED_BY.get(word)
        if is_vague is not None and is_vague(before, after):
            yield written


def _always(_before: str, _after: str) -> bool:
    return True


def _as_verb(before: str, after: str) -> bool:
    """A word that is a noun as well does something to something: “support the plants”, not “support below 20 h”."""
    return before in BEFORE_A_VERB and not (after in NO_OBJECT or after in COMPOUND or not after[:1].isalpha())


def _as_gerund(_before: str, after: str) -> bool:
    return after not in EVIDENCE


def _as_result(before: str, _after: str) -> bool:
    """“Data quality improved”, but not “the improved forecast” or “12 improved recipes”, which name a thing."""
    return before not in ARTICLES and not before[:1].isdigit()


def _as_passive(before: str, _after: str) -> bool:
    return before in FORMS_OF_BE


def _as_deed(_before: str, after: str) -> bool:
    """“Optimisation of the loads”, but not “route optimisation live in 3 plants”, which names a thing."""
    return after == "of"


def _as_comparison(before: str, after: str) -> bool:
    """“Better data”, but not “better than 95 %” or “level 2 or better”, which name a bound."""
    return after != "than" and before != "or"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _stem(verb: str) -> str:
    return verb.removesuffix("e")


VERBS = _words(
    "improve enhance optimise optimize maximise maximize streamline facilitate leverage strengthen foster empower "
    "encourage modernise modernize elevate revamp accelerate contribute deepen"
)
ALSO_NOUNS = _words("support boost help drive promote assist advance uplift")
DEEDS = _words("improvement enhancement optimisation optimization modernisation modernization facilitation")

JUDGED_BY: dict[str, Callable[[str, str], bool]] = {
    **{form: _always for verb in VERBS for form in (verb, f"{verb}s", f"{_stem(verb)}ing")},
    **{f"{_stem(verb)}ed": _as_result for verb in VERBS},
    **{form: _as_verb for verb in ALSO_NOUNS for form in (verb, f"{verb}s")},
    **{f"{_stem(verb)}ing": _as_gerund for verb in ALSO_NOUNS},
    **{f"{_stem(verb)}ed": _as_passive for verb in ALSO_NOUNS},
    **dict.fromkeys(DEEDS, _as_deed),
    "better": _as_comparison,
}

BEFORE_A_VERB = {NOTHING, *",;:.&+/–—→-("} | _words(
    "to and or then we will shall should must can also further actively continuously better fully strongly"
)
NO_OBJECT = _words(
    "for from in into on onto by with within without of at to until till per under over below above between after "
    "before than as via is are was were has have and or vs against due"
)
"""What follows a noun: a verb would have its object here."""

COMPOUND = _words(
    "request requests ticket tickets case cases call calls hour hours cost costs desk desks contract contracts line "
    "agreement agreements level levels tier tiers lines load queue queues inbox mailbox channel channels rota staff "
    "team portal plan incident incidents backlog time times effort e-mails emails page pages text texts article "
    "articles centre center function functions message messages notification notifications notice unit units shaft "
    "shafts rate volume fee fees days answers chat question questions"
)
"""What makes the word before it the first half of a noun: “support requests”, “help desk”, “drive shafts”."""

EVIDENCE = _words("document documents evidence material materials documentation process processes data")
ARTICLES = _words("the a an this that these those of with each every all its their our new per no")
FORMS_OF_BE = _words("is are be been being was were gets get better well fully actively")
