"""Reads behind the ladder: one row per business and procedure, and what is known around it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, null, or_, select, union_all

from outreach import clock
from outreach.businesses.models import AccountStatement, Business, Zone
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.catalogue.models import ProcedureCard
from outreach.database import db
from outreach.desks.rules import ladder as rules
from outreach.desks.rules.ladder import Around, Filed, Ladder
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier, Procedure, ServiceLevel
from outreach.practice.models import PracticeRun
from outreach.tutorials.models import Completion, Start, Tutorial, TutorialVersion

Pair = tuple[int, int]  # business, procedure


class Scope(NamedTuple):
    """Whose ladders; None: everybody's, every procedure's."""

    business_id: int | None = None
    zone_id: int | None = None
    procedure_id: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """On Dossier."""
        asked: list[ColumnElement[bool]] = []
        if self.business_id is not None:
            asked.append(Dossier.business_id == self.business_id)
        if self.zone_id is not None:
            asked.append(Dossier.business_id.in_(select(Business.id).where(Business.zone_id == self.zone_id)))
        if self.procedure_id is not None:
            asked.append(Dossier.procedure_id == self.procedure_id)
        return asked


class Climber(NamedTuple):
    """One business and one procedure on the ladder."""

    business_id: int
    procedure_id: int
    filed: Filed
    ladder: Ladder


class Trips(NamedTuple):
    """An estimate: trips spared by `counted` of `online` dossiers, those whose level that day is known."""

    spared: int
    counted: int
    online: int


def climbers(scope: Scope) -> list[Climber]:
    """Every pair of business and procedure with a received dossier, those with most dossiers first."""
    filed = _filed(scope)
    accounts, reached, learned = _accounts(scope), _reached(scope), _learned(scope)
    cards = {row.procedure_id: row for row in db.session.execute(_CARDS)}
    found = []
    for (business_id, procedure_id), one in filed.items():
        around = _around(
            accounts.get(business_id), reached.get(business_id), learned.get((business_id, procedure_id)),
            learned.get((business_id, 0)), cards.get(procedure_id),
        )  # fmt: skip
        found.append(Climber(business_id, procedure_id, one, rules.climb(one, around)))
    return sorted(found, key=lambda one: (-one.filed.received, one.business_id, one.procedure_id))


def trips(scope: Scope) -> Trips:
    """Trips to the counter that online dossiers spared, only where the level of that day is known."""
    level, d = ServiceLevel, Dossier
    covers = and_(
        level.procedure_id == d.procedure_id,
        level.valid_from <= d.received_on,
        or_(level.valid_to.is_(None), level.valid_to >= d.received_on),
    )
    # Where both vocabularies cover the day, the smaller number: an estimate must not flatter.
    each = (
        select(d.id, func.min(_spared()).label("spared"))
        .outerjoin(level, covers)
        .where(measures.is_online(), measures.is_received(), *scope.conditions())
        .group_by(d.id)
        .subquery()
    )
    totals = select(func.coalesce(func.sum(each.c.spared), 0), func.count(each.c.spared), func.count())
    return Trips(*(int(one) for one in db.session.execute(totals.select_from(each)).one()))


def names(climbing: Iterable[Climber]) -> tuple[dict[int, Any], dict[int, str]]:
    """Businesses (id, name, tax_code, zone) and names of procedures of some rows."""
    rows = list(climbing)
    businesses = (
        select(Business.id, Business.name, Business.tax_code, Zone.name.label("zone"))
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(Business.id.in_({row.business_id for row in rows}))
    )
    procedures = select(Procedure.id, Procedure.name)
    return (
        {row.id: row for row in db.session.execute(businesses)},
        {row.id: row.name for row in db.session.execute(procedures)},
    )


def account(business_id: int) -> tuple[bool, date] | None:
    """What was said last about the business's organisation account, and of which day."""
    return _accounts(Scope(business_id=business_id)).get(business_id)


