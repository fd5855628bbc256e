"""What a source yielded, kept on disk until all of it is there; the file has no name and goes with the process."""

import pickle
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import starmap
from operator import attrgetter
from types import TracebackType
from typing import Any, Self

from core.sources.contract import (
    ContractSeen,
    MetricRead,
    Observation,
    ReportSeen,
    ScopeSeen,
    SourceFailed,
    TableSeen,
    WorkspaceSeen,
)

HELD = 20_000
IN_MEMORY = 16 * 1024 * 1024
ORDER: Sequence[type[Observation]] = (WorkspaceSeen, TableSeen, ScopeSeen, ReportSeen, ContractSeen, MetricRead)
"""Readings come last: they may be of a workspace that comes with them."""

Chapter = tuple[type[Observation], str]


class Spool:
    """Takes observations in any order and gives them back by kind in ORDER, the readings of one metric together.

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
        if (values := _VALUES.get(kind)) is None:
            raise SourceFailed(f"The source yielded “{kind.__name__}”, which is no observation.")
        metric = observation.metric if isinstance(observation, MetricRead) else ""
        self._held[kind, metric].append(values(observation))
        self._count += 1
        if not self._count % HELD:
            self._write()

    def __iter__(self) -> Iterator[Observation]:
        self._write()
        for kind in ORDER:
            for chapter in sorted((held for held in self._blocks if held[0] is kind), key=lambda held: held[1]):
                for place in self._blocks[chapter]:
                    self._file.seek(place)
                    yield from starmap(kind, pickle.load(self._file))

    def _write(self) -> None:
        self._file.seek(0, 2)
        for chapter, rows in self._held.items():
            self._blocks[chapter].append(self._file.tell())
            pickle.dump(rows, self._file, pickle.HIGHEST_PROTOCOL)
        self._held.clear()


_VALUES = {kind: attrgetter(*(field.name for field in fields(kind))) for kind in ORDER}
