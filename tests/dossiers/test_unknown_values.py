"""Words of a vendor that no wording knows: explained once, read so, remembered with the columns."""

import html
import re

import pytest
from sqlalchemy import select

from outreach.database import db
from outreach.dossiers import importing
from outreach.dossiers.models import ColumnMap, Dossier
from tests.client import CheckedClient
from tests.dossiers import files
from tests.dossiers.runs import again, in_register
from tests.dossiers.test_columns import taken_in
from tests.dossiers.test_views import latest, send


def strange(month: int = 3, count: int = 6) -> bytes:
    """Good rows but for a vendor's own words; the last row's channel is one nobody explains."""
    return files.csv(
        [
            (
                f"KC-{month:02d}-{n}", f"05/{month:02d}/2024", "", f"03005885{n % 2}9",
                f"Công ty TNHH Mẫu {n}", "Chim câu" if n == count - 1 else "Trực tuyến",
                "Gói trọn" if n % 3 else "Lưng chừng",
            )
            for n in range(count)
        ]
    )  # fmt: skip


def choice_of(text: str, label: str) -> str:
    """The name of the field with this label, as the page has it."""
    return re.findall(rf'<label for="(value_[0-9a-f]+)">[^\n]*?</span>{label}</label>', text)[0]


def explained(officer: CheckedClient, page: str, **words: str) -> str:
    text = officer.get(page).text
    data = {choice_of(text, value.replace("_", " ")): code for value, code in words.items()}
    assert officer.post(f"{page}/gia-tri", data=data).status_code == 303
    return officer.get(page).text


def test_the_words_that_refuse_rows_are_asked_for_most_rows_first(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    text = officer.get(page).text
    assert "Hệ thống này dùng từ mà cổng chưa biết" in text
    assert [
        (one.heading, one.meaning, one.value, one.rows) for one in importing.unknown_values(again(latest()))
    ] == [
        ("Trạng thái", "status", "Gói trọn", 3),
        ("Trạng thái", "status", "Lưng chừng", 2),
        ("Hình thức nộp", "filing_channel", "Chim câu", 1),
    ]
    assert again(latest()).rejected == 6


def test_rows_are_counted_only_where_all_of_them_are_known(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    assert "cột “Trạng thái”, 3 dòng" in officer.get(page).text
    latest().rejected = 3000  # of so many the first ones are kept
    db.session.commit()
    text = officer.get(page).text
    assert ("cột “Trạng thái”" in text, "3 dòng" in text) == (True, False)


def test_what_is_said_of_a_word_counts_for_its_column_and_nothing_is_written(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    text = explained(officer, page, Gói_trọn="returned", Lưng_chừng="-")
    assert "Nhập 5 hồ sơ" in text
    assert "Chim câu" in text
    assert in_register() == 0
    taken_in(officer, page)
    assert {tuple(row) for row in db.session.execute(select(Dossier.status, Dossier.filing_channel))} == {
        ("returned", "online"), (None, "online"),
    }  # fmt: skip


def test_one_word_at_a_time_adds_to_what_was_said_before(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    explained(officer, page, Gói_trọn="returned")
    explained(officer, page, Lưng_chừng="processing")
    assert "Nhập 6 hồ sơ" in explained(officer, page, Chim_câu="post")


def test_the_next_file_of_the_source_is_read_so(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    explained(officer, page, Gói_trọn="returned", Lưng_chừng="processing", Chim_câu="post")
    taken_in(officer, page)
    text = officer.get(send(officer, strange(4)).headers["Location"]).text
    assert "Nhập 6 hồ sơ" in text
    assert "Như lần trước" in text
    assert db.session.scalars(select(ColumnMap.said)).all() == [True]


def test_correcting_the_columns_keeps_the_words_of_columns_that_stay(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    explained(officer, page, Gói_trọn="returned", Lưng_chừng="processing", Chim_câu="post")
    same = {
        "column_0": "dossier_code", "column_1": "received_on", "column_2": "returned_on",
        "column_3": "tax_code", "column_4": "applicant",
        "column_5": "filing_channel", "column_6": "status",
    }  # fmt: skip
    assert officer.post(f"{page}/cot", data={**same, "column_3": ""}).status_code == 303
    assert "Nhập 6 hồ sơ" in officer.get(page).text
    # "Gói trọn" was said of a state: where the column is to be something else, nothing of it is left
    moved = {**same, "column_5": "", "column_6": "filing_channel"}
    assert officer.post(f"{page}/cot", data=moved).status_code == 303
    assert {one.meaning for one in importing.unknown_values(again(latest()))} == {"filing_channel"}


@pytest.mark.parametrize("sent", [{}, {"value_000000000000": "returned"}])
def test_nothing_said_is_no_deed(officer: CheckedClient, sent: dict[str, str]) -> None:
    page = send(officer, strange()).headers["Location"]
    assert officer.post(f"{page}/gia-tri", data=sent).status_code == 303
    assert "Anh/Chị chọn nghĩa của ít nhất một giá trị." in officer.get(page).text
    assert again(latest()).rejected == 6


def test_a_code_of_another_list_is_refused(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    text = explained(officer, page, Chim_câu="returned")
    assert "Anh/Chị chọn nghĩa của ít nhất một giá trị." in text
    assert again(latest()).rejected == 6


def test_no_word_is_asked_for_when_all_are_known(officer: CheckedClient) -> None:
    page = send(officer, files.small()).headers["Location"]
    assert "values-head" not in officer.get(page).text


def test_an_import_that_is_done_asks_for_no_words(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    explained(officer, page, Gói_trọn="returned", Lưng_chừng="processing")
    taken_in(officer, page)
    assert "values-head" not in officer.get(page).text
    assert officer.post(f"{page}/gia-tri", data={"value_0": "post"}).status_code == 303
    assert in_register() == 5


def test_what_somebody_else_explained_meanwhile_is_looked_at_before_it_is_written(
    officer: CheckedClient,
) -> None:
    page = send(officer, strange()).headers["Location"]

    def button() -> str:
        return html.unescape(re.findall(r'action="([^"]+/nhap[^"]*)"', officer.get(page).text)[0])

    explained(officer, page, Gói_trọn="returned")
    seen = button()
    explained(officer, page, Lưng_chừng="withdrawn")  # by a colleague
    assert officer.post(seen).headers["Location"] == page
    assert "đọc lại khác lúc Anh/Chị xem" in officer.get(page).text
    assert again(latest()).state == "uploaded"
    officer.post(button())
    assert again(latest()).state == "queued"
