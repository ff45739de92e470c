"""Rows as a file that a spreadsheet opens by double click."""

import csv
import io
from collections.abc import Iterable, Sequence

from outreach.i18n import locale

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def write_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells, none of them a formula: semicolons and a byte order mark for a Vietnamese Excel."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";" if locale() == "vi" else ",", lineterminator="\r\n")
    writer.writerows([cell(text) for text in row] for row in rows)
    return out.getvalue()
