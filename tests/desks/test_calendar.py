"""The calendar: what stands where, filters, clashes as a rule, in the month and as forms ask for them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from outreach import clock
from outreach.database import db
from outreach.desks.queries import calendar as queries
from outreach.desks.queries import clashes as clash_queries
from outreach.desks.queries.calendar import Narrowed
from outreach.desks.rules import calendar as rules
from outreach.desks.rules import clashes as clash_rules
from outreach.desks.rules.clashes import Appointment, Day
from outreach.trainings.models import Session, SessionInvitation
from outreach.workdays.models import SpecialDay
from tests import factories
from tests.client import CheckedClient, words_of

MONDAY = date(2026, 3, 2)
MARCH = date(2026, 3, 1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.LOCAL)


def session(day: date, first: int = 8, last: int = 11, **values: Any) -> Session:
    made: Session = factories.session(starts_at=at(day, first), ends_at=at(day, last), **values)
    return made


def special(day: date, name: str, *, off: bool = True) -> SpecialDay:
    made: SpecialDay = factories.add(SpecialDay(day=day, off=off, name=name, recorded_at=clock.now()))
    return made


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_month_is_whole_weeks_from_monday_on() -> None:
    weeks = rules.weeks_of(date(2026, 11, 22))
    assert weeks[0][0] == date(2026, 10, 26)
    assert weeks[-1][-1] == date(2026, 12, 6)
    assert all(len(week) == 7 for week in weeks)
    assert len(rules.weeks_of(date(2027, 2, 1))) == 4


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "9999-01", "abc-def", "0000-00"])
def test_what_is_no_month_is_this_one(text: str) -> None:
    assert rules.read_month(text, date(2026, 11, 22)) == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("first", "last", "clashing"),
    [((8, 0), (11, 30), False), ((13, 30), (16, 0), False), ((8, 0), (11, 31), True),
     ((13, 29), (16, 0), True), ((8, 0), (17, 0), True), ((12, 0), (13, 0), True)],
)  # fmt: skip
def test_the_lunch_break_is_from_half_past_eleven_to_half_past_one(
    first: tuple[int, int], last: tuple[int, int], clashing: bool
) -> None:
    one = Appointment(1, MONDAY, "A", time(*first), time(*last))
    assert [clash.kind for clash in clash_rules.of_day(one, {})] == (["lunch"] if clashing else [])


def test_days_off_are_weekends_and_holidays_but_for_days_worked_in_exchange() -> None:
    saturday, tet = date(2026, 3, 7), date(2026, 2, 17)
    kinds = [clash_rules.of_day(Appointment(1, day, "A"), {tet: Day(True, "Tết")}) for day in (saturday, tet)]
    assert [[clash.kind for clash in found] for found in kinds] == [["off"], ["off"]]
    assert kinds[1][0].names == ("Tết",)
    worked = {saturday: Day(False, "Làm bù")}
    assert clash_rules.of_day(Appointment(1, saturday, "A"), worked) == []


def test_the_same_people_cannot_be_in_two_places_at_once() -> None:
    one = Appointment(1, MONDAY, "A", time(8), time(10), "Hạnh, anh Tâm")
    meets = one._replace(
        intervention_id=2, title="B", starts=time(9), ends=time(11), people="chị Hạnh và Lan"
    )
    later = meets._replace(starts=time(10), ends=time(11))
    whole_day = meets._replace(starts=None, ends=None)
    others = meets._replace(people="Lan")
    found = clash_rules.same_people([one, meets])
    assert [(clash.kind, clash.names) for clash in found] == [("people", ("Hạnh",))]
    assert clash_rules.same_people([one, whole_day])
    for fine in (later, others, meets._replace(day=MONDAY + timedelta(days=1)), meets._replace(people=None)):
        assert clash_rules.same_people([one, fine]) == []


def test_a_business_twice_in_a_week_is_one_warning_for_each_pair() -> None:
    sunday, next_monday = date(2026, 3, 8), date(2026, 3, 9)
    met = [(n, f"Công ty {n}", id, day) for n in range(1, 5) for id, day in ((1, MONDAY), (2, sunday))]
    (found,) = clash_rules.same_businesses(met, {1: "A", 2: "B"})
    assert (found.number, found.titles, found.day) == (4, ("A", "B"), sunday)
    assert len(found.names) == 3
    assert clash_rules.same_businesses([(1, "C", 1, sunday), (1, "C", 2, next_monday)], {}) == []
    assert clash_rules.same_businesses([(1, "C", 1, MONDAY), (1, "C", 1, sunday)], {}) == []


# ── a month ──────────────────────────────────────────────────────────────────────────────────────────────


def test_everything_stands_on_its_day(app: object) -> None:
    training = factories.intervention("training", MONDAY, title="Tập huấn")
    session(MONDAY, of=training)
    factories.intervention("poster", MARCH, ends_on=date(2026, 3, 31), title="Pa nô")
    factories.intervention("poster", date(2026, 2, 1), ends_on=date(2026, 2, 28), title="Tháng trước")
    factories.intervention("contest", date(2026, 3, 10), ends_on=date(2026, 3, 12), title="Cuộc thi")
    factories.visit_day(date(2026, 3, 5))
    factories.promise(due_on=date(2026, 3, 6), text="Gửi mẫu")
    factories.promise(due_on=date(2026, 3, 6), state="kept")
    plan = factories.plan(state="approved")
    factories.plan_item(plan, title="Phát tờ rơi", year=2026, quarter=1)
    factories.plan_item(plan, title="Quý sau", year=2026, quarter=2)
    special(date(2026, 3, 9), "Nghỉ bù")
    shown = queries.month(Narrowed(MARCH))
    days = [(event.day.day, event.type) for event in shown.events]
    assert days == [
        (2, "training"), (5, "visit"), (6, "promise"), (10, "contest"), (11, "contest"), (12, "contest")
    ]  # fmt: skip
    assert shown.events[0].endpoint == "trainings.show_session", "not the training a second time"
    assert [event.title for event in shown.long] == ["Pa nô"]
    assert [line.title for line in shown.planned] == ["Phát tờ rơi"]
    assert shown.special == {date(2026, 3, 9): Day(True, "Nghỉ bù")}


def test_zone_and_form_narrow_it(app: object) -> None:
    zone = factories.zone()
    here = factories.intervention("visit", MONDAY)
    factories.exposure(here, factories.business(zone=zone))
    factories.intervention("dialogue", MONDAY)
    factories.promise(factories.business(zone=zone), due_on=MONDAY)
    factories.promise(due_on=MONDAY)

    def kinds(**narrowed: object) -> list[str]:
        return [event.type for event in queries.month(Narrowed(MARCH, **narrowed)).events]  # type: ignore[arg-type]

    assert sorted(kinds(zone_id=zone.id)) == ["promise", "visit"]
    assert kinds(type="dialogue") == ["dialogue"]
    assert kinds(type="dialogue", zone_id=zone.id) == []


def test_the_month_warns_of_businesses_invited_and_visited_in_one_week(app: object) -> None:
    business = factories.business("Công ty Hai Lần")
    invited = session(MONDAY)
    factories.add(
        SessionInvitation(
            public_id="m", session_id=invited.id, business_id=business.id, invited_at=clock.now()
        )
    )  # fmt: skip
    day = factories.visit_day(MONDAY + timedelta(days=3))
    stop = factories.visit_stop(day, business)
    (found,) = [one for one in queries.month(Narrowed(MARCH)).clashes if one.kind == "business"]
    assert set(found.interventions) == {invited.intervention_id, day.intervention_id}
    assert found.names == ("Công ty Hai Lần",)
    stop.outcome = "postponed"
    db.session.flush()
    assert queries.month(Narrowed(MARCH)).clashes == []


def test_after_a_lot_only_those_with_a_seat_count(app: object) -> None:
    first, second = factories.business(), factories.business()
    drawn, other = factories.intervention("dialogue", MONDAY), factories.intervention("contest", MONDAY)
    for place, business in enumerate((first, second), 1):
        factories.listed(drawn, business, place=place, drawn_as=business.tax_code)
        factories.listed(other, business)
    factories.lot(drawn, seats=1)
    (found,) = queries.month(Narrowed(MARCH)).clashes
    assert found.names == (first.name,)


# ── forms ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_form_hears_of_everything_that_speaks_against_its_day(
    officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 2, 20))
    session(MONDAY, trainers="Chị Hạnh")
    said = words_of(
        officer.part(
            "/lich/va-cham?starts_at=02/03/2026 09:00&ends_at=02/03/2026 12:00&trainers=Hạnh&title=Mới"
        )
    )
    assert "giờ nghỉ trưa" in said
    assert "Cùng người (Hạnh)" in said
    assert "cuối tuần" in words_of(officer.part("/lich/va-cham?day=07/03/2026"))
    special(date(2026, 3, 9), "Giỗ Tổ")
    assert "Giỗ Tổ" in words_of(officer.part("/lich/va-cham?day=09/03/2026&team=x"))
    later = officer.part("/lich/va-cham?held_on=07/03/2026&ends_on=09/03/2026")
    assert words_of(later).strip() == "", "what takes several days has no day of its own"
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 7))
    assert words_of(officer.part("/lich/va-cham?day=07/03/2026")).strip() == "", "that day is here"
    for nothing in ("", "?day=x", "?day=03/03/2026", "?starts_at=99/99/2026 99:99", "?day=01/01/0001"):
        assert words_of(officer.part(f"/lich/va-cham{nothing}")).strip() == ""


def test_what_is_moved_brings_its_businesses_and_not_its_old_day(app: object) -> None:
    business = factories.business()
    moved = factories.visit_day(MONDAY)
    factories.visit_stop(moved, business)
    other = factories.intervention("dialogue", date(2026, 3, 12))
    factories.listed(other, business)
    own = moved.intervention_id

    def found(day: date, *ids: int, of: int = own) -> list[str]:
        return [one.kind for one in clash_queries.asked(Appointment(of, day, "Thăm"), ids)]

    assert found(MONDAY) == []
    assert found(date(2026, 3, 10)) == ["business"]
    assert found(date(2026, 3, 10), of=0) == []
    assert found(date(2026, 3, 10), business.id, of=0) == ["business"]


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_a_month_and_a_list_and_leads_on(leader: CheckedClient) -> None:
    session(date(2026, 3, 7), 9, 12)
    special(date(2026, 3, 9), "Nghỉ bù")
    for address in ("/lich?month=2026-03", "/lich?month=2026-03&show=list"):
        page = leader.get(address)
        said = words_of(page)
        assert "09:00" in said
        assert "Nghỉ bù" in said
        assert "cuối tuần" in said
        assert "month=2026-02" in page.text
        assert "month=2026-04" in page.text
    assert "chưa có việc gì" in words_of(leader.get("/lich?month=2025-01&show=list"))
    assert leader.get("/lich?month=x&zone=x&type=x&show=x").status_code == 200
    assert "<html" not in leader.part("/lich?month=2026-03&type=training").text


def test_a_month_costs_few_statements_whatever_it_holds(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    officer.get("/lich?month=2026-03")
    counts = []
    for _ in range(2):
        for day in (2, 3, 4):
            session(date(2026, 3, day))
            factories.visit_day(date(2026, 3, day))
            factories.promise(due_on=date(2026, 3, day))
        db.session.commit()
        count_queries()
        officer.get("/lich?month=2026-03")
        counts.append(count_queries())
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize(
    ("role", "there", "not_there"),
    [("officer", ("/ke-hoach", "/ma-tran", "/lich", "/ho-tro-tai-quay", "/thu-da-gui"), ()),
     ("helpdesk", ("/lich", "/di-tham", "/ho-tro-tai-quay"), ("/ma-tran", "/ke-hoach")),
     ("leader", ("/ke-hoach", "/lich", "/ho-tro-tai-quay/tong-hop"), ("/ho-tro-tai-quay", "/to-roi"))],
)  # fmt: skip
def test_activities_have_their_tabs_by_role(
    request: pytest.FixtureRequest, role: str, there: tuple[str, ...], not_there: tuple[str, ...]
) -> None:
    client: CheckedClient = request.getfixturevalue(role)
    page = client.get("/lich").text
    tabs = page.split('<nav class="tabs"')[1].split("</nav>")[0]
    assert 'href="/lich" aria-current="page"' in tabs
    for address in there:
        assert f'href="{address}"' in tabs
        assert client.get(address).status_code == 200
        assert '<nav class="tabs"' in client.get(address).text
    for address in not_there:
        assert f'href="{address}"' not in tabs


def test_a_business_finds_registrations_and_notices_on_its_home(clerk: CheckedClient) -> None:
    home = clerk.get("/").text
    assert 'href="/dang-ky"' in home
    assert 'href="/thong-bao"' in home
