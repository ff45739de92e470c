"""Ticking who was reached, as each role does it."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask

from outreach import clock
from outreach.accounts.models import Role
from outreach.campaigns.models import Intervention
from outreach.database import db
from tests import factories
from tests.campaigns.lists import PART, attendances, exposures
from tests.client import CheckedClient, words_of
from tests.factories import committed
from tests.threads import at_once


def test_the_roll_groups_by_zone_and_is_filtered_without_marks(
    officer: CheckedClient, training: Intervention
) -> None:
    zone = factories.zone("KCN Sông Hậu")
    factories.business("Công ty TNHH Thủy sản Đông Phú", zone=zone)
    committed(factories.business("Công ty TNHH Bao bì", zone=zone))
    page = officer.get(f"/hoat-dong/{training.id}/diem-danh")
    assert "KCN Sông Hậu" in words_of(page)
    assert 'data-find="#roll-list"' in page.text
    words = words_of(officer.get(f"/hoat-dong/{training.id}/diem-danh?q=dong phu"))
    assert "Thủy sản Đông Phú" in words
    assert "Bao bì" not in words
    words = words_of(officer.get(f"/hoat-dong/{training.id}/diem-danh?q=khong co"))
    assert "Không có doanh nghiệp nào khớp" in words


def test_a_tick_sent_five_times_counts_once(officer: CheckedClient, training: Intervention) -> None:
    business = committed(factories.business())
    url = f"/hoat-dong/{training.id}/danh-sach/{business.id}"
    data = {"present": business.id, f"people-{business.id}": "2"}
    for _ in range(5):
        answer = officer.post(url, data=data, headers=PART)
        assert answer.status_code == 200
        assert re.search(r"1 doanh nghiệp · 2 lượt người", words_of(answer))
    assert attendances() == {business.id: 2}
    for _ in range(2):
        assert "0 doanh nghiệp" in words_of(
            officer.post(url, data={f"people-{business.id}": "2"}, headers=PART)
        )
    assert attendances() == {}


def test_a_tick_without_scripts_leads_back_to_the_list(
    officer: CheckedClient, training: Intervention
) -> None:
    business = committed(factories.business())
    answer = officer.post(f"/hoat-dong/{training.id}/danh-sach/{business.id}", data={"present": business.id})
    assert (answer.status_code, answer.location) == (303, f"/hoat-dong/{training.id}/diem-danh")


@pytest.mark.parametrize("people", ["0", "-1", "hai", "10000", "1.5"])
def test_a_tick_with_a_wrong_number_is_refused(
    officer: CheckedClient, training: Intervention, people: str
) -> None:
    business = committed(factories.business())
    answer = officer.post(
        f"/hoat-dong/{training.id}/danh-sach/{business.id}",
        data={"present": business.id, f"people-{business.id}": people},
        headers=PART,
    )
    assert answer.status_code == 422
    assert f"“{people}”" in words_of(answer)
    assert attendances() == {}


@pytest.mark.parametrize("id", ["999", "2147483648", "99999999999999999999"])
def test_ticking_nobody_is_not_found(officer: CheckedClient, training: Intervention, id: str) -> None:
    answer = officer.post(f"/hoat-dong/{training.id}/danh-sach/{id}", data={"present": id})
    assert answer.status_code == 404


def test_parallel_ticks_of_one_business_leave_one_row(
    app: Flask, sign_in_as: Callable[..., CheckedClient], training: Intervention
) -> None:
    business = committed(factories.business())
    clients = [sign_in_as(factories.user(Role.OFFICER)) for _ in range(4)]
    statuses: list[int] = []

    url, data = f"/hoat-dong/{training.id}/danh-sach/{business.id}", {"present": str(business.id)}

    def tick(client: CheckedClient) -> None:
        with app.app_context():
            statuses.extend(client.post(url, data=data, headers=PART).status_code for _ in range(5))

    at_once(*(partial(tick, client) for client in clients))
    assert statuses == [200] * 20
    assert attendances() == {business.id: 1}


def test_the_whole_list_is_saved_and_may_be_sent_again(
    officer: CheckedClient, training: Intervention
) -> None:
    stays, goes, new, other = (factories.business() for _ in range(4))
    factories.attendance(training, stays)
    committed(factories.attendance(training, goes))
    url = f"/hoat-dong/{training.id}/diem-danh"
    data = {
        "present": [stays.id, new.id], "was": [f"{stays.id}:1", f"{goes.id}:1"],
        f"people-{stays.id}": "2", f"people-{new.id}": "1", f"people-{other.id}": "1",
    }  # fmt: skip
    for _ in range(2):
        answer = officer.post(url, data=data)
        assert (answer.status_code, answer.location) == (303, url)
        assert attendances() == {stays.id: 2, new.id: 1}
    assert "Đã lưu danh sách" in words_of(officer.get(url))


def test_two_officers_at_one_list_do_not_undo_each_other(
    officer: CheckedClient, training: Intervention
) -> None:
    mine, theirs = factories.business(), factories.business()
    committed(factories.attendance(training, theirs))  # after my page was made: no `was` of it is sent
    officer.post(f"/hoat-dong/{training.id}/diem-danh", data={"present": [mine.id]})
    assert set(attendances()) == {mine.id, theirs.id}


def test_a_list_with_a_wrong_number_comes_back_as_it_was_ticked(
    officer: CheckedClient, training: Intervention
) -> None:
    one, two = factories.business(), committed(factories.business())
    answer = officer.post(
        f"/hoat-dong/{training.id}/diem-danh",
        data={"present": [one.id, two.id], f"people-{one.id}": "ba", f"people-{two.id}": "5"},
    )
    assert answer.status_code == 422
    assert 'value="ba"' in answer.text
    assert 'value="5"' in answer.text
    assert answer.text.count("checked") == 2
    assert attendances() == {}


@pytest.mark.parametrize("id", ["0", "-1", str(2**31), str(2**70), "9" * 5000, "١٢٣", "1e3"])
def test_a_list_with_ids_of_no_business_writes_nothing(
    officer: CheckedClient, training: Intervention, id: str
) -> None:
    business = committed(factories.business())
    data = {"present": id, "was": f"{id}:1", f"people-{business.id}": "1"}
    assert officer.post(f"/hoat-dong/{training.id}/diem-danh", data=data).status_code in (303, 422)
    assert attendances() == {}


def test_a_business_that_was_merged_meanwhile_is_no_fault(
    officer: CheckedClient, training: Intervention
) -> None:
    business = committed(factories.business())
    data = {"present": [business.id, business.id + 1000]}
    answer = officer.post(f"/hoat-dong/{training.id}/diem-danh", data=data)
    assert answer.status_code == 422
    assert "tải lại trang" in words_of(answer)
    assert attendances() == {}


def test_undoing_the_last_deed(officer: CheckedClient, training: Intervention) -> None:
    one, two = factories.business(), committed(factories.business())
    for business in (one, two):
        page = officer.post(
            f"/hoat-dong/{training.id}/danh-sach/{business.id}", data={"present": business.id}, headers=PART
        )
    mark = html.unescape(re.findall(r'name="recorded_at" value="([^"]+)"', page.text)[0])
    for _ in range(2):
        answer = officer.post(f"/hoat-dong/{training.id}/danh-sach/hoan-tac", data={"recorded_at": mark})
        assert answer.status_code == 303
        assert list(attendances()) == [one.id]


@pytest.mark.parametrize(
    "mark", ["", "x", "2026-01-01T00:00:00", "2020-01-01T00:00:00+00:00", "9999-12-31T23:59:59-14:00"]
)
def test_undoing_what_is_no_recent_deed_is_refused(
    officer: CheckedClient, training: Intervention, mark: str
) -> None:
    answer = officer.post(f"/hoat-dong/{training.id}/danh-sach/hoan-tac", data={"recorded_at": mark})
    assert answer.status_code == 400


def test_each_list_has_its_own_address(
    officer: CheckedClient, training: Intervention, visit: Intervention
) -> None:
    assert officer.get(f"/hoat-dong/{training.id}/tiep-can").location == f"/hoat-dong/{training.id}/diem-danh"
    assert officer.get(f"/hoat-dong/{visit.id}/diem-danh").location == f"/hoat-dong/{visit.id}/tiep-can"


def test_a_visit_is_recorded_with_day_way_and_offer(officer: CheckedClient, visit: Intervention) -> None:
    business = committed(factories.business())
    url = f"/hoat-dong/{visit.id}/danh-sach/{business.id}"
    data = {"present": business.id, "day": "07/03/2026", "how": "called", "offered": "no"}
    for _ in range(3):
        assert "1 doanh nghiệp" in words_of(officer.post(url, data=data, headers=PART))
    assert exposures() == [(business.id, date(2026, 3, 7), "called", False)]
    page = words_of(officer.get(f"/hoat-dong/{visit.id}/tiep-can?day=06/03/2026"))
    assert "đã ghi 07/03/2026" in page
    assert "đã gọi điện" in words_of(officer.get(f"/hoat-dong/{visit.id}/tiep-can?day=07/03/2026"))
    officer.post(url, data={**data, "present": "", "day": "06/03/2026"}, headers=PART)
    assert len(exposures()) == 1
    officer.post(url, data={"day": "07/03/2026", "how": "called", "offered": "no"}, headers=PART)
    assert exposures() == []


def test_a_day_before_the_visit_is_refused(officer: CheckedClient, visit: Intervention) -> None:
    business = committed(factories.business())
    data = {"present": business.id, "day": "04/03/2026", "how": "visited", "offered": "yes"}
    answer = officer.post(f"/hoat-dong/{visit.id}/tiep-can", data=data)
    assert answer.status_code == 422
    assert exposures() == []


def test_a_whole_list_of_a_visit_leads_back_to_its_day(officer: CheckedClient, visit: Intervention) -> None:
    business = committed(factories.business())
    data = {"present": business.id, "day": "07/03/2026", "how": "visited", "offered": "yes"}
    answer = officer.post(f"/hoat-dong/{visit.id}/tiep-can", data=data)
    assert answer.location == f"/hoat-dong/{visit.id}/tiep-can?day=07/03/2026"
    assert exposures() == [(business.id, date(2026, 3, 7), "visited", True)]


def test_a_future_training_may_be_ticked_but_says_so(officer: CheckedClient) -> None:
    training = committed(factories.intervention(held_on=clock.today() + timedelta(days=3)))
    committed(factories.business())
    assert "chưa diễn ra" in words_of(officer.get(f"/hoat-dong/{training.id}/diem-danh"))


def test_a_board_without_businesses_is_told_where_to_begin(
    officer: CheckedClient, training: Intervention
) -> None:
    page = words_of(officer.get(f"/hoat-dong/{training.id}/diem-danh"))
    assert "Chưa có doanh nghiệp nào" in page


def test_the_tick_list_takes_the_same_queries_at_any_size(
    officer: CheckedClient, training: Intervention, count_queries: Callable[[], int]
) -> None:
    def statements(size: int) -> int:
        for _ in range(size):
            factories.attendance(training, factories.business())
        db.session.commit()
        officer.get(f"/hoat-dong/{training.id}/diem-danh")
        count_queries()
        officer.get(f"/hoat-dong/{training.id}/diem-danh")
        return count_queries()

    assert statements(10) == statements(100)
