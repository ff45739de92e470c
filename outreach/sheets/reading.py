"""Opens an uploaded table safely: what it is shows in its first bytes, never in its name."""

from collections.abc import Callable
from pathlib import Path

from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Cell, FileFault, Sheet
from outreach.sheets.delimited import read_delimited
from outreach.sheets.workbook import read_workbook

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 100_000  # trying such a file out takes some seconds; registers have tens of thousands

_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
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


def read_sheet(path: Path, *, filename: str = "") -> Sheet:
    """The first visible table of an XLSX file, or a CSV file (`;`, tab or comma; UTF-8 or UTF-16).

    `filename` is how its owner calls it; it names a CSV's only sheet. Raises FileFault for everything else:
    wrong kind, encrypted, damaged, too large for the limits.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise FileFault(_l("Không mở được tệp; Anh/Chị kiểm tra lại đường dẫn và quyền đọc tệp.")) from error
    if size > MOST_BYTES:
        raise FileFault(
            _l("Tệp lớn hơn %(most)d MB; Anh/Chị chia danh sách thành nhiều tệp nhỏ rồi nhập từng tệp.",
               most=MOST_BYTES // 1024**2)
        )  # fmt: skip
    if not start.strip():
        raise FileFault(_l("Tệp trống; Anh/Chị xuất lại danh sách rồi chọn tệp mới."))
    sheet = _reader(path, start)(path, filename or path.name)
    if len(sheet.rows) > MOST_ROWS:
        raise FileFault(
            _l("Bảng có hơn %(most)d dòng; Anh/Chị chia danh sách thành nhiều tệp rồi nhập từng tệp.",
               most=MOST_ROWS)
        )  # fmt: skip
    return sheet


def _reader(path: Path, start: bytes) -> Callable[[Path, str], Sheet]:
    """What reads a file that begins so; refuses what is no table."""
    if start.startswith(b"PK\x03\x04"):
        return read_workbook
    if start.startswith(_OLD_OFFICE):
        raise FileFault(_old_office(path))
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise FileFault(
            _l("Tệp này là trang HTML hoặc XML chứ không phải bảng tính; "
               "Anh/Chị mở bằng Excel, chọn “Lưu thành” dạng .xlsx rồi nhập lại.")
        )  # fmt: skip
    if start.startswith(_NOT_TABLES):
        raise FileFault(_l("Tệp này không phải bảng tính; Anh/Chị chọn tệp Excel (.xlsx) hoặc CSV."))
    return read_delimited


def _old_office(path: Path) -> LazyString:
    if _ENCRYPTED in path.read_bytes():
        return _l("Tệp có đặt mật khẩu; Anh/Chị mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập lại.")
    return _l("Tệp ở dạng Excel cũ (.xls); Anh/Chị mở bằng Excel, chọn “Lưu thành” dạng .xlsx rồi nhập lại.")


__all__ = ["Cell", "FileFault", "Sheet", "read_sheet"]
