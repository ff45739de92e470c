"""Dossier codes: opaque text of many vendors, as people type them and as a counter's list holds them.

Seen in use: 000.17.22.H56-210531-0001 (unit, day, serial), H21.17-…, G22.99.08-260921-896048 and
G22.99.3-241219795252 (national portal), and plain numbers of old systems ("Số biên nhận").
"""

import re
from typing import NamedTuple

from outreach.text import fold_words, nfc, squeeze

SHORTEST, LONGEST = 4, 60
MOST_LINES = 3000

_DASHES = str.maketrans("‐‑‒–—―−", "-------")
_UNSEEN = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_CODE = re.compile(r"\w[\w./-]*")
_HEADINGS = frozenset(
    {
        "ma ho so", "so ho so", "ma so ho so", "ma ho so dvc", "ma bien nhan", "so bien nhan",
        "ma so bien nhan", "ma ho so tthc", "dossier id", "dossier code", "code",
    }
)  # fmt: skip
_CELLS = re.compile(r"[\t;|]")
_ORDINAL = re.compile(r"^(?:\d{1,4}[.)]|[-•*])\s+")
_SPACED_DASHES = re.compile(r"\s*-\s*")
# In a table without headings: parts joined by a dash, the last of digits; no day, phone or branch's tax code.
_LOOKS_LIKE = re.compile(r"[\w./]*\d[\w./]*-(?:[\w./]+-)*\d+")
_OTHER = re.compile(r"\d{1,2}-\d{1,2}-\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|\d{10}-\d{3}|0\d{2,3}-\d{3}-\d{3,4}")


def code_key(written: str) -> str:
    """What is compared of a code: upper case, one kind of dash, no blanks."""
    return nfc(_UNSEEN.sub("", nfc(written).translate(_DASHES)).upper())


def is_code(key: str) -> bool:
    """Whether a key can be a dossier's code: letters, dots, dashes, slashes, and at least one digit."""
    sized = SHORTEST <= len(key) <= LONGEST
    return sized and bool(_CODE.fullmatch(key)) and any(char.isdigit() for char in key)


class PastedList(NamedTuple):
    """What a pasted list holds: its codes, each once; those that came again; lines without a code."""

    codes: tuple[str, ...]
    doubled: tuple[str, ...]
    unread: tuple[tuple[int, str], ...]  # number of the line, its words


def read_list(text: str) -> PastedList:
    """The codes of a pasted list: one to a line, or a copied table with or without its headings."""
    codes: dict[str, None] = {}
    doubled: list[str] = []
    unread: list[tuple[int, str]] = []
    column: int | None = None
    for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
        cells = [squeeze(cell) for cell in _CELLS.split(line)]
        if not any(cells):
            continue
        if (heading := _heading(cells)) is not None:
            column = heading
            continue
        key = _code_of(cells, column)
        if key is None:
            unread.append((number, squeeze(line)[:120]))
        elif key in codes:
            doubled.append(key)
        else:
            codes[key] = None
    return PastedList(tuple(codes), tuple(doubled), tuple(unread))


def _heading(cells: list[str]) -> int | None:
    return next((at for at, cell in enumerate(cells) if fold_words(cell) in _HEADINGS), None)


def _code_of(cells: list[str], column: int | None) -> str | None:
    if column is not None and column < len(cells) and len(cells) > 1:
        key = code_key(cells[column])
        return key if is_code(key) else None
    filled = [_SPACED_DASHES.sub("-", _ORDINAL.sub("", cell).translate(_DASHES)) for cell in cells if cell]
    if len(filled) == 1 and " " not in filled[0]:
        key = code_key(filled[0])
        return key if is_code(key) else None
    words = (code_key(word) for cell in filled for word in cell.split())
    return next((word for word in words if _looks_like(word)), None)


def _looks_like(key: str) -> bool:
    digits = sum(char.isdigit() for char in key)
    return digits >= 8 and is_code(key) and bool(_LOOKS_LIKE.fullmatch(key)) and not _OTHER.fullmatch(key)
