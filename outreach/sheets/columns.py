"""Finds the heading row and says which column means what."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from outreach.i18n import LazyString, gettext
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Cell, FileFault, Sheet
from outreach.sheets.furniture import is_numbered
from outreach.sheets.values.texts import CONTROL, written
from outreach.text import fold_words, squeeze

ROWS_SEARCHED = 50
_SAMPLE_ROWS = 20
_SHOWN = 200
_BRACKETS = re.compile(r"\([^)]*\)")

Parser = Callable[[Cell], Any]


@dataclass(frozen=True)
class Field:
    """One meaning a column may have.

    `synonyms` are headings in order of priority: where two columns mean the same, the one named first wins.
    `required` refuses a row whose cell is empty. `parse_under` gives another parser to certain headings
    ('Trực tuyến' holds a mark, 'Hình thức nộp' a wording).
    """

    meaning: str
    label: LazyString
    synonyms: tuple[str, ...]
    parse: Parser
    required: bool = False
    parse_under: Mapping[str, Parser] = field(default_factory=lambda: MappingProxyType({}))

    def parser(self, heading: str) -> Parser:
        """What reads the cells under this heading."""
        special = {key_of(name): parse for name, parse in self.parse_under.items()}
        return special.get(key_of(heading)) or special.get(key_of(_bare(heading))) or self.parse


class Layout(NamedTuple):
    """What a kind of file holds.

    `needs`: of each group at least one column must be there, and at least one of its cells filled in a row.
    `keys`: meanings that tell rows apart, the first one filled counts; none: rows are not compared.
    """

    kind: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...] = ()

    def label(self, meaning: str) -> LazyString:
        """The Vietnamese name of a meaning."""
        return next(field.label for field in self.fields if field.meaning == meaning)


class Recognition(NamedTuple):
    """What was found: the heading row's number, and per meaning its column (from 0), heading and a sample.

    `extras` are headings that are not read; `width` is how many columns have a heading.
    """

    heading_row: int
    columns: dict[str, int]
    headings: dict[str, str]
    extras: tuple[str, ...]
    samples: dict[str, str]
    width: int


def recognise(sheet: Sheet, layout: Layout) -> Recognition:
    """Find the row that names most of the layout's columns. Raises FileFault naming what is missing."""
    candidates = [(number, cells, match(cells, layout)) for number, cells in sheet.rows[:ROWS_SEARCHED]]
    number, cells, columns = max(candidates, key=lambda found: len(found[2]), default=(0, (), {}))
    missing = [group for group in layout.needs if not any(meaning in columns for meaning in group)]
    if missing:
        shown = cells if columns else _fullest(sheet)
        raise _missing_columns(layout, missing, [show(cell) for cell in shown if isinstance(cell, str)])
    used = set(columns.values())
    width = max(index for index, cell in enumerate(cells) if show(cell)) + 1
    return Recognition(
        heading_row=number,
        columns=columns,
        headings={meaning: show(cells[index]) for meaning, index in columns.items()},
        extras=tuple(show(cell) for index, cell in enumerate(cells) if index not in used and show(cell)),
        samples=dict(_samples(sheet, number, columns)),
        width=width,
    )


def match(cells: tuple[Cell, ...], layout: Layout) -> dict[str, int]:
    """Meaning → column for a row of headings; a column is used once, by the field that is named first."""
    # From the right, so that of two equal headings the left one stays.
    headings = [(index, cell) for index, cell in enumerate(cells) if isinstance(cell, str)][::-1]
    places = {key_of(_bare(cell)): index for index, cell in headings}
    places |= {key_of(cell): index for index, cell in headings}
    places.pop("", None)
    columns: dict[str, int] = {}
    for described in layout.fields:
        named = (places[key] for name in described.synonyms if (key := key_of(name)) in places)
        index = next((index for index in named if index not in columns.values()), None)
        if index is not None:
            columns[described.meaning] = index
    return columns


@lru_cache(maxsize=4096)
def key_of(heading: str) -> str:
    """A heading as it is compared: no marks, case, blanks, line breaks or punctuation."""
    return fold_words(heading).replace(" ", "")


def _bare(heading: str) -> str:
    """A heading without what it says in brackets: 'Ngày hẹn trả (dự kiến)'."""
    return _BRACKETS.sub("", heading)


def show(cell: Cell) -> str:
    """A cell as it is shown to people: one line, 200 characters, nothing that breaks an encoding."""
    if cell is None:
        return ""
    text = squeeze(CONTROL.sub("\ufffd", written(cell)[: _SHOWN * 2]))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _samples(sheet: Sheet, heading_row: int, columns: dict[str, int]) -> Iterator[tuple[str, str]]:
    top = sheet.rows[: ROWS_SEARCHED + _SAMPLE_ROWS]
    below = [cells for number, cells in top if number > heading_row and not is_numbered(cells)][:_SAMPLE_ROWS]
    for meaning, index in columns.items():
        filled = (show(cells[index]) for cells in below if index < len(cells))
        yield meaning, next((text for text in filled if text), "")


def _fullest(sheet: Sheet) -> tuple[Cell, ...]:
    """The row with most words near the top: what its owner probably takes for headings."""
    rows = (cells for _, cells in sheet.rows[:ROWS_SEARCHED])
    return max(rows, key=lambda cells: sum(isinstance(cell, str) for cell in cells), default=())


def _missing_columns(layout: Layout, missing: list[tuple[str, ...]], found: list[str]) -> FileFault:
    names = LazyString(_names, layout, missing)
    headings = ", ".join(f"“{text}”" for text in found[:30] if text)
    if not headings:
        return FileFault(_l("Tệp thiếu cột %(names)s; Anh/Chị thêm dòng tiêu đề rồi nhập lại.", names=names))
    return FileFault(
        _l("Tệp thiếu cột %(names)s (các cột đọc được: %(headings)s); "
           "Anh/Chị thêm cột hoặc sửa tiêu đề rồi nhập lại.", names=names, headings=headings)
    )  # fmt: skip


def _names(layout: Layout, groups: list[tuple[str, ...]]) -> str:
    """“Mã số thuế” hoặc “Mã riêng”; “Ngày tiếp nhận”: put together when shown, in that reader's language."""
    either = " " + gettext("hoặc") + " "
    return "; ".join(either.join(f"“{layout.label(meaning)}”" for meaning in group) for group in groups)
