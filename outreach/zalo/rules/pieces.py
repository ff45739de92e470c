"""What comes with a message besides its text: files to be fetched, and words for what is not kept."""

import json
from typing import Any, NamedTuple

from outreach.i18n import gettext as _
from outreach.identifiers import phone_of
from outreach.text import nfc, squeeze

LONGEST_URL = 2_000
LONGEST_WORDS = 500


class Piece(NamedTuple):
    """One attachment. `url`: where to fetch it from, for pictures and files only; `name`: of a file."""

    kind: str
    url: str | None = None
    name: str | None = None
    words: str | None = None


def piece_of(attachment: object) -> Piece | None:
    """What an attachment of an event is; None when it is none."""
    if not isinstance(attachment, dict) or not isinstance(attachment.get("type"), str):
        return None
    payload = attachment.get("payload")
    content: dict[str, Any] = payload if isinstance(payload, dict) else {}
    kind, url = attachment["type"][:40], _text(content, "url", LONGEST_URL)
    if kind in ("image", "gif", "file"):
        return Piece(kind, url or None, _text(content, "name", 200) or None)
    return Piece(kind, words=_words_of(kind, content, url))


def words_for(text: str, pieces: tuple[Piece, ...]) -> str:
    """What a message reads as: its text, and what was sent along in words where nothing else shows it."""
    lines = [text, *(piece.words or "" for piece in pieces)]
    said = "\n".join(line for line in lines if line)
    if said or not pieces:
        return said
    files = [piece.name for piece in pieces if piece.kind == "file" and piece.name]
    return _("(Tệp: %(names)s)", names=", ".join(files)) if files else str(_("(Hình ảnh)"))


def _words_of(kind: str, content: dict[str, Any], url: str) -> str | None:
    if kind == "sticker":
        return _("(Nhãn dán)")
    if kind == "audio":
        return _("(Đoạn ghi âm: nghe trong Zalo OA)")
    if kind == "video":
        return _("(Video: xem trong Zalo OA)")
    if kind == "location":
        place = content.get("coordinates")
        at = place if isinstance(place, dict) else {}
        return _(
            "(Vị trí: %(latitude)s, %(longitude)s)",
            latitude=_text(at, "latitude", 20), longitude=_text(at, "longitude", 20),
        )  # fmt: skip
    description = _text(content, "description", LONGEST_WORDS)
    if phone := _phone_on_card(description):
        return _("(Danh thiếp: %(phone)s)", phone=phone)
    return "\n".join(filter(None, (description, url))) or _("(Nội dung không đọc được: xem trong Zalo OA)")


def _phone_on_card(description: str) -> str | None:
    """A business card is a link whose description is JSON with a phone."""
    try:
        card = json.loads(description)
    except (ValueError, RecursionError):
        return None
    return phone_of(str(card.get("phone") or "")) if isinstance(card, dict) else None


def _text(content: dict[str, Any], key: str, most: int) -> str:
    value = content.get(key)
    if not isinstance(value, str):
        return ""
    return squeeze(nfc(value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")))[:most]
