"""Old .xls files for the tests: a BIFF8 workbook in the compound container that Excel 97 to 2003 wrote."""

import struct
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from outreach.sheets.cells import Cell, Merge

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_GENERAL, _DAY, _MOMENT = 0, 1, 2  # our cell formats; Excel's numbers of them are below
_FORMATS = (0, 14, 22)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's days have no zone


class OldSheet(NamedTuple):
    """One sheet: its rows from 1 (None is a blank one), and joined cells."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merges: Sequence[Merge] = ()
    hidden: bool = False


def old_workbook(path: Path, sheets: Iterable[OldSheet], *, password: bool = False, part: str = "") -> Path:
    """An .xls file; `password` marks it as encrypted, `part` names one more stream, such as macros."""
    path.write_bytes(_compound(_workbook(list(sheets), password), part))
    return path


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))


def _workbook(sheets: list[OldSheet], password: bool) -> bytes:
    head = _begin(0x0005)
    head += _record(0x002F, b"\x01\x00\x01\x00\x01\x00" + bytes(48)) if password else b""
    head += _record(0x0042, struct.pack("<H", 1200)) + _record(0x0022, struct.pack("<H", 0))
    for number in _FORMATS:
        head += _record(0x00E0, struct.pack("<HHHBBIIBBH", 0, number, 0, 0x20, 0, 0, 0, 0, 0, 0))
    bodies = [_sheet(sheet) for sheet in sheets]
    names = [struct.pack("<BB", len(sheet.name), 1) + sheet.name.encode("utf-16-le") for sheet in sheets]
    place = len(head) + sum(4 + 6 + len(name) for name in names) + 4
    for sheet, name, body in zip(sheets, names, bodies, strict=True):
        head += _record(0x0085, struct.pack("<IBB", place, sheet.hidden, 0) + name)
        place += len(body)
    return head + _record(0x000A) + b"".join(bodies)


def _sheet(sheet: OldSheet) -> bytes:
    width = max(map(len, sheet.rows), default=0)
    out = _begin(0x0010) + _record(0x0200, struct.pack("<IIHHH", 0, len(sheet.rows), 0, width, 0))
    for row, cells in enumerate(sheet.rows):
        out += b"".join(_cell(row, column, cell) for column, cell in enumerate(cells) if cell is not None)
    if sheet.merges:
        joined = (struct.pack("<HHHH", a - 1, b - 1, left, right) for a, left, b, right in sheet.merges)
        out += _record(0x00E5, struct.pack("<H", len(sheet.merges)) + b"".join(joined))
    return out + _record(0x000A)


def _cell(row: int, column: int, cell: Cell) -> bytes:
    if isinstance(cell, str):
        text = cell.encode("utf-16-le")
        where = struct.pack("<HHH", row, column, _GENERAL)
        return _record(0x0204, where + struct.pack("<HB", len(text) // 2, 1) + text)
    if isinstance(cell, bool):
        return _record(0x0205, struct.pack("<HHHBB", row, column, _GENERAL, cell, 0))
    shape = _GENERAL
    if isinstance(cell, datetime):
        number, shape = (cell - _EPOCH).total_seconds() / 86400, _MOMENT
    elif isinstance(cell, date):
        number, shape = float((cell - _EPOCH.date()).days), _DAY
    else:
        number = float(cell or 0)
    return _record(0x0203, struct.pack("<HHHd", row, column, shape, number))


def _compound(stream: bytes, part: str) -> bytes:
    """The streams in sectors of 512 bytes, with a table of which sector follows which."""
    streams = [("Workbook", stream)] + ([(part, b"\x00")] if part else [])
    chain: list[int] = []
    body, entries = b"", b""
    for name, content in streams:
        padded = content.ljust(max(4096, -(-len(content) // _SECTOR) * _SECTOR), b"\x00")
        entries += _entry(name, 2, len(chain), len(padded), right=2 if part and name == "Workbook" else _FREE)
        sectors = len(padded) // _SECTOR
        chain += [*range(len(chain) + 1, len(chain) + sectors), _END]
        body += padded
    directory = len(chain)
    chain.append(_END)
    tables = next(n for n in range(1, 200) if (len(chain) + n) * 4 <= n * _SECTOR)
    first = len(chain)
    chain += [_FAT] * tables
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    root = _entry("Root Entry", 5, _END, 0, child=1)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, _END, 0, _END, 0)
    header += struct.pack(f"<{tables}I", *range(first, first + tables)).ljust(436, b"\xff")
    return header + body + (root + entries).ljust(_SECTOR, b"\x00") + table


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    text = (name + "\x00").encode("utf-16-le")
    out = text.ljust(64, b"\x00") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, right, child)
    return (out + bytes(36) + struct.pack("<III", start, size, 0)).ljust(128, b"\x00")
