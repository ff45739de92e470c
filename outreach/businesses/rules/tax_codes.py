"""Tax codes (mã số thuế): how they are written, and the check digit that warns of slips."""

import re

from outreach.text import squeeze

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_WRITTEN = re.compile(r"'?[0-9 .\-/]+")
_STORED = re.compile(r"[0-9]{10}(?:-[0-9]{3})?|[0-9]{12}")
_NOT_DIGIT = re.compile(r"[^0-9]")


def tax_code_of(written: str) -> str | None:
    """A tax code as it is stored: 10 digits, 10-3 for a branch, or 12 of a personal id; None: it is none.

    Blanks, dots and dashes do not count. Excel takes leading zeros: nine digits are ten, and twelve are
    thirteen unless they begin with 0 like every personal id.
    """
    text = squeeze(written).replace("–", "-")
    digits = _NOT_DIGIT.sub("", text) if _WRITTEN.fullmatch(text) else ""
    if len(digits) == 9 or (len(digits) == 12 and digits[0] != "0"):
        digits = "0" + digits
    if len(digits) == 13:
        return f"{digits[:10]}-{digits[10:]}"
    return digits if len(digits) in (10, 12) else None


def is_tax_code(code: str) -> bool:
    """Whether the text has the stored form of a tax code; the check digit does not matter."""
    return _STORED.fullmatch(code) is not None


def check_digit(first_nine: str) -> int | None:
    """The tenth digit that fits: 10 − (Σ weight × digit mod 11); None when no digit does."""
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_nine, strict=True)) % 11
    return 10 - rest if rest else None


def tax_code_doubtful(code: str | None) -> bool:
    """Whether the check digit contradicts the code: a reason to look again, never to refuse.

    The 12 digits of a personal id (households, since 1/7/2025) carry no check digit of this kind.
    """
    if not code or (len(code) == 12 and is_tax_code(code)):
        return False
    return not is_tax_code(code) or check_digit(code[:9]) != int(code[9])
