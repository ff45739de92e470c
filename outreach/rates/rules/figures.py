"""The figures of a period: each counts dossiers, and all but the ratios can be added up."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import NamedTuple

from outreach.rates.rules.counting import Tally

# What scripts read, in this order. How each is counted: outreach/dossiers/measures.py.
FIGURE_KEYS = (
    "received_new", "received_online", "received_other", "carried_over", "total", "resolved", "on_time",
    "late", "resolved_without_due", "in_progress", "in_progress_on_time", "in_progress_late", "paid_online",
    "paid_online_vnd", "digitised", "returned_by_post", "sent_back",
)  # fmt: skip

# A figure that rests on a column which a register may lack, and how many of the received have it.
_MATTERS = {
    "paid_online": "payment_known",
    "paid_online_vnd": "payment_known",
    "digitised": "digitised_known",
    "returned_by_post": "return_channel_known",
}


class By(StrEnum):
    """What figures can be broken down by."""

    AGENCY = "agency"
    FIELD = "field"
    PROCEDURE = "procedure"
    ZONE = "zone"
    BUSINESS = "business"
    MONTH = "month"


class Glance(NamedTuple):
    """The few figures of a home page: received in a period and the period before, open on its last day."""

    received: Tally
    received_before: Tally
    in_progress: int
    in_progress_late: int


@dataclass(frozen=True)
class Figures:
    """Counts of dossiers in a period; `paid_online_vnd` in whole đồng. The second half is for reading them:

    how many of the received say something about a matter at all, and what the asked-for basis leaves.
    """

    received_new: int = 0
    received_online: int = 0
    received_other: int = 0
    carried_over: int = 0
    total: int = 0
    resolved: int = 0
    on_time: int = 0
    late: int = 0
    resolved_without_due: int = 0
    in_progress: int = 0
    in_progress_on_time: int = 0
    in_progress_late: int = 0
    paid_online: int = 0
    paid_online_vnd: int = 0
    digitised: int = 0
    returned_by_post: int = 0
    sent_back: int = 0

    channel_unknown: int = 0
    payment_known: int = 0
    digitised_known: int = 0
    return_channel_known: int = 0
    filed_for: int = 0
    assistance_unknown: int = 0
    offline_only: int = 0
    possible_unknown: int = 0
    basis_received: int = 0  # of received_new: what the asked-for basis counts
    basis_online: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def online_rate(self) -> float | None:
        """received_online ÷ received_new; None when nothing was received."""
        return self.received_online / self.received_new if self.received_new else None

    @property
    def tally(self) -> Tally:
        """Online, of received, on the asked-for basis."""
        return Tally(self.basis_online, self.basis_received)

    @property
    def nothing(self) -> bool:
        """Whether no dossier counts in any figure."""
        return not any(getattr(self, key) for key in FIGURE_KEYS)

    def said(self, key: str) -> int | None:
        """A count for people: None where the register says nothing at all about the matter."""
        matter = _MATTERS.get(key)
        return getattr(self, key) if matter is None or getattr(self, matter) else None

    def as_json(self) -> dict[str, int | float | None]:
        """The keys that scripts rely on."""
        return {key: getattr(self, key) for key in FIGURE_KEYS} | {"online_rate": self.online_rate}


class Group(NamedTuple):
    """The figures of one agency, field …; `key`, `name` and `id` None: of dossiers that name none.

    `key` is what scripts know it by: tax code or own code, procedure code, zone code, '2024-03', otherwise
    the name. `id` is what links know it by: the row's id, the folded field, '2024-03'.
    """

    id: int | str | None
    key: str | None
    name: str | None
    sort: str
    figures: Figures


class Breakdown(NamedTuple):
    """The figures of a period and of its groups; groups without any dossier are left out."""

    whole: Figures
    groups: tuple[Group, ...]
    unplaced: Figures  # by business: of dossiers that belong to no business; they are in `whole` only


def with_board(groups: tuple[Group, ...], board: str) -> tuple[Group, ...]:
    """By agency: dossiers that name no agency belong to the board, beside what names the board itself."""
    nameless = [group for group in groups if group.id is None]
    named = [group for group in groups if group.id is not None]
    if not nameless:
        return groups
    own = sum((g.figures for g in named if g.name == board), nameless[0].figures)
    return (*(g for g in named if g.name != board), Group(None, board, board, "", own))
