"""Who is invited to a session, who could be, and how each can be told."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, func, select

from outreach import clock
from outreach.accounts.models import User
from outreach.businesses.models import Business, Zone
from outreach.businesses.queries import holds
from outreach.campaigns.models import Attendance, Draw, ListedBusiness
from outreach.database import batches, db
from outreach.dossiers.models import MonthlyCount
from outreach.outbox import queries as outbox
from outreach.trainings.models import Registration, Session, SessionInvitation, SessionMail
from outreach.trainings.queries.mails import Person, people_of
from outreach.trainings.rules.invitations import SIZES, Reachable
from outreach.trainings.rules.mails import INVITED, PORTAL


class Wanted(NamedTuple):
    """Which businesses are looked for; `size` and `filing` are keys of the rules' SIZES and FILING."""

    words: str = ""
    zone_id: int | None = None
    size: str | None = None
    filing: str | None = None
    untrained: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is asked for at all."""
        return self != Wanted()


class Candidate(NamedTuple):
    """A business that could be invited; `place` in the order drawn by lot."""

    business_id: int
    name: str
    tax_code: str | None
    zone: str | None
    employees: int | None
    place: int | None


class Invited(NamedTuple):
    """An invited business: what was done to tell it, and what it answered."""

    public_id: str
    business_id: int
    name: str
    tax_code: str | None
    zone: str | None
    place: int | None
    invited_at: datetime
    copied_at: datetime | None
    printed_at: datetime | None
    opened_at: datetime | None
    declined_at: datetime | None
    declined_because: str | None
    state: str | None  # of its registration
    seats: int | None
    id: int

    @property
    def waits(self) -> bool:
        """Whether it has not answered: it is written to."""
        return self.declined_at is None and self.state is None


class Lot(NamedTuple):
    """The lot of an intervention's list: how many were to be invited."""

    seats: int


def get_invitation(public_id: str) -> SessionInvitation | None:
    """The invitation behind a private link."""
    return db.session.scalar(select(SessionInvitation).where(SessionInvitation.public_id == public_id))


def session_of(invitation: SessionInvitation) -> Session:
    """What it invites to."""
    return db.session.get_one(Session, invitation.session_id)


def invited(session_id: int) -> list[Invited]:
    """All invited businesses: in the order drawn, then in Vietnamese order."""
    rows = db.session.connection().execute(_invited_businesses(), {"session_id": session_id}).all()
    return [Invited._make(row) for row in rows]


