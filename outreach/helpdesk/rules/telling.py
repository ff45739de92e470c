"""What the portal itself says within a conversation, and to whom."""

from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

BREAK = "\t"  # between an event's code and its words


class Told(NamedTuple):
    """The sentence of an event; '%(words)s' stands for what the event adds."""

    sentence: LazyText
    to_business: bool


EVENTS: dict[str, Told] = {
    "assigned": Told(_l("%(words)s nhận trả lời"), False),
    "unassigned": Told(_l("Chưa có người nhận trả lời"), False),
    "transferred": Told(_l("Đã chuyển cho %(words)s"), False),
    "labelled": Told(_l("Nhãn: %(words)s"), False),
    "snoozed": Told(_l("Tạm gác đến %(words)s"), False),
    "woken": Told(_l("Đã trở lại danh sách"), False),
    "merged": Told(_l("Đã gộp với cuộc trao đổi khác"), True),
    "split": Told(_l("Một phần đã tách thành cuộc trao đổi riêng"), True),
    "closed": Told(_l("Cuộc trao đổi đã đóng. Anh/Chị viết tiếp thì cuộc trao đổi tự mở lại."), True),
    "reopened": Told(_l("Cuộc trao đổi đã mở lại"), True),
    "handed": Told(_l("Đã hỏi %(words)s"), True),
    "handed_back": Told(_l("Đã có ý kiến của %(words)s"), True),
    "moved": Told(_l("Một phần đã chuyển sang sổ riêng để giải quyết"), True),
    "moved_back": Told(_l("Phần đã chuyển sang sổ riêng trở lại đây"), True),
    "about": Told(_l("Đã gắn: %(words)s"), False),
    "checked": Told(_l("Đã đối chiếu giấy tờ: %(words)s"), False),
    "copied": Told(_l("%(words)s đã chép một trả lời sang Zalo"), False),
    "released": Told(_l("Doanh nghiệp xem được từ đây"), False),
}
TOLD_TO_BUSINESS = tuple(code for code, told in EVENTS.items() if told.to_business)


def event(code: str, words: str = "") -> str:
    """The text of an event as it is stored. KeyError for a code nobody knows."""
    EVENTS[code]
    return f"{code}{BREAK}{words}" if words else code


def event_words(text: str) -> str:
    """What is shown of a stored event, in the reader's language; an old code shows its words alone."""
    code, _tab, words = text.partition(BREAK)
    told = EVENTS.get(code)
    return str(told.sentence) % {"words": words} if told else words or code
