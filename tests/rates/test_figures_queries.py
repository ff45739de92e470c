"""The figures of a period: those the boards published, and that groups add up to the whole."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.charts import MonthPoint
from outreach.database import db
from outreach.dossiers.scope import Scope
from outreach.rates import queries
from outreach.rates.rules.counting import Basis, Reading, Tally
from outreach.rates.rules.figures import FIGURE_KEYS, By, Figures, with_board
from outreach.rates.rules.periods import Period
from tests import factories
from tests.examples import examples
from tests.rates.boards import PUBLISHED, dossiers, furnish, registers, take_in

APRIL = Scope(date(2023, 4, 1), date(2023, 4, 30))
FIRST, LAST = date(2024, 2, 20), date(2024, 4, 10)
OPEN_KEYS = {"carried_over", "total", "in_progress", "in_progress_on_time", "in_progress_late"}


def year(number: int, **values: Any) -> Scope:
    return Scope(date(number, 1, 1), date(number, 12, 31), **values)


# ── what the boards published ────────────────────────────────────────────────────────────────────────────


def test_ha_nam_to_the_unit(app: Flask) -> None:
    take_in("ha-nam")
    published = dict(PUBLISHED["ha_nam_2023_04"])
    departments = published.pop("departments")
    found = queries.breakdown(APRIL, By.AGENCY)
    assert {key: getattr(found.whole, key) for key in published} == published
    counted = {g.name: [g.figures.received_new, g.figures.received_online] for g in found.groups}
    assert counted == departments
    assert queries.figures(APRIL) == found.whole
    assert found.whole.online_rate == pytest.approx(0.6552676)
    assert found.whole.said("digitised") is None


def test_hau_giang_to_the_unit(app: Flask) -> None:
    take_in("hau-giang")
    published = PUBLISHED["hau_giang_2020"]
    whole = queries.figures(year(2020))
    assert (whole.received_new, whole.resolved, whole.sent_back) == (
        published["received"], published["returned"], published["redo"],
    )  # fmt: skip
    assert (whole.received_online, whole.returned_by_post) == (published["online"], published["postal"])
    assert whole.in_progress == 0
    nine = queries.figures(Scope(date(2020, 1, 1), date(2020, 9, 30)))
    three = queries.figures(Scope(date(2020, 10, 1), date(2020, 12, 31)))
    assert nine.received_online == published["online_first_9_months"]
    assert three.received_online == published["online_last_3_months"]


def test_hai_phong_to_the_unit_in_its_report_month(app: Flask) -> None:
    take_in("hai-phong")
    published = PUBLISHED["hai_phong_2024_03"]
    period = Period(*(date.fromisoformat(day) for day in published["period"]))
    found = queries.breakdown(Scope(period.first, period.last), By.MONTH)
    whole = found.whole
    assert (whole.received_new, whole.received_online) == (published["received"], published["online"])
    assert (whole.resolved, whole.late) == (published["resolved"], published["late"])
    assert 100 * whole.digitised / whole.received_new == published["digitised_pct"]
    assert [group.key for group in found.groups] == ["2024-02", "2024-03"]
    february, march = (group.figures for group in found.groups)
    assert february.received_new + march.received_new == published["received"]
    assert march.carried_over == february.in_progress


# ── groups ───────────────────────────────────────────────────────────────────────────────────────────────


@given(register=registers(st.dates(date(2024, 2, 1), date(2024, 4, 20))), reading=st.booleans())
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_groups_add_up_to_the_whole(app: Flask, register: list[dict[str, Any]], reading: bool) -> None:
    furnish(register)
    scope = Scope(FIRST, LAST, basis="possible" if reading else "all", without_filed_for=reading)
    whole = queries.figures(scope)
    for by in By:
        found = queries.breakdown(scope, by)
        assert found.whole == whole, by
        added = sum((group.figures for group in found.groups), found.unplaced)
        for key in (*FIGURE_KEYS, "basis_received", "basis_online"):
            if by is not By.MONTH or key not in OPEN_KEYS:
                assert getattr(added, key) == getattr(whole, key), (by, key)
        assert not any(group.figures.nothing for group in found.groups)
    assert whole.received_new == whole.received_online + whole.received_other
    assert whole.total == whole.received_new + whole.carried_over
    assert whole.resolved == whole.on_time + whole.late
    assert whole.in_progress == whole.in_progress_on_time + whole.in_progress_late
    db.session.rollback()


@given(register=registers(st.dates(date(2024, 2, 1), date(2024, 4, 20))))
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_basis_counts_what_it_says(app: Flask, register: list[dict[str, Any]]) -> None:
    furnish(register)
    received = [
        d for d in register
        if FIRST <= d["received_on"] <= LAST and d["status"] not in ("registered", "not_received")
    ]  # fmt: skip
    for basis in Basis:
        for without in (False, True):
            counted = [
                d for d in received
                if not (basis is Basis.POSSIBLE and d["online_possible"] is False)
                and not (without and d["assistance"] == "filed_for")
            ]  # fmt: skip
            tally = Tally(sum(d["filing_channel"] == "online" for d in counted), len(counted))
            scope = Scope(FIRST, LAST, basis=basis.value, without_filed_for=without)
            assert queries.figures(scope).tally == tally
            points = queries.months_of_all(Period(FIRST, LAST), Reading(basis, without))
            assert Tally(sum(p.online for p in points), sum(p.received for p in points)) == tally
    db.session.rollback()


@pytest.mark.parametrize(
    "period", [Period(date(2023, 4, 1), date(2023, 4, 30)), Period(date(2022, 5, 1), date(2023, 4, 30))]
)
def test_a_glance_is_what_all_figures_say(app: Flask, period: Period) -> None:
    take_in("ha-nam")
    before = period.previous()
    now, then = (queries.figures(Scope(p.first, p.last)) for p in (period, before))
    found = queries.glance(period)
    assert found.received == Tally(now.received_online, now.received_new)
    assert found.received_before == Tally(then.received_online, then.received_new)
    assert (found.in_progress, found.in_progress_late) == (now.in_progress, now.in_progress_late)
    assert found.in_progress_late > 0


def test_a_dossier_of_nobody_counts_for_its_agency_and_the_board_and_no_business(app: Flask) -> None:
    agency = factories.agency("Sở Mẫu")
    dossiers(None, "2024-03-05", online=1, agency_id=agency.id)
    dossiers(factories.business("Công ty TNHH Mẫu"), "2024-03-06", paper=1)
    by_business = queries.breakdown(year(2024), By.BUSINESS)
    assert [group.name for group in by_business.groups] == ["Công ty TNHH Mẫu"]
    assert by_business.unplaced.received_new == 1
    assert by_business.whole.received_new == 2
    groups = queries.breakdown(year(2024), By.AGENCY).groups
    assert [(g.name, g.figures.received_new) for g in groups] == [("Sở Mẫu", 1), (None, 1)]
    named = with_board(groups, "Ban Quản lý")
    assert [(g.key, g.figures.received_new) for g in named] == [("Sở Mẫu", 1), ("Ban Quản lý", 1)]
    merged = with_board(groups, "Sở Mẫu")
    assert [(g.key, g.figures.received_new) for g in merged] == [("Sở Mẫu", 2)]


def test_keys_are_codes_where_there_are_codes(app: Flask) -> None:
    zone = factories.zone("Khu A", code="KCN-A")
    taxed = factories.business("Ánh", tax_code="0101248141", zone=zone)
    own = factories.business("Bình", tax_code=None, own_code="DN-7", zone=factories.zone("Khu B"))
    bare = factories.business("Chi", tax_code=None, zone_id=None)
    procedure = factories.procedure("Thủ tục A", code="1.009664", field="Đầu tư")
    for business in (bare, own, taxed):
        dossiers(
            business, "2024-03-05", online=1, returned_on=date(2024, 3, 8), procedure_id=procedure.id,
            field="Đầu tư", field_folded="dau tu",
        )  # fmt: skip
    keys = {by: [group.key for group in queries.breakdown(year(2024), by).groups] for by in By}
    assert keys[By.BUSINESS] == ["0101248141", "DN-7", "Chi"]
    assert keys[By.ZONE] == ["KCN-A", "Khu B", None]
    assert keys[By.PROCEDURE] == ["1.009664"]
    assert keys[By.FIELD] == ["Đầu tư"]
    assert keys[By.MONTH] == ["2024-03"]
    assert keys[By.AGENCY] == [None]


def test_groups_stand_in_vietnamese_order(app: Flask) -> None:
    for field in ("Xây dựng", "Đầu tư", "Ấn phẩm", "An toàn", "Đất đai", "Dạy nghề"):
        dossiers(None, "2024-03-05", paper=1, field=field, field_folded=field.lower())
    groups = queries.breakdown(year(2024), By.FIELD).groups
    assert [g.name for g in groups] == ["An toàn", "Ấn phẩm", "Dạy nghề", "Đất đai", "Đầu tư", "Xây dựng"]


def test_an_empty_register_has_no_rate(app: Flask) -> None:
    assert queries.figures(year(2024)) == Figures()
    assert queries.figures(year(2024)).online_rate is None
    for by in By:
        assert queries.breakdown(year(2024), by).groups == ()
    assert queries.register() is None
    assert queries.wall(date(2024, 1, 1), date(2024, 12, 31)) == []


def test_scopes_narrow_figures(app: Flask) -> None:
    ours, theirs = factories.business(), factories.business()
    dossiers(ours, "2024-03-05", online=2)
    dossiers(theirs, "2024-03-05", online=1, paper=1)
    assert queries.figures(year(2024, business_id=ours.id)).received_new == 2
    assert queries.figures(year(2024, zone_id=theirs.zone_id)).online_rate == 0.5


# ── months ───────────────────────────────────────────────────────────────────────────────────────────────


def test_months_without_dossiers_are_points_without_a_rate(app: Flask) -> None:
    business = factories.business()
    dossiers(business, "2024-01-31", online=1)
    dossiers(None, "2024-03-01", online=1, paper=2)
    points = queries.months(Scope(date(2024, 1, 15), date(2024, 4, 2)))
    assert points == [
        MonthPoint(date(2024, 1, 1), 1, 1), MonthPoint(date(2024, 2, 1), 0, 0),
        MonthPoint(date(2024, 3, 1), 3, 1), MonthPoint(date(2024, 4, 1), 0, 0),
    ]  # fmt: skip
    assert points[1].share is None


@pytest.mark.parametrize("by", By)
def test_a_breakdown_is_one_statement(app: Flask, count_queries: Callable[[], int], by: By) -> None:
    for _ in range(5):
        dossiers(factories.business(), "2024-03-05", online=1)
    count_queries()
    queries.breakdown(year(2024), by)
    assert count_queries() == 1
