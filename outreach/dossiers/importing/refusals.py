"""The rows of a file that are not taken: however many they are, they wait on disk."""

import json
import os
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from typing import Any

from outreach.sheets.spool import Spool

MOST_SORTED = 20_000
MOST_UNWRITTEN = 500


class Refusals:
    """Rows that were refused, in the order of the sheet; each a dict of row, column, value, reason."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._unwritten: list[str] = []
        self._count = 0
        self._late: list[dict[str, Any]] = []

    def add(self, row: int, column: str, value: str, reason: str) -> None:
        """The next one."""
        self._write({"row": row, "column": column, "value": value, "reason": reason})

    def add_late(self, refused: Iterable[dict[str, Any]]) -> None:
        """Those that show at the end only; where they are very many they stay behind the others."""
        for one in refused:
            if len(self._late) < MOST_SORTED:
                self._late.append(one)
            else:
                self._write(one)
        self._late.sort(key=_row)

    def first(self, most: int) -> list[dict[str, Any]]:
        """The first ones."""
        return list(islice(self, most))

    def __contains__(self, refused: object) -> bool:
        return any(one == refused for one in self)

    def __len__(self) -> int:
        return self._count + len(self._late)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        self._flush()
        return merge(map(json.loads, self._spool.lines()), self._late, key=_row)

    def _write(self, refused: dict[str, Any]) -> None:
        self._unwritten.append(json.dumps(refused) + "\n")
        self._count += 1
        if len(self._unwritten) > MOST_UNWRITTEN:
            self._flush()

    def _flush(self) -> None:
        text = "".join(self._unwritten).encode()
        while text:
            text = text[os.write(self._spool.descriptor, text) :]
        self._unwritten.clear()


def _row(refused: dict[str, Any]) -> int:
    return int(refused["row"])
