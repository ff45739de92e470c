"""Campaigns: written down, interventions attached, planned beside done, done when nothing is missing."""

from datetime import date, timedelta

from outreach import clock
from outreach.campaigns.models import Campaign, Intervention
from outreach.campaigns.queries.campaigns import sums_of
from outreach.campaigns.queries.proofs import campaign_lines, quarters
from outreach.campaigns.rules.progress import Quarter
from outreach.database import db
from tests import factories
from tests.client import CheckedClient, words_of
from tests.factories import committed

FACTS = {"title": "Chiến dịch năm", "starts_on": "01/01/2026", "ends_on": "31/12/2026"}


def complete(**values: object) -> Intervention:
    """An article that lacks nothing."""
    details = {"site": "Trang của Ban", "link": "https://example.vn/bai"}
    return committed(  # type: ignore[no-any-return]
        factories.intervention("article", contents=["g"], details=details, covers_all=True, **values)
    )


def test_from_nothing_to_done_and_open_again(officer: CheckedClient, leader: CheckedClient) -> None:
    assert "Tạo chiến dịch đầu tiên" in words_of(officer.get("/chien-dich"))
    made = officer.post("/chien-dich/moi", data=FACTS | {"cost_planned_vnd": "5.000.000"})
    assert made.status_code == 303
    article = complete(title="Bài hướng dẫn")
    page = officer.get(f"{made.location}/gan")
    assert "Bài hướng dẫn" in words_of(page)
    assert officer.post(f"{made.location}/gan", data={"intervention": str(article.id)}).status_code == 303
    assert "Không có hoạt động nào" in words_of(officer.get(f"{made.location}/gan"))
    words = words_of(officer.get(made.location))
    assert "1/1" in words
    assert "5.000.000 ₫" in words
    assert officer.post(f"{made.location}/hoan-thanh").status_code == 303
    assert "Đã hoàn thành ngày" in words_of(leader.get(made.location))
    assert "đã hoàn thành" in words_of(leader.get("/chien-dich?state=done"))
    assert officer.post(f"{made.location}/mo-lai").status_code == 303
    assert officer.post(f"{made.location}/go/{article.id}").status_code == 303
    assert officer.post(f"{made.location}/xoa").status_code == 303
    assert db.session.query(Campaign).count() == 0
    assert db.session.query(Intervention).count() == 1


def test_a_campaign_with_something_missing_is_not_done(officer: CheckedClient) -> None:
    campaign = factories.campaign()
    complete(campaign_id=campaign.id)
    training = committed(factories.intervention(campaign_id=campaign.id, title="Tập huấn"))
    answer = officer.post(f"/chien-dich/{campaign.id}/hoan-thanh")
    assert answer.status_code == 422
    assert "Còn 1 hoạt động thiếu" in words_of(answer)
    words = words_of(officer.get(f"/chien-dich/{campaign.id}/con-thieu"))
    assert "doanh nghiệp được tiếp cận, hoặc số lượt theo báo cáo" in words
    answer = officer.post(f"/hoat-dong/{training.id}/huy", data={"because": "Dời sang năm sau"})
    assert answer.status_code == 303
    assert officer.post(f"/chien-dich/{campaign.id}/hoan-thanh").status_code == 303


def test_attendances_and_businesses_are_counted_apart(officer: CheckedClient) -> None:
    campaign = factories.campaign()
    first = factories.intervention(campaign_id=campaign.id)
    second = factories.intervention(
        campaign_id=campaign.id, reported_attendances=36, reported_is_minimum=True
    )
    business = factories.business()
    factories.attendance(first, business, people=3)
    factories.attendance(second, business, people=2)
    factories.exposure(factories.intervention("visit", campaign_id=campaign.id), business)
    db.session.flush()
    sums = sums_of([campaign.id])[campaign.id]
    assert (sums.attendances, sums.at_least, sums.businesses) == (39, True, 1)
    words = words_of(officer.get(f"/chien-dich/{campaign.id}"))
    assert "hơn 39" in words


