"""The pages of interventions, as each role meets them."""

import html
import io
import re
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role
from outreach.businesses.models import Business
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db
from tests import factories
from tests.client import CheckedClient

DAY = date(2026, 3, 5)
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def text(response: Any) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))


def committed(thing: Any) -> Any:
    """Something another connection may see."""
    db.session.commit()
    return thing


def attendances() -> dict[int, int]:
    """Business → people, as other connections see them."""
    db.session.rollback()
    rows = db.session.execute(select(Attendance.business_id, Attendance.people))
    return {row.business_id: row.people for row in rows}


def exposures() -> list[tuple[int, date, str, bool]]:
    """Business, day, way and offer."""
    db.session.rollback()
    columns = (
        ExposureRecord.business_id,
        ExposureRecord.exposed_on,
        ExposureRecord.how,
        ExposureRecord.offered,
    )
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(ExposureRecord.id))]


# ── the list of interventions ────────────────────────────────────────────────────────────────────────────


def test_an_empty_board_is_told_what_to_do_first(officer: CheckedClient, leader: CheckedClient) -> None:
    assert "Ghi hoạt động đầu tiên" in text(officer.get("/hoat-dong"))
    page = text(leader.get("/hoat-dong"))
    assert "Chưa có hoạt động nào" in page
    assert "Ghi hoạt động" not in page


def test_interventions_stand_under_their_months_newest_first(officer: CheckedClient) -> None:
    training = factories.intervention(
        held_on=DAY, title="Tập huấn đợt 1", code="TH-2026-01", place="Hội trường A"
    )
    for people in (1, 4):
        factories.attendance(training, factories.business(), people=people)
    factories.intervention("visit", DAY + timedelta(days=30), title="Thăm KCN Sông Hậu")
    factories.intervention("media", DAY, title="Chuyên đề trên đài", covers_all=True)
    committed(factories.intervention(held_on=clock.today() + timedelta(days=9), title="Tập huấn tới"))
    page = text(officer.get("/hoat-dong"))
    assert "2 doanh nghiệp · 5 lượt" in page
    assert "05/03/2026 · Tập huấn · TH-2026-01 · Hội trường A" in page
    assert page.index("Tháng 04/2026") < page.index("Thăm KCN") < page.index("Tháng 03/2026")
    assert "mọi doanh nghiệp" in page
    assert "sắp tới" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=tap huan", {"Tập huấn A"}),
        ("?q=TH-01", {"Tập huấn A"}),
        ("?type=visit", {"Thăm B"}),
        ("?year=2025", {"Thăm B"}),
        ("?year=2025&type=training", set()),
        ("?year=abc&type=bong-da&page=x&q=", {"Tập huấn A", "Thăm B"}),
        ("?year=99999999999&page=-5", {"Tập huấn A", "Thăm B"}),
        ("?page=99999999999999999999", {"Tập huấn A", "Thăm B"}),
    ],
)
def test_filters(officer: CheckedClient, query: str, found: set[str]) -> None:
    factories.intervention(held_on=DAY, title="Tập huấn A", code="TH-01")
    committed(factories.intervention("visit", date(2025, 5, 5), title="Thăm B"))
    page = text(officer.part(f"/hoat-dong{query}"))
    assert {title for title in ("Tập huấn A", "Thăm B") if title in page} == found
    assert ("Không có hoạt động nào khớp" in page) == (not found)


def test_a_region_is_the_page_without_its_frame(officer: CheckedClient) -> None:
    committed(factories.intervention())
    part = officer.part("/hoat-dong").text
    assert part.lstrip().startswith('<div id="intervention-list"')
    assert "<html" not in part
    assert part.strip() in officer.get("/hoat-dong").text


