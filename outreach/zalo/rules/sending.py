"""What may be sent when, in how many parts, and what Zalo's answers mean.

Windows and codes as the Official Account API documents them for consultation messages (checked 2026).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from outreach.i18n import LazyText, ngettext
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.text import nfc

LONGEST_PART = 2_000  # characters in normal form C
FREE_FOR = timedelta(hours=48)  # after the person's last interaction
OPEN_FOR = timedelta(days=7)
MARGIN = timedelta(minutes=2)  # clocks differ, and a message takes its time

MOST_TRIES = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=30)
LONGEST_SENDING = timedelta(minutes=5)  # each answer is awaited for less than a minute

MESSAGE, REQUEST_INFO = "message", "request_info"
WAITING, CONFIRM, CLAIMED, SENT = "waiting", "confirm", "claimed", "sent"
FAILED, UNKNOWN, STOPPED = "failed", "unknown", "stopped"
STATES: Mapping[str, LazyText] = {
    WAITING: _l("Đang chờ gửi"),
    CONFIRM: _l("Chờ xác nhận tính phí"),
    CLAIMED: _l("Đang gửi"),
    SENT: _l("Đã gửi"),
    FAILED: _l("Không gửi được"),
    UNKNOWN: _l("Chưa rõ đã đến chưa"),
    STOPPED: _l("Không gửi"),
}

UNDECIDED = (CONFIRM, FAILED, UNKNOWN)  # these wait for a person's word

FREE, PAID, CLOSED = "free", "paid", "closed"

TOO_MANY, SEND_FAILED = -32, -200
RETRY = frozenset({TOO_MANY, SEND_FAILED})
STALE_TOKEN = frozenset({-216, -220})
NOT_INTERACTED = -230
OUTSIDE = frozenset({NOT_INTERACTED, -232})
# Faults of the person's side: they stay until the person writes again.
OF_PERSON = frozenset({-213, -217, -218, -227, -244})
NO_SUCH_FILE = -90_001  # ours: no code of Zalo's is that long
NOT_TAKEN = -90_002
OUR_FAULT = -90_003
WORDS: Mapping[int, LazyText] = {
    TOO_MANY: _l("Gửi quá nhanh; cổng sẽ tự gửi lại."),
    -100: _l("Tệp đính kèm đã hết hạn trên Zalo."),
    SEND_FAILED: _l("Zalo chưa gửi được; cổng sẽ tự gửi lại."),
    -201: _l("Zalo không hiểu nội dung gửi."),
    -204: _l("Official Account đã bị khóa."),
    -205: _l("Không còn Official Account này."),
    -209: _l("Ứng dụng Zalo chưa được kích hoạt."),
    -210: _l("Nội dung dài quá mức Zalo nhận."),
    -211: _l("Official Account đã hết hạn mức gửi tin."),
    -212: _l("Ứng dụng chưa đăng ký tính năng này với Zalo."),
    -213: _l("Người này chưa quan tâm Official Account."),
    -216: _l("Kết nối với Zalo không còn hiệu lực; quản trị viên cần kết nối lại."),
    -217: _l("Người này đã chặn tin mời của Official Account."),
    -218: _l("Người này đã nhận đủ số tin trong hạn mức."),
    -219: _l("Ứng dụng Zalo đã bị gỡ."),
    -220: _l("Kết nối với Zalo đã hết hạn; quản trị viên cần kết nối lại."),
    -221: _l("Official Account chưa được xác thực."),
    -223: _l("Official Account chưa cho phép ứng dụng này."),
    -224: _l("Official Account cần gói dịch vụ cao hơn."),
    -227: _l("Tài khoản Zalo của người này bị khóa hoặc hơn 45 ngày không hoạt động."),
    NOT_INTERACTED: _l("Đã quá 7 ngày kể từ lần cuối người này nhắn. Anh/Chị gọi điện hoặc đợi họ nhắn lại."),
    -232: _l("Người này chưa nhắn cho Official Account, hoặc lần nhắn cuối đã hết hạn."),
    -233: _l("Zalo không nhận loại tin này."),
    -234: _l("Zalo không nhận loại tin này vào ban đêm."),
    -237: _l("Nhóm Zalo đã đóng."),
    -240: _l("Cách gửi này Zalo đã ngừng."),
    -242: _l("Khóa bí mật của ứng dụng không khớp."),
    -244: _l("Người này đã hạn chế loại tin này."),
    -248: _l("Nội dung trái quy định của Zalo."),
    NO_SUCH_FILE: _l("Tệp gửi kèm không còn trên cổng."),
    OUR_FAULT: _l("Cổng không đọc được nội dung hoặc tệp của tin này; Anh/Chị gửi lại bằng cách khác."),
    NOT_TAKEN: _l("Zalo chỉ nhận ảnh JPG, PNG và tệp PDF, DOC, DOCX, CSV đến 5 MB."),
}


class Window(NamedTuple):
    """Whether a message to a person is free now, and until when that holds (None: for good)."""

    state: str
    until: datetime | None


def window(last_interaction_at: datetime | None, now: datetime) -> Window:
    """48 hours are free, until 7 days it costs money, then nothing goes before the person writes again."""
    if last_interaction_at is None:
        return Window(CLOSED, None)
    free_until, open_until = last_interaction_at + FREE_FOR - MARGIN, last_interaction_at + OPEN_FOR - MARGIN
    if now < free_until:
        return Window(FREE, free_until)
    return Window(PAID, open_until) if now < open_until else Window(CLOSED, None)


def left_words(now_is: Window, now: datetime) -> str:
    """What that means to whoever is about to answer: how long it is still free, or why it is not."""
    if now_is.until is None:
        return _("Zalo không nhận tin cho đến khi người này nhắn lại")
    minutes = max(int((now_is.until - now).total_seconds() // 60), 1)
    number = minutes // 60 or minutes
    if now_is.state == PAID:
        if minutes < 60:
            return ngettext("Zalo tính phí, còn %(num)s phút", "Zalo tính phí, còn %(num)s phút", number)
        return ngettext("Zalo tính phí, còn %(num)s giờ", "Zalo tính phí, còn %(num)s giờ", number)
    if minutes < 60:
        return ngettext("còn %(num)s phút miễn phí", "còn %(num)s phút miễn phí", number)
    return ngettext("còn %(num)s giờ miễn phí", "còn %(num)s giờ miễn phí", number)


def first_state(now_is: Window, *, confirmed: bool) -> tuple[str, int | None]:
    """How a message begins (or goes on) in this window: its state, and why where it is refused."""
    if now_is.state == CLOSED:
        return FAILED, NOT_INTERACTED
    return (CONFIRM, None) if now_is.state == PAID and not confirmed else (WAITING, None)


def pause_after(tries: int) -> timedelta:
    """How long to wait after that many failed tries."""
    return min(FIRST_PAUSE * (1 << min(tries - 1, 20)), LONGEST_PAUSE)


def words_of(code: int | None) -> LazyText:
    """What a code means, for people."""
    words: LazyText
    if code is None:
        words = _l("Chưa nhận được câu trả lời của Zalo.")
    elif code > 0:
        words = _l("Máy chủ Zalo trả lời lỗi %(code)s.", code=code)
    else:
        words = WORDS.get(code) or _l("Zalo trả lời mã lỗi %(code)s.", code=code)
    return words


def parts_of(text: str) -> list[str]:
    """A text in parts that Zalo takes, cut between paragraphs, lines, sentences or words if possible."""
    rest, parts = nfc(text).strip(), []
    while len(rest) > LONGEST_PART:
        cut = _cut(rest[:LONGEST_PART])
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def _cut(head: str) -> int:
    for mark in ("\n\n", "\n", ". ", " "):
        place = head.rfind(mark)
        if place > LONGEST_PART // 2:
            return place + len(mark)
    return len(head)
