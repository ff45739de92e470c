"""Sessions: one, those to come, those of an intervention, those of a calendar."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from outreach import clock
from outreach.campaigns.models import Intervention
from outreach.database import UtcDateTime, db
from outreach.trainings.models import Material, Participant, Registration, Session, SessionInvitation
from outreach.trainings.rules import CANCELLED, WAITING


class SessionRow(NamedTuple):
    """A session in a list. `state` is that of the reader's own registration, `seats` how many it has.

    `waiting` counts people who wait, `present` those ticked.
    """

    public_id: str
    intervention_id: int
    title: str
    type: str
    starts_at: datetime
    ends_at: datetime
    place: str | None
    link: str | None
    capacity: int | None
    seats_taken: int
    cancelled: bool
    state: str | None
    seats: int | None
    waiting: int
    present: int

    @property
    def free(self) -> int | None:
        """How many seats are left; None: no limit."""
        return None if self.capacity is None else max(self.capacity - self.seats_taken, 0)


def get_session(public_id: str) -> Session | None:
    """One session by its address."""
    return db.session.scalars(_session(), {"public_id": public_id}).one_or_none()


@cache
def _session() -> Select[Session]:
    statement = select(Session).where(Session.public_id == bindparam("public_id"))
    return statement.options(joinedload(Session.intervention))


def may_see(session: Session, business_id: int) -> bool:
    """Whether a business may know of a session: it is for all, or the business is invited or registered."""
    if session.open_to_all:
        return True
    return bool(db.session.scalar(select(_meant_for(session.id, business_id))))


def materials(session_id: int) -> Sequence[Material]:
    """What there is to read, in the order it was added."""
    statement = select(Material).where(Material.session_id == session_id).order_by(Material.id)
    return db.session.scalars(statement).all()


def coming(*, business_id: int | None, past: bool = False, offset: int = 0, limit: int = 40) -> Any:
    """Sessions not over yet, the next first (or past ones, the latest first), and how many in all.

    For a business: those it may know of, cancelled ones only when it registered; None: all, for staff.
    """
    connection, of_business = db.session.connection(), business_id is not None
    values = {"business_id": business_id or 0, "now": clock.now()}
    total = connection.scalar(_count_coming(of_business, past), values) or 0
    found = connection.execute(_coming(of_business, past), values | {"offset": offset, "limit": limit})
    return [SessionRow._make(row) for row in found], total


def of_intervention(intervention_id: int) -> list[SessionRow]:
    """All sessions of an intervention by time."""
    statement = _rows().where(Session.intervention_id == intervention_id)
    return _read(statement.order_by(Session.starts_at, Session.id))


def next_sessions(session: Session) -> list[SessionRow]:
    """Where those who missed a session could come instead: the next ones, of the same intervention first."""
    statement = _rows().where(
        Session.starts_at > clock.now(), Session.cancelled_at.is_(None), Session.id != session.id
    )
    order = (Session.intervention_id != session.intervention_id, Session.starts_at, Session.id)
    return _read(statement.order_by(*order).limit(20))


def of_calendar(business_id: int | None) -> Sequence[Session]:
    """What a person's calendar shows, from a month ago on: a business's own, or for staff all."""
    statement = select(Session).where(Session.ends_at > clock.now() - timedelta(days=31))
    if business_id is not None:
        statement = statement.join(
            Registration, and_(Registration.session_id == Session.id, Registration.business_id == business_id)
        ).where(Registration.state != CANCELLED)
    return db.session.scalars(statement.order_by(Session.starts_at, Session.id).limit(500)).all()


def _read(statement: Select[*tuple[Any, ...]]) -> list[SessionRow]:
    rows = db.session.connection().execute(statement, {"business_id": 0})
    return [SessionRow._make(row) for row in rows]


@cache
def _coming(of_business: bool, past: bool) -> Select[*tuple[Any, ...]]:
    order = (Session.starts_at.desc(), Session.id.desc()) if past else (Session.starts_at, Session.id)
    statement = _rows().where(*_shown(of_business, past)).order_by(*order)
    return statement.offset(bindparam("offset")).limit(bindparam("limit"))


@cache
def _count_coming(of_business: bool, past: bool) -> Select[int]:
    statement = select(func.count()).select_from(Session)
    if of_business:
        statement = statement.outerjoin(Registration, _mine())
    return statement.where(*_shown(of_business, past))


def _shown(of_business: bool, past: bool) -> list[ColumnElement[bool]]:
    over = Session.ends_at < bindparam("now", type_=UtcDateTime)
    if not of_business:
        return [over if past else ~over]
    registered = Registration.id.is_not(None)
    known = or_(Session.open_to_all, _meant_for(Session.id, bindparam("business_id")))
    open_ = or_(registered, and_(known, Session.cancelled_at.is_(None)))
    return [over, registered] if past else [~over, open_]


def _mine() -> ColumnElement[bool]:
    return and_(Registration.session_id == Session.id, Registration.business_id == bindparam("business_id"))


@cache
def _rows() -> Select[*tuple[Any, ...]]:
    """With what the business `business_id` (0: none) has to do with each."""
    other = Registration.__table__.alias()
    waiting = (
        select(func.coalesce(func.sum(other.c.seats), 0))
        .where(other.c.session_id == Session.id, other.c.state == WAITING)
        .scalar_subquery()
    )
    present = (
        select(func.count())
        .where(Participant.session_id == Session.id, Participant.checked_in_at.is_not(None))
        .scalar_subquery()
    )
    return (
        select(
            Session.public_id, Session.intervention_id, Intervention.title, Intervention.type,
            Session.starts_at, Session.ends_at, Session.place, Session.link, Session.capacity,
            Session.seats_taken, Session.cancelled_at.is_not(None), Registration.state, Registration.seats,
            waiting, present,
        )
        .join(Intervention, Intervention.id == Session.intervention_id)
        .outerjoin(Registration, _mine())
    )  # fmt: skip


def _meant_for(session_id: Any, business_id: Any) -> ColumnElement[bool]:
    tables = (SessionInvitation, Registration)
    return or_(
        *(
            select(table.id)
            .where(table.session_id == session_id, table.business_id == business_id)
            .correlate(Session)
            .exists()
            for table in tables
        )
    )