def test_a_long_list_has_pages_that_keep_the_filters(officer: CheckedClient) -> None:
    for number in range(45):
        factories.intervention(held_on=DAY - timedelta(days=number), title=f"Buổi số {number:02}")
    db.session.commit()
    page = officer.get("/hoat-dong?q=buoi")
    assert "Buổi số 39" in page.text
    assert "Buổi số 40" not in page.text
    assert "/hoat-dong?q=buoi&amp;page=2" in page.text
    assert "Buổi số 40" in officer.get("/hoat-dong?q=buoi&page=2").text


def test_the_list_takes_the_same_few_queries_at_any_length(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    def statements(size: int) -> int:
        for _ in range(size):
            factories.attendance(factories.intervention(), factories.business())
        db.session.commit()
        officer.get("/hoat-dong")
        count_queries()
        officer.get("/hoat-dong")
        return count_queries()

    assert statements(20) == statements(180) <= 5


# ── one intervention ─────────────────────────────────────────────────────────────────────────────────────


def test_writing_one_down_from_choosing_its_type_to_its_page(officer: CheckedClient) -> None:
    assert "Phát tờ rơi" in text(officer.get("/hoat-dong/moi"))
    committed(factories.intervention(code=f"TH-{clock.today().year}-01"))
    form = officer.get("/hoat-dong/moi?type=training")
    assert "Ngày tập huấn" in text(form)
    assert f'value="TH-{clock.today().year}-02"' in form.text
    answer = officer.post(
        "/hoat-dong/moi?type=training",
        data={
            "type": "training", "title": "Tập huấn toàn trình", "held_on": "5/3/2026",
            "ends_on": "06/03/2026", "place": "Hội trường",
            "partners": "Sở TTTT; Viettel", "cost_planned_vnd": "1.500.000",
            "cost_vnd": "", "code": "", "note": "Đợt 1",
        },
    )  # fmt: skip
    assert answer.status_code == 303
    page = text(officer.get(answer.location))
    for words in (
        "Tập huấn toàn trình",
        "TH-2026-02",
        "05/03/2026",
        "1.500.000 ₫",
        "chưa có số liệu",
        "Viettel",
    ):
        assert words in page
    assert "Chưa điểm danh" in page
    made = db.session.scalars(select(Intervention).where(Intervention.title == "Tập huấn toàn trình")).one()
    assert made.created_by_id == officer.user.id  # type: ignore[union-attr]


def test_a_visit_is_asked_for_in_its_own_words(officer: CheckedClient) -> None:
    page = text(officer.get("/hoat-dong/moi?type=visit"))
    assert "Ngày thăm" in page
    assert "Thăm và làm việc với doanh nghiệp" in page


def test_a_wrong_form_comes_back_with_everything_typed(officer: CheckedClient) -> None:
    committed(factories.intervention(code="TH-2026-07"))
    typed = {"type": "training", "title": "Tập huấn <b>", "held_on": "31/02/2026", "code": "TH-2026-07"}
    answer = officer.post("/hoat-dong/moi?type=training", data=typed)
    assert answer.status_code == 422
    assert 'value="31/02/2026"' in answer.text
    assert "Tập huấn &lt;b&gt;" in answer.text
    answer = officer.post("/hoat-dong/moi?type=training", data=typed | {"held_on": "05/03/2026"})
    assert answer.status_code == 422
    assert "Mã này đã dùng" in text(answer)
    answer = officer.post(
        "/hoat-dong/moi?type=training",
        data=typed | {"held_on": "05/03/2026", "ends_on": "04/03/2026", "code": "X"},
    )
    assert "Ngày kết thúc không thể trước" in text(answer)
    assert db.session.scalar(select(func.count()).select_from(Intervention)) == 1


def test_changing_and_completing_an_intervention(officer: CheckedClient) -> None:
    found = committed(factories.intervention("other", DAY, code="A", provisional=True, place="Cũ"))
    assert "mới chỉ được nhắc đến" in text(officer.get(f"/hoat-dong/{found.id}"))
    data = {
        "type": "visit",
        "title": "Thăm",
        "held_on": "06/03/2026",
        "code": "TV-1",
        "place": "",
        "cost_vnd": "0",
    }
    answer = officer.post(f"/hoat-dong/{found.id}/sua", data=data)
    assert answer.status_code == 303
    page = text(officer.get(answer.location))
    assert "mới chỉ được nhắc đến" not in page
    assert "0 ₫" in page
    assert "Cũ" not in page


def test_a_training_with_a_list_cannot_become_a_visit(officer: CheckedClient) -> None:
    training = factories.intervention(held_on=DAY)
    committed(factories.attendance(training, factories.business()))
    data = {"type": "visit", "title": "Thăm", "held_on": "05/03/2026", "code": training.code}
    answer = officer.post(f"/hoat-dong/{training.id}/sua", data=data)
    assert answer.status_code == 422
    assert "không đổi được" in text(answer)


def test_deleting_asks_first_and_refuses_with_a_sentence(officer: CheckedClient) -> None:
    training = factories.intervention()
    record = committed(factories.attendance(training, factories.business()))
    url = f"/hoat-dong/{training.id}/xoa"
    assert "không xóa được" in text(officer.get(url))
    assert officer.post(url).status_code == 422
    db.session.delete(db.session.get_one(Attendance, record.id))
    db.session.commit()
    assert "Xóa rồi thì không lấy lại được" in text(officer.get(url))
    assert officer.post(url).location == "/hoat-dong"
    assert officer.get(url).status_code == 404


def test_the_page_lists_businesses_and_people_apart(officer: CheckedClient, leader: CheckedClient) -> None:
    training = factories.intervention(held_on=DAY)
    factories.attendance(
        training, factories.business("Công ty TNHH Sông Hậu", tax_code="0777345281"), people=3
    )
    committed(factories.attendance(training, factories.business()))
    for client in (officer, leader):
        page = client.get(f"/hoat-dong/{training.id}")
        words = text(page)
        assert re.search(r"Doanh nghiệp dự tập huấn 2 ", words)
        assert re.search(r"Lượt người dự 4 ", words)
        assert "0777345281" in words
        assert f"/hoat-dong/{training.id}/truoc-sau" in page.text


def test_the_page_says_what_cannot_be_compared(officer: CheckedClient) -> None:
    radio = factories.intervention("media", covers_all=True)
    tutorial = committed(factories.intervention("tutorial"))
    page = officer.get(f"/hoat-dong/{radio.id}")
    assert "không có nhóm nào để so sánh" in text(page)
    assert "truoc-sau" not in page.text
    assert "tự tìm đến" in text(officer.get(f"/hoat-dong/{tutorial.id}"))


@pytest.mark.parametrize("id", ["0", "999", "2147483648", "99999999999999999999"])
@pytest.mark.parametrize(
    "page", ["", "/sua", "/xoa", "/diem-danh", "/tiep-can", "/danh-sach/dan", "/danh-sach/tep"]
)
def test_what_is_not_there_is_not_found(officer: CheckedClient, id: str, page: str) -> None:
    assert officer.get(f"/hoat-dong/{id}{page}").status_code == 404


WRITING = [
    ("GET", "/hoat-dong/moi"), ("POST", "/hoat-dong/moi?type=training"), ("GET", "/hoat-dong/{id}/sua"),
    ("POST", "/hoat-dong/{id}/sua"), ("GET", "/hoat-dong/{id}/xoa"), ("POST", "/hoat-dong/{id}/xoa"),
    ("GET", "/hoat-dong/{id}/diem-danh"), ("POST", "/hoat-dong/{id}/diem-danh"),
    ("GET", "/hoat-dong/{id}/tiep-can"), ("POST", "/hoat-dong/{id}/tiep-can"),
    ("POST", "/hoat-dong/{id}/danh-sach/{business}"), ("POST", "/hoat-dong/{id}/danh-sach/hoan-tac"),
    ("GET", "/hoat-dong/{id}/danh-sach/dan"), ("POST", "/hoat-dong/{id}/danh-sach/dan"),
    ("GET", "/hoat-dong/{id}/danh-sach/tep"), ("POST", "/hoat-dong/{id}/danh-sach/tep"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "url"), WRITING)
@pytest.mark.parametrize("role", [Role.LEADER, Role.HELPDESK, Role.BUSINESS])
def test_others_than_officers_may_not_write(
    sign_in_as: Callable[..., CheckedClient], role: Role, method: str, url: str
) -> None:
    training, business = factories.intervention(), factories.business()
    client = sign_in_as(factories.user(role))
    path = url.format(id=training.id, business=business.id)
    assert client.open(path, method=method, data={"present": str(business.id)}).status_code == 403
    assert attendances() == {}


@pytest.mark.parametrize("url", ["/hoat-dong", "/hoat-dong/{id}"])
def test_staff_may_look_and_businesses_may_not(
    url: str,
    leader: CheckedClient,
    helpdesk: CheckedClient,
    administrator: CheckedClient,
    clerk: CheckedClient,
    anonymous: CheckedClient,
) -> None:
    path = url.format(id=committed(factories.intervention()).id)
    for client in (leader, helpdesk, administrator):
        assert client.get(path).status_code == 200
    assert clerk.get(path).status_code == 403
    assert "/dang-nhap" in anonymous.get(path).location


# ── ticking ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def training(app: Flask) -> Intervention:
    """A training of one day."""
    return committed(factories.intervention(held_on=DAY, title="Tập huấn tháng ba"))


@pytest.fixture
def visit(app: Flask) -> Intervention:
    """A visit."""
    return committed(factories.intervention("visit", DAY))


def test_the_roll_groups_by_zone_and_is_filtered_without_marks(
    officer: CheckedClient, training: Intervention
) -> None:
    zone = factories.zone("KCN Sông Hậu")
    factories.business("Công ty TNHH Thủy sản Đông Phú", zone=zone)
    committed(factories.business("Công ty TNHH Bao bì", zone=zone))
    page = officer.get(f"/hoat-dong/{training.id}/diem-danh")
    assert "KCN Sông Hậu" in text(page)
    assert 'data-find="#roll-list"' in page.text
    words = text(officer.get(f"/hoat-dong/{training.id}/diem-danh?q=dong phu"))
    assert "Thủy sản Đông Phú" in words
    assert "Bao bì" not in words
    words = text(officer.get(f"/hoat-dong/{training.id}/diem-danh?q=khong co"))
    assert "Không có doanh nghiệp nào khớp" in words


def test_a_tick_sent_five_times_counts_once(officer: CheckedClient, training: Intervention) -> None:
    business = committed(factories.business())
    url = f"/hoat-dong/{training.id}/danh-sach/{business.id}"
    data = {"present": business.id, f"people-{business.id}": "2"}
    for _ in range(5):
        answer = officer.post(url, data=data, headers=PART)
        assert answer.status_code == 200
        assert re.search(r"1 doanh nghiệp · 2 lượt người", text(answer))
    assert attendances() == {business.id: 2}
    for _ in range(2):
        assert "0 doanh nghiệp" in text(officer.post(url, data={f"people-{business.id}": "2"}, headers=PART))
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
    assert f"“{people}”" in text(answer)
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

    threads = [threading.Thread(target=tick, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
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
    assert "Đã lưu danh sách" in text(officer.get(url))


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
    assert "tải lại trang" in text(answer)
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
        assert "1 doanh nghiệp" in text(officer.post(url, data=data, headers=PART))
    assert exposures() == [(business.id, date(2026, 3, 7), "called", False)]
    page = text(officer.get(f"/hoat-dong/{visit.id}/tiep-can?day=06/03/2026"))
    assert "đã ghi 07/03/2026" in page
    assert "đã gọi điện" in text(officer.get(f"/hoat-dong/{visit.id}/tiep-can?day=07/03/2026"))
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
    assert "chưa diễn ra" in text(officer.get(f"/hoat-dong/{training.id}/diem-danh"))


def test_a_board_without_businesses_is_told_where_to_begin(
    officer: CheckedClient, training: Intervention
) -> None:
    page = text(officer.get(f"/hoat-dong/{training.id}/diem-danh"))
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


# ── pasting and files ────────────────────────────────────────────────────────────────────────────────────


def choices(page: str) -> list[str]:
    """The names of the questions a preview asks, in order."""
    return list(dict.fromkeys(re.findall(r'name="(choice-[0-9a-f]{8})"', page)))


def test_a_pasted_list_is_shown_before_it_is_recorded(officer: CheckedClient, training: Intervention) -> None:
    sure = factories.business("Công ty TNHH Sông Hậu", tax_code="0777345281")
    close = committed(factories.business("Công ty Cổ phần May mặc Phương Đông"))
    url = f"/hoat-dong/{training.id}/danh-sach/dan"
    assert "Mỗi dòng một doanh nghiệp" in text(officer.get(url))
    pasted = "0777345281, 2\nsong hau\nMay mặc Phương Đôn\nNhựa <i>Bình Minh</i>, 4"
    preview = officer.post(url, data={"text": pasted, "look": "1"})
    assert preview.status_code == 200
    words = text(preview)
    assert "Đã nhận ra (2)" in words
    assert "Cần Anh/Chị chọn (1)" in words
    assert "Chưa có trong danh sách doanh nghiệp (1)" in words
    assert attendances() == {}

    doubtful, unknown = choices(preview.text)
    undecided = officer.post(url, data={"text": pasted, "confirm": "1", doubtful: str(close.id)})
    assert undecided.status_code == 422
    assert "Còn 1 dòng" in text(undecided)
    assert pasted in html.unescape(undecided.text)
    assert undecided.text.count("checked") == 1
    assert attendances() == {}

    data = {"text": pasted, "confirm": "1", doubtful: str(close.id), unknown: "new"}
    for _ in range(2):  # the second time the new business is known, and nothing is doubled
        done = officer.post(url, data=data)
        assert done.location == f"/hoat-dong/{training.id}/diem-danh"
    made = db.session.scalars(select(Business).where(Business.provisional)).one()
    assert made.name == "Nhựa <i>Bình Minh</i>"
    assert attendances() == {sure.id: 3, close.id: 1, made.id: 4}


def test_a_line_can_be_left_out(officer: CheckedClient, training: Intervention) -> None:
    url = f"/hoat-dong/{training.id}/danh-sach/dan"
    (unknown,) = choices(officer.post(url, data={"text": "Nhựa Bình Minh", "look": "1"}).text)
    officer.post(url, data={"text": "Nhựa Bình Minh", "confirm": "1", unknown: "skip"})
    assert attendances() == {}
    assert db.session.scalar(select(func.count()).select_from(Business)) == 0


def test_an_edited_list_is_asked_about_again(officer: CheckedClient, training: Intervention) -> None:
    url = f"/hoat-dong/{training.id}/danh-sach/dan"
    (unknown,) = choices(officer.post(url, data={"text": "Nhựa A", "look": "1"}).text)
    answer = officer.post(url, data={"text": "Nhựa B", "confirm": "1", unknown: "new"})
    assert answer.status_code == 422
    assert "Nhựa B" in text(answer)


def test_the_preview_names_what_is_recorded_already(officer: CheckedClient, training: Intervention) -> None:
    business = factories.business(tax_code="0777345281")
    committed(factories.attendance(training, business, people=2))
    answer = officer.post(
        f"/hoat-dong/{training.id}/danh-sach/dan", data={"text": "0777345281, 3", "look": "1"}
    )
    assert "đã ghi 2 người" in text(answer)


def test_a_list_pasted_for_a_visit_keeps_day_and_way(officer: CheckedClient, visit: Intervention) -> None:
    business = committed(factories.business(tax_code="0777345281"))
    url = f"/hoat-dong/{visit.id}/danh-sach/dan"
    data = {"text": "0777345281", "day": "09/03/2026", "how": "called", "offered": "yes"}
    preview = officer.post(url, data=data | {"look": "1"})
    assert 'value="09/03/2026"' in preview.text
    done = officer.post(url, data=data | {"confirm": "1"})
    assert done.location == f"/hoat-dong/{visit.id}/tiep-can?day=09/03/2026"
    assert exposures() == [(business.id, date(2026, 3, 9), "called", True)]


def workbook(rows: list[list[Any]]) -> io.BytesIO:
    """An XLSX file of these rows."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    buffer.seek(0)
    return buffer


def sent(officer: CheckedClient, training: Intervention, file: io.BytesIO, name: str) -> Any:
    """The answer to a file."""
    return officer.post(f"/hoat-dong/{training.id}/danh-sach/tep", data={"file": (file, name)})


def test_a_file_becomes_a_list_to_look_at(officer: CheckedClient, training: Intervention) -> None:
    business = factories.business("Công ty TNHH Sông Hậu", tax_code="0777345281")
    other = committed(factories.business("Công ty TNHH Bao bì", tax_code="0291097868"))
    file = workbook(
        [
            ["DANH SÁCH THAM DỰ"],
            ["STT", "Tên doanh nghiệp", "Mã số thuế", "Số người"],
            [1, "Công ty TNHH Sông Hậu", "0777345281", 2],
            [2, "Công ty TNHH Bao bì", "", ""],
            [3, "Sai mã", "12345", 1],
        ]
    )
    preview = sent(officer, training, file, "danh sách.xlsx")
    words = text(preview)
    assert "Đã nhận ra (2)" in words
    assert "1 dòng của tệp không dùng được" in words
    assert "12345" in words
    pasted = html.unescape(re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", preview.text, re.DOTALL)[0])
    officer.post(f"/hoat-dong/{training.id}/danh-sach/dan", data={"text": pasted, "confirm": "1"})
    assert attendances() == {business.id: 2, other.id: 1}


def test_rows_of_another_activity_are_refused(officer: CheckedClient, training: Intervention) -> None:
    committed(factories.business(tax_code="0777345281"))
    file = io.BytesIO(f"activity,tax_code\n{training.code},0777345281\nKHAC,0777345281\n".encode())
    words = text(sent(officer, training, file, "a.csv"))
    assert "Đã nhận ra (1)" in words
    assert "thuộc hoạt động khác" in words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp trống"),
        (b"%PDF-1.7 ...", "không phải bảng tính"),
        (b"PK\x03\x04 broken", ""),
        ("Ngày,Ghi chú\n01/01/2026,x\n".encode(), "thiếu cột"),
        ("Mã số thuế\n".encode(), "Không đọc được dòng nào"),
        ("Mã số thuế\n12\n".encode(), "12"),
    ],
)
def test_a_useless_file_gets_a_sentence(
    officer: CheckedClient, training: Intervention, content: bytes, words: str
) -> None:
    answer = sent(officer, training, io.BytesIO(content), "x.csv")
    assert answer.status_code == 422
    assert words in text(answer)


def test_no_file_gets_a_sentence(officer: CheckedClient, training: Intervention) -> None:
    answer = officer.post(f"/hoat-dong/{training.id}/danh-sach/tep", data={})
    assert answer.status_code == 422
    assert "chọn một tệp" in text(answer)


def test_whatever_is_typed_never_breaks_a_page(officer: CheckedClient, training: Intervention) -> None:
    for odd in (
        "\x00",
        "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        "<script>",
        "🏭" * 50,
    ):
        for url in (f"/hoat-dong/{training.id}/danh-sach/dan", f"/hoat-dong/{training.id}/diem-danh"):
            data = {"text": odd, "look": "1", "present": odd, "was": odd, "day": odd}
            assert officer.post(url, data=data).status_code in (200, 303, 422)
        assert officer.get("/hoat-dong", query_string={"q": odd, "year": odd, "type": odd}).status_code == 200
