"""Whole numbers as Vietnamese registers write them: 5.479, 144.490.000 đồng; the comma marks decimals."""

import re
from datetime import date

from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Cell, CellFault
from outreach.sheets.values.texts import filled, written
from outreach.text import fold

MOST = 10**15
MOST_EMPLOYEES = 10**7

# Groups of three by dots or blanks; by commas only where two groups leave no doubt.
_WHOLE = re.compile(
    r"(-?\d+|-?\d{1,3}(?:\.\d{3})+|-?\d{1,3}(?: \d{3})+)(?:[,.]0{1,2})?|(-?\d{1,3}(?:,\d{3}){2,})(?:\.0+)?",
    re.ASCII,
)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*%?", re.ASCII)
_CURRENCY = re.compile(r"\s*(?:dong|vnd|d|₫)\.?")
_AMOUNT = re.compile(r"(-?[\d.,\s]*\d)(.*)", re.ASCII | re.DOTALL)


def parse_int(cell: Cell, most: int = MOST) -> int | None:
    """A count from 0 to `most`; the text 5.479 is 5479, the number 5.479 is spoilt by Excel and refused."""
    if isinstance(cell, bool | date):
        raise CellFault(_l("Ô này cần một số, không phải ngày hay đúng/sai."))
    if isinstance(cell, int | float):
        return _bounded(_whole(cell), most)
    text = filled(cell)
    return None if text is None else _bounded(_from_text(text), most)


def parse_employees(cell: Cell) -> int | None:
    """How many people a business employs."""
    return parse_int(cell, MOST_EMPLOYEES)


def parse_vnd(cell: Cell) -> int | None:
    """Money in whole đồng: 50000, '50.000đ', '144.490.000 đồng'; 'Không' and 'Miễn phí' are 0."""
    if not isinstance(cell, str):
        return parse_int(cell)
    text = filled(cell)
    if text is None:
        return None
    if fold(text) in ("khong", "mien phi"):
        return 0
    amount = _AMOUNT.fullmatch(text)
    if amount and _CURRENCY.fullmatch(fold(amount[2])):
        text = amount[1]
    return parse_int(text)


def parse_share(cell: Cell) -> float | None:
    """A share from 0 to 1: '98,5%', '98,5', 98.5 and the cell 0.985 that Excel shows as 98,5%."""
    if isinstance(cell, bool | date):
        raise CellFault(_l("Ô này cần một số, không phải ngày hay đúng/sai."))
    text = None if isinstance(cell, int | float) else filled(cell)
    if isinstance(cell, int | float):
        share = cell if cell <= 1 else cell / 100
    elif text is None:
        return None
    elif match := _PERCENT.fullmatch(text):
        share = float(match[1].replace(",", ".")) / 100
    else:
        share = -1
    if not 0 <= share <= 1:
        raise CellFault(_l("Không đọc được tỷ lệ; cần một số từ 0 đến 100, ví dụ 98,5."))
    return share


def _whole(number: int | float) -> int:
    if isinstance(number, float) and not number.is_integer():  # also infinity and not-a-number
        raise _spoilt(number)
    return int(number)


def _spoilt(number: float) -> CellFault:
    """A count has no decimals; up to three of them are what Excel makes of 5.479, and nobody may guess."""
    thousands = number * 1000
    if abs(thousands) < MOST and abs(thousands - round(thousands)) < 1e-6:
        return CellFault(
            _l("Số %(number)s không nguyên: Excel có thể đã hiểu dấu chấm hàng nghìn là dấu thập phân. "
               "Nếu đúng là %(likely)s, Anh/Chị gõ lại số này không có dấu chấm.",
               number=written(number).replace(".", ","), likely=round(thousands))
        )  # fmt: skip
    return CellFault(_l("Số %(number)s không nguyên; Anh/Chị gõ lại số đầy đủ.", number=written(number)))


def _from_text(text: str) -> int:
    match = _WHOLE.fullmatch(text) if len(text) <= 40 else None
    if not match:
        raise CellFault(_l("Không đọc được số; cần số nguyên, ví dụ 5479 hoặc 5.479."))
    return int(re.sub(r"[., ]", "", match[1] or match[2]))


def _bounded(number: int, most: int) -> int:
    if number < 0:
        raise CellFault(_l("Số không được âm."))
    if number > most:
        raise CellFault(_l("Số quá lớn; Anh/Chị kiểm tra lại."))
    return number
