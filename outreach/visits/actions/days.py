"""Planning a day of visits: its route, the order of its stops, and stops that move to another day."""

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from outreach import clock
from outreach.businesses.models import Business, Zone
from outreach.campaigns import actions as campaigns
from outreach.campaigns.models import Intervention
from outreach.campaigns.queries import free_code, get_intervention
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.twins import twin
from outreach.visits import queries, rules
from outreach.visits.models import VisitDay, VisitStop

VISIT = "visit"


def plan_day(
    *,
    day: date,
    title: str,
    zone_id: int | None = None,
    team: str | None = None,
    intervention_id: int | None = None,
    created_by_id: int | None = None,
) -> VisitDay:
    """Plan a day; it carries out an intervention of its own, or one of type visit that is planned already.

    The businesses on that intervention's list become the route. Said twice it is one day.
    """
    if zone_id is not None and db.session.get(Zone, zone_id) is None:
        raise Refused(_l("Anh/Chị chọn một khu trong danh sách."), "zone_id")
    known = created_by_id and twin(
        VisitDay,
        VisitDay.created_at,
        day=day,
        zone_id=zone_id,
        team=team or None,
        created_by_id=created_by_id,
    )
    if known and known.intervention.title == title and intervention_id in (None, known.intervention_id):
        return known
    intervention = _intervention(intervention_id, day, title, created_by_id)
    planned = VisitDay(
        public_id=secrets.token_urlsafe(16), intervention_id=intervention.id, zone_id=zone_id, day=day,
        team=team or None, created_at=clock.now(), created_by_id=created_by_id,
    )  # fmt: skip
    db.session.add(planned)
    db.session.flush()
    add_stops(day=planned, businesses=queries.listed_for(intervention.id, rules.LARGEST_ROUTE))
    return planned


def change_day(
    *, visit_day: VisitDay, day: date, title: str, zone_id: int | None = None, team: str | None = None
) -> VisitDay:
    """Change a plan; once something is recorded the day stays, since that is when businesses were reached."""
    if zone_id is not None and db.session.get(Zone, zone_id) is None:
        raise Refused(_l("Anh/Chị chọn một khu trong danh sách."), "zone_id")
    if day != visit_day.day and _has_records(visit_day):
        raise Refused(
            _l("Ngày này đã ghi kết quả nên không đổi được; Anh/Chị chuyển từng điểm sang ngày khác."), "day"
        )
    visit_day.day, visit_day.zone_id, visit_day.team = day, zone_id, team or None
    campaigns.update_intervention(intervention=visit_day.intervention, title=title, held_on=day)
    return visit_day


def delete_day(*, visit_day: VisitDay) -> None:
    """Remove a plan of which nothing is recorded; its intervention goes with it."""
    if _has_records(visit_day):
        raise Refused(_l("Ngày này đã ghi kết quả nên không xóa được."))
    campaigns.delete_intervention(intervention=visit_day.intervention)
    db.session.expire_all()


def add_stops(*, day: VisitDay, businesses: Iterable[tuple[int, str | None]]) -> int:
    """Put businesses (id, why) at the end of a route; how many are new on it."""
    wanted = dict(businesses)
    there = set(db.session.scalars(_of(day, VisitStop.business_id)))
    new = {id: reason for id, reason in wanted.items() if id not in there}
    if len(there) + len(new) > rules.LARGEST_ROUTE:
        raise Refused(_l("Một lộ trình có nhiều nhất 40 doanh nghiệp; Anh/Chị chia thành nhiều ngày."))
    known = select(func.count()).select_from(Business).where(Business.id.in_(list(new)))
    if db.session.scalar(known) != len(new):
        raise Refused(_l("Có doanh nghiệp vừa được gộp hoặc không còn; Anh/Chị tải lại trang rồi chọn lại."))
    last = _last_place(day)
    db.session.add_all(
        VisitStop(
            public_id=secrets.token_urlsafe(16), visit_day_id=day.id, business_id=id, place=place,
            reason=reason, outcome=rules.PLANNED,
        )
        for place, (id, reason) in enumerate(new.items(), last + 1)
    )  # fmt: skip
    db.session.flush()
    return len(new)


def arrange(*, day: VisitDay, stop: VisitStop, by: int) -> None:
    """Move a stop one place up (-1) or down (+1)."""
    order = rules.swapped(list(db.session.scalars(_of(day, VisitStop.id))), stop.id, by)
    db.session.execute(update(VisitStop), [{"id": id, "place": at} for at, id in enumerate(order, 1)])
    db.session.expire_all()


def remove_stop(*, stop: VisitStop) -> None:
    """Take a business off a route before anything is recorded of it."""
    if stop.outcome != rules.PLANNED:
        raise Refused(_l("Điểm này đã ghi kết quả nên không bỏ được khỏi lộ trình."))
    db.session.delete(stop)
    db.session.flush()


def to_another_day(*, stop: VisitStop, to: VisitDay) -> VisitStop:
    """Move a stop to the end of another day's route.

    One that was postponed, or where nobody was, stays where it is recorded and is planned anew there.
    """
    if stop.outcome == rules.VISITED:
        raise Refused(
            _l("Doanh nghiệp này đã được gặp trong ngày; Anh/Chị thêm vào lộ trình mới nếu cần."), "to"
        )
    if stop.business_id in set(db.session.scalars(_of(to, VisitStop.business_id))):
        raise Refused(_l("Lộ trình ngày đó đã có doanh nghiệp này."), "to")
    if len(list(db.session.scalars(_of(to, VisitStop.id)))) >= rules.LARGEST_ROUTE:
        raise Refused(_l("Một lộ trình có nhiều nhất 40 doanh nghiệp; Anh/Chị chia thành nhiều ngày."), "to")
    if stop.outcome == rules.PLANNED:
        stop.visit_day_id, stop.place = to.id, _last_place(to) + 1
        db.session.flush()
        return stop
    add_stops(day=to, businesses=[(stop.business_id, stop.reason)])
    added: VisitStop = db.session.scalars(
        _of(to, VisitStop).where(VisitStop.business_id == stop.business_id)
    ).one()
    return added


def _intervention(
    intervention_id: int | None, day: date, title: str, created_by_id: int | None
) -> Intervention:
    if intervention_id is None:
        code = free_code(VISIT, day.year)
        return campaigns.create_intervention(
            code=code, type=VISIT, title=title, held_on=day, created_by_id=created_by_id
        )
    planned = get_intervention(intervention_id)
    if planned is None or planned.type != VISIT:
        raise Refused(_l("Hoạt động này không phải là thăm và làm việc với doanh nghiệp."))
    if queries.day_of_intervention(intervention_id) is not None:
        raise Refused(_l("Hoạt động này đã có lộ trình."))
    return campaigns.update_intervention(intervention=planned, title=title, held_on=day)


def _has_records(day: VisitDay) -> bool:
    return any(outcome != rules.PLANNED for outcome in db.session.scalars(_of(day, VisitStop.outcome)))


def _last_place(day: VisitDay) -> int:
    return db.session.scalar(select(func.max(VisitStop.place)).where(VisitStop.visit_day_id == day.id)) or 0


def _of(day: VisitDay, what: Any) -> Any:
    return select(what).where(VisitStop.visit_day_id == day.id).order_by(VisitStop.place, VisitStop.id)
