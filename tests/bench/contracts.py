"""How much processor time it takes to read and judge a contract: ``python -m tests.bench.contracts [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import process_time

from core.contracts.diff import diff
from core.contracts.reading import read_contract
from core.errors import BadFile
from core.rules.contract_terms import Terms
from tests.contracts.documents import EXAMPLES

ROUNDS = 12


def main() -> None:
    files = sorted(Path(sys.argv[1]).rglob("*.yaml")) if len(sys.argv) > 1 else EXAMPLES
    texts = [file.read_text("utf-8") for file in files]
    judged(texts[0])
    spent = [(best_of(lambda text=text: judged(text)), file) for text, file in zip(texts, files, strict=True)]
    told = [seconds * 1000 for seconds, _ in spent]
    slowest = max(spent)
    print(f"{len(told)} contracts: median {median(told):.2f} ms, mean {sum(told) / len(told):.2f} ms")
    print(f"slowest {slowest[0] * 1000:.1f} ms: {slowest[1].name}, {len(slowest[1].read_bytes()):,} bytes")
    terms = judged(slowest[1].read_text("utf-8"))
    if terms is not None:
        seconds = best_of(lambda: diff(terms, terms))
        print(f"its {len(terms.columns)} columns held against themselves: {seconds * 1000:.1f} ms")


def judged(text: str) -> Terms | None:
    """The terms of a valid contract."""
    try:
        return read_contract(text)
    except BadFile:
        return None


def best_of(work) -> float:
    return min(timed(work) for _ in range(ROUNDS))


def timed(work) -> float:
    begun = process_time()
    work()
    return process_time() - begun


if __name__ == "__main__":
    main()
