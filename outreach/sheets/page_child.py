"""The process that reads the tables of an HTML page, or of XML as Excel 2003 saved it.

It is run by path, so that it loads nothing of the application.
The page comes as UTF-8 on the standard input. The answer has the form that `workbook_child` gives; a table is
called by its place ("Bảng 2"), and the one with most cells is read unless one is named.
"""

import json
import resource
import sys
from html.parser import HTMLParser
from itertools import groupby, islice

MEMORY = 512 * 1024**2
SECONDS = 2  # of computing, and one more for each three megabytes: the largest page needs three in all
MOST_CELLS = 2_000_000
MOST_COLUMNS = 1_000
MOST_ROWS_JOINED = 65_536
MOST_TABLES = 1_000
MOST_ANSWER = 100 * 1024**2
ROWS_IN_A_LINE = 100
ROWS_SEARCHED = 60  # where headings may stand

Value = str | float | None
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_BREAKS = frozenset({"br", "p", "div", "li"})
_UNSEEN = frozenset({"script", "style", "title"})
_HIDDEN = frozenset({"SheetHidden", "SheetVeryHidden"})
_WORDS, _ENTITY = "CDATA[", "<!entity"


class TooMuch(Exception):
    """The page holds more than is read."""


class Entities(Exception):
    """The page declares entities, as no list does."""


class Table:
    """A table being read: rows of cells, and the cells joined near the top."""

    def __init__(self) -> None:
        self.rows: list[list[Value]] = []
        self.merges: list[list[int]] = []
        self.cells = 0
        self.hidden = False
        self.placed = False  # XML says where a cell stands, and leaves out empty ones at the end of a row
        self._covered: dict[
            int, tuple[int, Value]
        ] = {}  # of this row: column → rows left, this one too; value
        self._below: dict[int, tuple[int, Value]] = {}  # the same of the next row
        self._text: list[str] | None = None  # of the cell that is open
        self._number: float | None = None
        self._is_number = False
        self._span = (1, 1)

    def begin_row(self) -> None:
        """A new row, whether or not the former one was closed."""
        self.end_row()
        self._covered, self._below = self._below, {}
        self.rows.append([])

    def end_row(self) -> None:
        """Close the row; a row of too few cells stays short, whatever reaches into it further right."""
        self.end_cell()
        if self.rows:
            self._cover()
            self._below |= {
                column: (left - 1, value) for column, (left, value) in self._covered.items() if left > 1
            }
            self._covered = {}

    def begin_cell(self, attributes: dict[str, str | None]) -> None:
        """A new cell, in a row of its own if none is open; XML may name its column and counts other cells."""
        self.end_cell()
        if not self.rows:
            self.begin_row()
        self._go_to(span(attributes.get("ss:index"), MOST_COLUMNS) - 1)
        self._text = []
        self._number = exact_number(attributes.get("x:num"))
        self._span = (
            span(attributes.get("colspan"), MOST_COLUMNS, attributes.get("ss:mergeacross")),
            span(attributes.get("rowspan"), MOST_ROWS_JOINED, attributes.get("ss:mergedown")),
        )

    def begin_data(self, attributes: dict[str, str | None]) -> None:
        """XML says of each cell whether its words are a number."""
        self._is_number = attributes.get("ss:type") == "Number"

    def end_cell(self) -> None:
        """Put the open cell into its row."""
        if self._text is None:
            return
        text, self._text = "".join(self._text).strip(), None
        if self._is_number:
            self._number, self._is_number = exact_number(text), False
        value: Value = text or None if self._number is None else self._number
        self._cover()
        row, (across, down) = self.rows[-1], self._span
        left = len(row)
        row.extend([value, *[None] * (across - 1)])
        self._count(across)
        if down > 1:
            self._below |= {left + place: (down - 1, None if place else value) for place in range(across)}
        if (across > 1 or down > 1) and len(self.rows) <= ROWS_SEARCHED:
            self.merges.append([len(self.rows), left, len(self.rows) + down - 1, left + across - 1])

    def fill_up(self) -> None:
        """Where cells say where they stand, a row that ends early has empty ones behind it."""
        width = max(map(len, self.rows), default=0)
        if self.placed and width * len(self.rows) > MOST_CELLS:
            raise TooMuch
        for row in self.rows if self.placed else ():
            row.extend([None] * (width - len(row)))

    def add(self, text: str) -> None:
        """Words of the open cell; words between cells belong to nothing."""
        if self._text is not None:
            self._text.append(text)

    def _go_to(self, column: int) -> None:
        """Leave places empty up to a column, except where a cell of an earlier row reaches in."""
        row = self.rows[-1]
        while len(row) < column:
            self._cover()
            row.extend([None] * (len(row) < column))

    def _cover(self) -> None:
        """Fill the places that a cell of an earlier row covers; its first column repeats what it says."""
        row = self.rows[-1]
        while (column := len(row)) in self._covered:
            left, value = self._covered.pop(column)
            if left > 1:
                self._below[column] = (left - 1, value)
            row.append(value)
            self._count(1)

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MOST_CELLS or len(self.rows[-1]) > MOST_COLUMNS:
            raise TooMuch


