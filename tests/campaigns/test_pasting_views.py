"""Lists that are pasted or come as a file: what is shown, and what is recorded then."""

import html
import io
import re
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import func, select

from outreach.businesses.models import Business
from outreach.campaigns.models import Intervention
from outreach.database import db
from tests import factories
from tests.campaigns.lists import attendances, exposures
from tests.client import CheckedClient, words_of
from tests.factories import committed


def choices(page: str) -> list[str]:
    """The names of the questions a preview asks, in order."""
    return list(dict.fromkeys(re.findall(r'name="(choice-[0-9a-f]{8})"', page)))


def test_a_pasted_list_is_shown_before_it_is_recorded(officer: CheckedClient, training: Intervention) -> None:
    sure = factories.business("Công ty TNHH Sông Hậu", tax_code="0777345281")
    close = committed(factories.business("Công ty Cổ phần May mặc Phương Đông"))
    url = f"/hoat-dong/{training.id}/danh-sach/dan"
    assert "Mỗi dòng một doanh nghiệp" in words_of(officer.get(url))
    pasted = "0777345281, 2\nsong hau\nMay mặc Phương Đôn\nNhựa <i>Bình Minh</i>, 4"
    preview = officer.post(url, data={"text": pasted, "look": "1"})
    assert preview.status_code == 200
    words = words_of(preview)
    assert "Đã nhận ra (2)" in words
    assert "Cần Anh/Chị chọn (1)" in words
    assert "Chưa có trong danh sách doanh nghiệp (1)" in words
    assert attendances() == {}

    doubtful, unknown = choices(preview.text)
    undecided = officer.post(url, data={"text": pasted, "confirm": "1", doubtful: str(close.id)})
    assert undecided.status_code == 422
    assert "Còn 1 dòng" in words_of(undecided)
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
    assert "Nhựa B" in words_of(answer)


def test_the_preview_names_what_is_recorded_already(officer: CheckedClient, training: Intervention) -> None:
    business = factories.business(tax_code="0777345281")
    committed(factories.attendance(training, business, people=2))
    answer = officer.post(
        f"/hoat-dong/{training.id}/danh-sach/dan", data={"text": "0777345281, 3", "look": "1"}
    )
    assert "đã ghi 2 người" in words_of(answer)


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
    words = words_of(preview)
    assert "Đã nhận ra (2)" in words
    assert "1 dòng của tệp không dùng được" in words
    assert "12345" in words
    pasted = html.unescape(re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", preview.text, re.DOTALL)[0])
    officer.post(f"/hoat-dong/{training.id}/danh-sach/dan", data={"text": pasted, "confirm": "1"})
    assert attendances() == {business.id: 2, other.id: 1}


def test_rows_of_another_activity_are_refused(officer: CheckedClient, training: Intervention) -> None:
    committed(factories.business(tax_code="0777345281"))
    file = io.BytesIO(f"activity,tax_code\n{training.code},0777345281\nKHAC,0777345281\n".encode())
    words = words_of(sent(officer, training, file, "a.csv"))
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
    assert words in words_of(answer)


def test_no_file_gets_a_sentence(officer: CheckedClient, training: Intervention) -> None:
    answer = officer.post(f"/hoat-dong/{training.id}/danh-sach/tep", data={})
    assert answer.status_code == 422
    assert "chọn một tệp" in words_of(answer)


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
