"""The rows of a file that are not taken: however many they are, they wait on disk."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from outreach import sentences
from outreach.i18n import LazyText
from outreach.sheets.spool import Spool

MOST_SORTED = 20_000
MOST_UNWRITTEN = 500


MUCH = 5  # one row of so many: rather a column misunderstood than single slips of typing


class Reason(NamedTuple):
    """Why a number of rows are not taken."""

    rows: int
    column: str
    reason: str


def noted(row: int, column: str, value: str, reason: LazyText) -> dict[str, Any]:
    """A refused row as it is kept: why not in words, and as it is said in any language."""
    return {
        "row": row,
        "column": column,
        "value": value,
        "reason": str(reason),
        "said": sentences.kept(reason),
    }


def in_words(refused: Mapping[str, Any]) -> dict[str, Any]:
    """Row, column, value and reason in the reader's language; what was kept in one language stays in it."""
    said = refused.get("said", refused["reason"])
    return {name: refused[name] for name in ("row", "column", "value")} | {"reason": sentences.shown(said)}


def by_reason(refused: Iterable[Mapping[str, Any]]) -> list[Reason]:
    """Refused rows, in words, put together by why they are refused, the most frequent first."""
    counted = Counter((one["column"], one["reason"]) for one in refused)
    return [Reason(rows, column, reason) for (column, reason), rows in counted.most_common()]


def is_much(rejected: int | None, read: int | None) -> bool:
    """Whether so many of the rows are refused that it should be looked into before the others are written."""
    return bool(rejected and read and rejected * MUCH >= read)


class Refusals:
    """Rows that were refused, in the order of the sheet; each a dict of row, column, value, reason."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._unwritten: list[str] = []
        self._count = 0
        self._late: list[dict[str, Any]] = []

    def add(self, row: int, column: str, value: str, reason: LazyText) -> None:
        """The next one."""
        self._write(noted(row, column, value, reason))

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