class Page(HTMLParser):
    """Collects the tables of a page in the order in which they begin; one inside another counts too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self._open: list[Table] = []
        self._unseen = False
        self._says_visible = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            if len(self.tables) == MOST_TABLES:
                raise TooMuch
            self._open.append(Table())
            self.tables.append(self._open[-1])
        elif tag in _UNSEEN:
            self._unseen = True
        elif tag == "visible":
            self._says_visible = True
        elif self._open:
            if tag in _CELLS:
                self._open[-1].begin_cell(dict(attrs))
            elif tag in _ROWS:
                self._open[-1].begin_row()
                self._open[-1].placed |= tag == "row"
            elif tag == "data":
                self._open[-1].begin_data(dict(attrs))
            elif tag in _BREAKS:
                self._open[-1].add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = False
        elif tag == "visible":
            self._says_visible = False
        elif self._open:
            if tag == "table":
                self._open.pop().end_row()
            elif tag in _ROWS:
                self._open[-1].end_row()
            elif tag in _CELLS:
                self._open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self._says_visible and self.tables:  # of the sheet whose table has just ended
            self.tables[-1].hidden |= data.strip() in _HIDDEN
        elif not self._unseen:
            for table in self._open[-2:]:  # what stands in a table within a cell belongs to that cell too
                table.add(data)

    def unknown_decl(self, data: str) -> None:
        """XML may say its words so."""
        if data.startswith(_WORDS):
            self.handle_data(data.removeprefix(_WORDS))

    def handle_decl(self, decl: str) -> None:
        if _ENTITY in decl.lower():
            raise Entities

    def close(self) -> None:
        super().close()
        while self._open:
            self._open.pop().end_row()
        for table in self.tables:
            table.fill_up()


def span(written: str | None, most: int, others: str | None = None) -> int:
    """How many columns or rows a cell takes, `others` besides itself (XML); what makes no sense is one."""
    text = (written or others or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        return 1
    return max(1, min(int(text) + (1 if others and not written else 0), most))


def exact_number(written: str | None) -> float | None:
    """The number behind what a cell shows, where a spreadsheet wrote the page; None where it says nothing."""
    try:
        return float(written) if written else None
    except ValueError:
        return None


def main() -> None:
    """Read the page on the standard input and print a table: the one named, or the fullest."""
    content = sys.stdin.buffer.read()
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS + len(content) // 3_000_000),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most, most) if hard == resource.RLIM_INFINITY else (min(most, hard),) * 2)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    page = Page()
    try:
        page.feed(content.decode())
        page.close()
    except (TooMuch, RecursionError):
        sys.exit(1)
    except Entities:
        print_line({"fault": "entities"})
        return
    filled = {f"Bảng {place}": table for place, table in enumerate(page.tables, start=1) if table.cells}
    tables = {name: table for name, table in filled.items() if not table.hidden}
    if not tables:
        print_line({"fault": "no_sheet" if filled else "no_table"})
        return
    name = sys.argv[1] if sys.argv[1:] else max(tables, key=lambda name: tables[name].cells)
    if name not in tables:
        print_line({"fault": "other_sheet"})
        return
    print_line({"sheet": name, "sheets": list(tables), "format": "html", "merges": tables[name].merges})
    answer(tables[name].rows)


def answer(rows: list[list[Value]]) -> None:
    """Print the rows that hold something; a text repeated by spans may not swell the answer without bound."""
    room = MOST_ANSWER
    filled = [one for one in enumerate(rows, start=1) if any(cell is not None for cell in one[1])]
    for _width, alike in groupby(filled, key=lambda one: len(one[1])):
        while some := list(islice(alike, ROWS_IN_A_LINE)):
            numbers, table = zip(*some, strict=True)
            room -= print_line([numbers, [[column, []] for column in zip(*table, strict=True)]])
            if room < 0:
                sys.exit(1)


def print_line(content: object) -> int:
    """One line of JSON; how long it is."""
    line = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
