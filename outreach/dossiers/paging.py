"""Pages of a long list."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import request, url_for

MOST_PAGES = 100_000


@dataclass(frozen=True)
class Pages:
    """Where in a list the reader is; other pages keep the filters in `asked`."""

    endpoint: str
    asked: Mapping[str, Any]
    page: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, ceil(self.total / self.per_page))

    def url_for_page(self, number: int) -> str:
        """The address of another page of the same list."""
        return url_for(self.endpoint, **{**self.asked, "page": number if number > 1 else None})


def page_asked() -> int:
    """The page's number in the address, from 1; 1 for what is no number."""
    text = request.args.get("page", "")
    return min(max(int(text), 1), MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 9 else 1
