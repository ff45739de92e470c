"""The ledger's overview: its rows, counts, costs and filters; the pages, and their files."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from outreach import clock
from outreach.database import db
from outreach.dossiers.actions import recount
from outreach.rates.models import LedgerRun
from outreach.rates.queries import before_after
from outreach.rates.queries.ledger_list import (
    LedgerFilter,
    ledger_costs,
    ledger_types,
    list_ledger,
    told_entries,
    verdicts_of,
)
from outreach.rates.rules.counting import Pair, Reading, Tally
from outreach.rates.rules.ledger import Verdict
from outreach.rates.rules.power import smallest_change
from outreach.rates.wording import overview, points
from tests import factories
from tests.client import CheckedClient, words_of
from tests.rates import kept_entries
from tests.rates.boards import dossiers

DAY = date(2025, 3, 5)


def ids(**wanted: object) -> list[int]:
    """The interventions that the overview shows, in its order."""
    return [line.id for line in list_ledger(LedgerFilter(**wanted), offset=0, limit=50)[0]]  # type: ignore[arg-type]


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_counts_are_those_of_the_interventions_own_page(app: Flask) -> None:
    here, there, elsewhere = (factories.business() for _ in range(3))
    dossiers(here, "2024-09-01", online=1, paper=3)
    dossiers(here, "2025-03-05", paper=1)  # on the day itself: before
    dossiers(here, "2025-03-06", online=2)
    dossiers(there, "2025-03-20", online=1, paper=1, status="not_received")
    dossiers(there, "2025-03-20", online=1, paper=1)
    dossiers(elsewhere, "2026-04-01", online=5)  # more than 12 months after, and not reached
    training, media = (
        factories.intervention(held_on=DAY),
        factories.intervention("media", DAY, covers_all=True),
    )
    visit = factories.intervention("visit", DAY - timedelta(days=40))
    factories.attendance(training, here)
    factories.exposure(visit, there, exposed_on=date(2025, 3, 25))
    factories.exposure(visit, there, exposed_on=date(2025, 3, 15))  # its clock starts at the first day
    recount()
    lines = {line.id: line for line in list_ledger(LedgerFilter(), offset=0, limit=9)[0]}
    assert lines[training.id].pair == Pair(Tally(1, 5), Tally(2, 2))
    assert lines[visit.id].pair == Pair(Tally(0, 0), Tally(1, 2))
    assert lines[media.id].pair == Pair(Tally(1, 5), Tally(3, 4))
    assert [lines[one.id].businesses for one in (training, visit, media)] == [1, 1, None]
    for one in (training, visit, media):
        assert before_after(one, Reading()).attended.pair == lines[one.id].pair


def test_an_empty_register_has_no_counts(app: Flask) -> None:
    factories.attendance(factories.intervention(), factories.business())
    (line,) = list_ledger(LedgerFilter(), offset=0, limit=9)[0]
    assert (line.pair, line.entry, line.businesses) == (None, None, 1)


def test_filters(app: Flask) -> None:
    zone = factories.zone()
    inside = factories.business(zone=zone)
    training = factories.intervention(held_on=date(2025, 12, 20), ends_on=date(2026, 1, 10))
    visit = factories.intervention("visit", date(2024, 5, 1))
    radio = factories.intervention("media", date(2023, 5, 1), covers_all=True)
    factories.attendance(training, factories.business())
    factories.exposure(visit, inside)
    kept_entries.stored(training, Verdict.UP)
    kept_entries.stored(visit, Verdict.TOO_FEW)
    assert ids() == [training.id, visit.id, radio.id]
    assert ids(type="visit") == [visit.id]
    assert ids(zone_id=zone.id) == [visit.id, radio.id]
    assert ids(year=2025) == ids(year=2026) == [training.id]
    assert ids(verdict="up") == [training.id]
    assert ids(verdict="none") == [radio.id]
    assert ids(type="visit", verdict="up") == []


def test_orders_keep_what_has_no_value_last(app: Flask) -> None:
    def held(number: int, verdict: Verdict, additional: float, **costs: int) -> int:
        one = factories.intervention(held_on=DAY + timedelta(days=number), **costs)
        kept_entries.stored(one, verdict, headline=kept_entries.headline(additional))
        return one.id

    small, large = held(1, Verdict.UP, 4.0, cost_vnd=9), held(2, Verdict.UP, 12.5, cost_planned_vnd=70)
    fewer = held(3, Verdict.DOWN, -5.0)
    unclear = held(4, Verdict.UNCLEAR, 30.0, cost_vnd=8, cost_planned_vnd=99)  # its number may not be said
    assert ids(order="-additional") == [large, small, fewer, unclear]
    assert ids(order="additional") == [fewer, small, large, unclear]
    assert ids(order="-cost") == [large, small, unclear, fewer]
    assert ids(order="cost") == [unclear, small, large, fewer]
    assert ids(order="day") == [small, large, fewer, unclear]


def test_costs_are_added_up_and_what_is_missing_is_counted(app: Flask) -> None:
    for costs in ({"cost_vnd": 30, "cost_planned_vnd": 99}, {"cost_vnd": 0}, {"cost_planned_vnd": 5}, {}):
        factories.intervention(**costs)
    found = ledger_costs(LedgerFilter())
    assert (found.spent_vnd, found.with_spent, found.planned_vnd, found.with_planned) == (30, 2, 5, 1)
    assert (found.interventions, found.unknown) == (4, 1)
    nothing = ledger_costs(LedgerFilter(type="visit"))
    assert (nothing.spent_vnd, nothing.planned_vnd, nothing.unknown) == (0, 0, 0)


def test_types_stand_by_how_often_they_were_used(app: Flask) -> None:
    for type in ("visit", "training", "training"):
        factories.intervention(type, cost_vnd=10)
    kept_entries.stored_type("training", Verdict.UP, 0.14)
    first, second = ledger_types()
    assert (first.type, first.costs.spent_vnd, second.type, second.entry) == ("training", 20, "visit", None)
    assert first.entry is not None
    assert overview.joint(first.entry) == "+14,0 điểm (từ +9,0 đến +19,0)"


def test_told_are_answers_before_what_is_unclear_the_newest_first(app: Flask) -> None:
    made = {}
    for number, verdict in enumerate(Verdict):
        made[verdict] = factories.intervention(held_on=DAY + timedelta(days=number))
        kept_entries.stored(made[verdict], verdict)
    assert [line.id for line in told_entries(9)] == [
        made[verdict].id
        for verdict in (Verdict.DOWN, Verdict.UP, Verdict.NO_FAIR_COMPARISON, Verdict.UNCLEAR)
    ]
    other = factories.intervention()
    assert verdicts_of([made[Verdict.UP].id, other.id]) == {made[Verdict.UP].id: Verdict.UP}


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_what_speaks_shows_a_number(app: Flask, verdict: Verdict) -> None:
    entry = kept_entries.entry(verdict, headline=kept_entries.headline())
    words = overview.additional_or_why(entry)
    assert overview.told(entry) is (verdict in (Verdict.UP, Verdict.DOWN))
    assert any(char.isdigit() for char in words) is overview.told(entry)
    assert any(char.isdigit() for char in overview.joint(entry)) is overview.told(entry)
    assert (overview.per_dossier(entry, 24_000_000) is None) is (verdict is not Verdict.UP)


def test_cost_per_additional_dossier_and_its_interval(app: Flask) -> None:
    entry = kept_entries.entry(Verdict.UP, headline=kept_entries.headline(12.0, 3.0, 24.0))
    words = overview.per_dossier(entry, 24_000_000)
    assert words == "mỗi hồ sơ có thêm: 2.000.000 ₫ (từ 1.000.000 ₫ đến 8.000.000 ₫)"
    assert overview.per_dossier(entry, None) is None
    low = kept_entries.entry(Verdict.UP, headline=kept_entries.headline(12.0, 0.0, 24.0))
    assert overview.per_dossier(low, 24_000_000) is None


def test_a_cost_that_nobody_noted_is_not_zero(app: Flask) -> None:
    assert overview.cost(None, None) == "chưa có số liệu"
    assert overview.cost(0, 5) == "0 ₫"
    assert overview.cost(None, 5) == "dự kiến 5 ₫"
    assert overview.over_plan(7, 5) == "dự kiến 5 ₫"
    assert overview.over_plan(5, 5) is None
    said = overview.total_costs(90, 3, 20, 1, 2)
    assert said == (
        "Kinh phí: đã chi 90 ₫ cho 3 hoạt động; dự kiến 20 ₫ cho 1 hoạt động; "
        "2 hoạt động chưa có số liệu kinh phí."
    )
    assert overview.costs_of_type(0, 0, 0, 0) == "chưa có số liệu"


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_ledger_says_how_to_begin(officer: CheckedClient, leader: CheckedClient) -> None:
    for client, offered in ((officer, True), (leader, False)):
        page = client.get("/so-can-thiep")
        assert "Sổ can thiệp còn trống" in page.text
        assert ('href="/hoat-dong/moi"' in page.text) is offered
    assert "Không có hoạt động nào khớp" in officer.get("/so-can-thiep?type=visit").text


def test_the_overview_says_what_can_be_said_and_what_it_cost(officer: CheckedClient) -> None:
    business = factories.business()
    dossiers(business, "2025-01-05", online=1, paper=3)
    dossiers(business, "2025-05-05", online=6, paper=1)
    training = factories.intervention(held_on=DAY, cost_vnd=24_000_000, cost_planned_vnd=20_000_000)
    factories.attendance(training, business)
    visit = factories.intervention("visit", DAY - timedelta(days=3))
    factories.exposure(visit, business)
    recount()
    later = factories.intervention(held_on=clock.today() + timedelta(days=5))
    kept_entries.stored(training, Verdict.UP, stands_out=True)
    kept_entries.stored(visit, Verdict.NO_FAIR_COMPARISON)
    kept_entries.computed()
    page = officer.get("/so-can-thiep")
    said = words_of(page)
    for words in (
        "Có thêm", "+12 (từ +3 đến +20)", "nổi lên", "24.000.000 ₫", "dự kiến 20.000.000 ₫",
        "mỗi hồ sơ có thêm: 2.000.000 ₫", "Không có so sánh công bằng", "không tách được", "chưa có số liệu",
        "Sắp tới", "theo số liệu hiện có", "đã chi 24.000.000 ₫ cho 1 hoạt động",
        "2 hoạt động chưa có số liệu kinh phí", "chỉ là ngẫu nhiên",
    ):  # fmt: skip
        assert words in said, words
    assert said.count("1/4 thành 6/7") == 2
    for one in (training, visit, later):
        assert f'href="/hoat-dong/{one.id}/truoc-sau"' in page.text


def test_states_of_the_ledger(officer: CheckedClient) -> None:
    factories.intervention()
    assert "chưa được tính lần nào" in officer.get("/so-can-thiep").text
    run = kept_entries.computed()
    assert "theo số liệu hiện có" in officer.get("/so-can-thiep").text
    run.revision -= 1
    db.session.commit()
    assert "đang chờ máy chủ tính lại" in officer.get("/so-can-thiep").text


def test_a_run_that_failed_is_said_and_to_administrators_why(
    officer: CheckedClient, administrator: CheckedClient
) -> None:
    factories.intervention()
    done = kept_entries.computed()
    done.revision -= 1
    db.session.add(
        LedgerRun(
            revision=0, state="failed", done=0, claimed_by="h:1", started_at=clock.now(), fault="hết bộ nhớ"
        )
    )
    db.session.commit()
    words = words_of(officer.get("/so-can-thiep"))
    assert "lần tính lại chưa xong và máy chủ sẽ thử lại" in words
    assert "hết bộ nhớ" not in words
    assert "Máy chủ báo: hết bộ nhớ" in words_of(administrator.get("/so-can-thiep"))


def test_a_list_narrowed_to_a_zone_says_whose_numbers_it_shows(officer: CheckedClient) -> None:
    factories.intervention("media", covers_all=True)
    zone = factories.zone()
    db.session.commit()
    assert "vẫn là của cả hoạt động" in officer.part(f"/so-can-thiep?zone={zone.id}").text
    assert "vẫn là của cả hoạt động" not in officer.part("/so-can-thiep").text


@pytest.mark.parametrize(
    "args",
    ["type=zz", "zone=abc", "zone=99999999999", "year=1", "verdict=best", "sort=name", "page=0", "page=99"],
)
def test_addresses_are_never_a_fault(officer: CheckedClient, args: str) -> None:
    factories.intervention()
    assert officer.get(f"/so-can-thiep?{args}").status_code == 200
    assert 'id="ledger-list"' in officer.part(f"/so-can-thiep?{args}").text


def test_the_overview_is_paged_with_as_many_statements(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    def some(count: int) -> None:
        for number in range(count):
            business = factories.business()
            dossiers(business, "2025-05-05", online=1)
            one = factories.intervention(held_on=DAY + timedelta(days=number), covers_all=number % 5 == 4)
            factories.attendance(one, business)
            kept_entries.stored(one, Verdict.UP)
        db.session.commit()

    some(5)
    officer.get("/so-can-thiep")
    count_queries()
    officer.get("/so-can-thiep")
    few = count_queries()
    some(40)
    count_queries()
    page = officer.get("/so-can-thiep?sort=-additional")
    assert count_queries() == few
    assert "Trang 1 / 3" in page.text
    assert "sort=-additional&amp;page=2" in page.text


def test_the_file_holds_every_row_of_the_overview(officer: CheckedClient) -> None:
    business = factories.business()
    dossiers(business, "2025-01-05", online=1, paper=3)
    up = factories.intervention(title="=1+1", held_on=DAY, cost_vnd=24_000_000)
    factories.attendance(up, business)
    kept_entries.stored(up, Verdict.UP)
    for verdict in (Verdict.NO_FAIR_COMPARISON, Verdict.UNCLEAR):
        kept_entries.stored(factories.intervention(), verdict, headline=kept_entries.headline())
    for _ in range(25):
        factories.intervention()
    recount()
    answer = officer.get("/so-can-thiep?format=csv&sort=-additional")
    assert "so-can-thiep.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 1 + 28
    assert {len(row) for row in rows} == {19}
    assert rows[1][1] == "'=1+1"
    assert rows[1][4:10] == ["1", "1", "4", "0", "0", "Có thêm"]
    assert rows[1][10:13] == ["12,0", "3,0", "20,0"]
    assert [row[10] for row in rows[2:]] == [""] * 27
    found = json.loads(officer.get("/so-can-thiep?format=json").text)
    by_verdict = {each["verdict"]: each for each in found}
    assert by_verdict["up"]["before"] == {"online": 1, "received": 4}
    assert by_verdict["up"]["cost_per_additional_vnd"] == [2_000_000, 1_200_000, 8_000_000]
    assert by_verdict["unclear"]["estimate"] == pytest.approx(0.15)
    assert by_verdict["no_fair_comparison"]["estimate"] is None
    assert by_verdict[None]["cost_vnd"] is None


def test_nobody_reads_a_chance_or_a_cause(officer: CheckedClient) -> None:
    for verdict in Verdict:
        kept_entries.stored(factories.intervention(), verdict)
    said = words_of(officer.get("/so-can-thiep")).lower()
    for words in ("ý nghĩa thống kê", "p <", "p-value", " nhờ ", "★", "***"):
        assert words not in said


# ── before a campaign ────────────────────────────────────────────────────────────────────────────────────


def board(businesses: int, month: str = "2026-02-05") -> None:
    """Each with a paper and an online dossier in the month."""
    for _ in range(businesses):
        dossiers(factories.business(), month, online=1, paper=1)
    recount()
    db.session.commit()


def test_a_planned_campaign_is_asked_about_the_boards_own_size(officer: CheckedClient) -> None:
    board(40)
    page = officer.get("/so-can-thiep/co-do-duoc-khong")
    said = words_of(page)
    assert "Mời 20 trong 40 doanh nghiệp" in said
    assert 'value="80"' in page.text
    assert said.count("Chỉ thấy được thay đổi từ khoảng") >= 1


def test_more_businesses_show_smaller_changes(officer: CheckedClient) -> None:
    def answer(reached: int, businesses: int) -> str:
        args = f"reached={reached}&businesses={businesses}&monthly={businesses * 2 // 5}"
        return words_of(officer.get(f"/so-can-thiep/co-do-duoc-khong?{args}"))

    for businesses in (50, 200):
        found = smallest_change(businesses, 0.4, 0.5)
        assert found is not None
        said = answer(businesses // 2, businesses)
        assert f"từ khoảng {points(found.habit)} điểm" in said
        assert f"từ khoảng {points(found.independent)} điểm" in said
    assert "chưa thấy được" in answer(1, 200)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("reached=40&businesses=40&monthly=9", "phải lớn hơn số sẽ mời"),
        ("reached=0&businesses=40&monthly=9", "ít nhất một doanh nghiệp"),
        ("reached=mười&businesses=40&monthly=9", "Không đọc được số"),
        ("reached=10&businesses=40&monthly=0", "chưa có gì để đo"),
        ("reached=10&businesses=&monthly=9", "điền một số nguyên"),
        ("reached=10", "điền một số nguyên"),
    ],
)
def test_sizes_that_make_no_sense_come_back(officer: CheckedClient, args: str, words: str) -> None:
    page = officer.get(f"/so-can-thiep/co-do-duoc-khong?{args}")
    assert words in page.text
    assert 'id="answer-head"' not in page.text
    assert f'value="{args.split("&")[0].split("=")[1]}"' in page.text


def test_an_empty_register_asks_for_the_numbers(officer: CheckedClient) -> None:
    page = officer.get("/so-can-thiep/co-do-duoc-khong")
    assert "Sổ hồ sơ còn trống" in page.text
    assert 'id="answer-head"' not in page.text
