"""Context maps in the language of Context Mapper (``.cml``): its contexts and their relations; the rest is skipped.

Refusals name the line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from core.errors import BadFile
from core.imports.cml_language import ARROWS, BOTH, DOWNSTREAM, EQUALS, MEANT, UPSTREAM, Token, refusal, tokens
from core.imports.encoding import encoding_of
from core.imports.source import Source
from core.model import LINE, SHORT, Pattern

MAX_BYTES = 5_000_000


@dataclass(frozen=True)
class Related:
    """``technology`` is what the file says of how it is built."""

    upstream: str
    downstream: str
    patterns: tuple[Pattern, ...]
    technology: str
    line: int


@dataclass(frozen=True)
class ContextMap:
    contexts: tuple[str, ...]
    relations: tuple[Related, ...]


class Side(NamedTuple):
    name: Token
    roles: tuple[Token, ...]


def read_cml(source: Source) -> ContextMap:
    """The context map of a file. Raises BadFile, with the number of the line in which it cannot be read."""
    if source.size > MAX_BYTES:
        raise source.refusal(f"is larger than {MAX_BYTES // 1_000_000} MB, which no context map is.")
    encoding = encoding_of(source)
    with source.opened() as stream:
        return _Reader(source, stream.read().decode(encoding)).read()


class _Reader:
    """One pass over the tokens of a file."""

    def __init__(self, source: Source, text: str) -> None:
        self._source = source
        self._tokens = list(tokens(source, text))
        self._at = 0

    def read(self) -> ContextMap:
        found: ContextMap | None = None
        while (token := self._next()).kind != "end":
            if token.text == "ContextMap" and token.kind == "word":
                if found is not None:
                    raise self._refusal(token, "a second context map begins, and a file holds one.")
                found = self._map()
            elif token.text == "{":
                self._skip(token)
            elif token.text == "}":
                raise self._refusal(token, "“}” closes what was never opened.")
        if found is None:
            raise self._source.refusal("holds no context map: a block that begins with the word “ContextMap”.")
        return found

    def _map(self) -> ContextMap:
        if self._peek().kind == "word":
            self._next()
        opened, contexts, relations = self._expect("{"), dict[str, None](), list[Related]()
        while (token := self._peek()).text != "}":
            if token.kind == "end":
                raise self._refusal(opened, "the context map begins here and never ends.")
            match token.text:
                case "contains":
                    self._next()
                    contexts |= dict.fromkeys(name.text for name in self._names())
                case "type" | "state" if self._after().text == "=" or self._after().text.isupper():
                    self._setting()
                case _:
                    relations.append(self._relation())
        self._next()
        for relation in relations:
            self._check(relation, contexts)
        return ContextMap(tuple(contexts), tuple(_merged(relations)))

    def _setting(self) -> str:
        """The value of ``type = SYSTEM`` or ``type SYSTEM``."""
        self._next()
        if self._peek().text == "=":
            self._next()
        return self._next().text

    def _relation(self) -> Related:
        left, arrow = self._side(), self._next()
        if arrow.text not in ARROWS:
            raise self._refusal(arrow, f"found “{arrow.text}”, expected an arrow such as “->” or “Customer-Supplier”.")
        right = self._side()
        up, down = (right, left) if ARROWS[arrow.text] else (left, right)
        if self._peek().text == ":":
            self._next()
            self._name()
        technology = self._attributes() if self._peek().text == "{" else ""
        return Related(up.name.text, down.name.text, self._patterns(arrow, up, down), technology, left.name.line)

    def _side(self) -> Side:
        before = self._roles()
        name = self._name()
        return Side(name, before + self._roles())

    def _roles(self) -> tuple[Token, ...]:
        if self._peek().text != "[":
            return ()
        self._next()
        roles = () if self._peek().text == "]" else tuple(self._names())
        self._expect("]")
        return roles

    def _patterns(self, arrow: Token, up: Side, down: Side) -> tuple[Pattern, ...]:
        known = (BOTH, BOTH) if arrow.text in EQUALS else (UPSTREAM, DOWNSTREAM)
        found: list[Pattern | None] = [MEANT.get(arrow.text)]
        for side, meanings in zip((up, down), known, strict=True):
            for role in side.roles:
                if role.text not in meanings:
                    expected = ", ".join(meanings)
                    raise self._refusal(role, f"found the role “{role.text}” of {side.name.text}, expected {expected}.")
                found.append(meanings[role.text])
        if arrow.text == "<->" and not any(found):
            found.append(Pattern.SHARED_KERNEL)
        named = {pattern for pattern in found if pattern}
        return tuple(pattern for pattern in Pattern if pattern in named)

    def _attributes(self) -> str:
        opened, technology = self._next(), ""
        while (token := self._peek()).text != "}":
            match token.text:
                case "implementationTechnology":
                    technology = self._setting().strip("\"'")
                case "{":
                    self._skip(self._next())
                case _ if token.kind == "end":
                    raise self._refusal(opened, "a block begins here and never ends.")
                case _:
                    self._next()
        self._next()
        return " ".join(technology.replace("\0", "").split())[:LINE]

    def _check(self, relation: Related, contexts: Iterable[str]) -> None:
        where = Token("word", "", relation.line)
        if relation.upstream == relation.downstream:
            raise self._refusal(where, f"“{relation.upstream}” relates to itself.")
        for name in (relation.upstream, relation.downstream):
            if name not in contexts:
                raise self._refusal(where, f"“{name}” is not on the map. Add “contains {name}”, or correct the name.")

    def _names(self) -> Iterator[Token]:
        yield self._name()
        while self._peek().text == ",":
            self._next()
            yield self._name()

    def _name(self) -> Token:
        token = self._next()
        if token.kind != "word" or token.text in ARROWS:
            raise self._refusal(token, f"found “{token.text[:40]}”, expected a name.")
        if len(token.text) > SHORT:
            raise self._refusal(token, f"a name is longer than {SHORT} characters.")
        return token._replace(text=token.text.removeprefix("^"))

    def _skip(self, opened: Token) -> None:
        """To the end of a block that has just been opened."""
        depth = 1
        while depth:
            token = self._next()
            if token.kind == "end":
                raise self._refusal(opened, "a block begins here and never ends.")
            depth += (token.text == "{") - (token.text == "}")

    def _expect(self, text: str) -> Token:
        token = self._next()
        if token.text != text:
            raise self._refusal(token, f"found “{token.text[:40]}”, expected “{text}”.")
        return token

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _after(self) -> Token:
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _refusal(self, token: Token, why: str) -> BadFile:
        return refusal(self._source, token, why)


def _merged(relations: Iterable[Related]) -> Iterable[Related]:
    """Several relations between the same two contexts are one with all their patterns."""
    merged: dict[tuple[str, str], Related] = {}
    for it in relations:
        ends = it.upstream, it.downstream
        if (first := merged.get(ends)) is not None:
            both = {*first.patterns, *it.patterns}
            patterns = tuple(pattern for pattern in Pattern if pattern in both)
            it = replace(first, patterns=patterns, technology=first.technology or it.technology)
        merged[ends] = it
    return merged.values()
