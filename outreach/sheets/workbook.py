"""Reads workbooks in a process of its own, with bounded memory and time: a bad file ends only that one."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import FileFault, Numbered, Table
from outreach.sheets.spool import Spool

SECONDS = 20
_CHILD = Path(__file__).with_name("workbook_child.py")
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
    "not_xlsx": _l("Tệp này không phải bảng tính .xlsx; Anh/Chị mở ra, lưu lại dạng .xlsx rồi nhập lại."),
    "no_sheet": _l("Mọi trang tính trong tệp đều bị ẩn; Anh/Chị bỏ ẩn trang có danh sách, lưu rồi nhập lại."),
    "other_sheet": _l("Tệp không còn trang tính đã chọn; Anh/Chị chọn lại trang tính rồi nhập."),
}


def open_workbook(path: Path, sheet: str | None) -> Table:
    """A visible sheet of a workbook, the first one unless another is named. Raises FileFault."""
    spool = Spool()
    command = [sys.executable, "-I", str(_CHILD), str(path.absolute()), *([sheet] if sheet else [])]
    try:
        child = subprocess.run(  # noqa: S603
            command, stdout=spool.descriptor, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise FileFault(_TOO_MUCH) from error
    head = next(spool.lines(), b"")
    if child.returncode != 0 or not head:  # killed by a limit, or aborted for want of memory
        raise FileFault(_TOO_MUCH)
    answer = json.loads(head)
    if "fault" in answer:
        raise FileFault(_FAULTS[answer["fault"]])
    merges = tuple((first, left, last, right) for first, left, last, right in answer["merges"])
    return Table(
        answer["sheet"], tuple(answer["sheets"]), answer["format"], lambda: _rows(spool), merges=merges
    )


def _rows(spool: Spool) -> Iterator[Numbered]:
    for line in islice(spool.lines(), 1, None):
        number, cells, dates = json.loads(line)
        for index in dates:
            text = cells[index]
            cells[index] = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        yield number, tuple(cells)
