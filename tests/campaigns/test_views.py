"""The pages of interventions, as each role meets them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role
from outreach.campaigns.models import Attendance, Intervention
from outreach.database import db
from tests import factories
from tests.campaigns.lists import DAY, attendances
from tests.client import CheckedClient, words_of
from tests.factories import committed

# ── the list of interventions ────────────────────────────────────────────────────────────────────────────


def test_an_empty_board_is_told_what_to_do_first(officer: CheckedClient, leader: CheckedClient) -> None:
    assert "Ghi hoạt động đầu tiên" in words_of(officer.get("/hoat-dong"))
    page = words_of(leader.get("/hoat-dong"))
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
    page = words_of(officer.get("/hoat-dong"))
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
    page = words_of(officer.part(f"/hoat-dong{query}"))
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
    assert "Buổi số 19" in page.text
    assert "Buổi số 20" not in page.text
    assert "/hoat-dong?q=buoi&amp;page=2" in page.text
    assert "Buổi số 20" in officer.get("/hoat-dong?q=buoi&page=2").text


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

    assert statements(20) == statements(180) <= 8


# ── one intervention ─────────────────────────────────────────────────────────────────────────────────────


def test_writing_one_down_from_choosing_its_type_to_its_page(officer: CheckedClient) -> None:
    assert "Phát tờ rơi" in words_of(officer.get("/hoat-dong/moi"))
    committed(factories.intervention(code=f"TH-{clock.today().year}-01"))
    form = officer.get("/hoat-dong/moi?type=training")
    assert "Ngày tập huấn" in words_of(form)
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
    page = words_of(officer.get(answer.location))
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
    page = words_of(officer.get("/hoat-dong/moi?type=visit"))
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
    assert "Mã này đã dùng" in words_of(answer)
    answer = officer.post(
        "/hoat-dong/moi?type=training",
        data=typed | {"held_on": "05/03/2026", "ends_on": "04/03/2026", "code": "X"},
    )
    assert "Ngày kết thúc không thể trước" in words_of(answer)
    assert db.session.scalar(select(func.count()).select_from(Intervention)) == 1


def test_changing_and_completing_an_intervention(officer: CheckedClient) -> None:
    found = committed(factories.intervention("other", DAY, code="A", provisional=True, place="Cũ"))
    assert "mới chỉ được nhắc đến" in words_of(officer.get(f"/hoat-dong/{found.id}"))
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
    page = words_of(officer.get(answer.location))
    assert "mới chỉ được nhắc đến" not in page
    assert "0 ₫" in page
    assert "Cũ" not in page


def test_a_training_with_a_list_cannot_become_a_visit(officer: CheckedClient) -> None:
    training = factories.intervention(held_on=DAY)
    committed(factories.attendance(training, factories.business()))
    data = {"type": "visit", "title": "Thăm", "held_on": "05/03/2026", "code": training.code}
    answer = officer.post(f"/hoat-dong/{training.id}/sua", data=data)
    assert answer.status_code == 422
    assert "không đổi được" in words_of(answer)


def test_deleting_asks_first_and_refuses_with_a_sentence(officer: CheckedClient) -> None:
    training = factories.intervention()
    record = committed(factories.attendance(training, factories.business()))
    url = f"/hoat-dong/{training.id}/xoa"
    assert "không xóa được" in words_of(officer.get(url))
    assert officer.post(url).status_code == 422
    db.session.delete(db.session.get_one(Attendance, record.id))
    db.session.commit()
    assert "Xóa rồi thì không lấy lại được" in words_of(officer.get(url))
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
        words = words_of(page)
        assert re.search(r"Doanh nghiệp dự tập huấn 2 ", words)
        assert re.search(r"Lượt người dự 4 ", words)
        assert "0777345281" in words
        assert f"/hoat-dong/{training.id}/truoc-sau" in page.text


def test_the_page_says_what_cannot_be_compared(officer: CheckedClient) -> None:
    radio = factories.intervention("media", covers_all=True)
    tutorial = committed(factories.intervention("tutorial"))
    page = officer.get(f"/hoat-dong/{radio.id}")
    assert "không có nhóm nào để so sánh" in words_of(page)
    assert f"/hoat-dong/{radio.id}/truoc-sau" in page.text  # which compares with the earlier trend
    assert "tự tìm đến" in words_of(officer.get(f"/hoat-dong/{tutorial.id}"))


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
