"""Rules about delivering: what may stand in a header, and when to try again."""

import re
from collections.abc import Mapping
from datetime import timedelta

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.text import nfc

MOST_TRIES = 10
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=2)
KEEP_SENT = timedelta(days=90)
LONGEST_SENDING = timedelta(minutes=5)  # every answer of a mail server is awaited for 20 s

# As people see them: 'claimed' is one of two, depending on whether it was handed over without an answer.
STATES: Mapping[str, LazyText] = {
    "waiting": _l("Đang chờ gửi"),
    "sending": _l("Đang gửi"),
    "unknown": _l("Chưa rõ kết quả"),
    "sent": _l("Đã gửi"),
    "failed": _l("Không gửi được"),
    "stopped": _l("Đã dừng, không gửi"),
}

_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029\s]+")


def one_line(text: str) -> str:
    """A text that can stand in a header: no line ends, no control characters."""
    return _CONTROLS.sub(" ", nfc(text)).strip()


def pause_after(tries: int) -> timedelta:
    """How long to wait after the `tries`-th try that sent nothing: 30 s, 1 min, 2 min … 2 h."""
    doublings: int = 2 ** min(max(tries - 1, 0), 20)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)
