"""Helps find their dossiers by code: at once, or after the import that brings them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from outreach import clock
from outreach.counter.models import CounterHelp
from outreach.database import batches, db
from outreach.dossiers.actions import set_assistance
from outreach.dossiers.models import Dossier
from outreach.receipts import rules as receipts
from outreach.receipts.queries import dossiers_by_code
from outreach.receipts.rules import Candidate


def match_helps(help_ids: Sequence[int] | None = None) -> int:
    """Look the codes of all helps without a dossier up in the register, or only of these; how many matched.

    A dossier of another business is not the one meant. One that does not say how it was filed says so from
    now on; what a person or the register has said of it stays, whatever the counter recorded.
    """
    db.session.flush()
    waiting = select(CounterHelp).where(CounterHelp.dossier_id.is_(None), CounterHelp.code_key.is_not(None))
    if help_ids is not None:
        waiting = waiting.where(CounterHelp.id.in_(list(help_ids)))
    helps = db.session.scalars(waiting.order_by(CounterHelp.id)).all()
    candidates = dossiers_by_code(sorted({help.code_key for help in helps if help.code_key}))
    meant = {help.id: _meant(help, candidates.get(help.code_key or "", [])) for help in helps}
    dossiers = _dossiers([one for one in meant.values() if one is not None])
    at = clock.now()
    found = [(help, dossiers[id]) for help in helps if (id := meant[help.id]) is not None]
    for help, dossier in found:
        _match(help, dossier, at)
    db.session.flush()
    return len(found)


def release(help: CounterHelp) -> None:
    """Take back what a help told its dossier, unless somebody has said something else since."""
    dossier = db.session.get(Dossier, help.dossier_id) if help.dossier_id else None
    if dossier is not None and help.told_dossier and dossier.assistance == help.assistance:
        set_assistance(dossier, assistance=None)


def _match(help: CounterHelp, dossier: Dossier, at: datetime) -> None:
    help.dossier_id, help.matched_at = dossier.id, at
    if help.procedure_id is None:
        help.procedure_id = dossier.procedure_id
    if dossier.assistance is None:
        set_assistance(dossier, assistance=help.assistance)
        help.told_dossier = True


def _meant(help: CounterHelp, candidates: Sequence[Candidate]) -> int | None:
    own = [one for one in candidates if one.business_id in (None, help.business_id)]
    if not own:
        return None
    return receipts.best(own, business_id=help.business_id, tax_code=None).dossier_id


def _dossiers(ids: Sequence[int]) -> dict[int, Dossier]:
    found: dict[int, Dossier] = {}
    for some in batches(sorted(set(ids))):
        found |= {one.id: one for one in db.session.scalars(select(Dossier).where(Dossier.id.in_(some)))}
    return found
