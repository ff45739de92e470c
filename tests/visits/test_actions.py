"""Writes of visits and promises: nothing doubled, nothing written over, every change with its reason."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role
from outreach.businesses import actions as businesses
from outreach.campaigns.models import ExposureRecord, Intervention
from outreach.database import db
from outreach.refusals import Refused
from outreach.visits import actions, queries, rules
from outreach.visits.models import Promise, VisitDay, VisitStop
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The notices that businesses would find."""
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr("outreach.visits.actions.promises.NOTIFY", lambda **values: sent.append(values))
    return sent


def names(day: VisitDay) -> list[str]:
    return [stop.business for stop in queries.stop_lines(day.id)]


def reached() -> list[tuple[int, date, str]]:
    rows = db.session.scalars(select(ExposureRecord).order_by(ExposureRecord.business_id))
    return [(row.business_id, row.exposed_on, row.how) for row in rows]


def record(day: VisitDay, stop: VisitStop, *, client_id: str = "one", **values: Any) -> VisitStop:
    seen, by = values.pop("seen", None), values.pop("by", None)
    recorded = rules.Recorded(values.pop("outcome", rules.VISITED), **values)
    return actions.record_stop(
        day=day, stop=stop, recorded=recorded, client_id=client_id, seen=seen, by=by or factories.user().id
    )


# ── planning ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_day_is_a_visit_of_its_own(app: Flask) -> None:
    zone = factories.zone()
    day = factories.visit_day(date(2026, 3, 5), zone_id=zone.id, team="chị Hạnh")
    assert (day.intervention.type, day.intervention.held_on) == ("visit", date(2026, 3, 5))
    assert day.intervention.code.startswith("TV-2026-")
    with pytest.raises(Refused):
        factories.visit_day(zone_id=10**6)


def test_a_planned_visit_brings_its_list_along_once() -> None:
    visit = factories.intervention("visit")
    second, first = factories.business("Công ty B"), factories.business("Công ty A")
    factories.listed(visit, second, reason="3 hồ sơ giấy")
    factories.listed(visit, first)
    day = factories.visit_day(intervention_id=visit.id)
    assert names(day) == ["Công ty A", "Công ty B"]
    assert queries.stop_lines(day.id)[1].reason == "3 hồ sơ giấy"
    with pytest.raises(Refused, match="đã có lộ trình"):
        factories.visit_day(intervention_id=visit.id)
    with pytest.raises(Refused, match="không phải là thăm"):
        factories.visit_day(intervention_id=factories.intervention("training").id)


def test_businesses_come_to_the_end_of_a_route_once() -> None:
    day = factories.visit_day()
    a, b = factories.business("Công ty A"), factories.business("Công ty B")
    assert actions.add_stops(day=day, businesses=[(b.id, "giấy")]) == 1
    assert actions.add_stops(day=day, businesses=[(a.id, None), (b.id, "khác")]) == 1
    assert names(day) == ["Công ty B", "Công ty A"]
    with pytest.raises(Refused, match="không còn"):
        actions.add_stops(day=day, businesses=[(10**6, None)])


def test_a_route_has_an_end() -> None:
    day = factories.visit_day()
    many = [(factories.business().id, None) for _ in range(rules.LARGEST_ROUTE + 1)]
    with pytest.raises(Refused, match="40"):
        actions.add_stops(day=day, businesses=many)


def test_stops_are_ordered_by_hand() -> None:
    day = factories.visit_day()
    stops = [factories.visit_stop(day, factories.business(f"Công ty {letter}")) for letter in "ABC"]
    actions.arrange(day=day, stop=stops[2], by=-1)
    assert names(day) == ["Công ty A", "Công ty C", "Công ty B"]
    actions.arrange(day=day, stop=stops[0], by=-1)
    assert names(day)[0] == "Công ty A"


