"""Long lists: what an address asks of them (words, a number, a day, a page), and the way to other pages.

What is not understood is left out: an address is never a fault.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Generic, Protocol, TypeVar

from outreach.sheets.cells import CellFault
from outreach.sheets.values import parse_date
from outreach.text import squeeze

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

LONGEST = 200  # characters
LARGEST = 10**9  # ids come nowhere near it, and an integer column still holds it
MOST_PAGES = 100_000


class Rows(Protocol[T_co]):
    """Gives some rows of a list and how many there are in all."""

    def __call__(self, *, offset: int, limit: int) -> tuple[Sequence[T_co], int]:
        """At most `limit` rows behind the first `offset`."""


class Address(Protocol):
    """Gives the URL of a list's page; None is the first."""

    def __call__(self, *, page: int | None) -> str:
        """With the same filters and order."""


@dataclass(frozen=True)
class Pages(Generic[T]):
    """One page of a list and the way to the others."""

    rows: Sequence[T]
    page: int
    pages: int
    total: int
    address: Address

    def url_for_page(self, number: int) -> str:
        """The same list, another page."""
        return self.address(page=number if number > 1 else None)


def paged(rows: Rows[T], args: Mapping[str, str], *, size: int, address: Address) -> Pages[T]:
    """The page that an address asks for; the last one when there are not so many."""
    page = min(number(args, "page") or 1, MOST_PAGES)
    shown, total = rows(offset=(page - 1) * size, limit=size)
    pages = max(1, ceil(total / size))
    if page > pages:
        page = pages
        shown, total = rows(offset=(page - 1) * size, limit=size)
    return Pages(shown, page, pages, total, address)


def cut(rows: Sequence[T], *, offset: int, limit: int) -> tuple[Sequence[T], int]:
    """The same of rows that are all here."""
    return rows[offset : offset + limit], len(rows)


def words(args: Mapping[str, str], name: str = "q") -> str:
    """What an address says under a name: short, in normal form, nothing that no page or database can hold."""
    return squeeze("".join(char if char.isprintable() else " " for char in args.get(name, "")[:LONGEST]))


def number(args: Mapping[str, str], name: str) -> int | None:
    """A whole number from 0; one too large for any row is the largest, which none has."""
    text = args.get(name, "")
    if not (text.isascii() and text.isdigit()):
        return None
    return int(text) if len(text) <= 9 else LARGEST


def one_of(args: Mapping[str, str], name: str, known: Collection[str]) -> str | None:
    """One of the words that are known here."""
    text = args.get(name)
    return text if text in known else None


def day(args: Mapping[str, str], name: str) -> date | None:
    """A day, as people write it or as links do."""
    try:
        return parse_date(args.get(name) or None)
    except CellFault:
        return None
