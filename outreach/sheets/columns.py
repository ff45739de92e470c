"""Finds the headings of a table and says which column means what."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from outreach.i18n import LazyString, gettext
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Cell, FileFault, Numbered, Table
from outreach.sheets.headings import (
    BETWEEN,
    ROWS_SEARCHED,
    SAMPLE_ROWS,
    Headings,
    Path,
    bare,
    key_of,
    possible_headings,
    samples_below,
    show,
    spell,
    with_groups,
)
from outreach.sheets.said_values import Values, about_values, applying

Parser = Callable[[Cell], Any]


@dataclass(frozen=True)
class Field:
    """One meaning a column may have.

    `synonyms` are headings in order of priority: where two columns mean the same, the one named first wins.
    "Tiếp nhận > Tổng số" is the heading "Tổng số" somewhere below the group "Tiếp nhận".
    `required` refuses a row whose cell is empty. `parse_under` gives another parser to certain headings
    ('Trực tuyến' holds a mark, 'Hình thức nộp' a wording).
    """

    meaning: str
    label: LazyString
    synonyms: tuple[str, ...]
    parse: Parser
    required: bool = False
    parse_under: Mapping[str, Parser] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def names(self) -> tuple[Path, ...]:
        """The synonyms as they are compared, each with its groups."""
        return tuple(tuple(map(key_of, name.split(BETWEEN))) for name in self.synonyms)

    def parser(self, heading: str) -> Parser:
        """What reads the cells under this heading, which may be a path with its groups."""
        own = heading.split(BETWEEN)[-1]
        special = {key_of(name): parse for name, parse in self.parse_under.items()}
        return special.get(key_of(own)) or special.get(key_of(bare(own))) or self.parse


class Layout(NamedTuple):
    """What a kind of file holds.

    `needs`: of each group at least one column must be there, and at least one of its cells filled in a row.
    `keys`: meanings that tell rows apart, the first one filled counts; none: rows are not compared.
    `figures`: the rows are sums that somebody reports, so that a total is a row as well.
    """

    kind: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...] = ()
    figures: bool = False

    def label(self, meaning: str) -> LazyString:
        """The Vietnamese name of a meaning."""
        return next(field.label for field in self.fields if field.meaning == meaning)


class Column(NamedTuple):
    """A column with a heading: its place from 0, what it was taken for (None: left out), and samples."""

    place: int
    heading: str
    meaning: str | None
    samples: tuple[str, ...]

    @property
    def sample(self) -> str:
        """One of its values; empty when there is none near the top."""
        return next(iter(self.samples), "")


class Recognition(NamedTuple):
    """What was found: the rows of the headings, and per meaning its column (from 0), heading and a sample.

    `heading_row` is the last of them, `first_row` the first. A heading with groups reads 'group > column'.
    `extras` are headings that are not read; `width` is how many columns have a heading; `offered` are all of
    them in order; `missing` are needed meanings that have none; `values` is what words were said to be.
    """

    first_row: int
    heading_row: int
    columns: dict[str, int]
    headings: dict[str, str]
    extras: tuple[str, ...]
    samples: dict[str, str]
    width: int
    offered: tuple[Column, ...]
    missing: tuple[tuple[str, ...], ...]
    read_as: Mapping[str, str]
    values: Values


class UnknownHeadings(FileFault):
    """A table whose columns nobody named yet; `found` is what there is to choose from."""

    def __init__(self, message: LazyString, found: Recognition) -> None:
        super().__init__(message)
        self.found = found


Said = Mapping[str, str | None]
AS = "@"  # between a meaning and the heading whose rule reads its cells: 'filing_channel@Trực tuyến'


def recognise(
    table: Table, layout: Layout, mapping: Said | None = None, *, row: int | None = None
) -> Recognition:
    """Find the headings and what they mean. Raises UnknownHeadings naming what is missing.

    `mapping` is what a person said: heading → meaning, or None for a column to leave out; it goes before the
    layout's own synonyms. `row` is the last row of the headings, where a person said that too.
    """
    found = survey(table, layout, mapping, row=row)
    if found.missing:
        raise _missing_columns(layout, found, table)
    return found


def survey(
    table: Table, layout: Layout, mapping: Said | None = None, *, row: int | None = None
) -> Recognition:
    """As `recognise`, for somebody who will say what the other columns mean: nothing missing is a fault.

    When no heading is known, the row with most different words near the top is offered.
    """
    top = list(islice(table.rows(), ROWS_SEARCHED + SAMPLE_ROWS))
    said, read_as = _split(mapping or {})
    chosen = with_groups(_likeliest(top, table, layout, said, row), top, table.merges)
    columns = match(chosen.paths, layout, said)
    meanings = {index: meaning for meaning, index in columns.items()}
    samples = samples_below(chosen, top)
    offered = tuple(
        Column(place, heading, meanings.get(place), samples[place])
        for place, heading in enumerate(_told_apart(chosen.paths))
        if heading
    )
    headings = {column.meaning: column.heading for column in offered if column.meaning}
    return Recognition(
        first_row=chosen.first,
        heading_row=chosen.last,
        columns=columns,
        headings=headings,
        extras=tuple(column.heading for column in offered if not column.meaning),
        samples={column.meaning: column.sample for column in offered if column.meaning},
        width=offered[-1].place + 1 if offered else 0,
        offered=offered,
        missing=tuple(group for group in layout.needs if not any(meaning in columns for meaning in group)),
        read_as={meaning: read_as[meaning] for meaning in columns if meaning in read_as},
        values=applying(mapping or {}, headings),
    )


def _split(mapping: Said) -> tuple[dict[str, str | None], dict[str, str]]:
    """Key of each heading → meaning; and meaning → whose rule reads its cells, where that was said."""
    said, read_as = dict[str, str | None](), dict[str, str]()
    values = about_values(mapping)
    for heading, wanted in mapping.items():
        if heading in values:
            continue
        meaning, _at, rule = (wanted or "").partition(AS)
        said[key_of(heading)] = meaning or None
        if rule:
            read_as[meaning] = rule
    return said, read_as


def _likeliest(top: list[Numbered], table: Table, layout: Layout, said: Said, row: int | None) -> Headings:
    """The headings with most columns that are known; of equal ones the fewest rows, and the uppermost."""
    candidates = list(possible_headings(top, table.merges))
    there = [candidate for candidate in candidates if candidate.last == row]
    best, most = Headings(0, 0, ()), (0, 0)
    for candidate in there or candidates:
        known = len(match(candidate.paths, layout, said))
        if known and (known, -candidate.depth) > most:
            best, most = candidate, (known, -candidate.depth)
    if most[0]:
        return best
    return next(iter(there), None) or _fullest(candidates)


def preamble(table: Table, found: Recognition) -> tuple[str, ...]:
    """What stands above the headings, a line a row: who reports, on what, for which days, in which unit."""
    above = (cells for number, cells in islice(table.rows(), ROWS_SEARCHED) if number < found.first_row)
    return tuple(" ".join(filter(None, map(show, cells))) for cells in above)


def match(paths: Sequence[Path], layout: Layout, said: Said | None = None) -> dict[str, int]:
    """Meaning → column for these headings; a column is used once, by the field that is named first.

    `said` (key of a heading → meaning or None) settles its columns before any synonym. Then come columns
    whose whole path is a synonym, and last those whose own heading is one, whatever group they stand in.
    """
    settled = _settled(paths, said) if said else {}
    columns = {meaning: place for place, meaning in settled.items() if meaning}
    taken = {*settled}
    for find in (_whole(paths), _loose(paths, alone=not layout.figures)):
        for described in layout.fields:
            if described.meaning not in columns:
                named = (place for name in described.names for place in find(name))
                place = next((place for place in named if place not in taken), None)
                if place is not None:
                    columns[described.meaning] = place
                    taken.add(place)
    return {field.meaning: columns[field.meaning] for field in layout.fields if field.meaning in columns}


def _settled(paths: Sequence[Path], said: Said) -> dict[int, str | None]:
    spelt = {key_of(heading): place for place, heading in enumerate(_told_apart(paths)) if heading}
    return {spelt[key]: meaning for key, meaning in said.items() if key in spelt}


Find = Callable[[Path], Sequence[int]]


def _whole(paths: Sequence[Path]) -> Find:
    """Finds the columns whose path is a synonym, with or without what it says in brackets."""
    places: dict[str, tuple[int]] = {}
    for spelling in (bare, str):
        # From the right, so that of two equal headings the left one stays.
        for place in range(len(paths) - 1, -1, -1):
            if key := "".join(key_of(spelling(part)) for part in paths[place]):
                places[key] = (place,)
    return lambda name: places.get("".join(name), ())


def _loose(paths: Sequence[Path], *, alone: bool) -> Find:
    """Finds the columns whose own heading is a synonym's last part, with its other parts among the groups.

    `alone` admits synonyms without groups: a code is a code in any group, a figure is not.
    """
    grouped: dict[str, list[tuple[int, list[str]]]] = {}
    for place, path in enumerate(paths):
        if len(path) > 1:
            *above, own = (key_of(bare(part)) or key_of(part) for part in path)
            grouped.setdefault(own, []).append((place, above))

    def find(name: Path) -> Sequence[int]:
        *groups, own = name
        if own not in grouped or not (groups or alone):
            return ()
        return [place for place, above in grouped[own] if _in_order(groups, above)]

    return find if grouped else lambda name: ()


def _in_order(wanted: Sequence[str], parts: Sequence[str]) -> bool:
    rest = iter(parts)
    return all(part in rest for part in wanted)


def _told_apart(paths: Sequence[Path]) -> list[str]:
    """The headings as they are shown; the second of two equal ones gets a number."""
    seen: Counter[str] = Counter()
    shown = []
    for path in paths:
        heading = spell(path)
        seen[heading] += 1
        shown.append(f"{heading} ({seen[heading]})" if seen[heading] > 1 and heading else heading)
    return shown


def _fullest(candidates: Iterable[Headings]) -> Headings:
    """The row with most different words near the top: probably the headings. A joined title is one."""
    alone = (found for found in candidates if found.depth == 1)
    return max(alone, key=lambda found: len(set(filter(None, found.paths))), default=Headings(0, 0, ()))


def _missing_columns(layout: Layout, found: Recognition, table: Table) -> UnknownHeadings:
    names = LazyString(_names, layout, found.missing)
    headings = _quoted(column.heading for column in found.offered[:30])
    others = _quoted(name for name in table.names if name != table.name)
    if others and not found.columns:
        return UnknownHeadings(
            _l("Trang “%(sheet)s” thiếu cột %(names)s; tệp còn trang khác: %(others)s. Anh/Chị chọn trang có "
               "danh sách, hoặc chuyển trang đó lên đầu tệp rồi nhập lại.",
               sheet=table.name, names=names, others=others),
            found,
        )  # fmt: skip
    if not headings:
        return UnknownHeadings(
            _l("Tệp thiếu cột %(names)s; Anh/Chị thêm dòng tiêu đề rồi nhập lại.", names=names), found
        )
    return UnknownHeadings(
        _l("Tệp thiếu cột %(names)s (các cột đọc được: %(headings)s); "
           "Anh/Chị thêm cột hoặc sửa tiêu đề rồi nhập lại.", names=names, headings=headings),
        found,
    )  # fmt: skip


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)


def _names(layout: Layout, groups: tuple[tuple[str, ...], ...]) -> str:
    """“Mã số thuế” hoặc “Mã riêng”; “Ngày tiếp nhận”: put together when shown, in that reader's language."""
    either = " " + gettext("hoặc") + " "
    return "; ".join(either.join(f"“{layout.label(meaning)}”" for meaning in group) for group in groups)
