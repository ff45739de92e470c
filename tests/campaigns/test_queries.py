"""Who was reached by what, in the forms that rates, charts and pages ask for."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from outreach.businesses.rules import Exposure
from outreach.campaigns import actions, queries
from outreach.campaigns.models import Intervention
from outreach.sheets.layouts import EXPOSURES, INTERVENTIONS
from outreach.sheets.parsing import read_and_parse
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

DAY = date(2026, 3, 5)
HAU_GIANG = Path(__file__).parents[1] / "data" / "hau-giang-2020"


def test_exposures_of_trainings_and_of_everything_else_are_one_list_by_day() -> None:
    training, visit = factories.intervention(held_on=DAY), factories.intervention("visit", DAY)
    one, two = factories.business(), factories.business()
    factories.attendance(training, two)
    factories.exposure(visit, one, exposed_on=DAY - timedelta(days=3))
    assert queries.exposures() == [
        Exposure(one.id, visit.id, "visit", DAY - timedelta(days=3), "visited", True),
        Exposure(two.id, training.id, "training", DAY, "attended", True),
    ]
    assert [e.business_id for e in queries.exposures(intervention_id=training.id)] == [two.id]
    assert [e.business_id for e in queries.exposures(type="visit")] == [one.id]
    assert [e.type for e in queries.exposures(business_ids=[two.id])] == ["training"]
    assert queries.exposures(business_ids=[]) == []


def test_what_covers_everyone_gives_no_exposures() -> None:
    radio = factories.intervention("media", covers_all=True)
    factories.exposure(radio, factories.business())
    assert queries.exposures() == []
    assert queries.exposures(intervention_id=radio.id) == []


def test_what_reached_one_business() -> None:
    training, visit = factories.intervention(held_on=DAY, code="A"), factories.intervention("visit", code="B")
    business = factories.business()
    factories.attendance(training, business, people=2)
    factories.exposure(visit, business, exposed_on=DAY + timedelta(days=1))
    factories.exposure(visit, factories.business())
    found = queries.exposures_of_business(business.id)
    assert [(one.code, one.how, one.people) for one in found] == [
        ("A", "attended", 2),
        ("B", "visited", None),
    ]


def test_interventions_within_days_count_what_they_reached() -> None:
    long = factories.intervention("counter_help", DAY, ends_on=DAY + timedelta(days=30))
    training = factories.intervention(held_on=DAY + timedelta(days=10))
    one, two = factories.business(), factories.business()
    factories.attendance(training, one, people=3)
    factories.attendance(training, two)
    for days in (0, 1):
        factories.exposure(long, one, exposed_on=DAY + timedelta(days=days))
    rows = queries.list_interventions(DAY + timedelta(days=5), DAY + timedelta(days=20))
    assert [(row.id, row.businesses, row.people) for row in rows] == [(long.id, 1, None), (training.id, 2, 4)]
    assert queries.list_interventions(DAY + timedelta(days=31)) == []
    assert [row.id for row in queries.list_interventions(end=DAY + timedelta(days=9))] == [long.id]
    assert [row.id for row in queries.list_interventions(type="training")] == [training.id]
    assert [row.id for row in queries.list_interventions(newest_first=True)] == [training.id, long.id]


def test_search_needs_every_word_and_takes_signs_literally() -> None:
    factories.intervention(title="Đối thoại với doanh nghiệp", code="DT-2026-01")
    assert len(queries.list_interventions(search="doanh doi")) == 1
    assert len(queries.list_interventions(search="dt-2026")) == 1
    assert queries.list_interventions(search="doi khong") == []
    assert queries.list_interventions(search="%") == []
    assert queries.list_interventions(search="_") == []


def test_ticks_of_a_chart() -> None:
    media = factories.intervention(
        "media", DAY, ends_on=DAY + timedelta(days=3), covers_all=True, title="Đài"
    )
    factories.intervention(held_on=DAY + timedelta(days=40))
    (tick,) = queries.ticks(DAY + timedelta(days=2), DAY + timedelta(days=39))
    assert tick == queries.Tick(DAY, DAY + timedelta(days=3), "Đài", media.id, "media", True)


def test_nothing_reached_is_no_number_of_people() -> None:
    assert queries.attended_summary(factories.intervention().id) == queries.Summary(0, None)


def test_years_run_from_first_to_last() -> None:
    assert queries.years() == []
    factories.intervention(held_on=date(2024, 1, 1))
    factories.intervention(held_on=date(2026, 1, 1))
    assert queries.years() == [2026, 2025, 2024]


def lines(training: Intervention, search: str = "") -> list[tuple[str | None, list[str]]]:
    """Zone → names on the tick list."""
    return [
        (zone.name, [line.name for line in zone.lines])
        for zone in queries.roll(training, training.held_on, search=search)
    ]


def test_the_tick_list_is_grouped_by_zone_in_vietnamese_order() -> None:
    training = factories.intervention()
    second, first = factories.zone("KCN Sông Hậu"), factories.zone("CCN Đông Phú")
    factories.business("Công ty TNHH Ông Sao", zone=second)
    factories.business("Công ty TNHH Oanh", zone=second)
    factories.business("Công ty TNHH Ánh Dương", zone=first)
    factories.business("Công ty TNHH Lạc Lối", zone=None)
    assert lines(training) == [
        ("CCN Đông Phú", ["Công ty TNHH Ánh Dương"]),
        ("KCN Sông Hậu", ["Công ty TNHH Oanh", "Công ty TNHH Ông Sao"]),
        (None, ["Công ty TNHH Lạc Lối"]),
    ]
    assert lines(training, "ong sao") == [("KCN Sông Hậu", ["Công ty TNHH Ông Sao"])]


def test_the_tick_list_holds_closed_businesses_only_when_they_were_there() -> None:
    training = factories.intervention()
    came, gone = factories.business("Đã dự", active=False), factories.business("Đã nghỉ", active=False)
    factories.attendance(training, came, people=2)
    (zone,) = queries.roll(training, training.held_on)
    assert [(line.business_id, line.present, line.people) for line in zone.lines] == [(came.id, True, 2)]
    assert gone.id


def test_the_tick_list_of_other_types_is_for_one_day_and_names_the_others() -> None:
    visit, business = factories.intervention("visit", DAY), factories.business()
    factories.exposure(visit, business, exposed_on=DAY)
    factories.exposure(visit, business, exposed_on=DAY + timedelta(days=1))
    factories.exposure(factories.intervention("visit", DAY), business, exposed_on=DAY + timedelta(days=2))
    (zone,) = queries.roll(visit, DAY)
    assert [(line.present, line.how, line.other_days) for line in zone.lines] == [
        (True, "visited", (DAY + timedelta(days=1),))
    ]
    (zone,) = queries.roll(visit, DAY + timedelta(days=7))
    assert [(line.present, line.other_days) for line in zone.lines] == [
        (False, (DAY, DAY + timedelta(days=1)))
    ]


@pytest.mark.parametrize("read", [queries.exposures, queries.list_interventions, queries.known_businesses])
def test_reads_take_one_statement_at_any_size(read: Callable[[], Any], count_queries: Any) -> None:
    training = factories.intervention()
    for _ in range(5):
        factories.attendance(training, factories.business())
    count_queries()
    read()
    assert count_queries() == 1


def test_hau_giang_gives_its_trained_businesses() -> None:
    """The files in the wrong order, against what the board's report prints."""
    activities = read_and_parse(HAU_GIANG / "activities.csv", INTERVENTIONS)
    touched = read_and_parse(HAU_GIANG / "exposures.csv", EXPOSURES)
    assert not activities.refusals
    assert not touched.refusals
    rows = [{"row": row.number, **row.values} for row in touched.rows]
    first = actions.take_in_exposures(rows)
    assert first.created == len(rows)
    actions.take_in_interventions([{"row": row.number, **row.values} for row in activities.rows])
    published = json.loads((HAU_GIANG.parent / "published_figures.json").read_text(encoding="utf-8"))
    (training,) = queries.list_interventions(type="training")
    assert training.businesses == published["hau_giang_2020"]["trained_businesses"]
    again = actions.take_in_exposures(rows)
    assert (again.created, again.updated, again.refused) == (0, 0, [])
