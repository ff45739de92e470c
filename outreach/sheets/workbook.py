"""Reads workbooks and pages in a process of their own: a bad file ends that one, by its memory or time."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Block, Blocks, FileFault, Table
from outreach.sheets.encodings import encoding_of_page, unknown_encoding
from outreach.sheets.spool import Spool

SECONDS = 60  # by the clock, however busy the machine; the child bounds its computing closer
_CHILD = Path(__file__).with_name("workbook_child.py")
_PAGE_CHILD = Path(__file__).with_name("page_child.py")
_BETWEEN = "\x7f"  # the cells of a column that holds nothing but texts
_TOO_MUCH = _l(
    "Bảng quá lớn hoặc có ô dữ liệu nằm rất xa bảng; "
    "Anh/Chị xóa các dòng, cột thừa (hoặc chia nhỏ danh sách) rồi lưu và nhập lại."
)
# What the child may answer instead of rows.
_FAULTS: dict[str, LazyString] = {
    "too_much": _TOO_MUCH,
    "damaged": _l("Tệp bị hỏng nên không đọc được; Anh/Chị mở bằng Excel, lưu lại dạng .xlsx rồi nhập lại."),
    "encrypted": _l("Tệp có đặt mật khẩu; Anh/Chị mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập lại."),
    "macros": _l("Tệp có chứa macro; Anh/Chị lưu lại dạng .xlsx (không có macro) rồi nhập lại."),
    "not_xlsx": _l("Tệp này không phải bảng tính Excel; Anh/Chị mở ra, lưu lại dạng .xlsx rồi nhập lại."),
    "entities": _l("Tệp có khai báo không thuộc bảng tính; Anh/Chị mở bằng Excel, lưu lại .xlsx rồi nhập."),
    "formulas": _l(
        "Tệp có công thức chưa tính hoặc lấy số liệu từ nơi khác; Anh/Chị mở bằng Excel, sao chép bảng, "
        "dán lại dạng giá trị (Paste Values), lưu rồi nhập lại."
    ),
    "no_table": _l("Trang HTML này không có bảng nào; Anh/Chị xuất lại danh sách dạng Excel rồi nhập lại."),
    "no_sheet": _l("Mọi trang tính trong tệp đều bị ẩn; Anh/Chị bỏ ẩn trang có danh sách, lưu rồi nhập lại."),
    "other_sheet": _l("Tệp không còn trang tính đã chọn; Anh/Chị chọn lại trang tính rồi nhập."),
}


def open_workbook(path: Path, sheet: str | None) -> Table:
    """A visible sheet of an XLSX or XLS file, the first one unless another is named. Raises FileFault."""
    unpacked = Spool()
    return _answer_of(
        [str(_CHILD), str(path.absolute()), str(unpacked.descriptor)], sheet, lent=[unpacked.descriptor]
    )


def open_page(path: Path, sheet: str | None) -> Table:
    """A table of an HTML page, the fullest one unless another is named. Raises FileFault."""
    content = path.read_bytes()
    encoding = encoding_of_page(content)
    try:
        text = content.decode(encoding).encode("utf-8", "replace")
    except UnicodeError as error:
        raise unknown_encoding() from error
    return _answer_of([str(_PAGE_CHILD)], sheet, text)._replace(encoding=encoding)


def _answer_of(
    child: list[str], sheet: str | None, content: bytes = b"", *, lent: Sequence[int] = ()
) -> Table:
    spool = Spool()
    command = [sys.executable, "-I", *child, *([sheet] if sheet else [])]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=content, stdout=spool.descriptor, stderr=subprocess.DEVNULL, timeout=SECONDS,
            check=False, pass_fds=lent,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise FileFault(_TOO_MUCH) from error
    head = next(spool.lines(), b"")
    if done.returncode != 0 or not head:  # killed by a limit, or aborted for want of memory
        raise FileFault(_TOO_MUCH)
    answer = json.loads(head)
    if "fault" in answer:
        raise FileFault(_FAULTS[answer["fault"]])
    merges = tuple((first, left, last, right) for first, left, last, right in answer["merges"])
    return Table(
        answer["sheet"], tuple(answer["sheets"]), answer["format"], lambda: _blocks(spool), merges=merges
    )


def _blocks(spool: Spool) -> Blocks:
    for line in islice(spool.lines(), 1, None):
        numbers, columns = json.loads(line)
        yield Block(numbers, list(map(_cells, columns)))


def _cells(column: str | list[list[Any]]) -> list[Any]:
    """The cells of a column, as the child wrote them."""
    if isinstance(column, str):
        texts = column.split(_BETWEEN)
        return [text or None for text in texts] if "" in texts else texts
    cells, dates = column
    for index in dates:
        text = cells[index]
        cells[index] = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    return cells