def test_a_planned_stop_moves_and_a_recorded_one_is_planned_anew() -> None:
    day, other = factories.visit_day(), factories.visit_day(clock.today() + timedelta(days=3))
    planned, absent, met = (factories.visit_stop(day) for _ in range(3))
    actions.to_another_day(stop=planned, to=other)
    record(day, absent, outcome=rules.NOBODY_THERE, note="Cổng đóng")
    actions.to_another_day(stop=absent, to=other)
    assert len(names(day)) == 2
    assert [stop.outcome for stop in queries.stop_lines(other.id)] == ["planned", "planned"]
    assert absent.outcome == "nobody_there", "what was found stays where it was found"
    with pytest.raises(Refused, match="đã có doanh nghiệp này"):
        actions.to_another_day(stop=absent, to=other)
    record(day, met)
    with pytest.raises(Refused, match="đã được gặp"):
        actions.to_another_day(stop=met, to=other)


def test_what_is_recorded_stays() -> None:
    day = factories.visit_day()
    stop = factories.visit_stop(day)
    record(day, stop)
    with pytest.raises(Refused):
        actions.remove_stop(stop=stop)
    with pytest.raises(Refused, match="đã ghi kết quả"):
        actions.change_day(visit_day=day, day=day.day + timedelta(days=1), title="Khác")
    with pytest.raises(Refused):
        actions.delete_day(visit_day=day)
    assert actions.change_day(visit_day=day, day=day.day, title="Khác", team="anh Tâm").team == "anh Tâm"


def test_a_plan_without_records_goes_with_its_intervention() -> None:
    day = factories.visit_day()
    factories.visit_stop(day)
    actions.delete_day(visit_day=day)
    for table in (VisitDay, VisitStop, Intervention):
        assert db.session.scalars(select(table)).all() == []


# ── recording ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_visit_reaches_the_business_on_that_day() -> None:
    day = factories.visit_day(clock.today() - timedelta(days=2))
    stop, procedure = factories.visit_stop(day), factories.procedure()
    record(
        day, stop, met="Chị Lan", note="Cần máy quét", procedures=[procedure.id, 10**6, procedure.id],
        barriers=["S140", "S999", "S132"],
    )  # fmt: skip
    assert reached() == [(stop.business_id, day.day, "visited")]
    assert (stop.met, stop.note) == ("Chị Lan", "Cần máy quét")
    assert (stop.procedures, stop.barriers) == ([procedure.id], ["S132", "S140"])


@pytest.mark.parametrize("outcome", [rules.NOBODY_THERE, rules.POSTPONED])
def test_nobody_met_is_nobody_reached_also_afterwards(outcome: str) -> None:
    day = factories.visit_day()
    stop = factories.visit_stop(day)
    record(day, stop)
    assert reached()
    record(day, stop, client_id="two", seen=stop.recorded_at, outcome=outcome)
    assert reached() == []


def test_the_same_form_five_times_is_one_visit_with_its_promises() -> None:
    day = factories.visit_day()
    stop, owner = factories.visit_stop(day), factories.user()
    promised = [
        rules.Promised("Gửi tờ rơi", clock.today(), owner.id),
        rules.Promised("Gọi lại", clock.today(), None),
    ]
    for _ in range(5):
        record(day, stop, promises=promised, by=owner.id)
    assert len(reached()) == 1
    made = db.session.scalars(select(Promise).order_by(Promise.id)).all()
    assert [(one.text, one.owner_id) for one in made] == [("Gửi tờ rơi", owner.id), ("Gọi lại", owner.id)]
    assert {one.stop_id for one in made} == {stop.id}


