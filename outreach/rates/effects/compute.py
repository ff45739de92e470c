"""The ledger's entries from its inputs: the only door into this room."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from outreach.rates.effects import discovery, everyone, joint, lots
from outreach.rates.effects.fits import TypeFit, fit_by_deed, fit_list, fit_together
from outreach.rates.effects.imputation import estimate
from outreach.rates.effects.inputs import Deed, Inputs
from outreach.rates.effects.lookback import look_back
from outreach.rates.effects.panel import NOBODY, clock_of, sample_of
from outreach.rates.effects.power import smallest_change
from outreach.rates.effects.reached import Touched, touched_by_deed, touched_by_type
from outreach.rates.effects.verdicts import NEXT_OUTCOME, Evidence, headline_of, verdict_of
from outreach.rates.rules.ledger import SPOKEN, Checks, Entry, JointEffect, Outcome, Verdict


def entries(inputs: Inputs, outcome: Outcome) -> Iterator[Entry]:
    """One entry per intervention, type by type; each as soon as it is known."""
    for type in sorted({deed.type for deed in inputs.deeds}):
        deeds = [deed for deed in inputs.deeds if deed.type == type]
        fit = fit_by_deed(inputs, type, outcome, [deed.id for deed in deeds])
        for group, deed in enumerate(deeds):
            yield _of_deed(inputs, outcome, deed, fit, group)


def entry_of(inputs: Inputs, deed_id: int, outcome: Outcome) -> Entry:
    """The entry of one intervention, the same that `entries` gives; KeyError for an unknown one."""
    deed = {deed.id: deed for deed in inputs.deeds}[deed_id]
    fit = fit_by_deed(inputs, deed.type, outcome, [deed_id])
    return _of_deed(inputs, outcome, deed, fit, 0)


def entry_of_type(inputs: Inputs, type: str, outcome: Outcome) -> Entry:
    """All interventions of a type as one, with the joint estimate of overlapping types."""
    fit = fit_together(inputs, type, outcome)
    entry = _entry(fit, 0, touched_by_type(inputs, type), outcome, NOBODY)
    return replace(entry, joint=joint_effects(inputs, outcome), by_lot=False)


def joint_effects(inputs: Inputs, outcome: Outcome) -> tuple[JointEffect, ...]:
    """What each type adds when all are taken together; () without overlapping types."""
    sample = sample_of(inputs, outcome)
    types = sorted({reach.type for reach in inputs.reaches})
    clocks = {type: clock_of((r for r in inputs.reaches if r.type == type), sample.size) for type in types}
    return joint.together(sample, clocks)


def mark_discoveries(found: Sequence[Entry]) -> list[Entry]:
    """The same entries, told which of those that speak stand out among all of them."""
    speaking = [entry for entry in found if entry.verdict in SPOKEN and entry.by_dossier is not None]
    marks = discovery.standing_out([entry.by_dossier for entry in speaking if entry.by_dossier is not None])
    marked = {id(entry): mark for entry, mark in zip(speaking, marks, strict=True)}
    return [replace(entry, stands_out=marked.get(id(entry))) for entry in found]


def _of_deed(inputs: Inputs, outcome: Outcome, deed: Deed, fit: TypeFit, group: int) -> Entry:
    touched = touched_by_deed(inputs, deed)
    if deed.listed:
        own = fit_list(inputs, deed.type, outcome, deed.id, deed.listed)
        entry = _entry(own, 0, touched, outcome, deed.id, by_lot=True)
        if entry.verdict in SPOKEN:
            entry = replace(entry, lot=lots.reshuffle(own.sample, own.clock))
    else:
        entry = _entry(fit, group, touched, outcome, deed.id)
    if entry.verdict is Verdict.EVERYONE:
        entry = replace(entry, trend=everyone.trend_around(fit.sample, deed.day))
    return entry


def _entry(
    fit: TypeFit, group: int, touched: Touched, outcome: Outcome, deed_id: int, *, by_lot: bool = False
) -> Entry:
    members = fit.members(group)
    after = fit.later[0].sum(axis=1)
    entry = Entry(
        intervention_id=None if deed_id == NOBODY else deed_id,
        type=touched.type, outcome=outcome, verdict=Verdict.TOO_FEW,
        exposed_businesses=int(members.sum()), dossiers_after=int(after[members].sum()),
        repeats=touched.repeats, unusable=fit.unusable(group), share_before=fit.share_before(group),
        profile=fit.profiles[group], by_lot=by_lot, warnings=touched.warnings,
    )  # fmt: skip
    own = estimate(fit.by_dossier, group, members)
    second = fit.matched.after.get(deed_id)
    checks = None if by_lot else _checks(fit, group, deed_id)
    verdict = verdict_of(
        Evidence(touched.self_selected, touched.everyone, entry.share_before, own, second, checks)
    )
    entry = replace(entry, verdict=verdict)
    if verdict is Verdict.CEILING:
        return replace(entry, next_outcome=NEXT_OUTCOME.get(outcome))
    if verdict is Verdict.NO_FAIR_COMPARISON:
        return replace(entry, checks=checks)
    if verdict not in SPOKEN or own is None or second is None:
        return entry
    return replace(
        entry, headline=headline_of(own, second), by_dossier=own, matched=second, checks=checks,
        by_business=estimate(fit.by_business, group, members),
        smallest_change=smallest_change(own.error, own.degrees),
    )  # fmt: skip


def _checks(fit: TypeFit, group: int, deed_id: int) -> Checks:
    leads = look_back(fit.stage, fit.lead_columns, np.flatnonzero(fit.members(group)))
    placebo = fit.matched.placebo.get(deed_id)
    if placebo is None:
        return Checks(leads.passed, leads.differences, None, None)
    passed = placebo.low <= 0 <= placebo.high
    return Checks(leads.passed, leads.differences, passed, (placebo.effect, placebo.low, placebo.high))
