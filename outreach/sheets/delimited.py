"""Reads CSV of any length: `;`, tab, comma or bar, in any encoding that Vietnamese registers come in."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import AT_ONCE, Block, Blocks, FileFault, Numbered, Table
from outreach.sheets.encodings import encoding_of, unknown_encoding

if TYPE_CHECKING:
    import _csv

DELIMITERS = (";", ",", "\t", "|")
MOST_COLUMNS = 1_000
_LONGEST_LINE = 1024 * 1024
_LINE_END = re.compile("\r\n|[\r\n]")
_SAMPLE_LINES = 60
_SAYS_ITSELF = re.compile(r'"?sep=([;,\t|])"?', re.IGNORECASE)  # a line that Excel understands
_END = ["\x04end of the table"]  # comes back as a row of its own unless a quotation mark is still open


def open_delimited(path: Path, name: str) -> Table:
    """A CSV file of any length, its rows numbered as Excel numbers them: by record, not by line."""
    encoding = encoding_of(path)
    with _reading(), path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(_lines(file))
    return Table(name, (name,), "csv", lambda: _blocks(path, encoding, delimiter), encoding)


@contextmanager
def _reading() -> Iterator[None]:
    """What goes wrong while a text is read is a fault of the file."""
    try:
        yield
    except UnicodeError as error:
        raise unknown_encoding() from error
    except csv.Error as error:
        raise FileFault(
            _l("Tệp CSV có ô quá dài hoặc sai cấu trúc; Anh/Chị mở bằng Excel, lưu dạng .xlsx rồi nhập lại.")
        ) from error


def _lines(file: TextIO) -> Iterator[str]:
    """The lines of a file; one that is longer than any list has is never held whole."""
    while line := file.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE and line[-1] not in "\r\n":
            raise csv.Error
        yield line


def _delimiter(lines: Iterator[str]) -> str:
    """What the file says itself, else by what most of the first rows have one same width above one cell."""
    sample = list(islice(lines, _SAMPLE_LINES))
    if sample and (said := _SAYS_ITSELF.fullmatch(sample[0].strip())):
        return said[1]

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if len(row) > 1)
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return count, width

    return max(DELIMITERS, key=agreement)


def _blocks(path: Path, encoding: str, delimiter: str) -> Blocks:
    with _reading(), path.open(encoding=encoding, newline="") as file:
        yield from _in_blocks(csv.reader(chain(_lines(file), _END), delimiter=delimiter), delimiter)


def _in_blocks(records: "_csv.Reader", delimiter: str) -> Blocks:
    """Records some at a time; the last are held until it is known that no quotation mark is open."""
    held: list[list[str]] = []
    last: list[str] = []
    first, lines = 1, 0
    while some := list(islice(records, AT_ONCE)):
        if max(map(len, some)) > MOST_COLUMNS:
            raise FileFault(_l("Bảng có quá nhiều cột; Anh/Chị xóa các cột thừa rồi lưu và nhập lại."))
        if records.line_num - lines > len(some) and any(_is_glued(record, delimiter) for record in some):
            raise _open_quotation_mark()
        lines = records.line_num
        if held:
            yield _block(first, held)
            first += len(held)
        held, last = some, some[-1]
    if last != _END:
        raise _open_quotation_mark()
    if len(held) > 1:
        yield _block(first, held[:-1])


def _is_glued(record: list[str], delimiter: str) -> bool:
    """Whether a quotation mark that nobody closed joins rows up to the next: each line is a row by itself."""
    others = len(record) - 1
    for place, cell in enumerate(record):
        if others and len(parts := _LINE_END.split(cell)) > 1:
            widths = [part.count(delimiter) for part in parts]
            widths[0] += place
            widths[-1] += others - place
            if all(width == others for width in widths):
                return True
    return False


def _open_quotation_mark() -> FileFault:
    return FileFault(
        _l("Tệp CSV có dấu ngoặc kép mở mà không đóng, khiến các dòng phía sau bị dính vào nhau; "
           "Anh/Chị mở bằng Excel, kiểm tra rồi lưu lại dạng .xlsx.")
    )  # fmt: skip


def _block(first: int, records: list[list[str]]) -> Block | list[Numbered]:
    """Records, the first of this number, by column when they are equally wide and none is blank."""
    numbers = range(first, first + len(records))
    if len(set(map(len, records))) == 1 and all(map(any, records)):
        return Block(numbers, list(zip(*records, strict=True)), plain=True)
    return [
        (number, tuple([cell or None for cell in record]))
        for number, record in zip(numbers, records, strict=True)
        if any(record)
    ]
