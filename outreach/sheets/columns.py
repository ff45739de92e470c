"""Finds the heading row and says which column means what."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from outreach.i18n import LazyString, gettext
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Cell, FileFault, Numbered, Table
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


class Column(NamedTuple):
    """A column with a heading: its place from 0, what it was taken for (None: left out), and a sample."""

    place: int
    heading: str
    meaning: str | None
    sample: str


class Recognition(NamedTuple):
    """What was found: the (last) row of headings, and per meaning its column (from 0), heading and a sample.

    `extras` are headings that are not read; `width` is how many columns have a heading; `offered` are all of
    them in their order; `missing` are the groups of meanings that the layout needs and nobody named.
    """

    heading_row: int
    columns: dict[str, int]
    headings: dict[str, str]
    extras: tuple[str, ...]
    samples: dict[str, str]
    width: int
    offered: tuple[Column, ...]
    missing: tuple[tuple[str, ...], ...]


Said = Mapping[str, str | None]


def recognise(table: Table, layout: Layout, mapping: Said | None = None) -> Recognition:
    """Find the headings and what they mean. Raises FileFault naming what is missing.

    `mapping` is what a person said: heading → meaning, or None for a column to leave out; it goes before the
    layout's own synonyms.
    """
    found = survey(table, layout, mapping)
    if found.missing:
        raise _missing_columns(layout, found)
    return found


def survey(table: Table, layout: Layout, mapping: Said | None = None) -> Recognition:
    """As `recognise`, for somebody who will say what the other columns mean: nothing missing is a fault.

    When no heading is known, the row with most words near the top is offered.
    """
    top = list(islice(table.rows(), ROWS_SEARCHED + _SAMPLE_ROWS))
    said = {key_of(heading): meaning for heading, meaning in (mapping or {}).items()}
    candidates = [(number, cells, match(cells, layout, said)) for number, cells in top[:ROWS_SEARCHED]]
    number, cells, columns = max(candidates, key=lambda found: len(found[2]), default=(0, (), {}))
    if not columns:
        number, cells = _fullest(top[:ROWS_SEARCHED])
    meanings = {index: meaning for meaning, index in columns.items()}
    samples = _samples(top, number, len(cells))
    offered = tuple(
        Column(index, heading, meanings.get(index), samples[index])
        for index, heading in enumerate(map(show, cells))
        if heading
    )
    return Recognition(
        heading_row=number,
        columns=columns,
        headings={column.meaning: column.heading for column in offered if column.meaning},
        extras=tuple(column.heading for column in offered if not column.meaning),
        samples={column.meaning: column.sample for column in offered if column.meaning},
        width=offered[-1].place + 1 if offered else 0,
        offered=offered,
        missing=tuple(group for group in layout.needs if not any(meaning in columns for meaning in group)),
    )


def match(cells: tuple[Cell, ...], layout: Layout, said: Said | None = None) -> dict[str, int]:
    """Meaning → column for a row of headings; a column is used once, by the field that is named first.

    `said` (key of a heading → meaning or None) settles its columns before any synonym.
    """
    # From the right, so that of two equal headings the left one stays.
    headings = [(index, cell) for index, cell in enumerate(cells) if isinstance(cell, str)][::-1]
    places = {key_of(_bare(cell)): index for index, cell in headings}
    exact = {key_of(cell): index for index, cell in headings}
    places |= exact
    places.pop("", None)
    settled = {exact[key]: meaning for key, meaning in (said or {}).items() if key in exact}
    columns: dict[str, int] = {meaning: index for index, meaning in settled.items() if meaning}
    for described in layout.fields:
        if described.meaning in columns:
            continue
        named = (places[key] for name in described.synonyms if (key := key_of(name)) in places)
        taken = {*columns.values(), *settled}
        index = next((index for index in named if index not in taken), None)
        if index is not None:
            columns[described.meaning] = index
    return {field.meaning: columns[field.meaning] for field in layout.fields if field.meaning in columns}


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


def _samples(top: list[Numbered], heading_row: int, width: int) -> list[str]:
    """Of each column the first filled cell below the headings."""
    below = [cells for number, cells in top if number > heading_row and not is_numbered(cells)][:_SAMPLE_ROWS]
    filled = ((show(cells[index]) for cells in below if index < len(cells)) for index in range(width))
    return [next((text for text in texts if text), "") for texts in filled]


def _fullest(top: list[Numbered]) -> Numbered:
    """The row with most words near the top: what its owner probably takes for headings."""
    return max(top, key=lambda row: sum(isinstance(cell, str) for cell in row[1]), default=(0, ()))


def _missing_columns(layout: Layout, found: Recognition) -> FileFault:
    names = LazyString(_names, layout, found.missing)
    headings = ", ".join(f"“{column.heading}”" for column in found.offered[:30])
    if not headings:
        return FileFault(_l("Tệp thiếu cột %(names)s; Anh/Chị thêm dòng tiêu đề rồi nhập lại.", names=names))
    return FileFault(
        _l("Tệp thiếu cột %(names)s (các cột đọc được: %(headings)s); "
           "Anh/Chị thêm cột hoặc sửa tiêu đề rồi nhập lại.", names=names, headings=headings)
    )  # fmt: skip


def _names(layout: Layout, groups: tuple[tuple[str, ...], ...]) -> str:
    """“Mã số thuế” hoặc “Mã riêng”; “Ngày tiếp nhận”: put together when shown, in that reader's language."""
    either = " " + gettext("hoặc") + " "
    return "; ".join(either.join(f"“{layout.label(meaning)}”" for meaning in group) for group in groups)
