"""Whom a name means, as a person says it: the same as a business, a business of its own, or later.

What was said is remembered by the names themselves, so the next register is not asked about. Everything can
be taken back: a decision knows which rows it moved.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select

from outreach import clock
from outreach.accounts.models import User
from outreach.businesses.actions import merge_businesses
from outreach.businesses.models import Business, BusinessAlias, NameDecision
from outreach.businesses.rules.matching import alias_key
from outreach.database import batches, db
from outreach.dossiers.actions.counts import hold_register
from outreach.dossiers.actions.parting import (
    CODES,
    SAME,
    codes_since,
    moved_rows,
    part,
    remember_moved,
    rows_of,
)
from outreach.dossiers.models import Dossier
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.revisions import REGISTER, touch

__all__ = ["SAME", "codes_since", "say_later", "say_own", "say_same", "undo"]

OWN, LATER = "own", "later"
DISPLACED = "displaced"
UNCOUNTED = ("dossiers", "import_rows", "business_aliases", "name_decisions")
KEPT = ("name", "zone_id", "employees", "active", "note")


def say_same(*, business: Business, into: Business, by: int) -> NameDecision:
    """The name means that business: everything recorded under it goes there, now and in later registers."""
    hold_register()
    _refuse_when_known(business)
    if business.id == into.id or _held(into) is None:
        raise Refused(_("Anh/Chị chọn một doanh nghiệp khác."))
    if db.session.scalar(select(User.id).where(User.business_id == business.id).limit(1)):
        raise Refused(_("Đã có người đăng nhập cho tên này, nên không ghép được."))
    _forget_verdicts(business.id)
    decision = _decide(
        business, SAME, into.id, by,
        former={
            "business": {name: getattr(business, name) for name in KEPT}, "rows": {},
            "into": {name: getattr(into, name) for name in CODES},
        },
        last_dossier=db.session.scalar(select(func.max(Dossier.id))) or 0,
    )  # fmt: skip
    names = [business.name, *_spellings(business.id)]
    before, there = rows_of(business.id), rows_of(into.id)
    merge_businesses({business.id: into.id})
    db.session.expunge(business)
    moved, joined = moved_rows(before, there, rows_of(into.id))
    decision.former = {**(decision.former or {}), "rows": moved}
    decision.dossiers = len(moved.get("dossiers", ()))
    decision.others = sum(len(keys) for name, keys in moved.items() if name not in UNCOUNTED)
    decision.joined = joined
    remember_moved(decision, moved.get("dossiers", ()))
    _remember(names, into.id, decision)
    return decision


def say_own(*, business: Business, by: int) -> NameDecision:
    """The name means a business of its own: nobody is asked about it any more."""
    hold_register()
    _refuse_when_known(business)
    _forget_verdicts(business.id)
    decision = _decide(business, OWN, business.id, by)
    _remember([business.name], business.id, decision)
    return decision


def say_later(*, business: Business, by: int) -> NameDecision:
    """Nobody knows yet: the name waits in a list of its own."""
    _refuse_when_known(business)
    _forget_verdicts(business.id)
    return _decide(business, LATER, business.id, by)


def undo(decision: NameDecision) -> Business:
    """Take a decision back: the name waits again, with all that is the other's by the decision alone.

    Dossiers that came since by the name go where an import would bring them without it; those that a register
    gave to the other business by a code, or by another name, stay. What became one with something that it had
    stays as well. What had been said of the very name before holds again. Refused when it was taken back.
    """
    hold_register()
    if db.session.get(NameDecision, decision.id, populate_existing=True, with_for_update=True) is None:
        raise Refused(_("Tên này đã được hoàn tác rồi."))
    business = db.session.get_one(Business, decision.business_id)
    if decision.verdict == SAME:
        business = part(decision)
    displaced = (decision.former or {}).get(DISPLACED)
    db.session.execute(delete(BusinessAlias).where(BusinessAlias.decision_id == decision.id))
    db.session.delete(decision)
    db.session.flush()
    _give_back_name(displaced)
    return business


# ── saying it ────────────────────────────────────────────────────────────────────────────────────────────


def _refuse_when_known(business: Business) -> None:
    if _held(business) is None:
        raise Refused(_("Tên này vừa được người khác đối chiếu."))
    if business.tax_code or business.own_code or not business.provisional:
        raise Refused(_("Doanh nghiệp này đã có mã số hoặc đã được xác nhận, nên không cần đối chiếu nữa."))


def _held(business: Business) -> int | None:
    """Whether it is still there; it stays until this deed ends."""
    return db.session.scalar(select(Business.id).where(Business.id == business.id).with_for_update())


def _forget_verdicts(business_id: int) -> None:
    """What was said of the name itself before; names that were said to mean it stay."""
    own = (NameDecision.business_id == business_id, NameDecision.verdict != SAME)
    before = select(NameDecision.id).where(*own)
    db.session.execute(delete(BusinessAlias).where(BusinessAlias.decision_id.in_(before)))
    db.session.execute(delete(NameDecision).where(*own))


def _decide(business: Business, verdict: str, meant: int, by: int, **values: Any) -> NameDecision:
    decision = NameDecision(
        name=business.name, verdict=verdict, business_id=meant, decided_at=clock.now(), decided_by_id=by,
        dossiers=0, others=0, joined=0, **values,
    )  # fmt: skip
    db.session.add(decision)
    db.session.flush()
    return decision


def _spellings(business_id: int) -> Sequence[str]:
    """How registers write the name."""
    written = select(Dossier.applicant).where(Dossier.business_id == business_id).distinct()
    return [name for name in db.session.scalars(written.order_by(Dossier.applicant)) if name]


def _remember(names: Sequence[str], business_id: int, decision: NameDecision) -> None:
    """Each name means the business from now on; the name itself even if somebody said otherwise before."""
    wanted = {alias_key(name): name for name in reversed(names)}
    _displace(alias_key(names[0]), decision)
    known: set[str] = set()
    for some in batches(wanted):
        said = select(BusinessAlias.name_folded).where(BusinessAlias.name_folded.in_(some))
        known.update(db.session.scalars(said))
    for key, name in wanted.items():
        if key not in known:
            db.session.add(
                BusinessAlias(name=name, name_folded=key, business_id=business_id, decision_id=decision.id)
            )
    db.session.flush()
    touch(REGISTER)  # imports that wait look again whom their names mean


def _displace(key: str, decision: NameDecision) -> None:
    """What was said of the very name before gives way, and is noted for whoever takes the decision back."""
    alias = db.session.scalar(select(BusinessAlias).where(BusinessAlias.name_folded == key))
    if alias is not None:
        displaced = {"name": alias.name, "decision_id": alias.decision_id}
        decision.former = {**(decision.former or {}), DISPLACED: displaced}
        db.session.delete(alias)
        db.session.flush()


def _give_back_name(displaced: dict[str, Any] | None) -> None:
    """What gave way holds again, for the business that its decision means by now; if that still stands."""
    if displaced is None:
        return
    before = db.session.get(NameDecision, displaced["decision_id"])
    key = alias_key(displaced["name"])
    taken = db.session.scalar(select(BusinessAlias.id).where(BusinessAlias.name_folded == key))
    if before is not None and taken is None:
        db.session.add(
            BusinessAlias(
                name=displaced["name"], name_folded=key, business_id=before.business_id, decision_id=before.id
            )
        )
        db.session.flush()
