"""Opens an uploaded table safely: what it is shows in its first bytes, never in its name."""

from pathlib import Path

from outreach import scanning
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import FileFault, Table
from outreach.sheets.delimited import open_delimited
from outreach.sheets.encodings import unknown_encoding
from outreach.sheets.workbook import open_page, open_workbook

MOST_BYTES = 10 * 1024 * 1024  # of a workbook or page; a CSV file is never held whole

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_NOT_TABLES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"PK\x05\x06",
)
_MAIL = b"MIME-Version:"  # begins a page that Excel saved as .mht, and that it opens as .xls


def open_table(path: Path, *, filename: str = "", sheet: str | None = None) -> Table:
    """A table out of a workbook (XLSX, XLS), an HTML page, or a CSV file, whatever the file is called.

    `sheet` is one of `Table.names`; without it comes the first visible sheet, or the fullest table of a page.
    `filename` is how its owner calls it; it names a CSV's only table. A CSV file may have any length. Raises
    FileFault for everything else: wrong kind, encrypted, damaged, too large for the limits.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise FileFault(_l("Không mở được tệp; Anh/Chị kiểm tra lại đường dẫn và quyền đọc tệp.")) from error
    if reason := scanning.why_not(path):
        raise FileFault(reason)
    if not start.strip():
        raise FileFault(_l("Tệp trống; Anh/Chị xuất lại danh sách rồi chọn tệp mới."))
    if start.startswith(_NOT_TABLES):
        raise FileFault(_l("Tệp này không phải bảng tính; Anh/Chị chọn tệp Excel (.xlsx, .xls) hoặc CSV."))
    if start.startswith(_MAIL):
        raise unknown_encoding()
    opened = (
        open_workbook if start.startswith((_ZIP, _OLD_OFFICE)) else open_page if _is_page(start) else None
    )
    if opened is None:
        return _only(open_delimited(path, filename or path.name), sheet)
    if size > MOST_BYTES:
        raise FileFault(
            _l("Tệp lớn hơn %(most)d MB; Anh/Chị lưu thành CSV, hoặc chia danh sách thành nhiều tệp nhỏ "
               "rồi nhập từng tệp.",
               most=MOST_BYTES // 1024**2)
        )  # fmt: skip
    return opened(path, sheet)


def _only(table: Table, sheet: str | None) -> Table:
    """The table of a file that has no other; FileFault when another was named."""
    if sheet not in (None, *table.names):
        raise FileFault(_l("Tệp này chỉ có một bảng, không có trang “%(sheet)s”.", sheet=sheet))
    return table


def _is_page(start: bytes) -> bool:
    """Whether a text begins with a tag: HTML, or XML, which is refused for having no table."""
    plain = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain.startswith(b"<")
