"""The ladder read from rows: on the business's page, on the officers' page, and as a file."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.actions import merge_businesses, state_account
from outreach.businesses.models import Business
from outreach.catalogue.models import ProcedureCard
from outreach.database import db
from outreach.desks.queries import ladder as queries
from outreach.desks.queries.ladder import Climber, Scope, Trips
from outreach.dossiers.models import Procedure
from outreach.practice.models import PracticeRun
from tests import factories
from tests.client import CheckedClient, words_of

D1, D2, D3 = date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)


def file(of: Business, procedure: Procedure, day: date, **values: Any) -> None:
    factories.dossier(of, day, values.pop("channel", "online"), procedure_id=procedure.id, **values)


def only(scope: Scope) -> Climber:
    found = queries.climbers(scope)
    assert len(found) == 1
    return found[0]


@pytest.mark.usefixtures("app")
class TestQueries:
    def test_counts_and_first_days(self) -> None:
        mine, procedure = factories.business(), factories.procedure()
        file(mine, procedure, D1, channel="counter")
        file(mine, procedure, D1, assistance="assisted", paid_vnd=0)
        file(mine, procedure, D2, assistance="filed_for", paid_vnd=50_000, return_channel="post")
        file(mine, procedure, D3, assistance="alone", paid_vnd=50_000, return_channel="online")
        file(mine, procedure, D3, status="registered", assistance="alone")
        one = only(Scope(business_id=mine.id))
        filed = one.filed
        assert (filed.received, filed.online) == (4, 3)
        assert (filed.alone, filed.assisted, filed.filed_for, filed.how_unknown) == (1, 1, 1, 0)
        assert (filed.first_online_on, filed.first_how, filed.second_alone_on) == (D1, "assisted", D3)
        assert (filed.paid_on, filed.remote_on) == (D3, D3)  # not what staff filed for the business
        assert (filed.pay_unknown, filed.remote_unknown) == (0, 1)
        assert one.ladder.standing_key == "result_remote"

    def test_the_first_dossier_alone_is_not_the_second(self) -> None:
        mine, procedure = factories.business(), factories.procedure()
        file(mine, procedure, D1, assistance="alone")
        file(mine, procedure, D2)
        one = only(Scope(business_id=mine.id))
        assert one.filed.second_alone_on is None
        assert one.ladder["second_alone"].state == "unknown"

    def test_each_procedure_has_its_own_ladder(self) -> None:
        mine, first, second = factories.business(), factories.procedure(), factories.procedure()
        file(mine, first, D1)
        file(mine, first, D2)
        file(mine, second, D1, channel="counter")
        found = queries.climbers(Scope(business_id=mine.id))
        assert [(one.procedure_id, one.ladder.standing_key) for one in found] == [
            (first.id, "first_online"), (second.id, "none_yet"),
        ]  # fmt: skip

    def test_reached_trained_and_practised(self) -> None:
        mine, procedure, other = factories.business(), factories.procedure(), factories.procedure()
        file(mine, procedure, D3, channel="counter")
        file(mine, other, D3, channel="counter")
        factories.exposure(factories.intervention("visit", D1), mine)
        by_procedure = {one.procedure_id: one.ladder for one in queries.climbers(Scope())}
        assert by_procedure[procedure.id].standing_key == "aware"
        factories.add(
            PracticeRun(
                public_id="run", procedure_id=procedure.id, business_id=mine.id, step="xong",
                moved_at=clock.now(), started_at=clock.now(), finished_at=clock.now(),
            )
        )  # fmt: skip
        by_procedure = {one.procedure_id: one.ladder for one in queries.climbers(Scope())}
        assert by_procedure[procedure.id].standing_key == "trained"
        assert by_procedure[other.id].standing_key == "aware"
        factories.attendance(factories.intervention("training", D2), mine)
        by_procedure = {one.procedure_id: one.ladder for one in queries.climbers(Scope())}
        assert by_procedure[other.id]["trained"].since == D2

    def test_the_latest_word_about_the_account_counts(self) -> None:
        mine, staff = factories.business(), factories.user()
        file(mine, factories.procedure(), D1, channel="counter")
        for said in (True, False):
            state_account(business=mine, has_account=said, by=staff.id)
            ladder = only(Scope(business_id=mine.id)).ladder
            assert ladder["account"].state == ("reached" if said else "not_yet")
        kept = factories.business()
        merge_businesses({mine.id: kept.id})
        account = queries.account(kept.id)
        assert account
        assert account[0] is False

    def test_a_procedure_without_a_fee_has_no_such_rung(self) -> None:
        mine, procedure = factories.business(), factories.procedure()
        factories.add(ProcedureCard(procedure_id=procedure.id, paying="free", signing="none"))
        file(mine, procedure, D1)
        ladder = only(Scope(business_id=mine.id)).ladder
        assert (ladder["pays_online"].state, ladder["signs"].state) == ("none", "none")

    def test_trips_only_where_the_level_of_the_day_is_known(self) -> None:
        mine = factories.business()
        full, third, bare, both = (factories.procedure() for _ in range(4))
        factories.service_level(full, "full", vocabulary="levels_2022", valid_from=D2)
        factories.service_level(third, "3")
        factories.service_level(both, "3")
        factories.service_level(both, "full", vocabulary="levels_2022", valid_from=D1)
        for procedure in (full, third, bare, both):
            file(mine, procedure, D1)
            file(mine, procedure, D3)
            file(mine, procedure, D3, channel="counter")
        # full: 2 once it was in force; third: 1 + 1; bare: unknown; both: the smaller of 1 and 2, twice
        assert queries.trips(Scope(business_id=mine.id)) == Trips(6, 5, 8)

    def test_scopes(self) -> None:
        zone = factories.zone()
        mine, theirs = factories.business(zone=zone), factories.business()
        procedure = factories.procedure()
        file(mine, procedure, D1)
        file(theirs, procedure, D1)
        file(mine, factories.procedure(), D1)
        assert len(queries.climbers(Scope())) == 3
        assert {one.business_id for one in queries.climbers(Scope(zone_id=zone.id))} == {mine.id}
        assert len(queries.climbers(Scope(procedure_id=procedure.id))) == 2
        assert queries.trips(Scope(zone_id=zone.id)).online == 2


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_business_page_lists_what_came_before_each_move(
    app: Flask, sign_in_as: Callable[[User], CheckedClient]
) -> None:
    mine, procedure = factories.business(), factories.procedure("Thủ tục leo thang")
    factories.attendance(factories.intervention("training", D1, title="Tập huấn đầu năm"), mine)
    factories.exposure(
        factories.intervention("visit", D1 - timedelta(days=400), title="Thăm năm ngoái"), mine
    )
    file(mine, procedure, D2, assistance="assisted")
    clerk = sign_in_as(factories.user(Role.BUSINESS, of=mine))
    assert f"/doanh-nghiep/{mine.id}/bac-thang" in clerk.get(f"/doanh-nghiep/{mine.id}").text
    said = words_of(clerk.get(f"/doanh-nghiep/{mine.id}/bac-thang"))
    ladder = said[said.index("Bậc thang nộp trực tuyến") :]
    assert "6 tháng trước đó: Tập huấn đầu năm (05/01/2026)." in ladder
    assert "Thăm năm ngoái" not in ladder
    assert "chưa phải là nguyên nhân" in ladder
    assert "1 có hỗ trợ" in ladder
    for claim in ("nhờ ", " vì ", "do tập huấn"):
        assert claim not in ladder.lower()


def test_a_business_says_whether_it_has_an_account(clerk: CheckedClient) -> None:
    assert clerk.user
    address = f"/doanh-nghiep/{clerk.user.business_id}"
    assert "chưa rõ" in words_of(clerk.get(f"{address}/bac-thang"))
    assert clerk.post(f"{address}/tai-khoan-to-chuc", data={"has_account": "yes"}).status_code == 303
    assert "theo lời ngày" in words_of(clerk.get(f"{address}/bac-thang"))
    other = factories.business()
    assert (
        clerk.post(f"/doanh-nghiep/{other.id}/tai-khoan-to-chuc", data={"has_account": "yes"}).status_code
        == 404
    )
    assert queries.account(other.id) is None
    clerk.post(f"{address}/tai-khoan-to-chuc", data={"has_account": "maybe"})
    account = queries.account(clerk.user.business_id or 0)
    assert account
    assert account[0] is True


def climbing(number: int) -> None:
    procedure = factories.procedure()
    for _ in range(number):
        mine = factories.business()
        factories.exposure(factories.intervention("visit", D1), mine)
        file(mine, procedure, D2)


def test_officers_see_who_is_on_which_rung_and_filter(officer: CheckedClient) -> None:
    climbing(2)
    paper = factories.business("Công ty Giấy")
    file(paper, factories.procedure(), D1, channel="counter")
    said = words_of(officer.get("/bac-thang"))
    assert "Công ty Giấy" in said
    assert "6 tháng trước đó: Thăm" in said
    first = words_of(officer.get("/bac-thang?rung=first_online"))
    assert "Công ty Giấy" not in first
    assert "2 dòng" in first
    zone = words_of(officer.get(f"/bac-thang?zone={paper.zone_id}"))
    assert "1 dòng" in zone
    for odd in ("rung=nonsense", "zone=abc", "procedure=99999999999", "page=0", "page=999999"):
        assert officer.get(f"/bac-thang?{odd}").status_code == 200
    assert officer.part("/bac-thang?rung=none_yet").text.lstrip().startswith("<section")


def test_an_empty_register_has_no_ladder(officer: CheckedClient) -> None:
    assert "Chưa có hồ sơ nào trong sổ" in words_of(officer.get("/bac-thang"))


def test_the_file_holds_every_row_and_no_formula(officer: CheckedClient) -> None:
    climbing(30)
    file(factories.business("=HYPERLINK()"), factories.procedure(), D1)
    response = officer.get("/bac-thang?format=csv")
    lines = response.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert len(lines) == 32
    assert "05/02/2026" in lines[1]
    assert ";=HYPERLINK" not in response.text
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_the_page_costs_the_same_however_many_climb(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    costs = []
    for _ in range(2):
        climbing(8)
        db.session.commit()
        officer.get("/bac-thang")
        count_queries()
        assert officer.get("/bac-thang").status_code == 200
        costs.append(count_queries())
    assert costs[0] == costs[1] <= 20
