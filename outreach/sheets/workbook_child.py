"""The process that opens an XLSX or XLS file; run by path, so that it loads nothing of the application.

It takes the file's path, the descriptor of an empty file, and perhaps the name of a sheet. It prints one JSON
line {"sheet": name, "sheets": visible names, "format": …, "merges": …} and then lines of some rows each,
[row numbers, columns], for the rows that hold something; or {"fault": code} alone. A column of texts is one
text with BETWEEN between the cells, an empty one where there is no cell; any other is [cells, indexes of
dates]. Its limits are set before the first byte of the file is read.
"""

import json
import os
import re
import resource
import sys
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, BinaryIO

MEMORY = 512 * 1024**2
SECONDS = 4  # of computing, and one more for each whole megabyte
MOST_ENTRIES = 500
MOST_UNPACKED = 200 * 1024**2
MOST_CELLS = 2_000_000
MOST_COLUMNS = 1_000  # as in a CSV; no list has more, and each costs whoever looks for headings
MOST_SHEETS = 500
LONGEST_NAME = 255  # Excel allows 31
SMALLEST_CELL = len("<c><v>1</v></c>")
ROWS_SEARCHED = 60  # where headings may stand
MOST_ANSWER = 100 * 1024**2
ROWS_IN_A_LINE = 100
BETWEEN = "\x7f"  # no list has it, and JSON writes it as it is
SIMPLE = frozenset({str, float, int, bool})
PIECE = 1024**2
OVERLAP = 16 * 1024  # longer than any formula
# An XLSX never declares entities; the second form is both kinds of UTF-16.
DECLARATION, WIDE_DECLARATION = b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le")[:-1]
MOST_CLAIMED = 30_000_000  # more cells than 20 columns formatted down to the last row
DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]{1,3}\d{1,7}:([A-Z]{1,3})(\d{1,7})"')
# A program wrote the formula and none has worked it out; or its value comes from a program, a file, the net.
# What comes out as an empty text (t="str") is worked out.
UNFINISHED = re.compile(
    rb"<(?:\w+:)?c\b(?![^<>]*\bt=[\"']str[\"'])[^<>]*>\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></|</(?:\w+:)?c>)"
)
# What may begin something outward is looked for once in a formula: else a long one would take hours.
OUTWARD = re.compile(
    rb"<(?:\w+:)?f(?:\s[^<>]*)?>(?:(?>[^<]*?(?:\w\||\[\d+\]))[^<]*!"
    rb"|[^<]*(?:WEBSERVICE\(|\b(?:CALL|EXEC|REGISTER\.ID)\())",
    re.IGNORECASE,
)
# The library gives an error as an empty cell, which would clear what is known: it is read as a word.
# "#N/A" is a lookup that found nothing, and means just that.
ERROR = re.compile(
    rb"""(<(?:\w+:)?c\b[^<>]*\bt=["'])e(?=["'][^<>]*>\s*(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?"""
    rb"""<(?:\w+:)?v>#(?!N/A))"""
)
# The library goes through a sheet once more, for its joined cells, as far as the first list of them.
SHEET_BEGINS = re.compile(rb"(?=<(?:\w+:)?sheetData\b)")
READ = (".xml", ".rels")  # the parts that the library reads
# Parts of an old Office file that say what else it is.
STREAMS = {
    "EncryptedPackage": "encrypted",
    "_VBA_PROJECT": "macros",
    "WordDocument": "not_xlsx",
    "PowerPoint Document": "not_xlsx",
}
# The first record of an old workbook, and right after it the one that says how it is encrypted.
PASSWORD = re.compile(rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)


class Refused(Exception):
    """The file may not be read; the argument is a code that the parent turns into a sentence."""


def main() -> None:
    """Read the file named on the command line and print a visible sheet: the one named, or the first."""
    limit(resource.RLIMIT_AS, MEMORY)
    limit(resource.RLIMIT_CPU, SECONDS + os.path.getsize(sys.argv[1]) // 1024**2)
    limit(resource.RLIMIT_CORE, 0)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    path, descriptor, *wanted = sys.argv[1:]
    try:
        with open(path, "rb") as file, os.fdopen(int(descriptor), "w+b") as copy:
            kind = check_file(file, copy)
            about, rows = visible_sheet(file if kind == "xls" else copy, kind, *wanted)
    except Refused as refusal:
        sys.stdout.write(json.dumps({"fault": str(refusal)}) + "\n")
        return
    answer(about, rows)
    sys.stdout.flush()
    os._exit(0)  # at once: the library would give back every cell by itself


def limit(kind: int, most: int) -> None:
    """Lower a limit of this process to `most`, for good."""
    hard = resource.getrlimit(kind)[1]
    lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (lower, lower))


