"""Long tables in pages."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

T = TypeVar("T")
PER_PAGE = 100


@dataclass(frozen=True)
class Pages(Generic[T]):
    """Rows in pages of a hundred; `address` gives the URL of a page by its number."""

    rows: list[T]
    asked: int
    address: Callable[[int], str]

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, ceil(self.total / PER_PAGE))

    @property
    def page(self) -> int:
        """The page shown; the nearest one when another was asked for."""
        return min(max(self.asked, 1), self.pages)

    @property
    def shown(self) -> list[T]:
        """The rows of this page."""
        return self.rows[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]

    def url_for_page(self, number: int) -> str:
        """The same table, another page."""
        return self.address(number)
