"""Lists as each role meets them, with and without scripts, and what comes back when refused."""

import gzip
import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from outreach.campaigns import queries
from outreach.campaigns.models import Draw, Intervention
from outreach.database import db
from tests import factories
from tests.campaigns.invited import ALL, drawn, listed, on_list, url
from tests.client import CheckedClient, words_of
from tests.factories import committed

WHY = "doanh nghiệp bốc được số sau là nhóm so sánh công bằng"


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_list_says_what_to_do_and_why(
    officer: CheckedClient, leader: CheckedClient, training: Intervention
) -> None:
    words = words_of(officer.get(url(training)))
    assert WHY in words
    assert "Chọn doanh nghiệp" in words
    words = words_of(leader.get(url(training)))
    assert "Cán bộ cải cách hành chính sẽ lập danh sách này" in words
    assert "Chọn doanh nghiệp" not in words


def test_from_the_intervention_to_its_list(officer: CheckedClient, training: Intervention) -> None:
    assert "Lập danh sách mời" in words_of(officer.get(f"/hoat-dong/{training.id}"))
    listed(training, 3)
    page = officer.get(f"/hoat-dong/{training.id}")
    assert "chưa bốc thăm thứ tự mời" in words_of(page)
    assert f'href="{url(training)}"' in page.text


def test_what_nobody_is_invited_to_has_no_list(officer: CheckedClient) -> None:
    everyone = committed(factories.intervention("media", covers_all=True))
    assert "không cần danh sách" in words_of(officer.get(url(everyone)))
    assert "Lập danh sách mời" not in words_of(officer.get(f"/hoat-dong/{everyone.id}"))


def test_candidates_are_found_without_marks_by_zone_and_by_training(
    officer: CheckedClient, training: Intervention
) -> None:
    zone = factories.zone("KCN Sông Hậu")
    fish = factories.business("Công ty TNHH Thủy sản Đông Phú", zone=zone)
    factories.business("Công ty TNHH Bao bì", zone=zone, active=False)
    paper = factories.business("Công ty CP Giấy")
    factories.attendance(factories.intervention(), paper)
    committed(factories.listed(training, factories.business("Công ty Đã Có")))

    def found(query: str) -> set[str]:
        words = words_of(officer.part(url(training, f"/them{query}")))
        return {name for name in ("Đông Phú", "Bao bì", "Giấy", "Đã Có") if name in words}

    assert found("") == {"Đông Phú", "Giấy"}
    assert found("?q=dong phu") == {"Đông Phú"}
    assert found(f"?q={fish.tax_code}") == {"Đông Phú"}
    assert found(f"?zone={zone.id}") == {"Đông Phú"}
    assert found("?untrained=1") == {"Đông Phú"}
    assert found("?q=khong co") == set()
    assert found("?zone=abc&untrained=2&page=99999999999") == {"Đông Phú", "Giấy"}


def test_ticked_businesses_are_added_with_the_reason(officer: CheckedClient, training: Intervention) -> None:
    one, two, other = (factories.business("Công ty Giấy") for _ in range(3))
    db.session.commit()
    here = url(training, "/them?q=giay")
    answer = officer.post(here, data={"business": [one.id, two.id], "reason": "còn nộp giấy"})
    assert (answer.status_code, answer.location) == (303, here)
    page = words_of(officer.get(here))
    assert "Đã thêm 2 doanh nghiệp" in page
    assert "Về danh sách: 2 doanh nghiệp" in page
    assert sorted(on_list(training)) == [one.id, two.id]
    assert other.id not in on_list(training)
    assert words_of(officer.get(url(training))).count("còn nộp giấy") == 2


def test_all_that_were_found_are_added(officer: CheckedClient, training: Intervention) -> None:
    paper = [factories.business(f"Công ty Giấy {number}") for number in range(25)]
    committed(factories.business("Công ty Thép"))
    here = url(training, "/them?q=giay")
    assert "Thêm cả 25 doanh nghiệp tìm thấy" in words_of(officer.get(here))
    answer = officer.post(here, data={"all_found": "1"})
    assert (answer.status_code, answer.location) == (303, url(training))
    assert sorted(on_list(training)) == [business.id for business in paper]


def test_nothing_ticked_comes_back_with_what_was_typed(
    officer: CheckedClient, training: Intervention
) -> None:
    committed(factories.business())
    answer = officer.post(url(training, "/them"), data={"reason": "gần khu chợ"})
    assert answer.status_code == 422
    assert 'value="gần khu chợ"' in answer.text
    assert "ít nhất một doanh nghiệp" in words_of(answer)


def test_a_long_reason_keeps_the_ticks(officer: CheckedClient, training: Intervention) -> None:
    business = committed(factories.business())
    answer = officer.post(url(training, "/them"), data={"business": business.id, "reason": "x" * 201})
    assert answer.status_code == 422
    assert re.search(rf'value="{business.id}"\s+checked', answer.text)
    assert on_list(training) == []


@pytest.mark.parametrize("id", ["999999", "99999999999999999999", "x"])
def test_nobody_is_not_added(officer: CheckedClient, training: Intervention, id: str) -> None:
    committed(factories.business())
    assert officer.post(url(training, "/them"), data={"business": id}).status_code == 422
    assert on_list(training) == []


