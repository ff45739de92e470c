"""What an uploaded file really is, by its content: its name and what the browser says of it prove nothing.

Photos are written anew, so that where they were taken is left behind. Documents are kept as they are and are
only ever handed out to be saved; those with macros are refused.
"""

import hashlib
from typing import IO, NamedTuple

from outreach import sniffing
from outreach.campaigns.rules.evidence import LARGEST_FILE
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.tutorials.pictures.encoding import encode

PDF, DOCX, XLSX = (sniffing.MIMES[kind] for kind in (sniffing.PDF, sniffing.DOCX, sniffing.XLSX))
WEBP = "image/webp"
ENDINGS = {PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", WEBP: ".webp"}

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
    if sniffing.is_picture(head):
        return _photo(stream)
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Refused(_l("Tệp tối đa 10 MB; Anh/Chị nén hoặc tách nhỏ rồi tải lại."), "file")
    if not content:
        raise Refused(_l("Tệp này trống."), "file")
    kind = sniffing.document_kind(content)
    if kind is None:
        raise Refused(_UNKNOWN, "file")
    return Taken(content, sniffing.MIMES[kind], hashlib.sha256(content).hexdigest())


def _photo(stream: IO[bytes]) -> Taken:
    try:
        content = encode(stream).content
    except Refused as refusal:
        raise Refused(refusal.message, "file") from refusal
    return Taken(content, WEBP, hashlib.sha256(content).hexdigest())
