"""Phones and identity numbers in what people wrote, shortened for whoever need not know them.

Left alone: dossier codes, tax codes (10 digits or 10-3), sums of money, hotlines (1800…, 1900…, 1022).
"""

import re
from collections.abc import Callable

from outreach.identifiers import check_digit, mask_phone, phone_of

# A number stands for itself: nothing that makes it part of a code, a sum or a longer number touches it.
_BEFORE, _AFTER = r"(?<![\w.,/+(\-])", r"(?!\w|[.,/\-]\w)"
_LEAD = r"(?:\(?\+?84\)?[ .\-]?(?:\(0\)|0)?|\(?0)"
_PHONE = re.compile(
    rf"{_BEFORE}{_LEAD}(?:[ .\-]?[35789](?:[ .\-]?\d){{8}}|[ .\-]?2(?:[ .\-)]{{0,2}}\d){{9}}){_AFTER}",
    re.ASCII,
)
_CITIZEN = re.compile(
    rf"{_BEFORE}0\d\d(?:[ .\-]?\d{{3}}){{3}}{_AFTER}|{_BEFORE}0\d{{3}}(?:[ .\-]\d{{4}}){{2}}{_AFTER}",
    re.ASCII,
)
_OLD_IDENTITY = re.compile(rf"{_BEFORE}(?:\d{{9}}|\d{{3}} \d{{3}} \d{{3}}){_AFTER}", re.ASCII)

_MONEY_NEXT = re.compile(r"\s*(?:đồng|đ\b|vnđ|vnd|₫|triệu|nghìn|ngàn|tỷ|tỉ\b|usd|\$|%)", re.IGNORECASE)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_TAX = r"mst|thuế|tax"
_CODES = r"hồ sơ|biên nhận|mã|hóa đơn|hoá đơn|tờ khai|tài khoản|giấy phép|giấy chứng nhận"
_TAX_BEFORE = re.compile(rf"(?:{_TAX})[^\d\n]{{0,12}}$", re.IGNORECASE)
_CODE_BEFORE = re.compile(rf"(?:{_TAX}|{_CODES})[^\d\n]{{0,12}}$", re.IGNORECASE)
_TWOFOLD = re.compile(r"0(?:[79]0[01]|3[01]\d|50\d|80\d)\d{6}")  # begins as a tax code of some province does
_LOOK_BACK = 30


def masked(text: str) -> str:
    """The text with phones as "09xx xxx x78" and identity numbers by their last three digits."""
    for pattern, mask in ((_PHONE, _phone), (_CITIZEN, _identity), (_OLD_IDENTITY, _old_identity)):
        text = pattern.sub(_unless_money(mask), text)
    return text


def masked_name(name: str) -> str:
    """The same of a file's name, whose ending is none of its words."""
    stem, dot, ending = name.rpartition(".")
    return masked(stem.replace("_", " ")) + dot + ending if dot else masked(name)


Mask = Callable[[str, str], str]


def _unless_money(mask: Mask) -> Callable[[re.Match[str]], str]:
    def shortened(found: re.Match[str]) -> str:
        written, text = found[0], found.string
        if _MONEY_NEXT.match(text, found.end()) or _THOUSANDS.fullmatch(written):
            return written
        return mask(written, text[max(0, found.start() - _LOOK_BACK) : found.start()])

    return shortened


def _phone(written: str, before: str) -> str:
    digits = _digits(written)
    phone = phone_of(digits)
    if phone is None or (len(digits) == 10 and _is_tax_code(digits, before)):
        return written
    return ("(" if written.startswith("(") and ")" not in written else "") + mask_phone(phone)


def _is_tax_code(digits: str, before: str) -> bool:
    if _TAX_BEFORE.search(before):
        return True
    return bool(_TWOFOLD.fullmatch(digits)) and check_digit(digits[:9]) == int(digits[9])


def _identity(written: str, _before: str) -> str:
    digits = _digits(written)
    return "x" * (len(digits) - 3) + digits[-3:]


def _old_identity(written: str, before: str) -> str:
    digits = _digits(written)
    if digits.endswith("000") or _CODE_BEFORE.search(before):
        return written
    return _identity(written, before)


def _digits(written: str) -> str:
    return "".join(char for char in written if char.isdigit())
