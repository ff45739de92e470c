"""A day of visits three weeks ago with what was heard and promised, and one that is planned for next week."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.models import Business
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.visits import actions, queries
from outreach.visits.models import Promise, VisitDay, VisitStop
from outreach.visits.rules import NOBODY_THERE, POSTPONED, VISITED, Promised, Recorded

TEAM = "chị Mẫu Hạnh, anh Mẫu Tâm"
LAST, NEXT = 21, 6  # days ago, days ahead

# (what came of it, who was met, barriers, note, promises as (text, days from the visit, how it ended))
HEARD = (
    (VISITED, "Chị Mẫu Lan, phòng nhân sự", ("S132", "S133"),
     "Vẫn mang hồ sơ đến quầy để chắc là đã được nhận. Đã chỉ trang biên nhận.",
     (("Gửi bài hướng dẫn gia hạn giấy phép lao động", 3, "Đã gửi và gọi lại ngày hôm sau."),
      ("Cử cán bộ đến hướng dẫn lần nộp đầu tiên", 14, None))),
    (VISITED, "Anh Mẫu Sơn, kế toán", ("S140",), "Thanh toán trực tuyến báo lỗi hai lần với thẻ của công ty.",
     (("Hỏi đơn vị vận hành Cổng về lỗi thanh toán", 30, None),)),
    (VISITED, "Chị Mẫu Hà, trợ lý giám đốc", ("S133", "S137"), None,
     (("Xin miễn khai lại dữ liệu đã có ở hệ thống của bộ", 10,
       "IMPOSSIBLE:Hệ thống của bộ chưa mở kết nối; đã kiến nghị trong báo cáo quý."),)),
    (NOBODY_THERE, None, (), "Bảo vệ hẹn gọi trước buổi chiều.", ()),
    (POSTPONED, None, (), "Công ty đang kiểm kê, hẹn tuần sau.", ()),
)  # fmt: skip


def go_round(today: date) -> None:
    """Both days, in the zone with the most paper."""
    officer = db.session.scalars(select(User).where(User.role == Role.OFFICER)).one()
    zone_id, businesses = _on_paper(today)
    past = _workday(today - timedelta(days=LAST))
    gone = actions.plan_day(
        day=past,
        title="Thăm doanh nghiệp còn nộp hồ sơ giấy",
        zone_id=zone_id,
        team=TEAM,
        created_by_id=officer.id,
    )
    listed = [(id, "còn nộp hồ sơ giấy") for id in businesses[: len(HEARD)]]
    actions.add_stops(day=gone, businesses=listed)
    for stop, heard in zip(_stops(gone), HEARD, strict=True):
        _record(gone, stop, heard, officer.id)
    ahead = actions.plan_day(
        day=_workday(today + timedelta(days=NEXT)), title="Thăm lại doanh nghiệp đã hẹn", zone_id=zone_id,
        team=TEAM, created_by_id=officer.id,
    )  # fmt: skip
    late = _stops(gone)[-1]
    actions.to_another_day(stop=late, to=ahead)
    actions.add_stops(day=ahead, businesses=[(id, None) for id in businesses[len(HEARD) : len(HEARD) + 3]])


def _record(day: VisitDay, stop: VisitStop, heard: tuple[object, ...], by: int) -> None:
    outcome, met, barriers, note, promises = heard
    assert isinstance(promises, tuple)
    assert isinstance(barriers, tuple)
    made = [Promised(text, day.day + timedelta(days=days), by) for text, days, _end in promises]
    recorded = Recorded(
        str(outcome), str(met) if met else None, _procedures(stop.business_id), barriers,
        str(note) if note else None, made,
    )  # fmt: skip
    actions.record_stop(
        day=day, stop=stop, recorded=recorded, client_id=f"demo-{stop.place}", by=by, on=day.day
    )
    at = datetime.combine(day.day, time(9, 10 * stop.place), clock.LOCAL)
    stop.recorded_at = at
    kept = db.session.scalars(select(Promise).where(Promise.stop_id == stop.id).order_by(Promise.id))
    for promise, (_text, days, end) in zip(kept, promises, strict=True):
        promise.made_at = at
        if end:
            _end(promise, end, by)
            promise.closed_on = day.day + timedelta(days=days - 1)
    db.session.flush()


def _end(promise: Promise, end: str, by: int) -> None:
    reason = end.removeprefix("IMPOSSIBLE:")
    deed = actions.keep if reason == end else actions.say_impossible
    deed(promise=promise, outcome=reason, by=by)


def _on_paper(today: date) -> tuple[int, list[int]]:
    """The zone of the business with the most paper of a year, and its businesses with any, by name."""
    counts: dict[int, int] = {}
    zones: dict[int, list[tuple[str, int]]] = {}
    statement = (
        select(Dossier.business_id, Business.zone_id, Business.name_sort)
        .join(Business, Business.id == Dossier.business_id)
        .where(
            Dossier.received_on > today - timedelta(days=365), measures.is_received(), ~measures.is_online()
        )
        .where(Business.zone_id.is_not(None))
    )
    for business_id, zone_id, sort in db.session.execute(statement):
        assert business_id is not None
        assert zone_id is not None
        counts[zone_id] = counts.get(zone_id, 0) + 1
        zones.setdefault(zone_id, []).append((sort, business_id))
    zone_id = max(counts, key=lambda id: (counts[id], -id))
    return zone_id, [id for _sort, id in sorted(set(zones[zone_id]))]


def _procedures(business_id: int) -> list[int]:
    """What the business files on paper most often."""
    return [one.id for one in queries.discussable(business_id)[:1] if one.paper]


def _stops(day: VisitDay) -> list[VisitStop]:
    statement = select(VisitStop).where(VisitStop.visit_day_id == day.id).order_by(VisitStop.place)
    return list(db.session.scalars(statement))


def _workday(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
