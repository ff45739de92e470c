"""Reads of visits: what can be chosen, what a pack holds, which promises are asked for, what was heard."""

from datetime import date, timedelta

import pytest

from outreach import clock
from outreach.accounts.models import Role
from outreach.businesses import actions as businesses
from outreach.dossiers import actions as dossiers
from outreach.visits import queries, rules
from outreach.visits.queries import Between, Shown
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
TODAY = clock.today()


def shown(**asked: object) -> list[str]:
    lines, total = queries.list_promises(Shown(**asked), TODAY, offset=0, limit=50)  # type: ignore[arg-type]
    assert total == len(lines)
    return [line.text for line in lines]


def chosen(
    source: str, day_id: int, zone_id: int | None = None, term: str = ""
) -> list[tuple[str, str | None]]:
    rows, total = queries.choices(source, day_id, zone_id=zone_id, term=term, offset=0, limit=50)
    assert total == len(rows)
    return [(row.name, row.reason) for row in rows]


def test_promises_are_found_by_owner_day_state_and_business() -> None:
    me, other, business = factories.user(), factories.user(), factories.business()
    factories.promise(text="muộn", due_on=TODAY - timedelta(days=1), owner_id=me.id)
    factories.promise(business, text="hôm nay", due_on=TODAY, owner_id=other.id)
    factories.promise(text="xa", due_on=TODAY + timedelta(days=30), owner_id=me.id)
    factories.promise(business, text="xong", state="kept", closed_on=TODAY)
    assert shown() == ["muộn", "hôm nay", "xa"]
    assert shown(owner_id=me.id) == ["muộn", "xa"]
    assert shown(show="overdue") == ["muộn"]
    assert shown(show="week") == ["hôm nay"]
    assert shown(show="kept") == ["xong"]
    assert shown(show="all", business_id=business.id) == ["xong", "hôm nay"]
    assert queries.count_promises(TODAY) == (3, 1, 1)
    assert queries.count_promises(TODAY, me.id) == (2, 1, 0)


def test_a_route_takes_from_its_zone_from_open_promises_and_from_who_is_next() -> None:
    zone = factories.zone()
    on_it, paper, promised, elsewhere = (
        factories.business(name, zone=where)
        for name, where in (("A", zone), ("B", zone), ("C", zone), ("D", factories.zone()))
    )
    factories.business("E", zone=zone, active=False)
    day = factories.visit_day(zone_id=zone.id)
    factories.visit_stop(day, on_it)
    for business in (on_it, paper, elsewhere):
        factories.dossier(business, TODAY - timedelta(days=20), "counter")
    dossiers.recount(None)
    factories.promise(promised, due_on=date(2026, 3, 5))
    factories.promise(promised, state="kept")
    assert [name for name, _why in chosen("zone", day.id, zone.id)] == ["B", "C"]
    assert [name for name, _why in chosen("zone", day.id, None, "d")] == ["D"]
    ((name, why),) = chosen("reach", day.id, zone.id)
    assert (name, bool(why)) == ("B", True)
    assert chosen("promises", day.id, zone.id) == [("C", "1 cam kết chưa xong, hạn gần nhất 05/03/2026")]
    assert chosen("promises", day.id, elsewhere.zone_id) == []


def test_nobody_is_next_while_the_register_is_empty() -> None:
    assert chosen("reach", factories.visit_day().id) == []


def test_a_pack_holds_one_business_and_who_agreed_to_be_called() -> None:
    mine, other = factories.business("Của tôi"), factories.business("Người khác")
    procedure = factories.procedure("Thủ tục giấy")
    for business, channel in ((mine, "counter"), (mine, "counter"), (mine, "online"), (other, "online")):
        factories.dossier(business, TODAY - timedelta(days=9), channel, procedure_id=procedure.id)
    agreed = factories.contact(mine, "Đồng Ý", phone="0912345678")
    factories.contact(mine, "Chưa Hỏi", phone="0912345679")
    withdrawn = factories.contact(mine, "Rút Lại", phone="0912345670")
    for contact, given in ((agreed, True), (withdrawn, True), (withdrawn, False)):
        businesses.record_consent(
            contact=contact, channel="phone", given=given, how="spoken", answered_on=TODAY, by=None
        )
    factories.promise(mine, text="Gửi tờ rơi")
    factories.promise(mine, text="đã xong", state="kept")
    factories.promise(other, text="của người khác")
    for days in (50, 40, 30, 20):
        factories.attendance(factories.intervention(held_on=TODAY - timedelta(days=days)), mine)
    factories.attendance(factories.intervention(held_on=TODAY + timedelta(days=2)), mine)
    first, second = queries.packs([mine.id, other.id], TODAY)
    assert (first.name, first.online, first.received, first.rate) == ("Của tôi", 1, 3, 1 / 3)
    assert first.guide is not None
    assert (first.guide.procedure, first.guide.filed, first.guide.slug) == ("Thủ tục giấy", 2, None)
    assert [one.text for one in first.promises] == ["Gửi tờ rơi"]
    assert [one.day for one in first.trainings] == [TODAY - timedelta(days=days) for days in (20, 30, 40)]
    assert [person.name for person in first.met.people] == ["Đồng Ý"]
    assert first.met.silent == 2
    assert (second.guide, list(second.met.people), second.met.silent) == (None, [], 0)


