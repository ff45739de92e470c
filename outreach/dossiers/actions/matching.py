"""Whom a name means, as a person says it: the same as a business, a business of its own, or later.

What was said is remembered by the names themselves, so the next register is not asked about. Everything can
be taken back: a decision knows which rows it moved.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, tuple_, update

from outreach import clock
from outreach.accounts.models import User
from outreach.businesses import merging
from outreach.businesses.actions import merge_businesses
from outreach.businesses.actions.writing import name_columns
from outreach.businesses.models import Business, BusinessAlias, NameCandidate, NameDecision
from outreach.businesses.rules.matching import alias_key
from outreach.database import batches, db, load_tables
from outreach.dossiers.actions.counts import hold_register, recount
from outreach.dossiers.measures import month_of
from outreach.dossiers.models import Dossier
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.revisions import REACHED, REGISTER, touch

SAME, OWN, LATER = "same", "own", "later"
AGAIN = ("again", 50)  # reason and score of a candidate that was chosen before
# Not things that people recorded about a business: they follow from such things, or say what was decided.
DERIVED = ("monthly_counts", "name_candidates")
UNCOUNTED = ("dossiers", "import_rows", "business_aliases", "name_decisions")
KEPT = ("name", "zone_id", "employees", "active", "note")

Key = list[Any]


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
        former={"business": {name: getattr(business, name) for name in KEPT}, "rows": {}},
        last_dossier=db.session.scalar(select(func.max(Dossier.id))) or 0,
    )  # fmt: skip
    names = [business.name, *_spellings(business.id)]
    before, there = _rows_of(business.id), _rows_of(into.id)
    merge_businesses({business.id: into.id})
    db.session.expunge(business)
    moved, joined = _moved(before, there, _rows_of(into.id))
    decision.former = {**(decision.former or {}), "rows": moved}
    decision.dossiers = len(moved.get("dossiers", ()))
    decision.others = sum(len(keys) for name, keys in moved.items() if name not in UNCOUNTED)
    decision.joined = joined
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
    """Take a decision back: the name waits again, with all that was moved under it and came under it since.

    What became one with something that the other business had stays there. Refused when it was taken back.
    """
    hold_register()
    if db.session.get(NameDecision, decision.id, populate_existing=True, with_for_update=True) is None:
        raise Refused(_("Tên này đã được hoàn tác rồi."))
    business = db.session.get_one(Business, decision.business_id)
    if decision.verdict == SAME:
        business = _part(decision)
    db.session.execute(delete(BusinessAlias).where(BusinessAlias.decision_id == decision.id))
    db.session.delete(decision)
    db.session.flush()
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


def _remember(names: Iterable[str], business_id: int, decision: NameDecision) -> None:
    """Each name means the business from now on; the name itself even if somebody said otherwise before."""
    wanted = {alias_key(name): name for name in reversed(list(names))}
    first = next(reversed(wanted)) if wanted else ""
    db.session.execute(delete(BusinessAlias).where(BusinessAlias.name_folded == first))
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


# ── which rows a decision moved ──────────────────────────────────────────────────────────────────────────


def _tables() -> dict[str, Table]:
    tables = load_tables().tables
    return {name: tables[name] for name in sorted(merging.tables()) if name not in DERIVED}


def _key_columns(table: Table) -> list[Any]:
    return [column for column in table.primary_key.columns if column.name != "business_id"]


def _rows_of(business_id: int) -> dict[str, list[Key]]:
    """The keys of all rows about a business, by table, without the business itself."""
    found: dict[str, list[Key]] = {}
    for name, table in _tables().items():
        rows = db.session.execute(select(*_key_columns(table)).where(table.c.business_id == business_id))
        if keys := [list(row) for row in rows]:
            found[name] = keys
    return found


def _moved(
    before: dict[str, list[Key]], there: dict[str, list[Key]], now: dict[str, list[Key]]
) -> tuple[dict[str, list[Key]], int]:
    """Which rows are the other's now and can be told from its own, and how many became one with them."""
    moved: dict[str, list[Key]] = {}
    joined = 0
    for name, keys in before.items():
        own, left = {*map(tuple, there.get(name, ()))}, {*map(tuple, now.get(name, ()))}
        joined += len(keys) + len(own) - len(left)
        # Where a row of the other business gave way to one that came, nobody can tell them apart any more.
        if own <= left:
            moved[name] = [key for key in keys if tuple(key) in left and tuple(key) not in own]
    return moved, joined


# ── taking it back ───────────────────────────────────────────────────────────────────────────────────────


def _part(decision: NameDecision) -> Business:
    """The business of that name once more, with what was its own."""
    former = decision.former or {"business": {"name": decision.name}, "rows": {}}
    values = {**former["business"], **name_columns(former["business"]["name"])}
    business = Business(**values, provisional=True)
    db.session.add(business)
    db.session.flush()
    tables = _tables()
    for name, keys in former["rows"].items():
        if name in tables:
            _give_back(tables[name], keys, decision.business_id, business.id)
    _give_back(tables["dossiers"], _came_since(decision), decision.business_id, business.id)
    db.session.expire_all()
    month = month_of(Dossier.received_on)
    back = select(month).where(Dossier.business_id == business.id).distinct()
    months = list(db.session.scalars(back))
    recount({(own_id, day) for own_id in (business.id, decision.business_id) for day in months})
    reason, score = AGAIN
    pair = {"business_id": business.id, "candidate_id": decision.business_id}
    db.session.execute(insert(NameCandidate).values(**pair, reason=reason, score=score))
    touch(REGISTER)
    touch(REACHED)
    return business


def _give_back(table: Table, keys: list[Key], other: int, business_id: int) -> None:
    """Rows that are still the other business's; what was moved or deleted since is left alone."""
    columns = _key_columns(table)
    connection = db.session.connection()
    for some in batches(keys, 400):
        own = (table.c.business_id == other, tuple_(*columns).in_([tuple(key) for key in some]))
        connection.execute(update(table).where(*own).values(business_id=business_id))


def _came_since(decision: NameDecision) -> list[Key]:
    """Later dossiers that bear a name of the decision: they came to the other business by it."""
    aliases = select(BusinessAlias.name_folded).where(BusinessAlias.decision_id == decision.id)
    keys = set(db.session.scalars(aliases))
    later = (Dossier.business_id == decision.business_id, Dossier.id > decision.last_dossier)
    written = db.session.scalars(select(Dossier.applicant).where(*later).distinct())
    meant = [name for name in written if name and alias_key(name) in keys]
    found: list[Key] = []
    for some in batches(meant):
        ids = db.session.scalars(select(Dossier.id).where(*later, Dossier.applicant.in_(some)))
        found += [[own_id] for own_id in ids]
    return found
