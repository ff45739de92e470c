"""Reads XLSX in a process of its own with bounded memory and time: a crafted file can end that one only."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Cell, FileFault, Sheet

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
}


def read_workbook(path: Path, _name: str) -> Sheet:
    """The first visible sheet of an XLSX file. Raises FileFault."""
    command = [sys.executable, "-I", str(_CHILD), str(path.absolute())]
    try:
        child = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise FileFault(_TOO_MUCH) from error
    head, _, body = child.stdout.partition(b"\n")
    if child.returncode != 0 or not head:  # killed by a limit, or aborted for want of memory
        raise FileFault(_TOO_MUCH)
    answer = json.loads(head)
    if "fault" in answer:
        raise FileFault(_FAULTS[answer["fault"]])
    return Sheet(answer["sheet"], list(_rows(body)))


def _rows(body: bytes) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    for line in body.splitlines():
        number, cells, dates = json.loads(line)
        for index in dates:
            text = cells[index]
            cells[index] = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        yield number, tuple(cells)
