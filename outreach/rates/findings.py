"""What `flask effects` answers: verdicts, estimates and counts, computed from the data of this moment.

Only the command imports this: it loads numpy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from outreach.businesses.models import Business
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules import SELF_SELECTED
from outreach.database import db, only_read
from outreach.i18n import gettext as _
from outreach.rates.effects import compute
from outreach.rates.effects.inputs import Inputs, Reach
from outreach.rates.effects.tallies import Counter
from outreach.rates.queries.inputs import effect_inputs, filed_for
from outreach.rates.rules.counting import Pair, Tally, total
from outreach.rates.rules.ledger import SPOKEN, Entry, Outcome, Trend
from outreach.refusals import Refused


class Reached(NamedTuple):
    """One business with the day that its clock starts, and its counts."""

    business_id: str | None  # the board's own code
    tax_code: str | None
    exposed_on: date
    pair: Pair


class Finding(NamedTuple):
    """One entry with what it was reckoned from; `code` and `title` None: all interventions of a type."""

    code: str | None
    title: str | None
    entry: Entry
    businesses: int
    pair: Pair
    filed_for: Pair  # of these, those that staff filed in the business's place, and which of them online
    reached: tuple[Reached, ...]

    def as_json(self) -> dict[str, Any]:
        """The keys that scripts rely on; estimates are shares, null where none may be said."""
        entry, counted = self.entry, self.entry.outcome.value
        said = entry.headline if entry.verdict in SPOKEN else None
        return {
            "intervention": self.code, "type": entry.type, "outcome": counted,
            "exposed_businesses": self.businesses, "repeats": len(entry.repeats),
            **_sides(self.pair, counted), "filed_for": _sides(self.filed_for, "online"),
            "estimate": said and said.effect, "ci_low": said and said.low, "ci_high": said and said.high,
            "additional_online": said and said.additional, "weight": "dossier",
            "joint": _joint(entry) if said else None, "trend": _trend(entry.trend),
            "verdict": entry.verdict.value, "by_lot": entry.by_lot, "stands_out": entry.stands_out,
            "warnings": list(entry.warnings),
            "businesses": [
                {
                    "business_id": one.business_id, "tax_code": one.tax_code,
                    "exposed_on": one.exposed_on.isoformat(), **_sides(one.pair, counted),
                }
                for one in self.reached
            ],
        }  # fmt: skip


def of_intervention(code: str, outcome: Outcome) -> Finding:
    """One intervention. Refused when there is none of this code, or no dossier yet."""
    board = _Board(outcome)
    held = board.held_by_code.get(code)
    if held is None:
        raise Refused(_("Không có hoạt động nào mang mã %(code)s.", code=code))
    return board.finding(compute.entry_of(board.inputs, held, outcome))


def of_type(type: str, outcome: Outcome) -> Finding:
    """All interventions of a type. Refused when there is none, or no dossier yet."""
    board = _Board(outcome)
    if not any(deed.type == type for deed in board.inputs.deeds):
        raise Refused(_("Chưa có hoạt động nào thuộc loại này."))
    return board.finding(compute.entry_of_type(board.inputs, type, outcome))


def of_all(outcome: Outcome) -> list[Finding]:
    """Every intervention by day, each told whether it stands out. Refused while there is no dossier."""
    board = _Board(outcome)
    place = {deed.id: number for number, deed in enumerate(board.inputs.deeds)}
    entries = compute.mark_discoveries(list(compute.entries(board.inputs, outcome)))
    entries.sort(key=lambda entry: place[entry.intervention_id or 0])
    return [board.finding(entry) for entry in entries]


class _Board:
    """The inputs, with the names behind their ids; read first, so that nothing is locked while computing."""

    def __init__(self, outcome: Outcome) -> None:
        only_read()
        try:
            self.inputs = self._read()
        finally:
            db.session.rollback()
        inputs = self.inputs
        self.deeds = {deed.id: deed for deed in inputs.deeds}
        self.counter = Counter(inputs, inputs.business, inputs.day, inputs.outcomes[outcome] == 1)
        self.helped = Counter(inputs, *self.filed_for)

    def _read(self) -> Inputs:
        inputs = effect_inputs()
        if inputs is None:
            raise Refused(_("Chưa có hồ sơ nào trong sổ, nên chưa tính được."))
        held = db.session.execute(select(Intervention.id, Intervention.code, Intervention.title)).all()
        self.held = {row.id: (row.code, row.title) for row in held}
        self.held_by_code = {row.code: row.id for row in held}
        names = select(Business.own_code, Business.tax_code).order_by(Business.id)
        self.names = [(own_code, tax_code) for own_code, tax_code in db.session.execute(names)]
        self.filed_for = filed_for(inputs)
        return inputs

    def finding(self, entry: Entry) -> Finding:
        code, title = self.held[entry.intervention_id] if entry.intervention_id else (None, None)
        deed = self.deeds[entry.intervention_id] if entry.intervention_id else None
        meant = [deed] if deed else [one for one in self.inputs.deeds if one.type == entry.type]
        ids = {one.id for one in meant}
        clock = _first_days(reach for reach in self.inputs.reaches if reach.deed in ids)
        if not clock and any(one.covers_all for one in meant):
            day = min(one.day for one in meant if one.covers_all)
            everyone = int(self.inputs.active.sum())
            pair, helped = (counter.board_around(day) for counter in (self.counter, self.helped))
            return Finding(code, title, entry, everyone, pair, helped, ())
        pairs = self.counter.around(clock)
        return Finding(
            code, title, entry, len(clock), total(pairs.values()), total(self.helped.around(clock).values()),
            tuple(
                Reached(*self.names[who], date.fromordinal(day), pairs[who]) for who, day in clock.items()
            ),
        )  # fmt: skip


def _first_days(reaches: Iterable[Reach]) -> dict[int, int]:
    """Business → the day it was reached first, in the order of days."""
    found: dict[int, int] = {}
    for reach in reaches:
        found.setdefault(reach.business, reach.day)
    return found


def _sides(pair: Pair, counted: str) -> dict[str, dict[str, int]]:
    """The count carries the outcome's name: 'online' unless another one was asked for."""

    def side(tally: Tally) -> dict[str, int]:
        return {counted: tally.online, "received": tally.received}

    return {"before": side(pair.before), "after": side(pair.after)}


def _joint(entry: Entry) -> Mapping[str, dict[str, float | None]] | None:
    """Each type beside the others; what businesses look up themselves is reckoned with but not told."""
    return {
        part.type: dict.fromkeys(("estimate", "ci_low", "ci_high"))
        if part.type in SELF_SELECTED
        else {"estimate": part.effect, "ci_low": part.low, "ci_high": part.high}
        for part in entry.joint
    } or None


def _trend(trend: Trend | None) -> dict[str, Any] | None:
    return {**asdict(trend), "changed": trend.changed} if trend else None
