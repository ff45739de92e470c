"""The ladder of one business and one procedure: from an organisation account to the result without a trip.

A rung is reached when a row says so. What nobody recorded stays unknown; nothing is guessed from silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

RUNGS = (
    "account", "aware", "trained", "first_online", "second_alone", "pays_online", "signs", "result_remote",
)  # fmt: skip
FILING = RUNGS[3:]  # what dossiers show
MONTHS_BEFORE = 6
NOWHERE = "none_yet"
STANDINGS = (NOWHERE, *RUNGS)
# Of an online dossier: how many of the two trips to the counter (bring, fetch) its level spares.
TRIPS_SPARED: Mapping[tuple[str, str], int] = {
    ("levels_2011", "1"): 0,
    ("levels_2011", "2"): 0,
    ("levels_2011", "3"): 1,
    ("levels_2022", "full"): 2,
}


class Filed(NamedTuple):
    """What the register holds of one business and one procedure; days are of first times.

    `alone` … `how_unknown` count the online dossiers by who really filed them. What staff filed for the
    business says nothing of its own paying and collecting, so `paid_on` and `remote_on` leave it out.
    """

    received: int = 0
    online: int = 0
    alone: int = 0
    assisted: int = 0
    filed_for: int = 0
    how_unknown: int = 0
    first_online_on: date | None = None
    first_how: str | None = None
    second_alone_on: date | None = None
    later_unknown: int = 0  # online after the first, nobody said who filed them
    paid_on: date | None = None
    pay_unknown: int = 0
    remote_on: date | None = None
    remote_unknown: int = 0


class Around(NamedTuple):
    """What is known beside the register: account, first reached and trained, the procedure's card."""

    has_account: bool | None = None
    account_on: date | None = None
    aware_on: date | None = None
    trained_on: date | None = None
    paying: str | None = None
    signing: str | None = None


class Rung(NamedTuple):
    """One rung: 'reached' (with the day), 'not_yet', 'unknown', or 'none' where the procedure has none."""

    key: str
    state: str
    since: date | None = None
    how: str | None = None  # who filed the first online dossier


@dataclass(frozen=True)
class Ladder:
    """All rungs of one business and one procedure."""

    rungs: tuple[Rung, ...]

    def __getitem__(self, key: str) -> Rung:
        return self.rungs[RUNGS.index(key)]

    @property
    def standing(self) -> Rung | None:
        """The rung it stands on; None before the first.

        Filing online shows more than any record of being reached. Above it rungs follow one another: one that
        is known as not reached ends the climb, an unknown one or one the procedure lacks is stepped over.
        """
        filed = self.rungs[3:]
        if filed[0].state != "reached":
            below = [rung for rung in self.rungs[:3] if rung.state == "reached"]
            return below[-1] if below else None
        stands = filed[0]
        if filed[1].state != "reached":
            return stands
        for rung in filed[1:]:
            if rung.state == "not_yet":
                break
            stands = rung if rung.state == "reached" else stands
        return stands

    @property
    def standing_key(self) -> str:
        """The same as a word: a rung's key, or 'none_yet'."""
        return self.standing.key if self.standing else NOWHERE

    @property
    def next(self) -> Rung | None:
        """The next rung that is not reached and that the procedure has."""
        start = RUNGS.index(self.standing.key) + 1 if self.standing else 0
        return next((rung for rung in self.rungs[start:] if rung.state in ("not_yet", "unknown")), None)

    @property
    def moves(self) -> list[Rung]:
        """The rungs that dossiers show as reached, by day."""
        return sorted(
            (rung for rung in self.rungs[3:] if rung.state == "reached" and rung.since),
            key=lambda rung: (rung.since or date.min, RUNGS.index(rung.key)),
        )


def climb(filed: Filed, around: Around) -> Ladder:
    """Where each rung stands."""
    account = {True: "reached", False: "not_yet", None: "unknown"}[around.has_account]
    second = _said(filed.second_alone_on, filed.later_unknown)
    pays = "none" if around.paying == "free" else _said(filed.paid_on, filed.pay_unknown)
    return Ladder(
        (
            Rung("account", account, around.account_on if account == "reached" else None),
            Rung("aware", _said(around.aware_on), around.aware_on),
            Rung("trained", _said(around.trained_on), around.trained_on),
            Rung("first_online", _said(filed.first_online_on), filed.first_online_on, filed.first_how),
            Rung("second_alone", second, filed.second_alone_on),
            Rung("pays_online", pays, filed.paid_on if pays == "reached" else None),
            # No register says who signed digitally.
            Rung("signs", "none" if around.signing == "none" else "unknown"),
            Rung("result_remote", _said(filed.remote_on, filed.remote_unknown), filed.remote_on),
        )
    )


def _said(day: date | None, unknown: int = 0) -> str:
    return "reached" if day else "unknown" if unknown else "not_yet"


def trips_spared(vocabulary: str, level: str, return_channel: str | None) -> int | None:
    """Trips to the counter that one online dossier spared against paper's two; None where nobody knows.

    Level 4 also allowed fetching the result in person, so there it depends on how the result came; "một phần"
    does not say which step is done in person.
    """
    if (vocabulary, level) == ("levels_2011", "4"):
        return {"online": 2, "post": 2, "counter": 1}.get(return_channel or "")
    return TRIPS_SPARED.get((vocabulary, level))
