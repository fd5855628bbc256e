"""Whether a description says something."""

import re

SHORTEST = 10
_FILLING = (
    "tbd todo tba fixme n a na none null nil empty unknown undefined test description desc placeholder dummy sample "
    "to be done defined described determined added filled documented here later missing no not yet available the a an "
    "this is column field attribute value data of for lorem ipsum dolor sit amet"
)
FILLERS = frozenset(_FILLING.split())
"""Words of which nothing can be told alone."""

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_real_description(name: str, text: str) -> bool:
    """Whether the text has at least ten characters and says more than the name does, and more than a filler."""
    text = text.strip()
    if len(text) < SHORTEST:
        return False
    return bool(_words(text) - FILLERS - _words(name))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(_HUMP.sub(" ", text))}
