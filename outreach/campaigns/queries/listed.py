"""The list of businesses that an intervention is meant for, its lot, and who else could be listed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select

from outreach.accounts.models import User
from outreach.businesses.models import Business, Zone
from outreach.businesses.queries import holds
from outreach.campaigns.models import Attendance, Draw, ExposureRecord, ListedBusiness
from outreach.campaigns.queries.roll import Batch
from outreach.database import db


class ListedRow(NamedTuple):
    """A business on a list. `place` and `drawn_as` are None until the order is drawn.

    `reached` says whether the intervention has reached it.
    """

    business_id: int
    name: str
    tax_code: str | None
    own_code: str | None
    zone: str | None
    place: int | None
    drawn_as: str | None
    reason: str | None
    reached: bool


class DrawnLot(NamedTuple):
    """The lot behind an order. `drawn_by` is None when that person is gone."""

    seats: int
    seed: str
    drawn_at: datetime
    drawn_by: str | None
    witnesses: str | None


class Wanted(NamedTuple):
    """Which businesses are looked for; `untrained` leaves out those that ever came to a training."""

    words: str = ""
    zone_id: int | None = None
    untrained: bool = False


class Candidate(NamedTuple):
    """A business that is not on the list."""

    business_id: int
    name: str
    tax_code: str | None
    own_code: str | None
    zone: str | None


def listed(intervention_id: int) -> list[ListedRow]:
    """The list in the order drawn, before that in Vietnamese order."""
    statement = (
        select(
            ListedBusiness.business_id, Business.name, Business.tax_code, Business.own_code,
            Zone.name.label("zone"), ListedBusiness.place, ListedBusiness.drawn_as, ListedBusiness.reason,
            or_(_reached_by(Attendance), _reached_by(ExposureRecord)).label("reached"),
        )
        .join(Business, Business.id == ListedBusiness.business_id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(ListedBusiness.intervention_id == intervention_id)
        .order_by(ListedBusiness.place, Business.name_sort, Business.id)
    )  # fmt: skip
    return [ListedRow(**row._mapping) for row in db.session.execute(statement)]


def count_listed(intervention_id: int) -> int:
    """How many businesses are on the list."""
    statement = select(func.count()).where(ListedBusiness.intervention_id == intervention_id)
    return db.session.scalar(statement) or 0


def draw_of(intervention_id: int) -> DrawnLot | None:
    """The lot that ordered the list; None before it is drawn."""
    statement = (
        select(Draw.seats, Draw.seed, Draw.drawn_at, User.name.label("drawn_by"), Draw.witnesses)
        .outerjoin(User, User.id == Draw.drawn_by_id)
        .where(Draw.intervention_id == intervention_id)
    )
    row = db.session.execute(statement).one_or_none()
    return DrawnLot(**row._mapping) if row else None


def last_listing(intervention_id: int, *, listed_by_id: int, since: datetime) -> Batch | None:
    """What this person listed last, if that was after `since`."""
    statement = (
        select(ListedBusiness.listed_at, func.count())
        .where(
            ListedBusiness.intervention_id == intervention_id,
            ListedBusiness.listed_by_id == listed_by_id,
            ListedBusiness.listed_at > since,
        )
        .group_by(ListedBusiness.listed_at)
        .order_by(ListedBusiness.listed_at.desc())
        .limit(1)
    )
    row = db.session.execute(statement).one_or_none()
    return Batch(row[0], row[1]) if row else None


def candidates(
    intervention_id: int, wanted: Wanted, *, offset: int, limit: int
) -> tuple[Sequence[Candidate], int]:
    """Active businesses that are not on the list, in Vietnamese order, and how many there are in all."""
    found = _candidates(intervention_id, wanted)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    statement = (
        select(Business.id, Business.name, Business.tax_code, Business.own_code, Zone.name.label("zone"))
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(Business.id.in_(found))
        .order_by(Business.name_sort, Business.id)
    )
    return [Candidate(*row) for row in db.session.execute(statement.offset(offset).limit(limit))], total


def candidate_ids(intervention_id: int, wanted: Wanted) -> list[int]:
    """All of them."""
    return list(db.session.scalars(_candidates(intervention_id, wanted)))


def _candidates(intervention_id: int, wanted: Wanted) -> Select[int]:
    on_it = select(ListedBusiness.business_id).where(ListedBusiness.intervention_id == intervention_id)
    statement = select(Business.id).where(Business.active, Business.id.not_in(on_it))
    if wanted.words:
        statement = statement.where(holds(wanted.words))
    if wanted.zone_id is not None:
        statement = statement.where(Business.zone_id == wanted.zone_id)
    if wanted.untrained:
        statement = statement.where(~exists().where(Attendance.business_id == Business.id))
    return statement


def _reached_by(table: type[Attendance] | type[ExposureRecord]) -> Any:
    return exists().where(
        and_(
            table.intervention_id == ListedBusiness.intervention_id,
            table.business_id == ListedBusiness.business_id,
        )
    )
