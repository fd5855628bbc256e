"""The language of Context Mapper: its tokens, and what stands for which pattern.

The grammar is that of ContextMappingDSL.xtext in Context Mapper 6.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from core.errors import BadFile
from core.imports.source import Source
from core.model import Pattern

ARROWS = {"->": False, "Upstream-Downstream": False, "Supplier-Customer": False, "<->": False, "Partnership": False}
ARROWS |= {"Shared-Kernel": False, "<-": True, "Downstream-Upstream": True, "Customer-Supplier": True}
"""What stands between two contexts, and whether the one upstream is on the right."""

MEANT = {
    "Partnership": Pattern.PARTNERSHIP,
    "Shared-Kernel": Pattern.SHARED_KERNEL,
    "Supplier-Customer": Pattern.CUSTOMER_SUPPLIER,
    "Customer-Supplier": Pattern.CUSTOMER_SUPPLIER,
}
UPSTREAM: Mapping[str, Pattern | None] = {
    "U": None,
    "S": Pattern.CUSTOMER_SUPPLIER,
    "OHS": Pattern.OPEN_HOST_SERVICE,
    "PL": Pattern.PUBLISHED_LANGUAGE,
}
DOWNSTREAM: Mapping[str, Pattern | None] = {
    "D": None,
    "C": Pattern.CUSTOMER_SUPPLIER,
    "CF": Pattern.CONFORMIST,
    "ACL": Pattern.ANTICORRUPTION_LAYER,
}
BOTH: Mapping[str, Pattern | None] = {"P": Pattern.PARTNERSHIP, "SK": Pattern.SHARED_KERNEL}
EQUALS = ("<->", "Partnership", "Shared-Kernel")

_TOKEN = re.compile(
    r"""(?P<blank>\s+|//[^\n]*|/\*.*?\*/)
      | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<word>Shared-Kernel\b|(?:Customer-Supplier|Supplier-Customer|Upstream-Downstream|Downstream-Upstream)\b
          |\^?[^\W\d]\w*)
      | (?P<arrow><->|<-|->)
      | (?P<open>/\*|["'])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    kind: str
    text: str
    line: int


def tokens(source: Source, text: str) -> Iterator[Token]:
    """Of a whole file, the last of which is its end. Raises BadFile for what begins and never ends."""
    line = 1
    for match in _TOKEN.finditer(text):
        token = Token(match.lastgroup or "other", match[0], line)
        if token.kind == "open":
            what = "comment" if match[0] == "/*" else "text in quotation marks"
            raise refusal(source, token, f"a {what} begins here and never ends.")
        if token.kind != "blank":
            yield token
        line += match[0].count("\n")
    yield Token("end", "the end of the file", line)


def refusal(source: Source, token: Token, why: str) -> BadFile:
    return source.refusal(f"cannot be read, line {token.line}: {why}")
