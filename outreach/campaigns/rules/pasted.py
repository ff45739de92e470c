"""A pasted sign-in list, line by line: which business each line names, and how many people."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from outreach.identifiers import tax_code_of
from outreach.text import squeeze

MOST_LINES = 1000
MOST_PEOPLE = 9999

_CELLS = re.compile(r"[\t;|]")
_ORDINAL = re.compile(r"^\d{1,4}[.)]?\s+(?=\D)")  # "12. Công ty …"
_PEOPLE = re.compile(r"(?:x\s*)?(\d{1,4})(?:\s*(?:người|lượt|nguoi|luot|people))?", re.IGNORECASE)
_PEOPLE_BEHIND = re.compile(
    r"[\s,–-]*\(?\s*(?:x\s*)?(\d{1,4})\s*(?:người|lượt|nguoi|luot|people)\s*\)?\s*$"
    r"|\s*\(\s*(\d{1,4})\s*\)\s*$",
    re.IGNORECASE,
)
_CODE_IN_FRONT = re.compile(r"'?(\d{10}-\d{3}|\d{13}|\d{12}|\d{9,10})(?![\d-])[\s:.–-]*(.*)", re.DOTALL)


class Line(NamedTuple):
    """One line as it was read; `people` is 1 when it names no number."""

    number: int
    text: str
    tax_code: str | None
    name: str | None
    people: int = 1


def read_lines(text: str) -> list[Line]:
    """The lines that name a business; blank ones are passed over, several tax codes in a line are several."""
    return [line for number, words in enumerate(text.splitlines(), 1) for line in _read(number, words)]


def write_line(tax_code: str | None, name: str | None, people: int | None) -> str:
    """A line that `read_lines` reads back: what a file's row becomes."""
    cells = [tax_code, _CELLS.sub(" ", name or ""), str(people) if people else None]
    filled = [cell for cell in cells if cell]
    return "; ".join(filled) if len(filled) > 1 else f"{filled[0]};"


def _read(number: int, words: str) -> Iterator[Line]:
    text = squeeze(words.replace("\t", " "))
    cells = _cells(words)
    codes = [code for cell in cells if (code := tax_code_of(cell))]
    if len(codes) > 1 and len(codes) == len(cells):
        yield from (Line(number, code, code, None) for code in codes)
    elif any(any(char.isalnum() for char in cell) for cell in cells):
        yield _line(number, text, cells)


def _cells(words: str) -> list[str]:
    """What tabs, semicolons or bars part; commas only where they part codes or counts from a name."""
    cells = [cell for cell in (squeeze(part) for part in _CELLS.split(words)) if cell]
    if _CELLS.search(words) or "," not in words:
        return cells
    parts = [part for part in (squeeze(part) for part in cells[0].split(",")) if part]
    return parts if any(tax_code_of(part) or _PEOPLE.fullmatch(part) for part in parts) else cells


def _line(number: int, text: str, cells: list[str]) -> Line:
    tax_code: str | None = None
    people = 1
    names: list[str] = []
    for cell in cells:
        code, rest = _split_code(cell) if tax_code is None else (None, cell)
        tax_code = tax_code or code
        count = _PEOPLE.fullmatch(rest)
        if count and (tax_code or names):  # a number before both is the line's own
            people = int(count[1]) or 1
        elif rest and not count:
            names.append(rest)
    name, said = _without_people(_ORDINAL.sub("", ", ".join(names)))
    if not tax_code and not name:
        name = text
    return Line(number, text, tax_code, name or None, min(said or people, MOST_PEOPLE))


def _split_code(cell: str) -> tuple[str | None, str]:
    if code := tax_code_of(cell):
        return code, ""
    in_front = _CODE_IN_FRONT.fullmatch(cell)
    if in_front and (code := tax_code_of(in_front[1])):
        return code, in_front[2]
    return None, cell


def _without_people(name: str) -> tuple[str, int | None]:
    behind = _PEOPLE_BEHIND.search(name)
    if not behind:
        return name, None
    return squeeze(name[: behind.start()]), int(behind[1] or behind[2]) or None