def test_a_business_taken_off_can_be_put_back(officer: CheckedClient, training: Intervention) -> None:
    business = listed(training, 2, reason="còn nộp giấy")[0]
    answer = officer.post(url(training, f"/{business.id}/bo"))
    assert answer.status_code == 303
    assert business.id not in on_list(training)
    page = officer.get(answer.location)
    assert f"Đã bỏ {business.name} khỏi danh sách" in words_of(page)
    back = {"back": "1", "business": str(business.id), "reason": "còn nộp giấy"}
    for name, value in back.items():
        assert re.search(rf'name="{name}" value="{value}"', page.text)
    assert officer.post(url(training, "/them"), data=back).location == url(training)
    assert words_of(officer.get(url(training))).count("còn nộp giấy") == 2


def test_the_last_addition_is_taken_back(officer: CheckedClient, training: Intervention) -> None:
    listed(training, 1)
    more = [factories.business() for _ in range(2)]
    db.session.commit()
    officer.post(url(training, "/them"), data={"business": [business.id for business in more]})
    page = officer.get(url(training))
    assert "Lần thêm gần nhất: 2 doanh nghiệp" in words_of(page)
    listed_at = re.search(r'name="listed_at" value="([^"]+)"', page.text)
    assert listed_at
    answer = officer.post(url(training, "/bo-lan-them"), data={"listed_at": listed_at[1]})
    assert "bỏ 2 doanh nghiệp" in words_of(officer.get(answer.location))
    assert len(on_list(training)) == 1


@pytest.mark.parametrize("at", ["", "gestern", "2026-03-05T10:00:00", "2020-01-01T00:00:00+00:00"])
def test_only_a_recent_deed_is_taken_back(officer: CheckedClient, training: Intervention, at: str) -> None:
    assert officer.post(url(training, "/bo-lan-them"), data={"listed_at": at}).status_code == 400


# ── beside the list ──────────────────────────────────────────────────────────────────────────────────────


def test_the_roll_begins_with_those_listed_in_their_order(
    officer: CheckedClient, training: Intervention
) -> None:
    other = factories.business("Công ty A đầu bảng", zone=factories.zone("KCN A"))
    drawn(officer, training, number=3, seats=1)
    lines = [line for zone in queries.roll(training, training.held_on) for line in zone.lines]
    assert [line.business_id for line in lines] == [*on_list(training), other.id]
    words = words_of(officer.get(f"/hoat-dong/{training.id}/diem-danh"))
    assert words.index("Trong danh sách mời") < words.index("số 1") < words.index("Công ty A đầu bảng")


def test_a_list_orders_the_roll_of_a_visit_too(officer: CheckedClient, visit: Intervention) -> None:
    factories.business("Công ty A đầu bảng", zone=factories.zone("KCN A"))
    name = listed(visit, 1, place=1)[0].name
    words = words_of(officer.get(f"/hoat-dong/{visit.id}/tiep-can"))
    assert words.index("Trong danh sách mời") < words.index(name) < words.index("Công ty A đầu bảng")


def test_deleting_says_that_list_and_lot_are_lost(officer: CheckedClient, training: Intervention) -> None:
    listed(training, 3)
    assert "Danh sách mời 3 doanh nghiệp sẽ mất" in words_of(officer.get(f"/hoat-dong/{training.id}/xoa"))
    officer.post(url(training), data={"seats": "1", **ALL})
    assert "kết quả bốc thăm" in words_of(officer.get(f"/hoat-dong/{training.id}/xoa"))
    assert officer.post(f"/hoat-dong/{training.id}/xoa").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Draw)) == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"cost_planned_vnd": 9_000_000, "cost_vnd": 8_800_000}, ("9.000.000 ₫", "8.800.000 ₫")),
        ({"cost_planned_vnd": 9_000_000}, ("9.000.000 ₫", "chưa có số liệu")),
        ({"cost_vnd": 0}, ("chưa có số liệu", "0 ₫")),
        ({}, ("chưa có số liệu", "chưa có số liệu")),
    ],
)
def test_planned_and_spent_cost_stand_beside_each_other(
    officer: CheckedClient, values: dict[str, int], said: tuple[str, str]
) -> None:
    training = committed(factories.intervention(**values))
    planned, spent = said
    words = words_of(officer.get(f"/hoat-dong/{training.id}"))
    assert f"Kinh phí dự kiến {planned} Kinh phí đã chi {spent}" in words


def test_a_list_takes_as_many_statements_however_long_it_is(
    officer: CheckedClient, training: Intervention, count_queries: Callable[[], int]
) -> None:
    def asked() -> list[int]:
        counts = []
        for rest in ("", "/them", ".csv"):
            count_queries()
            assert officer.get(url(training, rest)).status_code == 200
            counts.append(count_queries())
        return counts

    listed(training, 2)
    factories.business()
    db.session.commit()
    few = asked()
    listed(training, 30)
    for _ in range(30):
        factories.business()
    db.session.commit()
    assert asked() == few


def test_the_pages_are_light(officer: CheckedClient, training: Intervention) -> None:
    listed(training, 60, reason="còn nộp giấy")
    for _ in range(30):
        factories.business()
    db.session.commit()
    assert officer.post(url(training), data={"seats": "30", "seed": "2026", **ALL}).status_code == 303
    fresh = committed(factories.intervention())
    for address in (url(training), url(fresh, "/them"), f"/hoat-dong/{training.id}/bien-ban-boc-tham"):
        weight = len(gzip.compress(officer.get(address).data, 6))
        assert weight <= 6_000, (address, weight)
