"""Whom an intervention is meant for, and the lot that orders them; once drawn the list stays as it is."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from outreach import clock
from outreach.businesses.models import Business
from outreach.campaigns import queries
from outreach.campaigns.actions.interventions import count_reached, create_intervention
from outreach.campaigns.models import Draw, Intervention, ListedBusiness
from outreach.campaigns.rules import lots
from outreach.database import batches, db
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.revisions import REACHED, touch

_DRAWN = _l("Thứ tự mời đã được bốc thăm nên danh sách không đổi được nữa.")


def list_businesses(
    *,
    intervention: Intervention,
    businesses: Iterable[tuple[int, str | None]],
    listed_by_id: int | None,
) -> int:
    """Put businesses (id, why) on the list; how many are new on it. Those on it already stay as they are."""
    _open(intervention)
    if not lots.may_invite(intervention.type, covers_all=intervention.covers_all):
        raise Refused(_l("Hoạt động này không chọn doanh nghiệp để mời nên không cần danh sách."))
    wanted = dict(businesses)
    on_it = set(db.session.scalars(_ids(intervention)))
    _refuse_unknown(wanted.keys() - on_it)
    mark = {"intervention_id": intervention.id, "listed_at": clock.now(), "listed_by_id": listed_by_id}
    rows = [{"business_id": id, "reason": reason, **mark} for id, reason in wanted.items() if id not in on_it]
    if rows:
        db.session.execute(insert(ListedBusiness), rows)
    return len(rows)


def unlist(*, intervention: Intervention, business_ids: Collection[int]) -> int:
    """Take businesses off the list; how many were on it."""
    _open(intervention)
    return sum(_deleted(intervention, ListedBusiness.business_id.in_(some)) for some in batches(business_ids))


def unlist_batch(*, intervention: Intervention, listed_at: datetime, listed_by_id: int) -> int:
    """Take off what one deed of this person put on the list; doing it again takes off nothing more."""
    _open(intervention)
    return _deleted(
        intervention, ListedBusiness.listed_at == listed_at, ListedBusiness.listed_by_id == listed_by_id
    )


def draw_lots(
    *,
    intervention: Intervention,
    seats: int,
    seed: str | None,
    witnesses: str | None,
    drawn_by_id: int | None,
) -> Draw:
    """Draw the order of invitation and keep it; without a `seed` one is made at this moment.

    Refused when it has been drawn, when everybody has a seat, and when somebody has been reached already.
    """
    _open(intervention)
    codes = select(Business.id, Business.tax_code, Business.own_code)
    rows = db.session.execute(codes.where(Business.id.in_(_ids(intervention))))
    tickets = [lots.Ticket(row.id, lots.code_of(*row)) for row in rows]
    fault = lots.refusal(listed=len(tickets), seats=seats, reached=count_reached(intervention))
    if fault:
        raise Refused(*fault)
    drawn = Draw(
        intervention_id=intervention.id, seats=seats, seed=lots.read_seed(seed), drawn_at=clock.now(),
        drawn_by_id=drawn_by_id, witnesses=witnesses or None,
    )  # fmt: skip
    db.session.add(drawn)
    db.session.flush()
    places = [
        {
            "intervention_id": intervention.id, "business_id": ticket.business_id, "place": place,
            "drawn_as": ticket.code,
        }
        for place, ticket in enumerate(lots.draw(drawn.seed, tickets), 1)
    ]  # fmt: skip
    db.session.execute(update(ListedBusiness), places)
    return drawn


def plan_with_list(
    *,
    type: str,
    title: str,
    held_on: date,
    businesses: Sequence[tuple[int, str | None]],
    planned_by_id: int,
) -> Intervention:
    """Plan an intervention for these businesses (id, why they are proposed)."""
    touch(REACHED)
    code = queries.free_code(type, held_on.year)
    intervention = create_intervention(
        code=code, type=type, title=title, held_on=held_on, created_by_id=planned_by_id
    )
    list_businesses(intervention=intervention, businesses=businesses, listed_by_id=planned_by_id)
    return intervention


def _open(intervention: Intervention) -> None:
    """Begin a change of the list: the counter's row makes a second one wait, then the lot is looked for."""
    touch(REACHED)
    if db.session.scalar(select(func.count()).where(Draw.intervention_id == intervention.id)):
        raise Refused(_DRAWN)


def _ids(intervention: Intervention) -> Any:
    return select(ListedBusiness.business_id).where(ListedBusiness.intervention_id == intervention.id)


def _refuse_unknown(business_ids: Collection[int]) -> None:
    there = sum(
        db.session.scalar(select(func.count()).select_from(Business).where(Business.id.in_(some))) or 0
        for some in batches(business_ids)
    )
    if there != len(business_ids):
        raise Refused(
            _l("Có doanh nghiệp trong danh sách vừa được gộp hoặc không còn; Anh/Chị tải lại trang.")
        )


def _deleted(intervention: Intervention, *conditions: Any) -> int:
    result: Any = db.session.execute(
        delete(ListedBusiness).where(ListedBusiness.intervention_id == intervention.id, *conditions)
    )
    return int(result.rowcount)
