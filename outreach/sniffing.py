"""What an uploaded file really is, by its content: its name and what the browser says of it prove nothing."""

import io
import zipfile
from pathlib import PurePath

from outreach import scanning
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.text import nfc, squeeze

PICTURE, PDF, DOCX, XLSX = "picture", "pdf", "docx", "xlsx"
MIMES = {
    PDF: "application/pdf",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_NAME = 150
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")  # what the picture process looks into itself
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}  # ISO/IEC 23008-12, annex B
_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_MOST_PARTS = 5000


def is_picture(head: bytes) -> bool:
    """Whether a file begins like a PNG, JPEG or WebP."""
    return head.startswith(_PICTURES)


def is_heic(head: bytes) -> bool:
    """Whether a file begins like the pictures that iPhones keep: ISO base media of one of these brands."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC


def document_kind(content: bytes) -> str | None:
    """PDF, DOCX or XLSX; None for anything else. Refused (field `file`) for macros, or by the scanner."""
    if reason := scanning.why_not(content):
        raise Refused(reason, "file")
    return PDF if content.startswith(b"%PDF-") else _office(content)


def shown_name(name: str, ending: str, otherwise: str) -> str:
    """A name to save it under: what was uploaded, without a path, with the ending of what it is."""
    base = PurePath(nfc(name).replace("\\", "/")).stem
    plain = squeeze("".join(char if char.isprintable() and char not in '/:*?"<>|' else " " for char in base))
    return (plain[:LONGEST_NAME] or otherwise) + ending


def _office(content: bytes) -> str | None:
    """Which kind of Office file a ZIP is, by its parts: nothing is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {entry.filename for entry in archive.infolist()[:_MOST_PARTS]}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_l("Tệp có macro nên không nhận. Anh/Chị lưu lại thành .docx, .xlsx hoặc PDF."), "file")
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)
