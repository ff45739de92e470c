"""Text and codes: normal form C, one blank between words, no invisible characters; codes that Excel bent."""

import re
from datetime import date

from outreach.i18n import lazy_gettext as _l
from outreach.identifiers import tax_code_of
from outreach.sheets.cells import Cell, CellFault
from outreach.text import fold, nfc, squeeze

LONGEST_CODE = 100
EXCEL_DIGITS = 10**15  # Excel keeps 15 digits of a number and turns the others into 0

# Tab and line breaks are white space and allowed; PostgreSQL refuses NUL, no encoding takes lone surrogates.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0001-\U000e007f]"
)
_BLANKS = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        "…",
        "...",
        "null",
        "(null)",
        "n/a",
        "#n/a",
        "nan",
        "nat",
        "none",
        "<na>",
    }
)
_ERRORS = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
LONGEST_TEXT = 2_000
_MOST_BYTES = 2_600  # of a text without its marks: PostgreSQL has no index for more
_PLAIN_CODE = re.compile(r"[0-9A-Z](?:[0-9A-Z./_-]{0,98}[0-9])?", re.ASCII)  # needs nothing done
_MARKS_OF_TEXT = ("=", "'", "#")
_FORMULA_STARTS = ("=", "+", "@")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.ASCII | re.IGNORECASE)  # what a CSV has of such a number
_SPOILT_PROCEDURE = re.compile(r"(\d)[.,](\d{3,6})", re.ASCII)  # fewer decimals: a local code such as 1.5


def clean(text: str) -> str:
    """NFC with single blanks, without invisible characters; control characters and surrogates are refused."""
    if text.isprintable():  # blanks are its only white space
        return " ".join(nfc(text).split())
    if CONTROL.search(text):
        raise CellFault(_l("Ô chứa ký tự điều khiển không đọc được; Anh/Chị gõ lại nội dung ô này."))
    return squeeze(_INVISIBLE.sub("", text))


def filled(cell: Cell) -> str | None:
    """A cell's words, cleaned; None for an empty cell and for what stands for one ('-', '…', 'NULL')."""
    if cell is None:
        return None
    text = clean(cell) if isinstance(cell, str) else written(cell)
    if text.startswith(_MARKS_OF_TEXT):
        text = _without_marks(text)
    return None if text.lower() in _BLANKS else text


def _without_marks(text: str) -> str:
    """Words without what keeps Excel from reading a number in them; an error of Excel is no word."""
    if text in _ERRORS:
        raise CellFault(_l("Ô này chứa lỗi của Excel; Anh/Chị sửa công thức, hoặc gõ lại nội dung ô này."))
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].replace('""', '"').strip()
    return text.removeprefix("'").strip() if text.count("'") == 1 else text


def folded(cell: Cell) -> str | None:
    """A cell's words folded for comparison with a list of wordings; None when empty."""
    text = filled(cell)
    return None if text is None else fold(text)


def written(cell: Cell) -> str:
    """A cell as a person would write it down: 301.0 → '301', a date → dd/mm/yyyy."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXCEL_DIGITS:
        return str(int(cell))
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    return "" if cell is None else str(cell)


def parse_text(cell: Cell) -> str | None:
    """Any words; line breaks and runs of blanks become one blank."""
    text = filled(cell)
    if text is not None and _is_too_long(text):
        raise CellFault(_l("Nội dung ô dài quá %(most)d ký tự.", most=LONGEST_TEXT))
    return text


def _is_too_long(text: str) -> bool:
    most_bytes = len(text) * 4  # which settles nearly every text
    return len(text) > LONGEST_TEXT or (most_bytes > _MOST_BYTES and len(fold(text).encode()) > _MOST_BYTES)


def parse_own_code(cell: Cell) -> str | None:
    """A code that the board gave itself (business, activity): opaque, its case kept."""
    if not isinstance(cell, str):
        _refuse_bent(cell)
    text = filled(cell)
    if text is None:
        return None
    if _ROUNDED.fullmatch(text):
        raise CellFault(
            _l("Excel đã viết gọn mã này nên mất chữ số; Anh/Chị định dạng cột là Văn bản rồi gõ lại.")
        )
    if text.startswith(_FORMULA_STARTS):
        raise CellFault(_l("Mã này là một công thức; Anh/Chị gõ lại mã dạng Văn bản."))
    if len(text) > LONGEST_CODE:
        raise CellFault(_l("Mã dài quá %(most)d ký tự.", most=LONGEST_CODE))
    return text


def _refuse_bent(cell: Cell) -> None:
    """A code that Excel took for a date, a truth, or a number of more digits than it keeps."""
    if isinstance(cell, date | bool):
        raise CellFault(
            _l("Mã đã bị đổi thành ngày hoặc đúng/sai; Anh/Chị định dạng cột là Văn bản rồi gõ lại.")
        )
    if isinstance(cell, int | float) and not abs(cell) < EXCEL_DIGITS:
        raise CellFault(
            _l("Mã dài hơn 15 chữ số nên Excel đã làm tròn; Anh/Chị định dạng cột là Văn bản rồi gõ lại.")
        )


def parse_code(cell: Cell) -> str | None:
    """A dossier code: opaque, trimmed, upper case."""
    if type(cell) is str and _PLAIN_CODE.fullmatch(cell):
        return cell
    code = parse_own_code(cell)
    if code is None:
        return None
    return code.upper() if code.isascii() else squeeze(code.upper())


def parse_procedure_code(cell: Cell) -> str | None:
    """An official procedure code such as 2.000840, mended where Excel made it the number 2.00084."""
    if isinstance(cell, float) and 0 < cell < 10 and not cell.is_integer():
        cell = repr(cell)
    code = parse_own_code(cell)
    spoilt = _SPOILT_PROCEDURE.fullmatch(code) if code else None
    return f"{spoilt[1]}.{spoilt[2]:0<6}" if spoilt else code


def parse_tax_code(cell: Cell) -> str | None:
    """A tax code as 10 digits or NNNNNNNNNN-NNN, leading zero restored; a household's 12 digits as they are.

    The check digit is not looked at: it warns elsewhere and never blocks (households, foreign contractors).
    """
    code = parse_own_code(cell)
    if code is None:
        return None
    tax_code = tax_code_of(code)
    if tax_code is None:
        raise CellFault(_l("Mã số thuế có 10 chữ số, hoặc 10 số-3 số, hoặc 12 số."))
    return tax_code
