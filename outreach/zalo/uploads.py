"""Files of a message as Zalo takes them: JPEG up to 1 MB, PDF, DOC, DOCX or CSV up to 5 MB."""

from io import BytesIO
from typing import NamedTuple

from outreach.helpdesk.files import FILES
from outreach.outgoing import File
from outreach.zalo.rules import sending

MOST_OF_PICTURE, MOST_OF_FILE = 1_000_000, 5_000_000  # bytes; Zalo writes MB without saying which
PICTURES = frozenset({"webp", "jpeg", "png"})
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
SIDES = (2560, 1600, 1024)  # longest side in pixels, tried until the picture is small enough
QUALITY = 85


class NotForZalo(Exception):
    """Zalo does not take it, or it is gone; `code` as in rules.sending.WORDS."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class KeptFile(NamedTuple):
    """A file of a message, as the helpdesk keeps it."""

    kind: str
    name: str
    stored_as: str | None


def upload_of(kept: KeptFile) -> tuple[str, File]:
    """Where it goes ('image' or 'file') and what is sent there; NotForZalo when nothing can be."""
    path = FILES.path_of(kept.stored_as)
    if path is None:
        raise NotForZalo(sending.NO_SUCH_FILE)
    content = path.read_bytes()
    if kept.kind in PICTURES:
        return "image", ("anh.jpg", _as_jpeg(content), "image/jpeg")
    if kept.kind not in TYPES or len(content) > MOST_OF_FILE:
        raise NotForZalo(sending.NOT_TAKEN)
    return "file", (kept.name, content, TYPES[kept.kind])


def _as_jpeg(content: bytes) -> bytes:
    from PIL import Image  # only the worker needs it

    with Image.open(BytesIO(content)) as picture:
        flat = picture.convert("RGB")
    for side in SIDES:
        flat.thumbnail((side, side))
        written = BytesIO()
        flat.save(written, "JPEG", quality=QUALITY)
        if written.tell() <= MOST_OF_PICTURE:
            return written.getvalue()
    raise NotForZalo(sending.NOT_TAKEN)
