"""What a source yielded, kept on disk until all of it is there; the file has no name and goes with the process."""

import pickle
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import starmap
from operator import attrgetter, itemgetter
from types import TracebackType
from typing import Any, Self

from core.sources.contract import (
    GrantsSeen,
    LineageSeen,
    MetricRead,
    Observation,
    ReportSeen,
    ScopeSeen,
    Series,
    SourceFailed,
    TableSeen,
    UseSeen,
    WorkspaceSeen,
)

HELD = 20_000
IN_MEMORY = 16 * 1024 * 1024
ORDER: Sequence[type[Observation]] = (
    *(WorkspaceSeen, TableSeen, ScopeSeen, GrantsSeen, ReportSeen),
    *(LineageSeen, UseSeen),
)
"""Readings come after all of them: they may be of a workspace that comes with them."""

Place = tuple[str, str | None, str | None]
"""Metric, domain and workspace."""
Chapter = type[Observation] | Place


class Spool:
    """Takes observations in any order and gives them back by kind in ORDER, readings as series by metric.

    At most HELD observations are in memory, and a small spool does not touch the disk.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 – closed with the spool
        self._held: dict[Chapter, list[tuple[Any, ...]]] = defaultdict(list)
        self._blocks: dict[Chapter, list[int]] = defaultdict(list)
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._count

    def add(self, observation: Observation) -> None:
        """Raises SourceFailed for a thing that is no observation."""
        kind = type(observation)
        if isinstance(observation, MetricRead):
            read = observation
            self._held[read.metric, read.domain, read.workspace].append((read.at, read.value))
        elif values := _VALUES.get(kind):
            self._held[kind].append(values(observation))
        else:
            raise SourceFailed(f"The source yielded “{kind.__name__}”, which is no observation.")
        self._count += 1
        if not self._count % HELD:
            self._write()

    def __iter__(self) -> Iterator[Observation | Series]:
        self._write()
        for kind in ORDER:
            for block in self._blocks[kind]:
                yield from starmap(kind, self._read(block))
        for place in sorted((held for held in self._blocks if isinstance(held, tuple)), key=itemgetter(0)):
            for block in self._blocks[place]:
                metric, domain, workspace = place
                times, values = zip(*self._read(block), strict=True)
                yield Series(metric, times, values, domain, workspace)

    def _read(self, block: int) -> list[tuple[Any, ...]]:
        self._file.seek(block)
        return pickle.load(self._file)

    def _write(self) -> None:
        self._file.seek(0, 2)
        for chapter, rows in self._held.items():
            self._blocks[chapter].append(self._file.tell())
            pickle.dump(rows, self._file, pickle.HIGHEST_PROTOCOL)
        self._held.clear()


_VALUES = {kind: attrgetter(*(field.name for field in fields(kind))) for kind in ORDER}
