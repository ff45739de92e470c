"""Every figure of a page leads to its rows: the figures that link to dossiers, and how many stand there."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import html5lib

from outreach.dossiers import filters
from outreach.dossiers.queries import search_register
from tests.client import HTML


def numbers_with_rows(response: Any) -> list[tuple[int, str]]:
    """Every number of a page that leads to dossiers, with the address."""
    tree = html5lib.parse(response.text)
    found = []
    for link in tree.iter(HTML + "a"):
        href = link.get("href", "")
        if not href.startswith("/ho-so?"):
            continue
        shown = [e for e in link.iter() if "stat-value" in (e.get("class") or "")] or [link]
        words = "".join(shown[0].itertext()).strip()
        if number := re.fullmatch(r"[\d.]+", words):
            found.append((int(number.group().replace(".", "")), href))
    return found


def rows_behind(href: str) -> int:
    """How many dossiers the list at an address shows."""
    args = {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}
    return search_register(filters.read(args).wanted, offset=0, limit=1)[1]
