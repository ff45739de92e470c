"""Summary forms at a glance: what each says was received in all, and what the register counts of its days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.rates.models import ReportedFigure, SummaryForm
from outreach.rates.rules.periods import Period
from outreach.rates.rules.summaries import completed

GRAINS = ("unit", "both", "field")
RECEIVED, ONLINE = "received_in_period", "received_online"


class Agreement(NamedTuple):
    """A form's sum of received dossiers and of those online, and the register's; None: not known."""

    form_id: int
    source: str
    period: Period
    received: int | None
    online: int | None
    counted: int | None
    counted_online: int | None

    @property
    def differs(self) -> bool:
        """Whether the register says otherwise."""
        pairs = ((self.received, self.counted), (self.online, self.counted_online))
        return any(said != found for said, found in pairs if said is not None and found is not None)


def agreements(sources: Iterable[str], *, since: date, until: date, limit: int) -> list[Agreement]:
    """The latest forms that end within two days, beside the register; three statements.

    `sources` are those of the register: a form of one of them is compared with its dossiers alone.
    """
    ends = SummaryForm.last.between(since, until)
    newest = select(SummaryForm).where(ends).order_by(SummaryForm.last.desc(), SummaryForm.id.desc())
    forms = list(db.session.scalars(newest.limit(limit)))
    if not forms:
        return []
    said = _said([form.id for form in forms])
    counted = _counted(forms, set(sources))
    return [
        Agreement(
            form.id, form.source, Period(form.first, form.last),
            said[form.id].get(RECEIVED), said[form.id].get(ONLINE), *counted[form.id],
        )
        for form in forms
    ]  # fmt: skip


def _said(form_ids: Sequence[int]) -> Mapping[int, dict[str, int]]:
    """The sums of each form's rows without its own sums; of a form that has these alone, the largest.

    A row that heads others ("I. Sở, ban, ngành" with figures of its own) is a sum as well.
    """
    f, below = ReportedFigure, aliased(ReportedFigure)
    heads = exists().where(
        below.form_id == f.form_id, below.grain == f.grain, or_(below.part == f.unit, below.part == f.field)
    )
    total = or_(f.total, heads).label("total")
    rows = select(f.form_id, f.grain, f.measure, total, f.amount).where(f.form_id.in_(form_ids)).subquery().c
    keys = (rows.form_id, rows.grain, rows.measure, rows.total)
    statement = select(*keys, func.sum(rows.amount), func.max(rows.amount)).group_by(*keys)
    sums: dict[tuple[int, str, bool], dict[str, int]] = {}
    for form_id, grain, measure, is_sum, added, largest in db.session.execute(statement):
        sums.setdefault((form_id, grain, bool(is_sum)), {})[measure] = int(largest if is_sum else added)
    order = [(grain, total) for total in (False, True) for grain in GRAINS]
    every = {id: [completed(sums[id, *key]) for key in order if (id, *key) in sums] for id in form_ids}
    return {
        id: next((one for one in found if RECEIVED in one), found[0] if found else {})
        for id, found in every.items()
    }


def _counted(forms: Sequence[SummaryForm], sources: set[str]) -> Mapping[int, tuple[int | None, int | None]]:
    parts = []
    for form in forms:
        own = (Dossier.source == form.source,) if form.source in sources else ()
        received = measures.is_received_in(form.first, form.last)
        online = func.count().filter(measures.is_online())
        parts.append(select(literal(form.id), func.count(), online).where(received, *own))
    # Nothing at all of the days: the register does not have them, and says nothing about the form.
    rows = db.session.execute(union_all(*parts))
    return {id: (count or None, online if count else None) for id, count, online in rows}