def choices() -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Zones, and procedures with dossiers, to choose from."""
    zones = db.session.execute(select(Zone.id, Zone.name).order_by(Zone.name_sort, Zone.id))
    with_dossiers = select(Dossier.procedure_id).where(Dossier.procedure_id.is_not(None)).distinct()
    procedures = db.session.execute(
        select(Procedure.id, Procedure.name)
        .where(Procedure.id.in_(with_dossiers))
        .order_by(Procedure.name_sort, Procedure.id)
    )
    return [(row.id, row.name) for row in zones], [(row.id, row.name[:110]) for row in procedures]


def _spared() -> ColumnElement[int | None]:
    """`rules.trips_spared` in the words of the database."""
    level = ServiceLevel
    fourth = and_(level.vocabulary == "levels_2011", level.level == "4")
    whens: list[Any] = [
        (and_(fourth, Dossier.return_channel == channel), rules.trips_spared("levels_2011", "4", channel))
        for channel in ("online", "post", "counter")
    ]
    whens += [
        (and_(level.vocabulary == vocabulary, level.level == name), spared)
        for (vocabulary, name), spared in rules.TRIPS_SPARED.items()
    ]
    return cast(case(*whens, else_=null()), Integer)


def _filed(scope: Scope) -> dict[Pair, Filed]:
    d, online = Dossier, measures.is_online()
    order = func.row_number().over(
        partition_by=(d.business_id, d.procedure_id, online), order_by=(d.received_on, d.id)
    )
    known = (d.business_id.is_not(None), d.procedure_id.is_not(None), measures.is_received())
    rows = select(
        d.business_id, d.procedure_id, d.received_on, online.label("online"), d.assistance, d.paid_vnd,
        d.return_channel, order.label("place"),
    ).where(*known, *scope.conditions()).subquery()  # fmt: skip
    c = rows.c
    on, own, later = c.online, and_(c.online, func.coalesce(c.assistance, "") != "filed_for"), c.place > 1

    def first(condition: Any) -> ColumnElement[date | None]:
        return func.min(case((condition, c.received_on)))

    def count(condition: Any) -> ColumnElement[int]:
        return func.count(case((condition, 1)))

    statement = select(
        c.business_id, c.procedure_id, func.count().label("received"), count(on).label("online"),
        count(and_(on, c.assistance == "alone")).label("alone"),
        count(and_(on, c.assistance == "assisted")).label("assisted"),
        count(and_(on, c.assistance == "filed_for")).label("filed_for"),
        count(and_(on, c.assistance.is_(None))).label("how_unknown"),
        first(on).label("first_online_on"),
        func.max(case((and_(on, c.place == 1), c.assistance))).label("first_how"),
        first(and_(on, later, c.assistance == "alone")).label("second_alone_on"),
        count(and_(on, later, c.assistance.is_(None))).label("later_unknown"),
        first(and_(own, c.paid_vnd > 0)).label("paid_on"),
        count(and_(own, c.paid_vnd.is_(None))).label("pay_unknown"),
        first(and_(own, c.return_channel.in_(("online", "post")))).label("remote_on"),
        count(and_(own, c.return_channel.is_(None))).label("remote_unknown"),
    ).group_by(c.business_id, c.procedure_id)  # fmt: skip
    found = {}
    for business_id, procedure_id, *values in db.session.execute(statement):
        found[business_id, procedure_id] = Filed(*values)
    return found


def _accounts(scope: Scope) -> dict[int, tuple[bool, date]]:
    """The latest statement per business."""
    last = select(func.max(AccountStatement.id)).group_by(AccountStatement.business_id)
    statement = select(AccountStatement).where(AccountStatement.id.in_(last), *_of(AccountStatement, scope))
    return {one.business_id: (one.has_account, one.said_on) for one in db.session.scalars(statement)}


def _reached(scope: Scope) -> dict[int, tuple[date | None, date | None]]:
    """Per business the first day any intervention reached it, and the first training."""
    halves = union_all(
        select(Attendance.business_id, Attendance.intervention_id, Attendance.attended_on.label("day")).where(
            *_of(Attendance, scope)
        ),
        select(ExposureRecord.business_id, ExposureRecord.intervention_id, ExposureRecord.exposed_on).where(
            *_of(ExposureRecord, scope)
        ),
    ).subquery()
    trained = func.min(case((Intervention.type == "training", halves.c.day)))
    statement = (
        select(halves.c.business_id, func.min(halves.c.day), trained)
        .join(Intervention, Intervention.id == halves.c.intervention_id)
        .group_by(halves.c.business_id)
    )
    return {business_id: (aware, training) for business_id, aware, training in db.session.execute(statement)}


def _learned(scope: Scope) -> dict[Pair, tuple[date | None, date | None]]:
    """Per business and procedure (0: of every one) the first tutorial opened, and the first finished."""
    opened = (
        select(Start.business_id, Tutorial.procedure_id, func.min(Start.started_on))
        .join(TutorialVersion, TutorialVersion.id == Start.version_id)
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .where(Start.business_id.is_not(None), *_of(Start, scope))
        .group_by(Start.business_id, Tutorial.procedure_id)
    )
    finished = (
        select(Completion.business_id, Tutorial.procedure_id, func.min(Completion.completed_on))
        .join(Tutorial, Tutorial.id == Completion.tutorial_id)
        .where(Completion.business_id.is_not(None), *_of(Completion, scope))
        .group_by(Completion.business_id, Tutorial.procedure_id)
    )
    practised = (
        select(PracticeRun.business_id, PracticeRun.procedure_id, func.min(PracticeRun.finished_at))
        .where(PracticeRun.finished_at.is_not(None), PracticeRun.business_id.is_not(None))
        .where(*_of(PracticeRun, scope))
        .group_by(PracticeRun.business_id, PracticeRun.procedure_id)
    )
    days: dict[Pair, list[list[date]]] = defaultdict(lambda: [[], []])
    for which, statement in ((0, opened), (1, finished), (1, practised)):
        for business_id, procedure_id, at in db.session.execute(statement):
            day = clock.local(at).date() if hasattr(at, "hour") else at
            days[business_id or 0, procedure_id or 0][which].append(day)
    return {pair: (min([*opens, *ends]), min(ends) if ends else None) for pair, (opens, ends) in days.items()}


def _of(table: Any, scope: Scope) -> Sequence[ColumnElement[bool]]:
    """The business asked for; a zone's rows are few enough to read the others too."""
    return () if scope.business_id is None else (table.business_id == scope.business_id,)


def _around(account: Any, reached: Any, learned: Any, learned_all: Any, card: Any) -> Around:
    has_account, account_on = account or (None, None)
    pairs = [pair for pair in (reached, learned, learned_all) if pair]
    aware = [pair[0] for pair in pairs if pair[0]]
    # A tutorial for everybody (sign in, pay) is no training in this procedure.
    trained = [pair[1] for pair in (reached, learned) if pair and pair[1]]
    paying, signing = (card.paying, card.signing) if card else (None, None)
    first_aware, first_trained = min(aware, default=None), min(trained, default=None)
    return Around(has_account, account_on, first_aware, first_trained, paying, signing)


_CARDS = select(ProcedureCard.procedure_id, ProcedureCard.paying, ProcedureCard.signing)