def test_whoever_goes_back_and_corrects_the_form_is_heard() -> None:
    day = factories.visit_day()
    stop = factories.visit_stop(day)
    promised = [rules.Promised("Gửi tờ rơi", clock.today(), None)]
    record(day, stop, note="nhầm", met="chị Hoa", promises=promised)
    promised = [rules.Promised("Gửi hai tờ rơi", clock.today(), None)]
    record(day, stop, note="đúng", met="chị Hoa", promises=promised)
    assert (stop.note, stop.met) == ("đúng", "chị Hoa")
    assert db.session.scalars(select(Promise.text)).all() == ["Gửi hai tờ rơi"]
    record(day, stop, outcome=rules.NOBODY_THERE)
    assert (stop.outcome, reached()) == (rules.NOBODY_THERE, [])


def test_a_late_copy_of_the_form_undoes_nothing_that_became_of_its_promise() -> None:
    day = factories.visit_day()
    stop, owner = factories.visit_stop(day), factories.user()
    promised = [rules.Promised("Gọi lại", clock.today(), owner.id)]
    record(day, stop, promises=promised, by=owner.id)
    promise = db.session.scalars(select(Promise)).one()
    later = clock.today() + timedelta(days=3)
    actions.change_due_day(promise=promise, due_on=later, why="chờ ý kiến", by=owner.id)
    at = stop.recorded_at
    record(day, stop, promises=promised, by=owner.id)
    assert (promise.due_on, stop.recorded_at) == (later, at)


def test_whoever_recorded_since_is_not_written_over() -> None:
    day = factories.visit_day()
    stop = factories.visit_stop(day)
    record(day, stop, client_id="mine", note="của tôi")
    with pytest.raises(Refused, match="Đã có người ghi"):
        record(day, stop, client_id="theirs", note="của người khác")
    assert stop.note == "của tôi"
    record(day, stop, client_id="again", seen=stop.recorded_at, note="sửa lại")
    assert stop.note == "sửa lại"
    with pytest.raises(Refused):
        record(day, stop, client_id="mine", note="của tôi")  # late, after it was edited
    assert stop.note == "sửa lại"


@pytest.mark.parametrize("outcome", ["", "planned", "danced"])
def test_an_outcome_is_one_of_three(outcome: str) -> None:
    day = factories.visit_day()
    with pytest.raises(Refused):
        record(day, factories.visit_stop(day), outcome=outcome)


def test_nobody_is_met_tomorrow_and_nothing_promised_to_nobody() -> None:
    tomorrow = factories.visit_day(clock.today() + timedelta(days=1))
    with pytest.raises(Refused, match="chưa đến"):
        record(tomorrow, factories.visit_stop(tomorrow))
    day = factories.visit_day()
    promised = [rules.Promised("Gọi lại", clock.today(), None)]
    with pytest.raises(Refused, match="khi đã gặp"):
        record(day, factories.visit_stop(day), outcome=rules.POSTPONED, promises=promised)


# ── promises ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_kept_promise_is_told_to_its_business_once(told: list[dict[str, Any]]) -> None:
    promise, by = factories.promise(text="Gửi bài hướng dẫn"), factories.user().id
    actions.keep(promise=promise, outcome="Đã gửi qua Zalo", by=by)
    actions.keep(promise=promise, outcome="lần nữa", by=by)
    assert (promise.state, promise.outcome, promise.closed_on) == ("kept", "Đã gửi qua Zalo", clock.today())
    assert len(told) == 1
    assert told[0]["business_id"] == promise.business_id
    assert "Đã gửi qua Zalo" in told[0]["text"]


@pytest.mark.parametrize("deed", [actions.keep, actions.say_impossible])
def test_closing_says_what_was_done(deed: Callable[..., None], told: list[dict[str, Any]]) -> None:
    promise = factories.promise()
    with pytest.raises(Refused, match="đã làm gì"):
        deed(promise=promise, outcome="", by=None)
    assert promise.state == "open"
    assert told == []


