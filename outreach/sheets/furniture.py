"""Rows that are in the table but are no data: numbered rows, totals, signatures."""

import re
from itertools import pairwise

from outreach.sheets.cells import Cell
from outreach.text import fold

REASON = "Lý do không nhận"  # the column that refused rows are given back with
CROOKED = "⚠"  # begins the reason of a row that had slipped sideways

# Not "Tổng công ty …", which is a business.
_TOTAL = re.compile(
    r"(?:tong so|tong cong|tong|cong|total|grand total)"
    r"(?:\s*[:(=].*|\s+[\d.,]+.*|\s+(?:so|ho so|doanh nghiep|thu tuc|chung|toan tinh|trong ky)\b.*)?",
    re.DOTALL,
)
TOTAL_LETTERS = frozenset("TtCcGg")
_LETTERED = re.compile(r"\(?\s*[a-zđ]\s*\)?", re.IGNORECASE)  # the columns of words are (A), (B)
_LETTER = re.compile(r"\(?(?:[ivxlc]{1,6}|[a-zđ])[.)]*", re.IGNORECASE)
_NUMBER = re.compile(r"\(?\d{1,3}(?:\.\d{1,3})*[.)]*", re.ASCII)
_GROUP = re.compile(
    r"(?:[ivxlc]+|[a-z])[.)] |"
    r"(?:linh vuc|co quan|don vi|so|ban|phong|ubnd|uy ban|khoi|nhom|nganh|muc|phan|cap)\b"
)
_NUMBERED = re.compile(r"\(?\s*(\d{1,3})\s*\)?(?:\s*=.*)?", re.ASCII)
MOST_SIGNATURE_CELLS = 3


def is_numbered(cells: tuple[Cell, ...]) -> bool:
    """The row '(1) (2) (3)=(4)+(5) …' that forms print under their headings; it may begin with (A), (B)."""
    numbers: list[int] = []
    for cell in cells:
        if cell is None or cell == "":
            continue
        if not numbers and isinstance(cell, str) and _LETTERED.fullmatch(cell.strip()):
            continue
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
        found = _NUMBERED.fullmatch(text.strip()) if len(text) <= 40 else None
        if not found:
            return False
        numbers.append(int(found[1]))
    return len(numbers) > 1 and all(right == left + 1 for left, right in pairwise(numbers))


def _says_total(text: str) -> bool:
    return _TOTAL.fullmatch(fold(text[:200])) is not None


def is_total(cells: tuple[Cell, ...]) -> bool:
    """A row that begins with 'Tổng số', 'Tổng cộng', 'Cộng': a sum over the rows above or below."""
    for cell in cells:
        if cell is not None and cell != "":
            # The first letter settles nearly every row without folding.
            return isinstance(cell, str) and cell.lstrip()[:1] in TOTAL_LETTERS and _says_total(cell)
    return False


def is_group(cells: tuple[Cell, ...], key_columns: list[int]) -> bool:
    """Words alone in a row that head the rows below: 'I. Lĩnh vực Đầu tư', 'Sở ban ngành'.

    They stand in the first column, where a code would, or behind a letter or Roman number in the first one;
    elsewhere they are taken for a row that lacks its code.
    """
    filled = [(place, cell) for place, cell in enumerate(cells) if cell is not None and cell != ""]
    if not 0 < len(filled) <= 2 or not isinstance(filled[-1][1], str):
        return False
    place, words = filled[-1][0], fold(filled[-1][1][:200])
    if len(filled) == 2:
        ordinal = str(filled[0][1]).strip()
        if filled[0][0] == 0 and _LETTER.fullmatch(ordinal):
            return True
        if not _NUMBER.fullmatch(ordinal):
            return False
    if place > 0 and place not in key_columns:
        return False
    return _GROUP.match(words) is not None or (" " in words and not any(char.isdigit() for char in words))


def may_be_signature(cells: tuple[Cell, ...], key_columns: list[int], width: int) -> bool:
    """A few words and no digit where a code would stand: place and date, 'Người lập biểu', a name.

    In a narrow table few words may be a row that lacks something, so it must be less than half of `width`.
    """
    filled = sum(cell is not None for cell in cells)
    if filled > MOST_SIGNATURE_CELLS or filled * 2 >= width:
        return False
    codes = (str(cells[index]) for index in key_columns if index < len(cells) and cells[index] is not None)
    return not any(char.isdigit() for code in codes for char in code)
