"""What an uploaded file really is, by its content: its name and what the browser says of it prove nothing.

Photos are written anew, so that where they were taken is left behind. Documents are kept as they are and are
only ever handed out to be saved; those with macros are refused.
"""

import hashlib
import io
import zipfile
from typing import IO, NamedTuple

from outreach.campaigns.rules.evidence import LARGEST_FILE
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.tutorials.pictures.encoding import encode

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WEBP = "image/webp"
ENDINGS = {PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", WEBP: ".webp"}

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_MOST_PARTS = 5000
_UNKNOWN = _l("Chỉ nhận ảnh (JPEG, PNG, WebP), PDF, Word (.docx) và Excel (.xlsx).")


class Taken(NamedTuple):
    """A file as it will be kept."""

    content: bytes
    mime: str
    sha256: str


def take_in(stream: IO[bytes]) -> Taken:
    """Read an uploaded file; Refused names the field `file`."""
    head = stream.read(16)
    stream.seek(0)
    if head.startswith(_PICTURES):
        return _photo(stream)
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Refused(_l("Tệp tối đa 10 MB; Anh/Chị nén hoặc tách nhỏ rồi tải lại."), "file")
    if not content:
        raise Refused(_l("Tệp này trống."), "file")
    mime = PDF if content.startswith(b"%PDF-") else _office(content)
    if mime is None:
        raise Refused(_UNKNOWN, "file")
    return Taken(content, mime, hashlib.sha256(content).hexdigest())


def _photo(stream: IO[bytes]) -> Taken:
    try:
        content = encode(stream).content
    except Refused as refusal:
        raise Refused(refusal.message, "file") from refusal
    return Taken(content, WEBP, hashlib.sha256(content).hexdigest())


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
    return next((mime for part, mime in _MAIN_PARTS.items() if part in names), None)
