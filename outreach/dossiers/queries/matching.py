"""Names that wait to be matched with a business: who may be meant, what depends on it, what was decided."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    column,
    exists,
    func,
    literal,
    not_,
    select,
    table,
    true,
    union_all,
)

from outreach.accounts.models import User
from outreach.businesses import merging
from outreach.businesses import queries as businesses
from outreach.businesses.models import Business, BusinessAlias, NameCandidate, NameDecision, Zone
from outreach.database import db
from outreach.dossiers.models import Dossier, MeantDossier, MonthlyCount

MOST_CANDIDATES = 5
FOUND = 12  # businesses shown for a search
# What is counted by itself, or is no record about a business.
UNCOUNTED = (
    "dossiers", "import_rows", "monthly_counts", "name_candidates", "name_decisions", "business_aliases",
)  # fmt: skip


class Meant(NamedTuple):
    """A business that a name may mean; `reason` is None for one that somebody searched."""

    id: int
    name: str
    code: str | None
    zone: str | None
    active: bool
    dossiers: int
    reason: str | None


class Waiting(NamedTuple):
    """A name that waits: what registers say under it, and who may be meant."""

    id: int
    name: str
    dossiers: int
    first: date | None  # days on which they were received
    last: date | None
    spellings: Sequence[str]  # other than the name
    sources: Sequence[str]
    others: int  # what else is recorded under it: lists, visits, questions …
    later: bool
    candidates: Sequence[Meant]


class Decided(NamedTuple):
    """A decision, and the business that is meant by now."""

    id: int
    name: str
    verdict: str
    business_id: int
    business: str
    code: str | None
    dossiers: int
    others: int
    joined: int
    since: int  # dossiers that came later by one of its names
    names: int
    decided_at: datetime
    decided_by: str | None


def count_waiting_names() -> int:
    """How many names wait to be matched, without those put aside."""
    return db.session.scalar(waiting_names()) or 0


def waiting_names() -> Select[int]:
    """The same as a statement."""
    return select(func.count()).select_from(Business).where(*_waits(later=False))


def count_waiting_of(import_id: int) -> int:
    """How many names wait under which an import wrote dossiers."""
    wrote = exists().where(Dossier.business_id == Business.id, Dossier.import_id == import_id)
    return db.session.scalar(waiting_names().where(wrote)) or 0


def count_put_aside() -> int:
    """How many wait for later."""
    return db.session.scalar(select(func.count()).select_from(Business).where(*_waits(later=True))) or 0


def count_uncompared_names() -> int:
    """How many names came just now: nobody knows yet whether they wait."""
    new = (~Business.compared, Business.provisional)
    return db.session.scalar(select(func.count()).select_from(Business).where(*new)) or 0


def list_waiting_names(
    *, later: bool = False, words: str = "", offset: int, limit: int
) -> tuple[list[Waiting], int]:
    """One page of the names that wait, those with most dossiers first; and how many."""
    conditions = [*_waits(later=later), businesses.holds(words) if words else true()]
    total = db.session.scalar(select(func.count()).select_from(Business).where(*conditions)) or 0
    counted = (
        select(MonthlyCount.business_id, func.sum(MonthlyCount.received).label("received"))
        .where(MonthlyCount.business_id.in_(select(Business.id).where(*conditions)))
        .group_by(MonthlyCount.business_id)
        .subquery()
    )
    order = (func.coalesce(counted.c.received, 0).desc(), Business.name_sort, Business.id)
    rows = select(Business.id, Business.name).outerjoin(counted, counted.c.business_id == Business.id)
    page = db.session.execute(rows.where(*conditions).order_by(*order).offset(offset).limit(limit)).all()
    return _described([(row.id, row.name) for row in page], later=later), total


def find_waiting_name(business_id: int) -> Waiting | None:
    """One name known from registers only, with whoever may be meant."""
    business = businesses.get_business(business_id)
    if business is None or business.tax_code or business.own_code or not business.provisional:
        return None
    aside = NameDecision.verdict == "later"
    later = exists().where(NameDecision.business_id == business_id, aside)
    return _described([(business.id, business.name)], later=bool(db.session.scalar(select(later))))[0]


def count_dossiers(business_id: int) -> int:
    """How many dossiers a business has."""
    return _dossiers_of([business_id]).get(business_id, 0)


def search_meant(words: str, *, except_id: int) -> list[Meant]:
    """Businesses that somebody may mean by these words, none of them proposed by itself."""
    if not words:
        return []
    found = _meant().where(businesses.holds(words), Business.id != except_id)
    order = (Business.tax_code.is_(None), Business.name_sort, Business.id)
    rows = db.session.execute(found.order_by(*order).limit(FOUND)).all()
    counts = _dossiers_of(row.id for row in rows)
    return [_meant_row(row, counts, None) for row in rows]


def get_decision(decision_id: int) -> NameDecision | None:
    """The decision with this id."""
    return db.session.get(NameDecision, decision_id)


def find_decided(decision_id: int) -> Decided | None:
    """The same as a line."""
    row = db.session.execute(_decided().where(NameDecision.id == decision_id)).one_or_none()
    return Decided(*row) if row else None


def list_decided(*, words: str = "", offset: int, limit: int) -> tuple[list[Decided], int]:
    """One page of what was decided, the latest first; and how much."""
    conditions = [NameDecision.verdict != "later"]
    if words:
        conditions.append(businesses.holds(words) | _spelled(words))
    counted = select(func.count()).select_from(NameDecision).join(Business)
    total = db.session.scalar(counted.where(*conditions)) or 0
    order = (NameDecision.decided_at.desc(), NameDecision.id.desc())
    rows = db.session.execute(_decided().where(*conditions).order_by(*order).offset(offset).limit(limit))
    return [Decided(*row) for row in rows], total


def _spelled(words: str) -> ColumnElement[bool]:
    pattern = businesses.search_pattern(words)
    named = BusinessAlias.name_folded.like(pattern, escape="\\")
    return exists().where(BusinessAlias.decision_id == NameDecision.id, named)


def _decided() -> Select[Any]:
    names = select(func.count()).where(BusinessAlias.decision_id == NameDecision.id).scalar_subquery()
    came = (MeantDossier.decision_id == NameDecision.id, ~MeantDossier.moved)
    since = select(func.count(MeantDossier.dossier_id.distinct())).where(*came).scalar_subquery()
    return (
        select(
            NameDecision.id, NameDecision.name, NameDecision.verdict, NameDecision.business_id,
            Business.name.label("business"), func.coalesce(Business.tax_code, Business.own_code),
            NameDecision.dossiers, NameDecision.others, NameDecision.joined, since, names,
            NameDecision.decided_at, User.name.label("decided_by"),
        )
        .join(Business, Business.id == NameDecision.business_id)
        .outerjoin(User, User.id == NameDecision.decided_by_id)
    )  # fmt: skip


def _waits(*, later: bool) -> list[ColumnElement[bool]]:
    """Known by name only, with somebody who may be meant, nobody signed in for it, and nothing decided."""
    said = exists().where(NameDecision.business_id == Business.id, NameDecision.verdict == "own")
    aside = exists().where(NameDecision.business_id == Business.id, NameDecision.verdict == "later")
    return [
        Business.provisional.is_(True), Business.tax_code.is_(None), Business.own_code.is_(None),
        exists().where(NameCandidate.business_id == Business.id),
        not_(exists().where(User.business_id == Business.id)),
        not_(said), aside if later else not_(aside),
    ]  # fmt: skip


def _described(names: Sequence[tuple[int, str]], *, later: bool) -> list[Waiting]:
    """What is known of each name, in a few statements for all of them."""
    ids = [own_id for own_id, _name in names]
    if not ids:
        return []
    written: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(_written(ids)):
        written[row.business_id].append(row)
    meant, others = _candidates(ids), _others(ids)
    return [
        Waiting(
            own_id, name, sum(row.count for row in rows),
            min((row.first for row in rows), default=None), max((row.last for row in rows), default=None),
            [text for text in dict.fromkeys(row.applicant for row in rows) if text not in (None, name)],
            list(dict.fromkeys(row.source for row in rows)),
            others.get(own_id, 0), later, meant[own_id],
        )
        for own_id, name in names
        for rows in [written[own_id]]
    ]  # fmt: skip


def _written(ids: Sequence[int]) -> Any:
    count = func.count().label("count")
    first, last = func.min(Dossier.received_on).label("first"), func.max(Dossier.received_on).label("last")
    return (
        select(Dossier.business_id, Dossier.source, Dossier.applicant, count, first, last)
        .where(Dossier.business_id.in_(ids))
        .group_by(Dossier.business_id, Dossier.source, Dossier.applicant)
        .order_by(count.desc(), Dossier.applicant, Dossier.source)
    )


def _candidates(ids: Sequence[int]) -> dict[int, list[Meant]]:
    columns = (NameCandidate.business_id.label("waiting_id"), NameCandidate.reason)
    statement = (
        _meant()
        .add_columns(*columns)
        .join(NameCandidate, NameCandidate.candidate_id == Business.id)
        .where(NameCandidate.business_id.in_(ids))
        .order_by(NameCandidate.business_id, NameCandidate.score.desc(), Business.id)
    )
    rows = db.session.execute(statement).all()
    counts = _dossiers_of(row.id for row in rows)
    found: dict[int, list[Meant]] = defaultdict(list)
    for row in rows:
        if len(found[row.waiting_id]) < MOST_CANDIDATES:
            found[row.waiting_id].append(_meant_row(row, counts, row.reason))
    return found


def _meant() -> Any:
    code = func.coalesce(Business.tax_code, Business.own_code).label("code")
    return select(Business.id, Business.name, code, Zone.name.label("zone"), Business.active).outerjoin(
        Zone, Zone.id == Business.zone_id
    )


def _meant_row(row: Any, counts: dict[int, int], reason: str | None) -> Meant:
    return Meant(row.id, row.name, row.code, row.zone, row.active, counts.get(row.id, 0), reason)


def _dossiers_of(ids: Iterable[int]) -> dict[int, int]:
    counted = select(Dossier.business_id, func.count()).where(Dossier.business_id.in_(set(ids)))
    rows = db.session.execute(counted.group_by(Dossier.business_id))
    return {business_id: number for business_id, number in rows if business_id is not None}


def _others(ids: Sequence[int]) -> dict[int, int]:
    """How much else is recorded about each, wherever that is."""
    parts = []
    for name in sorted(merging.tables() - set(UNCOUNTED)):
        business_id = table(name, column("business_id")).c.business_id
        parts.append(select(business_id.label("id"), literal(1).label("one")).where(business_id.in_(ids)))
    everything = union_all(*parts).subquery("everything")
    counted = select(everything.c.id, func.count()).group_by(everything.c.id)
    return {row[0]: row[1] for row in db.session.execute(counted)}
