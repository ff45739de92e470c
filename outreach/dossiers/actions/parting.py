"""Which rows a decision about a name moved, and what each of them would be without the decision."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, and_, delete, func, insert, or_, select, tuple_, update

from outreach.businesses import merging
from outreach.businesses.actions import resolve_businesses
from outreach.businesses.actions.writing import name_columns
from outreach.businesses.models import Business, BusinessAlias, NameCandidate, NameDecision
from outreach.businesses.rules import BusinessName
from outreach.database import batches, db, load_tables
from outreach.dossiers.actions.counts import recount
from outreach.dossiers.measures import month_of
from outreach.dossiers.models import Dossier, ImportRow, ImportRun, MeantDossier
from outreach.revisions import REACHED, REGISTER, touch

SAME = "same"
AGAIN = ("again", 50)  # reason and score of a candidate that was chosen before
# Not things that people recorded about a business: they follow from such things, or say what was decided.
DERIVED = ("monthly_counts", "name_candidates")
CODES = ("tax_code", "own_code")

Key = list[Any]


class Stands(NamedTuple):
    """A dossier that is the other business's by a decision: since when, and by which name."""

    dossier_id: int
    since: datetime
    applicant: str | None  # None: it did not come later, the decision itself moved it


def _tables() -> dict[str, Table]:
    tables = load_tables().tables
    return {name: tables[name] for name in sorted(merging.tables()) if name not in DERIVED}


def _key_columns(table: Table) -> list[Any]:
    return [column for column in table.primary_key.columns if column.name != "business_id"]


def rows_of(business_id: int) -> dict[str, list[Key]]:
    """The keys of all rows about a business, by table, without the business itself."""
    found: dict[str, list[Key]] = {}
    for name, table in _tables().items():
        rows = db.session.execute(select(*_key_columns(table)).where(table.c.business_id == business_id))
        if keys := [list(row) for row in rows]:
            found[name] = keys
    return found


def moved_rows(
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


def remember_moved(decision: NameDecision, keys: Iterable[Key]) -> None:
    """Note the dossiers that the decision moved: a register may say otherwise of some of them later."""
    noted = {"decision_id": decision.id, "moved": True, "import_id": None}
    if rows := [{"dossier_id": key[0], **noted} for key in keys]:
        db.session.execute(insert(MeantDossier), rows)


# ── taking it back ───────────────────────────────────────────────────────────────────────────────────────


def part(decision: NameDecision) -> Business:
    """The business of that name once more, with what was its own; what came by the name goes where it would.

    The session's transaction; the decision's names are forgotten.
    """
    former = decision.former or {"business": {"name": decision.name}, "rows": {}}
    values = {**former["business"], **name_columns(former["business"]["name"])}
    business = Business(**values, provisional=True)
    db.session.add(business)
    db.session.flush()
    standing = list(_standing(decision, former["rows"]))
    tables = _tables()
    for name, keys in former["rows"].items():
        if name in tables and name != Dossier.__tablename__:
            _give_back(tables[name], keys, decision.business_id, business.id)
    db.session.execute(delete(BusinessAlias).where(BusinessAlias.decision_id == decision.id))
    db.session.expire_all()
    _send(decision.business_id, _whose(standing, business.id))
    reason, score = AGAIN
    pair = {"business_id": business.id, "candidate_id": decision.business_id}
    db.session.execute(insert(NameCandidate).values(**pair, reason=reason, score=score))
    touch(REGISTER)
    touch(REACHED)
    return business


def codes_since(decision: NameDecision) -> list[str]:
    """Codes that the other business got after the decision: they stay with it when it is taken back."""
    had = (decision.former or {}).get("into")
    business = db.session.get_one(Business, decision.business_id)
    if had is None:
        return []
    return [code for name in CODES if (code := getattr(business, name)) and not had.get(name)]


def _give_back(table: Table, keys: list[Key], other: int, business_id: int) -> None:
    """Rows that are still the other business's; what was moved or deleted since is left alone."""
    columns = _key_columns(table)
    connection = db.session.connection()
    for some in batches(keys, 400):
        own = (table.c.business_id == other, tuple_(*columns).in_([tuple(key) for key in some]))
        connection.execute(update(table).where(*own).values(business_id=business_id))


def _standing(decision: NameDecision, rows: dict[str, list[Key]]) -> Iterable[Stands]:
    """Dossiers that are the other business's because of the decision, and of nothing that was said since.

    What came by the name of an earlier decision, which this one took along, would have stayed with that name.
    """
    m, carried = MeantDossier, [key[0] for key in rows.get(NameDecision.__tablename__, ())]
    kept = select(NameDecision.id).where(
        NameDecision.id.in_(carried), NameDecision.business_id == decision.business_id
    )
    by = or_(m.decision_id == decision.id, and_(m.decision_id.in_(kept), ~m.moved))
    statement = (
        select(m.dossier_id, m.moved, Dossier.applicant, ImportRun.finished_at)
        .join(Dossier, Dossier.id == m.dossier_id)
        .outerjoin(ImportRun, ImportRun.id == m.import_id)
        .where(m.id.in_(_last_said(decision, by)), by, Dossier.business_id == decision.business_id)
        .order_by(m.dossier_id)
    )
    for dossier_id, moved, applicant, finished_at in db.session.execute(statement).all():
        yield Stands(dossier_id, finished_at or decision.decided_at, None if moved else applicant)


def _last_said(decision: NameDecision, by: Any) -> Select[int]:
    """The last that was said of each dossier, other than by decisions about other names."""
    m = MeantDossier
    told = select(m.dossier_id).where(by)
    counts = or_(~m.moved, m.decision_id == decision.id)
    return select(func.max(m.id)).where(m.dossier_id.in_(told), counts).group_by(m.dossier_id)


def _whose(standing: list[Stands], business_id: int) -> dict[tuple[int, datetime], list[int]]:
    """Dossiers by the business that they would have had, and since when: what an import makes of the name."""
    written = {one.applicant for one in standing if one.applicant}
    names = {name: BusinessName(name=name) for name in sorted(written)}
    meant = resolve_businesses(list(names.values()))
    found: dict[tuple[int, datetime], list[int]] = defaultdict(list)
    for one in standing:
        own_id = meant.get(names[one.applicant], business_id) if one.applicant else business_id
        found[own_id, one.since].append(one.dossier_id)
    return found


def _send(other: int, whose: dict[tuple[int, datetime], list[int]]) -> None:
    """Dossiers go to their businesses, with what later imports remember of them, and are counted there."""
    months: dict[int, set[date]] = defaultdict(set)
    unseen = {"synchronize_session": False}
    for (business_id, since), ids in whose.items():
        later = select(ImportRun.id).where(ImportRun.finished_at > since)
        for some in batches(ids, 400):
            month = month_of(Dossier.received_on)
            months[business_id].update(
                db.session.scalars(select(month).where(Dossier.id.in_(some)).distinct())
            )
            db.session.execute(
                update(Dossier).where(Dossier.id.in_(some)).values(business_id=business_id),
                execution_options=unseen,
            )
            former = (
                ImportRow.dossier_id.in_(some), ImportRow.business_id == other, ImportRow.import_id.in_(later)
            )  # fmt: skip
            db.session.execute(
                update(ImportRow).where(*former).values(business_id=business_id), execution_options=unseen
            )
    db.session.expire_all()
    recount(
        {
            (own_id, day)
            for business_id, days in months.items()
            for own_id in (business_id, other)
            for day in days
        }
    )
