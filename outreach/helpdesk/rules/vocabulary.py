"""The words of the helpdesk."""

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

PORTAL, GUEST, PHONE, WALK_IN, ZALO, ZALO_PASTE = "portal", "guest", "phone", "walk_in", "zalo", "zalo_paste"
CHANNELS: dict[str, LazyText] = {
    PORTAL: _l("Trên cổng"),
    GUEST: _l("Liên kết riêng"),
    PHONE: _l("Điện thoại"),
    WALK_IN: _l("Tại quầy"),
    ZALO: _l("Zalo OA"),
    ZALO_PASTE: _l("Chép từ Zalo"),
}

OPEN, CLOSED, MERGED = "open", "closed", "merged"
STATES: dict[str, LazyText] = {
    OPEN: _l("Đang mở"),
    CLOSED: _l("Đã đóng"),
    MERGED: _l("Đã gộp"),
}

BUSINESS, STAFF, SYSTEM = "business", "staff", "system"
TEXT, NOTE, EVENT, STICKER = "text", "note", "event", "sticker"
SPOKEN = (TEXT, STICKER)  # what one side says to the other

FIRST_REPLY, NEXT_REPLY, RESOLUTION = "first_reply", "next_reply", "resolution"
TARGETS: dict[str, LazyText] = {
    FIRST_REPLY: _l("Trả lời lần đầu"),
    NEXT_REPLY: _l("Trả lời tiếp theo"),
    RESOLUTION: _l("Giải quyết xong"),
}

WORDS, FILES = "words", "files"
KEPT = {WORDS: 24, FILES: 6}  # months after the end, unless the board says otherwise
LONGEST_KEPT = 120

LONGEST_TEXT = 4_000  # characters; Zalo takes 2,000 and gets long ones in parts
PREVIEW = 120
