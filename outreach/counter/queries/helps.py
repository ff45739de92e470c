"""The helps themselves: lists, one, and totals by month and kind."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, func, select

from outreach import clock
from outreach.accounts.models import User
from outreach.businesses.models import Business
from outreach.counter import rules
from outreach.counter.models import CounterHelp
from outreach.database import db
from outreach.dossiers.measures import month_of
from outreach.dossiers.models import Dossier, Procedure


class HelpLine(NamedTuple):
    """One help. `dossier_says`: how its dossier was filed according to the register or to somebody."""

    id: int
    business_id: int
    business: str
    procedure: str | None
    helped_on: date
    assistance: str
    offered: bool
    account_created: bool
    payment_helped: bool
    dossier_code: str | None
    dossier_id: int | None
    dossier_says: str | None
    without_dossier: bool
    recorded_at: datetime
    recorded_by: str | None

    @property
    def state(self) -> str:
        """One of rules.STATES."""
        return rules.state_of(
            matched=self.dossier_id is not None, code=self.dossier_code, without_dossier=self.without_dossier
        )


class HelpFilter(NamedTuple):
    """Which helps are asked for; `extra` is one of rules.EXTRAS, `state` one of rules.STATES."""

    month: date | None = None
    kind: str | None = None
    extra: str | None = None
    state: str | None = None
    business_id: int | None = None
    procedure_id: int | None = None


class MonthTotals(NamedTuple):
    """Counts of one month."""

    month: date
    helps: int
    businesses: int
    alone: int
    assisted: int
    filed_for: int
    account_created: int
    payment_helped: int
    offered: int
    to_complete: int


def get_help(help_id: int) -> CounterHelp | None:
    """One help; None when there is none of that id."""
    return db.session.get(CounterHelp, help_id)


def get_line(help_id: int) -> HelpLine | None:
    """The same with the names around it."""
    row = db.session.execute(_lines().where(CounterHelp.id == help_id)).one_or_none()
    return HelpLine(*row) if row else None


def today_helps(today: date) -> list[HelpLine]:
    """What was recorded for a day, the last first."""
    statement = _lines().where(CounterHelp.helped_on == today).order_by(CounterHelp.id.desc()).limit(200)
    return [HelpLine(*row) for row in db.session.execute(statement)]


def list_helps(wanted: HelpFilter, *, offset: int, limit: int) -> tuple[Sequence[HelpLine], int]:
    """Some of the helps asked for, the last first; and how many there are. To complete: the oldest first."""
    connection, shape = db.session.connection(), _shape(wanted)
    values = wanted._asdict() | {"after": clock.add_months(wanted.month, 1) if wanted.month else None}
    total = connection.scalar(_total(shape), values) or 0
    rows = connection.execute(_page(shape), values | {"offset": offset, "limit": limit})
    return [HelpLine._make(row) for row in rows], total


def _shape(wanted: HelpFilter) -> "_Shape":
    return _Shape(
        wanted.state, wanted.extra, bool(wanted.month), bool(wanted.kind), bool(wanted.business_id),
        bool(wanted.procedure_id),
    )  # fmt: skip


class _Shape(NamedTuple):
    """What is asked for, without its values: a statement is built once for each."""

    state: str | None
    extra: str | None
    month: bool
    kind: bool
    business: bool
    procedure: bool


@lru_cache(maxsize=64)
def _total(shape: _Shape) -> Select[int]:
    return select(func.count()).select_from(CounterHelp).where(*_conditions(shape))


@lru_cache(maxsize=64)
def _page(shape: _Shape) -> Select[*tuple[Any, ...]]:
    order: tuple[Any, ...] = (CounterHelp.helped_on.desc(), CounterHelp.id.desc())
    if shape.state == "to_complete":
        order = (CounterHelp.helped_on, CounterHelp.id)
    statement = _lines().where(*_conditions(shape)).order_by(*order)
    return statement.offset(bindparam("offset")).limit(bindparam("limit"))


def count_to_complete() -> int:
    """Helps whose dossier's code nobody has given yet."""
    return db.session.scalar(select(func.count()).where(in_state("to_complete"))) or 0


def totals(year: int) -> list[MonthTotals]:
    """The months of a year with any help, in order."""
    h, month = CounterHelp, month_of(CounterHelp.helped_on)

    def where(condition: Any) -> ColumnElement[int]:
        return func.count().filter(condition)

    statement = (
        select(
            month, func.count(), func.count(func.distinct(h.business_id)),
            *(where(h.assistance == kind) for kind in rules.KINDS),
            where(h.account_created), where(h.payment_helped), where(h.offered),
            where(in_state("to_complete")),
        )
        .where(h.helped_on.between(date(year, 1, 1), date(year, 12, 31)))
        .group_by(month)
        .order_by(month)
    )  # fmt: skip
    return [MonthTotals._make(row) for row in db.session.execute(statement)]


def months() -> list[date]:
    """From the first month with any help to the last, the last first."""
    first, last = db.session.execute(
        select(func.min(CounterHelp.helped_on), func.max(CounterHelp.helped_on))
    ).one()
    found: list[date] = []
    while first is not None and (not found or found[-1] > clock.month_of(first)):
        found.append(clock.add_months(found[-1], -1) if found else clock.month_of(last))
    return found


def names(wanted: HelpFilter) -> tuple[str | None, str | None]:
    """What the business and the procedure that are asked for are called."""
    business = db.session.get(Business, wanted.business_id) if wanted.business_id else None
    procedure = db.session.get(Procedure, wanted.procedure_id) if wanted.procedure_id else None
    return business.name if business else None, procedure.name if procedure else None


def in_state(state: str) -> ColumnElement[bool]:
    """`rules.state_of` in the words of the database."""
    h = CounterHelp
    alone, coded = h.dossier_id.is_(None), h.code_key.is_not(None)
    return {
        "matched": h.dossier_id.is_not(None),
        "unmatched": and_(alone, coded),
        "without": and_(alone, ~coded, h.without_dossier.is_(True)),
        "to_complete": and_(alone, ~coded, h.without_dossier.is_(False)),
    }[state]


def _conditions(shape: _Shape) -> list[ColumnElement[bool]]:
    h = CounterHelp
    found: list[ColumnElement[bool]] = []
    if shape.month:
        month: Any = bindparam("month", type_=Date)
        found += [h.helped_on >= month, h.helped_on < bindparam("after", type_=Date)]
    if shape.kind:
        found.append(h.assistance == bindparam("kind"))
    if shape.extra:
        found.append(getattr(h, shape.extra).is_(True))
    if shape.state:
        found.append(in_state(shape.state))
    if shape.business:
        found.append(h.business_id == bindparam("business_id"))
    if shape.procedure:
        found.append(h.procedure_id == bindparam("procedure_id"))
    return found


@cache
def _lines() -> Select[*tuple[Any, ...]]:
    h = CounterHelp
    return (
        select(
            h.id, h.business_id, Business.name, Procedure.name, h.helped_on, h.assistance, h.offered,
            h.account_created, h.payment_helped, h.dossier_code, h.dossier_id, Dossier.assistance,
            h.without_dossier, h.recorded_at, User.name,
        )
        .join(Business, Business.id == h.business_id)
        .outerjoin(Procedure, Procedure.id == h.procedure_id)
        .outerjoin(Dossier, Dossier.id == h.dossier_id)
        .outerjoin(User, User.id == h.recorded_by_id)
    )  # fmt: skip
