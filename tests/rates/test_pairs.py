"""Before and after of many interventions at once: the same as counting every dossier of its windows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from outreach.businesses.models import Business
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db
from outreach.dossiers.actions import recount
from outreach.dossiers.models import Dossier
from outreach.dossiers.rules import NOT_RECEIVED
from outreach.rates.queries import pairs
from outreach.rates.rules.counting import Pair, Tally
from outreach.rates.rules.periods import Period
from outreach.rates.rules.windows import parts, windows
from tests import factories
from tests.client import CheckedClient
from tests.rates.boards import dossiers, furnish, registers

REGISTER = Period(date(2023, 1, 20), date(2025, 2, 10))
days = st.dates(REGISTER.first, REGISTER.last)
edges = st.sampled_from(
    [
        date(2024, 2, 29), date(2024, 2, 28), date(2024, 3, 1), date(2024, 1, 31), date(2023, 12, 31),
        date(2025, 2, 9), date(2025, 2, 10), date(2025, 3, 31), date(2023, 1, 31),
    ]
)  # fmt: skip


@given(st.lists(days | edges, min_size=1, max_size=4))
def test_every_day_of_a_window_is_in_one_part(exposed: list[date]) -> None:
    around = [windows(day, REGISTER) for day in exposed]
    whole, cut = parts(around)
    assert all(part.first.day == 1 and (part.last + timedelta(1)).day == 1 for part in whole)
    for each in around:
        told = sorted(
            (part.first + timedelta(number), part.after)
            for part in {*whole, *cut}
            if part.exposed_on == each.exposed_on
            for number in range((part.last - part.first).days + 1)
        )
        days = (each.span.first + timedelta(number) for number in range(each.span.days))
        assert told == [(day, each.side(day) == "after") for day in days]


@given(
    register=registers(days | edges), reached=st.lists(st.tuples(st.integers(0, 1), days | edges), max_size=5)
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pairs_are_those_of_the_dossiers_one_by_one(
    app: Flask, register: list[dict[str, Any]], reached: list[tuple[int, date]]
) -> None:
    for table in (Attendance, ExposureRecord, Intervention):
        db.session.execute(delete(table))
    furnish(register)
    recount()
    ids = db.session.scalars(select(Business.id).order_by(Business.id)).all()
    clocks: dict[int, dict[int, date]] = {}
    for who, day in reached:
        visit = factories.intervention("visit", day)
        db.session.flush()
        business = db.session.get_one(Business, ids[who])
        factories.exposure(visit, business)
        factories.attendance(visit, business, attended_on=day + timedelta(9))  # later: its clock has begun
        clocks[visit.id] = {ids[who]: day}
    db.session.flush()
    found = pairs.first_days(list(clocks))
    assert found == clocks
    told = pairs.pairs_of(found, REGISTER)
    assert told == {whose: _counted(clock) for whose, clock in clocks.items()}
    db.session.rollback()


def _counted(clock: dict[int, date]) -> Pair:
    sides = {"before": [0, 0], "after": [0, 0]}
    for d in db.session.scalars(select(Dossier)).all():
        around = windows(clock[d.business_id], REGISTER) if d.business_id in clock else None
        side = around.side(d.received_on) if around else None
        if side and d.status not in NOT_RECEIVED:
            sides[side][0] += d.filing_channel == "online"
            sides[side][1] += 1
    return Pair(Tally(*sides["before"]), Tally(*sides["after"]))


def test_nobody_was_reached_and_nothing_was_received(app: Flask) -> None:
    assert pairs.pairs_of({}, REGISTER) == {}
    assert pairs.pairs_of({1: {2: date(2024, 1, 1)}}, None) == {}
    visit = factories.intervention("visit")
    factories.exposure(visit, factories.business())
    db.session.flush()
    assert pairs.pairs_of(pairs.first_days([visit.id]), REGISTER) == {visit.id: Pair()}


def test_many_days_are_asked_for_in_turns(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    visits = [factories.intervention("visit", REGISTER.first + timedelta(30 * n)) for n in range(5)]
    businesses = [factories.business() for _ in range(3)]
    db.session.flush()
    for number, visit in enumerate(visits):
        for business in businesses:
            factories.exposure(visit, business, exposed_on=visit.held_on + timedelta(number))
    for business in businesses:
        dossiers(business, "2023-03-05", online=2, paper=1)
        dossiers(business, "2023-05-31", online=1, paper=3)
    recount()
    reached = pairs.first_days([visit.id for visit in visits])
    at_once = pairs.pairs_of(reached, REGISTER)
    assert sum(pair.after.received for pair in at_once.values()) > 0
    monkeypatch.setattr(pairs, "AT_ONCE", 2)
    assert pairs.pairs_of(reached, REGISTER) == at_once


def test_the_overview_asks_as_often_for_two_days_as_for_twenty(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    def visit(number: int) -> None:
        one = factories.intervention("visit", date(2024, 1, 31) + timedelta(17 * number))
        factories.exposure(one, factories.business())

    dossiers(factories.business(), "2025-02-10", paper=1)
    for number in range(2):
        visit(number)
    recount()
    db.session.commit()
    officer.get("/so-can-thiep")  # what is looked up once per session
    count_queries()
    officer.get("/so-can-thiep")
    few = count_queries()
    for number in range(2, 20):
        visit(number)
    db.session.commit()
    count_queries()
    officer.get("/so-can-thiep")
    assert count_queries() == few
