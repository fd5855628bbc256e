"""Whether a description says something, of a column in a contract or in a catalogue."""

import re

SHORTEST = 10
DISTINCT_CHARACTERS = 3
UNFINISHED = frozenset({"todo", "tbd", "tba", "fixme", "xxx", "lorem"})
_FILLING = (
    "a an the this is of in for to be not no none null nil n na yet here later now column field table attribute data "
    "value text comment desc description descriptions documentation available provided given defined described "
    "determined documented filled done added add fill follow follows unknown undefined missing empty blank please "
    "placeholder dummy sample test example ipsum dolor sit amet der die das kein keine nicht noch folgt fehlt "
    "unbekannt vorhanden leer spalte feld tabelle beschreibung kommentar platzhalter"
)
FILLERS = UNFINISHED | frozenset(_FILLING.split())
"""Words of which nothing can be told, alone or together."""

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_real_description(name: str, text: str) -> bool:
    """Whether the text says something of the thing of that name: it has at least ten characters, is not the name once
    more in other letters, and is neither a filler nor something to be written yet."""
    words, called = _words(text), _words(name)
    telling = [word for word in words if word not in FILLERS]
    return (
        len(text.strip()) >= SHORTEST
        and not (words and words[0] in UNFINISHED)
        and len(set("".join(telling))) >= DISTINCT_CHARACTERS
        and not set(telling) <= set(called)
        and "".join(telling) != "".join(word for word in called if word not in FILLERS)
    )


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(_HUMP.sub(" ", text))]