def answer(about: dict[str, Any], rows: Iterable[list[Any]]) -> None:
    """Print the sheet; a long text shared by many cells may not swell the answer without bound."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    sys.stdout.write(encode(about) + "\n")
    room = MOST_ANSWER
    numbered = enumerate(rows, start=1)
    filled = (one for one in numbered if any(one[1]) or any(cell != "" for cell in one[1]))
    while some := list(islice(filled, ROWS_IN_A_LINE)):
        numbers, table = zip(*some, strict=True)
        line = encode([numbers, [packed(column) for column in zip(*table, strict=True)]])
        room -= len(line)
        if room < 0:
            sys.exit(1)
        sys.stdout.write(line + "\n")


def check_file(file: BinaryIO, copy: BinaryIO) -> str:
    """What the file is, xlsx or xls, after refusing what may not be read; an xlsx is unpacked into `copy`."""
    if file.read(4) == b"PK\x03\x04":
        copy_package(file, copy)
        return "xlsx"
    content = file.read()
    for name, fault in STREAMS.items():
        if name.encode("utf-16-le") in content:
            raise Refused(fault)
    if PASSWORD.search(content):
        raise Refused("encrypted")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise Refused("not_xlsx")
    return "xls"


def copy_package(file: BinaryIO, target: BinaryIO) -> None:
    """Refuse what is no plain XLSX or unpacks to too much; the rest is unpacked once, and read as checked."""
    try:
        with zipfile.ZipFile(file) as package, zipfile.ZipFile(target, "w") as copy:
            entries = package.infolist()
            names = {entry.filename.replace("\\", "/").lower() for entry in entries}
            if len(names) < len(entries):  # which of two of one name is meant, nobody can tell
                raise Refused("damaged")
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Refused("too_much")
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused("encrypted")
            if not any(name.endswith("workbook.xml") for name in names):
                raise Refused("not_xlsx")
            if any(name.endswith("vbaproject.bin") for name in names):
                raise Refused("macros")
            for entry in entries:
                pieces = checked(package, entry)
                if entry.filename.lower().endswith(READ):
                    say_none_joined(pieces)
                    pieces = [ERROR.sub(rb"\1str", piece) if b"#" in piece else piece for piece in pieces]
                    with copy.open(entry.filename, "w") as part:
                        part.writelines(pieces)
    except Refused:
        raise
    except Exception as error:  # zipfile and zlib raise a dozen kinds for broken bytes
        raise Refused("damaged") from error


def checked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> list[bytes]:
    """An entry in pieces; unpacking proves its size and checksum, and what it says is looked at."""
    pieces: list[bytes] = []
    cells, before = 0, b""
    with package.open(entry) as content:
        while piece := content.read(PIECE):
            if entry.file_size > MOST_CELLS * SMALLEST_CELL:
                cells += piece.count(b"<c ")
            if cells > MOST_CELLS or (not before and claims_too_much(piece)):
                raise Refused("too_much")
            check_xml(before + piece)
            before = piece[-OVERLAP:]
            pieces.append(piece)
    return pieces


def say_none_joined(pieces: list[bytes]) -> None:
    """Where a sheet names no joined cells below its rows, have it name none above them: soon found."""
    _rows, end, below = b"".join(pieces[-2:]).rpartition(b"</sheetData>")
    if end and b"mergeCell" not in below:
        pieces[0] = SHEET_BEGINS.sub(b"<mergeCells/>", pieces[0], count=1)


def claims_too_much(start: bytes) -> bool:
    """Whether a sheet calls itself far larger than any list."""
    claimed = DIMENSION.search(start)
    return claimed is not None and column_number(claimed[1]) * int(claimed[2]) > MOST_CLAIMED


def check_xml(text: bytes) -> None:
    """Refuse entities, and formulas whose value is not here; a single rare byte is looked for much faster."""
    if b"!" in text and (DECLARATION in text or (b"\0" in text and WIDE_DECLARATION in text)):
        raise Refused("entities")
    if (b"<f" in text or b":f" in text) and (UNFINISHED.search(text) or OUTWARD.search(text)):
        raise Refused("formulas")


def column_number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def visible_sheet(
    file: BinaryIO, kind: str, wanted: str | None = None
) -> tuple[dict[str, Any], Iterable[list[Any]]]:
    """What the workbook holds, and the rows, from A1 on, of a worksheet that is not hidden."""
    # After the limits: the library maps memory when it is loaded.
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        file.seek(0)
        # Not by its own path: the library would believe the ending of the name.
        workbook = CalamineWorkbook.from_path(f"/dev/fd/{file.fileno()}")
        sheets = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        if not sheets:
            raise Refused("no_sheet")
        if len(sheets) > MOST_SHEETS or max(map(len, sheets)) > LONGEST_NAME:
            raise Refused("damaged")
        if wanted is not None and wanted not in sheets:
            raise Refused("other_sheet")
        name = wanted or sheets[0]
        sheet = workbook.get_sheet_by_name(name)
        rows, merges = all_rows(sheet), joined(sheet)
        if merges:
            rows = list(rows)
            fill_down(rows, merges)
        merges = [merge for merge in merges if merge[0] <= ROWS_SEARCHED]
        return {"sheet": name, "sheets": sheets, "format": kind, "merges": merges}, rows
    except (Refused, MemoryError):
        raise
    except PasswordError as error:
        raise Refused("encrypted") from error
    except BaseException as error:  # a panic of the Rust library is no Exception
        raise Refused("damaged") from error


def joined(sheet: Any) -> list[list[int]]:
    """The joined cells: first row, left, last row, right; rows from 1, columns from 0."""
    ranges = sheet.merged_cell_ranges or ()
    return [[start[0] + 1, start[1], end[0] + 1, end[1]] for start, end in ranges]


def fill_down(rows: list[list[Any]], merges: list[list[int]]) -> None:
    """Cells joined downwards say in each row what they say in the first: one procedure for three dossiers."""
    room = MOST_CELLS
    for top, left, bottom, _ in merges:
        last = min(bottom, len(rows))
        room -= max(0, last - top)
        if room < 0:
            raise Refused("too_much")
        for number in range(top + 1, last + 1):
            if left < len(rows[number - 1]) and rows[number - 1][left] == "":
                rows[number - 1][left] = rows[top - 1][left]


def all_rows(sheet: Any) -> Iterable[list[Any]]:
    """Every row from A1, unless the sheet is a rectangle of too many cells."""
    height, width = (place + 1 for place in sheet.end or (0, 0))
    if height * width > MOST_CELLS or width > MOST_COLUMNS:
        raise Refused("too_much")
    if sheet.start == (0, 0):  # one after the other, in the memory of one
        return sheet.iter_rows()  # type: ignore[no-any-return]
    return sheet.to_python(skip_empty_area=False)  # type: ignore[no-any-return]


def packed(column: tuple[Any, ...]) -> str | list[list[Any]]:
    """A column as it is answered: all texts as one, which both sides do in a third of the time."""
    try:
        text = BETWEEN.join(column)
    except TypeError:
        return plain(column)
    return text if text.count(BETWEEN) < len(column) else plain(column)


def plain(column: tuple[Any, ...]) -> list[list[Any]]:
    """The cells of a column as JSON knows them, and the indexes of those that are dates."""
    if SIMPLE.issuperset(map(type, column)):
        return [[None if cell == "" else cell for cell in column], []]
    cells: list[Any] = []
    dates = []
    for index, cell in enumerate(column):
        kind = type(cell)
        if kind in SIMPLE:
            cells.append(None if cell == "" else cell)
        elif kind is date or kind is datetime:
            dates.append(index)
            cells.append(cell.isoformat())
        elif kind is time or kind is timedelta:
            cells.append(str(cell))
        else:
            cells.append(None)
    return [cells, dates]


if __name__ == "__main__":
    main()
