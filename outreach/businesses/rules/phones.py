"""Phones and mail addresses of people: stored in one form, masked until somebody needs them."""

import re

from outreach.text import squeeze

_WRITTEN = re.compile(r"\+?[0-9 .\-()/]+")
_NOT_DIGIT = re.compile(r"[^0-9]")
_KNOWN = re.compile(
    r"0[35789][0-9]{8}"  # mobile
    r"|02[0-9]{8,9}"  # landline
    r"|1[89]00[0-9]{4,6}"  # service numbers
)


def phone_of(written: str) -> str | None:
    """A Vietnamese phone as it is stored, digits only with the leading 0; None: it is none.

    Takes +84 and 84, blanks, dots, dashes and brackets; nine digits are ten without their zero.
    Mobiles of the old eleven-digit form (012x) are dead and refused.
    """
    text = squeeze(written)
    digits = _NOT_DIGIT.sub("", text) if _WRITTEN.fullmatch(text) else ""
    if digits.startswith("84") and len(digits) in (11, 12, 13):
        digits = "0" + digits[2:].removeprefix("0")
    elif len(digits) == 9 and digits[0] in "35789":
        digits = "0" + digits
    return digits if _KNOWN.fullmatch(digits) else None


def mask_email(email: str | None) -> str:
    """The first letter and the domain: l***@mau.vn."""
    if not email or "@" not in email:
        return ""
    name, domain = email.rsplit("@", 1)
    return f"{name[:1]}***@{domain}"
