"""Opens an uploaded table safely: what it is shows in its first bytes, never in its name."""

from pathlib import Path

from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import FileFault, Table
from outreach.sheets.delimited import open_delimited
from outreach.sheets.workbook import open_workbook

MOST_BYTES = 10 * 1024 * 1024  # of a workbook; a CSV file is never held whole

_ZIP = b"PK\x03\x04"
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


def open_table(path: Path, *, filename: str = "", sheet: str | None = None) -> Table:
    """A table out of an XLSX file (the first visible sheet unless one is named), or out of a CSV file.

    `filename` is how its owner calls it; it names a CSV's only table. Raises FileFault for everything else:
    wrong kind, encrypted, damaged, too large for the limits. A CSV file may have any length.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise FileFault(_l("Không mở được tệp; Anh/Chị kiểm tra lại đường dẫn và quyền đọc tệp.")) from error
    if not start.strip():
        raise FileFault(_l("Tệp trống; Anh/Chị xuất lại danh sách rồi chọn tệp mới."))
    _refuse_what_is_no_table(path, start)
    if not start.startswith(_ZIP):
        return open_delimited(path, filename or path.name)
    if size > MOST_BYTES:
        raise FileFault(
            _l("Tệp lớn hơn %(most)d MB; Anh/Chị chia danh sách thành nhiều tệp nhỏ rồi nhập từng tệp.",
               most=MOST_BYTES // 1024**2)
        )  # fmt: skip
    return open_workbook(path, sheet)


def _refuse_what_is_no_table(path: Path, start: bytes) -> None:
    if start.startswith(_OLD_OFFICE):
        raise FileFault(_old_office(path))
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise FileFault(
            _l("Tệp này là trang HTML hoặc XML chứ không phải bảng tính; "
               "Anh/Chị mở bằng Excel, chọn “Lưu thành” dạng .xlsx rồi nhập lại.")
        )  # fmt: skip
    if start.startswith(_NOT_TABLES):
        raise FileFault(_l("Tệp này không phải bảng tính; Anh/Chị chọn tệp Excel (.xlsx) hoặc CSV."))


def _old_office(path: Path) -> LazyString:
    if _ENCRYPTED in path.read_bytes():
        return _l("Tệp có đặt mật khẩu; Anh/Chị mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập lại.")
    return _l("Tệp ở dạng Excel cũ (.xls); Anh/Chị mở bằng Excel, chọn “Lưu thành” dạng .xlsx rồi nhập lại.")