def test_a_business_without_dossiers_has_no_rate() -> None:
    (pack,) = queries.packs([factories.business().id], TODAY)
    assert (pack.received, pack.rate, pack.guide, pack.period) == (0, None, None, None)


def test_barriers_are_counted_by_zone_and_quarter_and_lead_to_their_stops() -> None:
    zone = factories.zone("KCN Một")
    a, b = factories.business("A", zone=zone), factories.business("B", zone=None)
    spring, summer = factories.visit_day(date(2026, 3, 5)), factories.visit_day(date(2026, 4, 9))
    factories.visit_stop(spring, a, outcome="visited", barriers=["S132", "S140"])
    factories.visit_stop(summer, a, outcome="visited", barriers=["S132"])
    factories.visit_stop(summer, b, outcome="visited", barriers=["S132"], note="Ghi chú")
    factories.visit_stop(spring, b, outcome="postponed", barriers=["S141"])
    found = queries.barrier_counts(Between())
    assert found.visits == 3
    assert (found.total["S132"], found.businesses["S132"], found.total["S141"]) == (3, 2, 0)
    assert (found.by_zone["S132", zone.id], found.by_zone["S132", 0]) == (2, 1)
    assert found.quarters == [date(2026, 1, 1), date(2026, 4, 1)]
    assert found.by_quarter["S132", date(2026, 4, 1)] == 2
    assert [name for _id, name in found.zones] == ["KCN Một", None]
    for between, expected in (
        (Between(), ["B", "A", "A"]), (Between(zone_id=zone.id), ["A", "A"]), (Between(zone_id=0), ["B"]),
        (Between(first=date(2026, 4, 1)), ["B", "A"]), (Between(last=date(2026, 3, 31)), ["A"]),
    ):  # fmt: skip
        rows, total = queries.stops_with("S132", between, offset=0, limit=9)
        assert ([row.business for row in rows], total) == (expected, len(expected))
        assert queries.barrier_counts(between).total["S132"] == total
    assert queries.stops_with("S999", Between(), offset=0, limit=9) == ([], 0)


def test_days_to_come_and_past_ones_with_their_stops() -> None:
    past = factories.visit_day(TODAY - timedelta(days=3))
    today, later = factories.visit_day(TODAY), factories.visit_day(TODAY + timedelta(days=3))
    factories.visit_stop(past, outcome="visited")
    factories.visit_stop(past)
    coming, total = queries.list_days(today=TODAY, past=False, offset=0, limit=9)
    assert ([one.public_id for one in coming], total) == ([today.public_id, later.public_id], 2)
    (gone,), _total = queries.list_days(today=TODAY, past=True, offset=0, limit=9)
    assert (gone.stops, gone.visited, gone.left) == (2, 1, 1)
    assert queries.list_days(today=TODAY, past=True, offset=9, limit=9) == ([], 1)


def test_procedures_a_business_files_on_paper_come_first() -> None:
    business = factories.business()
    first, second = factories.procedure("An"), factories.procedure("Bình")
    factories.dossier(business, TODAY, "counter", procedure_id=second.id)
    factories.dossier(factories.business(), TODAY, "counter", procedure_id=first.id)
    assert [(one.name, one.paper) for one in queries.discussable(business.id)] == [("Bình", 1), ("An", 0)]
    assert [one.name for one in queries.discussable(business.id, [first.id])] == ["An", "Bình"]


def test_who_can_take_a_promise_on() -> None:
    officer, helpdesk = factories.user(name="An"), factories.user(Role.HELPDESK, name="Bình")
    gone = factories.user(name="Chi", disabled_at=clock.now())
    factories.user(Role.LEADER)
    factories.user(Role.BUSINESS)
    assert [id for id, _name in queries.owners()] == [officer.id, helpdesk.id]
    assert gone.id in dict(queries.owners(gone.id))
    assert rules.PROMISES_AT_ONCE == 3