def test_planned_stands_beside_done_by_quarter(app: object) -> None:
    plan = factories.plan()
    training = factories.plan_item(plan, times=2, cost_planned_vnd=9_000_000)
    all_year = factories.plan_item(plan, "Tin bài", type="article", quarter=None, times=12)
    campaign = factories.campaign(plan_id=plan.id)
    day = date(2026, 2, 3)
    factories.intervention(held_on=day, campaign_id=campaign.id, plan_item_id=training.id, cost_vnd=4_000_000)
    complete(held_on=date(2026, 5, 5), campaign_id=campaign.id, plan_item_id=all_year.id)
    factories.intervention(held_on=day, campaign_id=campaign.id, cancelled_on=day, cancelled_because="Bão")
    found = {one.quarter: one for one in quarters(campaign, campaign_lines(campaign.id))}
    assert list(found) == [Quarter(2026, number) for number in (1, 2, 3, 4, 0)]
    first = found[Quarter(2026, 1)]
    assert (first.planned, first.done, first.cost_planned, first.spent) == (2, 1, 9_000_000, 4_000_000)
    assert (found[Quarter(2026, 0)].planned, found[Quarter(2026, 0)].done) == (12, 1)
    assert (found[Quarter(2026, 2)].planned, found[Quarter(2026, 2)].done) == (0, 0)


def test_a_wrong_campaign_comes_back_as_typed(officer: CheckedClient) -> None:
    answer = officer.post("/chien-dich/moi", data=FACTS | {"ends_on": "01/01/2025", "purpose": "Vì <b>"})
    assert answer.status_code == 422
    assert "Ngày kết thúc không thể trước" in words_of(answer)
    assert "Vì &lt;b&gt;" in answer.text
    assert officer.post("/chien-dich/moi", data={"title": ""}).status_code == 422


def test_cancelling_needs_a_reason_and_can_be_undone(officer: CheckedClient) -> None:
    radio = committed(factories.intervention("media", covers_all=True, title="Trên đài"))
    url = f"/hoat-dong/{radio.id}"
    assert officer.post(f"{url}/huy", data={"because": ""}).status_code == 422
    assert officer.post(f"{url}/huy", data={"because": "Đài đổi lịch"}).status_code == 303
    assert "Đài đổi lịch" in words_of(officer.get(url))
    assert "đã hủy" in words_of(officer.get("/hoat-dong?state=cancelled"))
    assert "Trên đài" not in words_of(officer.part("/hoat-dong?state=done"))
    assert officer.post(f"{url}/khoi-phuc").status_code == 303
    assert "Đài đổi lịch" not in words_of(officer.get(url))


def test_what_reached_somebody_is_not_cancelled_and_what_is_cancelled_reaches_nobody(
    officer: CheckedClient, training: Intervention, visit: Intervention
) -> None:
    business = factories.business()
    committed(factories.attendance(training, business))
    answer = officer.post(f"/hoat-dong/{training.id}/huy", data={"because": "Nhầm"})
    assert answer.status_code == 422
    assert "không hủy được" in words_of(answer)
    officer.post(f"/hoat-dong/{visit.id}/huy", data={"because": "Mưa"})
    data = {
        "present": str(business.id),
        "day": f"{visit.held_on:%d/%m/%Y}",
        "how": "visited",
        "offered": "yes",
    }
    answer = officer.post(f"/hoat-dong/{visit.id}/tiep-can", data=data)
    assert answer.status_code == 422
    assert "đã hủy" in words_of(answer)


def test_the_list_is_narrowed_by_campaign_zone_state_and_quarter(officer: CheckedClient) -> None:
    campaign, zone = factories.campaign(), factories.zone()
    in_zone = factories.intervention("visit", date(2026, 2, 1), title="Thăm khu", campaign_id=campaign.id)
    factories.exposure(in_zone, factories.business(zone=zone))
    listed = factories.intervention("training", clock.today() + timedelta(days=30), title="Sắp mở")
    factories.listed(listed, factories.business(zone=zone))
    committed(factories.intervention("leaflet", date(2025, 8, 1), title="Tờ rơi cũ"))
    for query, titles in {
        f"campaign={campaign.id}": {"Thăm khu"}, f"zone={zone.id}": {"Thăm khu", "Sắp mở"},
        "state=planned": {"Sắp mở"}, "state=done": {"Thăm khu", "Tờ rơi cũ"},
        "year=2025&quarter=3": {"Tờ rơi cũ"}, "year=2026&quarter=1": {"Thăm khu"},
        "quarter=7&zone=x&campaign=-1&state=gone": {"Thăm khu", "Sắp mở", "Tờ rơi cũ"},
    }.items():  # fmt: skip
        words = words_of(officer.part(f"/hoat-dong?{query}"))
        assert {one for one in ("Thăm khu", "Sắp mở", "Tờ rơi cũ") if one in words} == titles, query