@cache
def _invited_businesses() -> Select[*tuple[Any, ...]]:
    one, registered = SessionInvitation, Registration
    return (
        select(
            one.public_id, one.business_id, Business.name, Business.tax_code,
            Zone.name.label("zone"), one.place,
            one.invited_at, one.copied_at, one.printed_at, one.opened_at, one.declined_at,
            one.declined_because, registered.state, registered.seats, one.id,
        )
        .join(Business, Business.id == one.business_id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .outerjoin(
            registered,
            and_(registered.session_id == one.session_id, registered.business_id == one.business_id),
        )
        .where(one.session_id == bindparam("session_id", type_=Integer))
        .order_by(one.place.nulls_last(), Business.name_sort, Business.id)
    )  # fmt: skip


def mail_states(session_id: int) -> dict[int, list[tuple[str, str | None]]]:
    """What became of the invitations sent by e-mail: by business, state and fault of each."""
    mails = db.session.connection().execute(_invitation_mails(), {"session_id": session_id}).all()
    rows = [(row[0], row[1]) for row in mails if row[0] is not None]
    states = outbox.states_of([message for _business, message in rows if message is not None])
    found: dict[int, list[tuple[str, str | None]]] = {}
    for business_id, message in rows:
        # A message that is gone was sent, or given up, more than three months ago.
        found.setdefault(business_id, []).append(states.get(message or 0, ("sent", None)))
    return found


@cache
def _invitation_mails() -> Select[*tuple[Any, ...]]:
    mail = SessionMail
    here = mail.session_id == bindparam("session_id", type_=Integer)
    return select(mail.business_id, mail.message_id).where(
        here, mail.kind == INVITED, mail.address != PORTAL
    )  # fmt: skip


def reachable(people: dict[int, list[Person]], accounts: dict[int, int], business_id: int) -> Reachable:
    """How a business can be told, from what `people_of` and `accounts_of` found."""
    own = people.get(business_id, [])
    return Reachable(
        sum(bool(one.email and one.by_email) for one in own),
        sum(bool(one.phone and one.by_zalo) for one in own),
        sum(bool(one.phone and one.by_phone) for one in own),
        accounts.get(business_id, 0),
        sum(False in (one.by_email, one.by_zalo, one.by_phone) for one in own),
    )


def reach_of(business_ids: Collection[int]) -> dict[int, Reachable]:
    """How each of these businesses can be told."""
    people, accounts = people_of(business_ids), accounts_of(business_ids)
    return {id: reachable(people, accounts, id) for id in business_ids}


def accounts_of(business_ids: Collection[int]) -> dict[int, int]:
    """How many people of each sign in and so find notices."""
    found: dict[int, int] = {}
    for some in batches(business_ids):
        rows = db.session.execute(_accounts(), {"ids": some}).all()
        found |= {row[0]: row[1] for row in rows if row[0] is not None}
    return found


@cache
def _accounts() -> Select[*tuple[Any, ...]]:
    theirs = User.business_id.in_(bindparam("ids", expanding=True))
    return (
        select(User.business_id, func.count())
        .where(theirs, User.disabled_at.is_(None), User.password_hash.is_not(None))
        .group_by(User.business_id)
    )


def candidates(
    session: Session, wanted: Wanted, *, offset: int, limit: int
) -> tuple[Sequence[Candidate], int]:
    """Active businesses that fit and are not invited yet, in Vietnamese order, and how many in all."""
    found = _candidates(session, wanted)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = db.session.execute(_rows(found, session).offset(offset).limit(limit))
    return [Candidate(*row) for row in rows], total


def candidate_ids(session: Session, wanted: Wanted) -> list[int]:
    """All of them."""
    return list(db.session.scalars(_candidates(session, wanted)))


def among(session: Session, business_ids: Collection[int]) -> list[Candidate]:
    """Those of these businesses that are active and not invited yet."""
    open_ids = select(Business.id).where(
        Business.id.in_(list(business_ids)), Business.active, ~_invited(session.id)
    )
    return [Candidate(*row) for row in db.session.execute(_rows(open_ids, session))]


def listed(session: Session) -> list[Candidate]:
    """Those of the intervention's list that are not invited yet, in the order drawn."""
    on_it = select(ListedBusiness.business_id).where(
        ListedBusiness.intervention_id == session.intervention_id
    )
    open_ids = select(Business.id).where(Business.id.in_(on_it), Business.active, ~_invited(session.id))
    return [Candidate(*row) for row in db.session.execute(_rows(open_ids, session))]


def lot_of(session: Session) -> Lot | None:
    """The lot of the intervention's list, once drawn."""
    seats = db.session.scalar(select(Draw.seats).where(Draw.intervention_id == session.intervention_id))
    return Lot(seats) if seats is not None else None


def _rows(ids: Select[int], session: Session) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Business.id, Business.name, Business.tax_code, Zone.name, Business.employees, ListedBusiness.place
        )
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .outerjoin(
            ListedBusiness,
            and_(
                ListedBusiness.business_id == Business.id,
                ListedBusiness.intervention_id == session.intervention_id,
            ),
        )
        .where(Business.id.in_(ids))
        .order_by(ListedBusiness.place.nulls_last(), Business.name_sort, Business.id)
    )


def _invited(session_id: int) -> ColumnElement[bool]:
    return exists().where(
        SessionInvitation.session_id == session_id, SessionInvitation.business_id == Business.id
    )


def _candidates(session: Session, wanted: Wanted) -> Select[int]:
    """Once a lot is drawn, those on its list are invited in its order only: never by a filter."""
    drawn = exists().where(
        Draw.intervention_id == ListedBusiness.intervention_id,
        ListedBusiness.intervention_id == session.intervention_id,
        ListedBusiness.business_id == Business.id,
    )
    statement = select(Business.id).where(Business.active, ~_invited(session.id), ~drawn)
    for condition in _conditions(wanted):
        statement = statement.where(condition)
    return statement


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        found.append(holds(wanted.words))
    if wanted.zone_id is not None:
        found.append(Business.zone_id == wanted.zone_id)
    if wanted.size is not None:
        _label, least, below = SIZES[wanted.size]
        found.append(Business.employees >= least)
        if below is not None:
            found.append(Business.employees < below)
    if wanted.filing:
        found.append(_files(wanted.filing))
    if wanted.untrained:
        found.append(~exists().where(Attendance.business_id == Business.id))
    return found


def _files(state: str) -> ColumnElement[bool]:
    """How a business filed in the last twelve months that the register knows, whole months."""
    last = select(func.max(MonthlyCount.month)).scalar_subquery()
    newest = db.session.scalar(select(last)) or clock.today()
    own = and_(
        MonthlyCount.business_id == Business.id,
        MonthlyCount.month >= clock.add_months(clock.month_of(newest), -11),
    )
    received = select(func.coalesce(func.sum(MonthlyCount.received), 0)).where(own).scalar_subquery()
    online = select(func.coalesce(func.sum(MonthlyCount.online), 0)).where(own).scalar_subquery()
    if state == "paper":
        return and_(received > 0, online == 0)
    if state == "some":
        return and_(online > 0, online < received)
    if state == "online":
        return and_(received > 0, online >= received)
    return received == 0
