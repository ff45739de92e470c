"""Whom a session may invite, and how each can be told."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

# Where the businesses come from.
FILTERS, REACH, LIST = "loc", "nen-gap", "danh-sach"
SOURCES: Mapping[str, LazyText] = {
    FILTERS: _l("Lọc doanh nghiệp"),
    REACH: _l("Nên gặp trước"),
    LIST: _l("Danh sách của hoạt động"),
}

SIZES: Mapping[str, tuple[LazyText, int, int | None]] = {
    "nho": (_l("Dưới 50 lao động"), 0, 50),
    "vua": (_l("50–199 lao động"), 50, 200),
    "lon": (_l("200–999 lao động"), 200, 1000),
    "rat-lon": (_l("Từ 1.000 lao động"), 1000, None),
}
FILING: Mapping[str, LazyText] = {
    "paper": _l("Có hồ sơ, chưa nộp trực tuyến lần nào"),
    "some": _l("Nộp trực tuyến một phần"),
    "online": _l("Đã nộp trực tuyến tất cả"),
    "silent": _l("Không có hồ sơ trong 12 tháng"),
}

MOST_INVITED = 500  # at once
LETTERS_A_FILE = 100  # so many take half a minute to draw


class Reachable(NamedTuple):
    """How a business can be told: how many people agreed to e-mail, Zalo and calls, and who signs in."""

    emails: int = 0
    zalo: int = 0
    phones: int = 0
    accounts: int = 0
    refused: int = 0  # people who said no to something

    @property
    def silent(self) -> bool:
        """Nobody agreed to anything: only the portal's notice and the printed letter are left."""
        return not (self.emails or self.zalo or self.phones)


class Part(NamedTuple):
    """Letters of one file: those from one invitation's id to another's, so that answers move none of them."""

    number: int
    first: int
    last: int
    letters: int
    printed: int


def parts_of(letters: Sequence[tuple[int, bool]], size: int = LETTERS_A_FILE) -> list[Part]:
    """The files for these letters: (invitation's id, whether it was printed)."""
    order = sorted(letters)
    files = [order[at : at + size] for at in range(0, len(order), size)]
    return [
        Part(number, some[0][0], some[-1][0], len(some), sum(printed for _id, printed in some))
        for number, some in enumerate(files, 1)
    ]


def next_places(places: Sequence[int], invited: Sequence[int], count: int) -> list[int]:
    """The next places of a lot to invite: in order, none left out, none twice."""
    known = set(invited)
    return [place for place in sorted(places) if place not in known][: max(count, 0)]


def proposed_count(seats: int, answered: Sequence[bool]) -> int:
    """How many of a lot's order to invite now. `answered`: of each invited, whether it declined.

    First the seats; then one more for each that declined.
    """
    return max(0, seats - sum(not declined for declined in answered))