def test_an_impossible_one_has_its_reason_and_can_be_opened_again(told: list[dict[str, Any]]) -> None:
    promise, by = factories.promise(), factories.user(name="Lê Thị Mẫu Hạnh").id
    actions.say_impossible(promise=promise, outcome="Chưa có quy định", by=by)
    assert promise.state == "impossible"
    assert told == []
    with pytest.raises(Refused, match="đã đóng"):
        actions.keep(promise=promise, outcome="xong", by=by)
    with pytest.raises(Refused, match="vì sao mở lại"):
        actions.reopen(promise=promise, why="", by=by)
    promise.reminded_on = clock.today()
    actions.reopen(promise=promise, why="Đã có quy định mới", by=by)
    assert (promise.state, promise.outcome, promise.reminded_on) == ("open", None, None)
    assert [(one["what"], one["by"]) for one in promise.history] == [
        ("impossible", "Lê Thị Mẫu Hạnh"), ("reopened", "Lê Thị Mẫu Hạnh"),
    ]  # fmt: skip


def test_another_day_needs_a_reason_and_lies_ahead() -> None:
    promise = factories.promise()
    later = clock.today() + timedelta(days=20)
    with pytest.raises(Refused, match="vì sao đổi hạn"):
        actions.change_due_day(promise=promise, due_on=later, why="", by=None)
    with pytest.raises(Refused, match="từ hôm nay"):
        actions.change_due_day(promise=promise, due_on=clock.today() - timedelta(days=1), why="x", by=None)
    actions.change_due_day(promise=promise, due_on=later, why="Chờ sở trả lời", by=None)
    assert promise.due_on == later
    assert promise.history[-1]["why"] == "Chờ sở trả lời"


def test_promises_go_only_to_people_who_deal_with_businesses() -> None:
    promise, new = factories.promise(), factories.user(Role.HELPDESK, name="Phạm Văn Mẫu Tâm")
    leader, left = factories.user(Role.LEADER), factories.user(disabled_at=clock.now())
    clerk = factories.user(Role.BUSINESS)
    for nobody in (leader.id, left.id, clerk.id, 10**6):
        with pytest.raises(Refused, match="người phụ trách"):
            actions.hand_over(promise=promise, owner_id=nobody, by=None)
    actions.hand_over(promise=promise, owner_id=new.id, by=None)
    assert promise.owner_id == new.id
    assert promise.history[-1]["after"] == "Phạm Văn Mẫu Tâm"


# ── merging ──────────────────────────────────────────────────────────────────────────────────────────────


def test_merged_businesses_keep_one_stop_a_day_and_every_promise() -> None:
    stays, goes = factories.business("Ở lại"), factories.business("Đi")
    day, other = factories.visit_day(), factories.visit_day(clock.today() - timedelta(days=9))
    planned = factories.visit_stop(day, stays, outcome="planned", reason="giấy")
    told = factories.visit_stop(day, goes, outcome="visited", note="Cần máy quét", barriers=["S134"])
    alone = factories.visit_stop(other, goes, outcome="postponed")
    promise = factories.promise(goes, stop_id=planned.id)
    actions.move_stops({goes.id: stays.id})
    stops = db.session.scalars(select(VisitStop).order_by(VisitStop.id)).all()
    assert {(stop.visit_day_id, stop.business_id) for stop in stops} == {
        (day.id, stays.id),
        (other.id, stays.id),
    }
    assert [stop.id for stop in stops] == [told.id, alone.id]
    assert (stops[0].note, stops[0].barriers, stops[0].reason) == ("Cần máy quét", ["S134"], "giấy")
    assert db.session.scalar(select(Promise.stop_id).where(Promise.id == promise.id)) == told.id


def test_merging_in_the_portal_takes_promises_along() -> None:
    provisional = factories.business("Công ty Một Mẫu", tax_code=None, provisional=True)
    factories.promise(provisional)
    day = factories.visit_day()
    factories.visit_stop(day, provisional)
    assert hasattr(businesses, "take_in_businesses")
    actions.move_stops({provisional.id: factories.business().id})
    assert provisional.id not in {stop.business_id for stop in queries.stop_lines(day.id)}
