"""Before and after an intervention, counted again by hand; dots and the wall."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from outreach import clock
from outreach.businesses.models import Business
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.charts import wall_dots
from outreach.database import db
from outreach.dossiers.models import Dossier
from outreach.rates import queries
from outreach.rates.rules.counting import Basis, Kind, Pair, Reading, Tally
from outreach.rates.rules.periods import Period
from outreach.rates.rules.windows import windows
from tests import factories
from tests.examples import examples
from tests.rates.boards import dossiers

HELD = date(2025, 3, 5)
ALL = Reading()


def attended(*businesses: Business, held_on: date = HELD, **values: Any) -> Intervention:
    """A training with these businesses."""
    training = factories.intervention(held_on=held_on, **values)
    for business in businesses:
        factories.attendance(training, business)
    return training


def test_each_business_is_counted_in_its_windows(app: Flask) -> None:
    ours, other = factories.business("An"), factories.business("Bình")
    dossiers(ours, "2024-03-05", online=1)  # a day too early
    dossiers(ours, "2024-03-06", paper=1)
    dossiers(ours, "2025-03-05", online=1, paper=1)  # the day itself is before
    dossiers(ours, "2025-03-06", online=1)
    dossiers(ours, "2026-03-05", online=1, unknown=1)  # the last day
    dossiers(ours, "2026-03-06", paper=5)  # a day too late
    dossiers(other, "2025-03-05", paper=2)
    dossiers(other, "2025-03-06", online=3)
    dossiers(None, "2025-03-06", online=7)  # of nobody: on neither side
    dossiers(ours, "2025-03-05", online=1, status="not_received")
    found = queries.before_after(attended(ours), ALL)
    (change,) = found.changes
    assert change.pair == Pair(Tally(1, 3), Tally(2, 3))
    assert [mark.received_on.isoformat() for mark in change.marks] == [
        "2024-03-06", "2025-03-05", "2025-03-05", "2025-03-06", "2026-03-05", "2026-03-05",
    ]  # fmt: skip
    assert found.attended.pair == change.pair
    assert (found.attended.businesses, found.attended.with_dossiers) == (1, 1)
    assert found.others.pair == Pair(Tally(0, 2), Tally(3, 3))
    assert (found.others.businesses, found.others.with_dossiers) == (1, 1)
    assert not found.unfinished
    assert found.gaps.received == 6
    assert found.gaps.channel_unknown == 1


def test_those_reached_without_a_dossier_are_counted_and_named(app: Flask) -> None:
    silent, heard = factories.business("An"), factories.business("Bình")
    dossiers(heard, "2025-03-06", paper=1)
    found = queries.before_after(attended(silent, heard), ALL)
    assert [change.name for change in found.silent] == ["An"]
    assert [change.name for change in found.heard] == ["Bình"]
    assert (found.attended.businesses, found.attended.with_dossiers) == (2, 1)
    assert found.silent[0].pair.kind is Kind.NOTHING


def test_a_business_reached_twice_is_counted_from_the_first_day(app: Flask) -> None:
    business, visit = factories.business(), factories.intervention("visit", HELD)
    for day in (HELD + timedelta(days=9), HELD + timedelta(days=2)):
        factories.exposure(visit, business, exposed_on=day)
    dossiers(business, "2025-03-07", paper=1)
    dossiers(business, "2025-03-08", online=1)
    (change,) = queries.before_after(visit, ALL).changes
    assert change.windows.exposed_on == date(2025, 3, 7)
    assert change.pair == Pair(Tally(0, 1), Tally(1, 1))


def test_what_reaches_everyone_has_the_board_and_no_others(app: Flask) -> None:
    dossiers(factories.business(), "2025-03-05", paper=2)
    dossiers(None, "2025-03-06", online=3)
    found = queries.before_after(factories.intervention("media", HELD, covers_all=True), ALL)
    assert found.covers_all
    assert found.changes == ()
    assert found.attended.pair == Pair(Tally(0, 2), Tally(3, 3))
    assert found.attended.businesses == 1
    assert found.others.pair.kind is Kind.NOTHING


def test_without_a_register_there_are_no_windows(app: Flask) -> None:
    found = queries.before_after(attended(factories.business()), ALL)
    assert found.windows is None
    assert found.changes == ()
    assert found.attended.businesses == 1


def test_readings_leave_out_what_is_known_and_keep_what_is_not(app: Flask) -> None:
    ours, other = factories.business(), factories.business()
    for business in (ours, other):
        dossiers(business, "2025-03-05", online=1, assistance="filed_for", online_possible=True)
        dossiers(business, "2025-03-06", paper=1, online_possible=False, assistance="alone")
        dossiers(business, "2025-03-06", online=1)
    training = attended(ours)
    for reading, pair in (
        (ALL, Pair(Tally(1, 1), Tally(1, 2))),
        (Reading(Basis.POSSIBLE), Pair(Tally(1, 1), Tally(1, 1))),
        (Reading(Basis.ALL, True), Pair(Tally(0, 0), Tally(1, 2))),
        (Reading(Basis.POSSIBLE, True), Pair(Tally(0, 0), Tally(1, 1))),
    ):
        found = queries.before_after(training, reading)
        assert found.attended.pair == found.others.pair == pair
    gaps = queries.before_after(training, ALL).gaps
    assert (gaps.received, gaps.filed_for, gaps.assistance_unknown) == (3, 1, 1)
    assert (gaps.offline_only, gaps.possible_unknown) == (1, 1)


days = st.dates(date(2023, 6, 1), date(2026, 9, 30))


@given(
    register=st.lists(
        st.tuples(st.sampled_from([0, 1, 2, 3]), days, st.sampled_from(["online", "counter", None])),
        min_size=1, max_size=30,
    ),
    reached=st.dictionaries(st.sampled_from([0, 1]), days, min_size=1),
)  # fmt: skip
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_sides_equal_a_count_by_hand(
    app: Flask, register: list[tuple[int, date, str | None]], reached: dict[int, date]
) -> None:
    for table in (Attendance, ExposureRecord, Intervention, Dossier, Business):
        db.session.execute(delete(table))
    businesses = [factories.business() for _ in range(4)]
    for who, day, channel in register:
        factories.dossier(businesses[who], day, channel)
    visit = factories.intervention("visit", HELD)
    for who, day in reached.items():
        factories.exposure(visit, businesses[who], exposed_on=day)
    known = queries.register()
    assert known == Period(min(d for _w, d, _c in register), max(d for _w, d, _c in register))

    def by_hand(who: int, around_day: date) -> Pair:
        start, end = clock.add_months(around_day, -12), clock.add_months(around_day, 12)
        own = [(day, channel) for w, day, channel in register if w == who]
        before = [c for day, c in own if start < day <= around_day]
        after = [c for day, c in own if around_day < day <= end]
        return Pair(*(Tally(side.count("online"), len(side)) for side in (before, after)))

    found = queries.before_after(visit, ALL)
    expected = {businesses[who].id: by_hand(who, day) for who, day in reached.items()}
    assert {change.business_id: change.pair for change in found.changes} == expected
    assert found.attended.pair == sum(expected.values(), Pair())
    rest = [by_hand(who, HELD) for who in range(4) if who not in reached]
    assert found.others.pair == sum(rest, Pair())
    assert found.others.businesses == len(rest)
    db.session.rollback()


def test_one_business_around_each_intervention(app: Flask) -> None:
    business = factories.business()
    first, second = attended(business), attended(business, held_on=date(2025, 6, 1))
    dossiers(business, "2025-03-05", paper=1)
    dossiers(business, "2025-04-01", online=1)
    marks = queries.dots(business.id)
    days = Period(date(2025, 3, 5), date(2025, 4, 1))
    found = queries.business_before_after(business.id, marks, days)
    assert [change.intervention_id for change in found] == [first.id, second.id]
    assert [change.pair for change in found] == [
        Pair(Tally(0, 1), Tally(1, 1)),
        Pair(Tally(1, 2), Tally(0, 0)),
    ]
    assert found[1].windows == windows(date(2025, 6, 1), days)


def test_dots_are_received_dossiers_in_date_order(app: Flask) -> None:
    business = factories.business()
    dossiers(business, "2025-03-06", unknown=1, status="sent_back")
    dossiers(business, "2025-03-05", online=1, assistance="filed_for")
    dossiers(business, "2025-03-04", online=1, status="registered")
    first, second = queries.dots(business.id)
    assert (first.online, first.filed_for, first.assistance_known) == (True, True, True)
    assert (second.online, second.filed_for, second.assistance_known) == (None, False, False)
    assert queries.dots(business.id, Period(date(2025, 3, 6), date(2025, 3, 6))) == [second]


def test_the_wall_has_every_business_once(app: Flask) -> None:
    zone = factories.zone("Khu A")
    busy = factories.business("Công ty TNHH Bình", zone=zone)
    factories.business("Công ty TNHH An", zone=zone)
    factories.business("Đã nghỉ", zone=zone, active=False)
    stray = factories.business("Chi", zone_id=None)
    dossiers(busy, "2025-03-06", online=1)
    dossiers(busy, "2025-03-05", paper=1, assistance="filed_for")
    dossiers(stray, "2024-12-31", paper=1)
    found = queries.wall(date(2025, 1, 1), date(2025, 12, 31))
    names = [(zone.name, [business.name for business in zone.businesses]) for zone in found]
    assert names == [("Khu A", ["Công ty TNHH An", "Công ty TNHH Bình"]), (None, ["Chi"])]
    strip = found[0].businesses[1].dossiers
    assert strip == [(date(2025, 3, 5), False, True), (date(2025, 3, 6), True, False)]
    assert wall_dots(strip, date(2025, 1, 1)) == "63p1o"


@pytest.mark.parametrize("reading", [ALL, Reading(Basis.POSSIBLE, True)])
def test_statements_do_not_grow_with_the_board(
    app: Flask, count_queries: Callable[[], int], reading: Reading
) -> None:
    def statements(businesses: int) -> dict[str, int]:
        reached = [factories.business() for _ in range(businesses)]
        for business in reached:
            dossiers(business, "2025-03-05", online=2, paper=1)
        training = attended(*reached)
        counted = {}
        for name, ask in {
            "before_after": lambda: queries.before_after(training, reading),
            "wall": lambda: queries.wall(HELD, HELD),
            "business": lambda: queries.business_before_after(
                reached[0].id, queries.dots(reached[0].id), Period(HELD, HELD)
            ),
        }.items():  # fmt: skip
            count_queries()
            ask()
            counted[name] = count_queries()
        return counted

    few = statements(1)
    assert few == {"before_after": 5, "wall": 2, "business": 2}
    assert statements(30) == few
