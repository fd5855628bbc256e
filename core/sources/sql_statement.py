"""Whether a text is one statement that only reads. Where the database knows read-only transactions it decides again."""

import re

TOKEN = re.compile(
    r"""
    (?P<comment>--[^\n]*|/\*.*?\*/)
    | (?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$)
    | (?P<word>[^\W\d]\w*)
    | (?P<end>;)
    | (?P<other>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
OPENING = {"select", "with"}
WRITING = {
    *("insert", "update", "delete", "merge", "truncate", "into", "lock"),
    *("create", "alter", "drop", "grant", "revoke", "call", "exec", "execute", "copy", "attach", "pragma"),
}
"""Bare words that a query which only reads does not hold; a column of that name can be quoted."""


def check_reads_only(statement: str) -> None:
    """Raises ValueError, with what is wrong."""
    tokens = [(found.lastgroup, found.group().lower()) for found in TOKEN.finditer(statement)]
    tokens = [token for token in tokens if token[0] != "comment"]
    while tokens and tokens[-1][0] == "end":
        tokens.pop()
    if not tokens or tokens[0][1] not in OPENING:
        raise ValueError("the query begins with SELECT or WITH, nothing else is asked")
    if any(kind == "end" for kind, _ in tokens):
        raise ValueError("the query is one statement: take out what follows the semicolon")
    if written := [word for kind, word in tokens if kind == "word" and word in WRITING]:
        raise ValueError(f"the query holds “{written[0].upper()}”; put a column of that name into quotation marks")
