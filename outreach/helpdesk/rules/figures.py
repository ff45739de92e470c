"""The helpdesk in numbers, from what each question says of itself."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from outreach import clock
from outreach.helpdesk.rules.targets import Targets
from outreach.helpdesk.rules.vocabulary import (
    BUSINESS,
    CLOSED,
    FIRST_REPLY,
    NEXT_REPLY,
    OPEN,
    RESOLUTION,
    STAFF,
)
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

LONGEST_PERIOD = timedelta(days=3 * 366)
USUAL_PERIOD = timedelta(weeks=12)
MOST_WEEKS = 14  # of the table by zone; more do not stand beside each other

# What a number counts, as its list of conversations is asked for.
ONLY: dict[str, LazyText] = {
    "answered": _l("Đã có trả lời"),
    "unanswered": _l("Chưa có trả lời"),
    "in_time": _l("Trả lời lần đầu đúng mục tiêu"),
    "late": _l("Trả lời lần đầu quá mục tiêu"),
    "replied_again": _l("Có trả lời tiếp theo"),
    "late_again": _l("Trả lời tiếp theo quá mục tiêu"),
    "saved": _l("Có dùng trả lời mẫu"),
    "reopened": _l("Đã mở lại"),
    "closed": _l("Đã đóng"),
}


class Asked(NamedTuple):
    """One question as figures need it; times in working minutes."""

    id: int
    asked_at: datetime
    channel: str
    state: str
    zone_id: int | None
    procedure_id: int | None
    tutorial_id: int | None
    version_id: int | None
    step_key: str | None
    first_reply: int | None
    resolution: int | None
    reopened: int
    saved: bool = False
    next_replies: tuple[int, ...] = ()  # to what was asked after the first reply

    @property
    def week(self) -> date:
        """The Monday of the week it was asked in."""
        day = clock.local(self.asked_at).date()
        return day - timedelta(days=day.weekday())

    @property
    def unanswered(self) -> bool:
        """Nobody has replied, and it is not done."""
        return self.first_reply is None and self.state == OPEN


class Times(NamedTuple):
    """How long something took: minutes of the middle one and of the one that nine of ten do not pass."""

    known: int
    median: int | None
    ninety: int | None
    in_time: int | None  # how many within the target; None without one

    @property
    def share(self) -> float | None:
        """In time ÷ all."""
        return self.in_time / self.known if self.in_time is not None and self.known else None


class Group(NamedTuple):
    """The questions of one kind."""

    asked: int
    answered: int
    unanswered: int
    saved: int
    reopened: int
    closed: int
    first: Times
    next: Times
    resolution: Times

    @property
    def saved_share(self) -> float | None:
        """Answered with a saved reply ÷ answered."""
        return self.saved / self.answered if self.answered else None


def times(minutes: Iterable[int | None], target: int | None) -> Times:
    """The middle (the lower one of two), the 90th percentile by nearest rank, and how many were in time."""
    known = sorted(one for one in minutes if one is not None)
    if not known:
        return Times(0, None, None, 0 if target is not None else None)
    in_time = sum(one <= target for one in known) if target is not None else None
    return Times(len(known), _rank(known, 50), _rank(known, 90), in_time)


class Turn(NamedTuple):
    """Where the word passes to the other side, or the conversation ends (side 'system')."""

    conversation_id: int
    side: str
    at: datetime


def next_waits(turns: Iterable[Turn]) -> defaultdict[int, list[tuple[datetime, datetime]]]:
    """From when to when a business waited for each reply behind the first, by conversation.

    `turns`: those of a conversation together and in order.
    """
    found: defaultdict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    waiting: dict[int, datetime] = {}
    replied: set[int] = set()
    for turn in turns:
        if turn.side == BUSINESS:
            waiting.setdefault(turn.conversation_id, turn.at)
            continue
        since = waiting.pop(turn.conversation_id, None)
        if turn.side == STAFF and since is not None:
            if turn.conversation_id in replied:
                found[turn.conversation_id].append((since, turn.at))
            replied.add(turn.conversation_id)
    return found


def group(rows: Sequence[Asked], targets: Targets) -> Group:
    """The figures of some questions."""
    return Group(
        asked=len(rows),
        answered=sum(one.first_reply is not None for one in rows),
        unanswered=sum(one.unanswered for one in rows),
        saved=sum(one.saved for one in rows),
        reopened=sum(one.reopened > 0 for one in rows),
        closed=sum(one.state == CLOSED for one in rows),
        first=times((one.first_reply for one in rows), targets.get(FIRST_REPLY)),
        next=times((one for row in rows for one in row.next_replies), targets.get(NEXT_REPLY)),
        resolution=times((one.resolution for one in rows), targets.get(RESOLUTION)),
    )


def by(rows: Iterable[Asked], key: Callable[[Asked], object]) -> list[tuple[object, list[Asked]]]:
    """The questions under each value of a key, those with most first."""
    grouped: defaultdict[object, list[Asked]] = defaultdict(list)
    for one in rows:
        grouped[key(one)].append(one)
    return sorted(grouped.items(), key=lambda pair: (-len(pair[1]), str(pair[0])))


def weeks(first: date, last: date) -> list[date]:
    """The Mondays of the weeks that a period touches."""
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]


def by_zone_and_week(rows: Iterable[Asked]) -> Counter[tuple[int | None, date]]:
    """How many questions from a zone in a week."""
    return Counter((one.zone_id, one.week) for one in rows)


def _rank(known: Sequence[int], per_cent: int) -> int:
    return known[max(0, -(-per_cent * len(known) // 100) - 1)]
