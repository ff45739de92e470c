"""Totals of a period whose split between its two parts nobody wrote down: what follows, and no more.

Received and online are known for the whole period, online also for its first part. How many dossiers were
received in each part is not, or only within bounds. So each part's rate lies in a range, and one can count in
how many of the possible whole-number splits the second part's rate is the higher one. No split is ever
chosen: an even one may not even be possible.
"""

from typing import NamedTuple

from outreach.i18n import lazy_gettext as _l
from outreach.i18n import show_number
from outreach.refusals import Refused


class Counts(NamedTuple):
    """A count of dossiers: known when both ends are the same, else bounds, both included."""

    low: int
    high: int

    @property
    def known(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high


class Shares(NamedTuple):
    """A rate as a share: known when both ends are the same, else bounds, both reached by some split."""

    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high


class Totals(NamedTuple):
    """What a report says; the dossiers received in the first part only when it bounds them."""

    received: int
    online: int
    online_first: int
    received_first_low: int | None = None
    received_first_high: int | None = None

    @property
    def online_second(self) -> int:
        """The rest of online."""
        return self.online - self.online_first


class Splits(NamedTuple):
    """Every way in which the received may fall on the two parts, and how the rates compare over them all."""

    first: Counts  # received in the first part
    second: Counts
    first_rate: Shares | None  # None: nothing was received in that part
    second_rate: Shares | None
    possible: int
    higher: int  # splits with a higher rate in the second part
    equal: int
    lower: int

    @property
    def without_rate(self) -> int:
        """Splits that leave a part without any dossier: no two rates to compare."""
        return self.possible - self.higher - self.equal - self.lower


def splits_of(totals: Totals) -> Splits | None:
    """What follows from the totals; None when no split fits them. Its work does not grow with the counts."""
    received, online = totals.received, totals.online
    low = max(totals.online_first, totals.received_first_low or 0)
    high = received - totals.online_second
    if totals.received_first_high is not None:
        high = min(high, totals.received_first_high)
    if not 0 <= totals.online_first <= online <= received or low > high:
        return None
    first, second = Counts(low, high), Counts(received - high, received - low)
    comparable = Counts(max(low, 1), min(high, received - 1))
    # (online − o) ÷ (received − n) > o ÷ n  ⟺  online · n > o · received, where both parts have some.
    even, rest = divmod(totals.online_first * received, online) if online else (received, 1)
    higher = _length(max(comparable.low, even + 1), comparable.high)
    equal = int(rest == 0 and comparable.low <= even <= comparable.high)
    if not online:
        equal = _length(comparable.low, comparable.high)
    return Splits(
        first, second, _rate(totals.online_first, first), _rate(totals.online_second, second),
        _length(low, high), higher, equal, _length(comparable.low, comparable.high) - higher - equal,
    )  # fmt: skip


def checked(totals: Totals) -> Splits:
    """The splits; Refused with the field at fault when the totals contradict each other."""
    received = show_number(totals.received)
    low, high = totals.received_first_low, totals.received_first_high
    if totals.online > totals.received:
        raise Refused(_l("Không thể nhiều hơn %(count)s hồ sơ tiếp nhận.", count=received), "online")
    if totals.online_first > totals.online:
        online = show_number(totals.online)
        raise Refused(
            _l("Không thể nhiều hơn %(count)s hồ sơ trực tuyến của cả kỳ.", count=online), "online_first"
        )
    if low is not None and high is not None and low > high:
        raise Refused(_l("Không thể ít hơn số “ít nhất” ở trên."), "received_first_high")
    most = totals.received - totals.online_second
    if low is not None and low > most:
        raise Refused(
            _l(
                "Phần đầu có nhiều nhất %(most)s hồ sơ: phần sau đã có %(second)s hồ sơ trực tuyến.",
                most=show_number(most), second=show_number(totals.online_second),
            ),
            "received_first_low",
        )  # fmt: skip
    if high is not None and high < totals.online_first:
        least = show_number(totals.online_first)
        raise Refused(
            _l("Phần đầu có ít nhất %(least)s hồ sơ, vì đã có chừng ấy hồ sơ trực tuyến.", least=least),
            "received_first_high",
        )
    found = splits_of(totals)
    assert found is not None  # every way to contradict oneself is asked above
    return found


def _rate(online: int, received: Counts) -> Shares | None:
    if not received.high:
        return None
    return Shares(online / received.high, online / max(received.low, 1))


def _length(low: int, high: int) -> int:
    return max(high - low + 1, 0)
