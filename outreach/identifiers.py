"""Tax codes, phones and e-mail addresses: each is stored in one form, however it was written."""

import re

from outreach.text import nfc, squeeze

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
LONGEST_EMAIL = 254

_NOT_DIGIT = re.compile(r"[^0-9]")
_WRITTEN_TAX_CODE = re.compile(r"'?[0-9][0-9 .\-/]*")
_FLOAT = re.compile(r"[1-9][0-9]{8,12}\.0")
_TAX_CODE = re.compile(r"[0-9]{10}(?:-[0-9]{3})?|[0-9]{12}")
_WRITTEN_PHONE = re.compile(r"\+?[0-9 .\-()/]+")
_PHONE = re.compile(
    r"0[35789][0-9]{8}"  # mobile
    r"|02[0-9]{8,9}"  # landline
    r"|1[89]00[0-9]{4,6}"  # service numbers
)
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}")


# ── tax codes (mã số thuế) ───────────────────────────────────────────────────────────────────────────────


def tax_code_of(written: str) -> str | None:
    """A tax code as it is stored: 10 digits, 10-3 for a branch, or 12 of a personal id; None: it is none.

    Blanks, dots and dashes do not count. Excel takes leading zeros: nine digits are ten, and twelve are
    thirteen unless they begin with 0 like every personal id. Programs write such a number as 300588569.0.
    """
    text = squeeze(written).replace("–", "-")
    if _FLOAT.fullmatch(text):
        text = text.removesuffix(".0")
    digits = _NOT_DIGIT.sub("", text) if _WRITTEN_TAX_CODE.fullmatch(text) else ""
    if len(digits) == 9 or (len(digits) == 12 and digits[0] != "0"):
        digits = "0" + digits
    if len(digits) == 13:
        return f"{digits[:10]}-{digits[10:]}"
    return digits if len(digits) in (10, 12) else None


def check_digit(first_nine: str) -> int | None:
    """The tenth digit that fits: 10 − (Σ weight × digit mod 11); None when no digit does."""
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_nine, strict=True)) % 11
    return 10 - rest if rest else None


def tax_code_doubtful(code: str | None) -> bool:
    """Whether the check digit contradicts the code: a reason to look again, never to refuse.

    The 12 digits of a personal id (households, since 1/7/2025) carry no check digit of this kind.
    """
    if not code or len(code) == 12:
        return False
    return not _TAX_CODE.fullmatch(code) or check_digit(code[:9]) != int(code[9])


# ── phones ───────────────────────────────────────────────────────────────────────────────────────────────


def phone_of(written: str) -> str | None:
    """A Vietnamese phone as it is stored, digits only with the leading 0; None: it is none.

    Takes +84 and 84, blanks, dots, dashes and brackets; nine digits are ten without their zero.
    Mobiles of the old eleven-digit form (012x) are dead and refused.
    """
    text = squeeze(written)
    digits = _NOT_DIGIT.sub("", text) if _WRITTEN_PHONE.fullmatch(text) else ""
    if digits.startswith("84") and len(digits) in (11, 12, 13):
        digits = "0" + digits[2:].removeprefix("0")
    elif len(digits) == 9 and digits[0] in "35789":
        digits = "0" + digits
    return digits if _PHONE.fullmatch(digits) else None


def is_service_number(phone: str) -> bool:
    """Whether a phone is a company's hotline (1800…, 1900…), where nobody in particular answers."""
    return phone.startswith("1")


def spell_phone(phone: str) -> str:
    """In the groups people read: 0912 345 678."""
    return " ".join(filter(None, (phone[:4], phone[4:7], phone[7:])))


def mask_phone(phone: str) -> str:
    """For lists: enough to recognise a number, not enough to dial it."""
    return spell_phone(phone[:2] + "x" * max(len(phone) - 4, 0) + phone[-2:])


# ── e-mail ───────────────────────────────────────────────────────────────────────────────────────────────


def email_of(written: str) -> str | None:
    """An e-mail address as it is stored, in lower case; None: it is none.

    ASCII only, so that it is safe in a header.
    """
    address = nfc(written).strip().lower()
    return address if len(address) <= LONGEST_EMAIL and _EMAIL.fullmatch(address) else None


def mask_email(email: str | None) -> str:
    """The first letter and the domain: l***@mau.vn."""
    if not email or "@" not in email:
        return ""
    name, domain = email.rsplit("@", 1)
    return f"{name[:1]}***@{domain}"
