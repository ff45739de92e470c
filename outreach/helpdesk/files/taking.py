"""Taking a file in, before any transaction: pictures are written anew, the rest known by first bytes."""

from io import BytesIO
from typing import IO, NamedTuple

from outreach import sniffing
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.tutorials.pictures.encoding import THUMB, encode

LARGEST = 10 * 1024**2  # bytes
WEBP = "webp"


class Taken(NamedTuple):
    """A file as it will be kept; a picture has a size, and a smaller one of itself."""

    name: str
    kind: str
    content: bytes
    width: int | None = None
    height: int | None = None
    thumb: bytes | None = None


def take_in(stream: IO[bytes], name: str) -> Taken:
    """Read an uploaded file; Refused names the field `upload`.

    It ends the request's transaction first: nobody waits for one while a file is looked into.
    """
    db.session.rollback()
    try:
        return _taken(stream, name)
    except Refused as refusal:
        raise Refused(refusal.message, "upload") from refusal


def _taken(stream: IO[bytes], name: str) -> Taken:
    head = stream.read(16)
    stream.seek(0)
    if sniffing.is_picture(head):
        whole = encode(stream, largest=LARGEST)
        thumb = encode(BytesIO(whole.content), THUMB).content
        shown = sniffing.shown_name(name, ".webp", "anh")
        return Taken(shown, WEBP, whole.content, whole.width, whole.height, thumb)
    if sniffing.is_heic(head):
        raise Refused(
            _l("Ảnh HEIC của iPhone chưa mở được ở đây. Anh/Chị mở ảnh, chụp màn hình rồi gửi ảnh chụp đó.")
        )
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Refused(_l("Tệp tối đa 10 MB; Anh/Chị nén hoặc tách nhỏ rồi gửi lại."))
    if not content:
        raise Refused(_l("Tệp này trống."))
    kind = sniffing.document_kind(content)
    if kind is None:
        raise Refused(_l("Chỉ nhận ảnh (JPEG, PNG, WebP), PDF, Word (.docx) và Excel (.xlsx)."))
    return Taken(sniffing.shown_name(name, f".{kind}", "tep"), kind, content)
