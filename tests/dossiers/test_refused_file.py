"""Refused rows as a workbook: as they came, with the reason, harmless, and taken in again once mended."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update
from xlsxwriter import Workbook

from outreach.database import db
from outreach.dossiers import importing
from outreach.dossiers.importing import reading, refused_file, staging
from outreach.dossiers.importing.choosing import Chosen, Opened
from outreach.dossiers.models import Dossier, ImportRun
from outreach.sheets.cells import table_of
from outreach.sheets.columns import survey
from outreach.sheets.layouts import DOSSIERS
from tests import factories
from tests.client import CheckedClient
from tests.dossiers import files
from tests.dossiers.runs import in_register
from tests.dossiers.test_columns import SAID, STRANGE
from tests.dossiers.test_views import latest, send

BAD = [
    ("A-1", "05/03/2024", "", "", "Công ty A", "Trực tuyến", "Đang xử lý"),
    ("A-2", "31/02/2024", "", "", '=HYPERLINK("http://x")', "Trực tuyến", "Đang xử lý"),
    ("A-3", "05/03/2024", "04/03/2024", "0300588569", "+84", "Trực tuyến", "Đang xử lý"),
    ("A-4", "06/03/2024", "", "", "Công ty A", "Bồ câu", "Đang xử lý"),
    ("A-1", "07/03/2024", "", "", "Công ty A", "Trực tuyến", "Đang xử lý"),
]


def download(client: CheckedClient, page: str) -> tuple[bytes, list[list[Any]]]:
    """The workbook of an import, and its cells."""
    with client.get(f"{page}/khong-nhan") as answer:
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"
        content = answer.data
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return content, sheet.to_python(skip_empty_area=False)


def mended(rows: list[list[Any]], changes: dict[tuple[int, int], Any]) -> bytes:
    """The rows as somebody sends them back after a few corrections; the reasons stay where they are."""
    out = io.BytesIO()
    book = Workbook(out)
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, [changes.get((place, at), cell) for at, cell in enumerate(row)])
    book.close()
    return out.getvalue()


def test_rows_come_back_as_they_were_with_the_reason_last(officer: CheckedClient) -> None:
    page = send(officer, files.csv(BAD)).headers["Location"]
    assert f"{page}/khong-nhan" in officer.get(page).text
    _content, rows = download(officer, page)
    assert rows[0] == [*files.HEADINGS, "Lý do không nhận"]
    assert [row[:-1] for row in rows[1:]] == [list(BAD[0]), *map(list, BAD[1:4])]
    reasons = [row[-1] for row in rows[1:]]
    for reason, words in zip(
        reasons,
        ("có lại ở dòng 6", "không có trong lịch", "trước ngày tiếp nhận", "chưa được biết"),
        strict=True,
    ):
        assert words in reason
    assert reasons[1].startswith("Dòng 3, cột “Ngày tiếp nhận”")


def test_nothing_in_it_is_a_formula_or_a_link(officer: CheckedClient) -> None:
    page = send(officer, files.csv(BAD)).headers["Location"]
    content, _rows = download(officer, page)
    with zipfile.ZipFile(io.BytesIO(content)) as unpacked:
        sheet = unpacked.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_mended_it_is_imported_again(officer: CheckedClient) -> None:
    page = send(officer, files.csv(BAD)).headers["Location"]
    officer.post(f"{page}/nhap")
    assert importing.run_import(latest().public_id)
    assert in_register() == 1
    _content, rows = download(officer, page)
    good = mended(rows[:1] + rows[2:], {(1, 1): "28/02/2024", (2, 2): "08/03/2024", (3, 5): "Trực tiếp"})
    page = send(officer, good).headers["Location"]
    text = officer.get(page).text
    assert "Nhập 3 hồ sơ" in text
    assert "Lý do không nhận" not in text
    officer.post(f"{page}/nhap")
    assert importing.run_import(latest().public_id)
    assert in_register() == 4


def test_what_was_said_of_the_columns_holds_for_the_mended_file(officer: CheckedClient) -> None:
    rows = [(n, f"PM-{n:03d}", "Công ty A", "0300588519", day, "", "x", "Đã trả kết quả")
            for n, day in enumerate(("05/03/2024", "31/02/2024"), 1)]  # fmt: skip
    page = send(officer, files.csv(rows, STRANGE)).headers["Location"]
    officer.post(page, data=SAID)
    page = page.removesuffix("/cot")
    officer.post(f"{page}/nhap")
    assert importing.run_import(latest().public_id)
    _content, refused = download(officer, page)
    assert len(refused) == 2
    again = send(officer, mended(refused, {(1, 4): "01/03/2024"})).headers["Location"]
    text = officer.get(again).text
    assert "Như lần trước" in text
    assert "Nhập 1 hồ sơ" in text


def test_a_row_that_slipped_is_not_taken_until_its_reason_is_gone(officer: CheckedClient) -> None:
    content = files.csv([BAD[0], ("A-9", "05/03/2024", "", "", "Công ty B")])
    page = send(officer, content).headers["Location"]
    _content, rows = download(officer, page)
    assert rows[1][-1].startswith("⚠")
    unmended = officer.get(send(officer, mended(rows, {})).headers["Location"]).text
    assert "Dòng này còn dấu ⚠ ở ô lý do" in unmended
    assert "Không dòng nào nhận được" in unmended
    put_right = mended(rows, {(1, 5): "Trực tuyến", (1, 7): ""})
    assert "Nhập 1 hồ sơ" in officer.get(send(officer, put_right).headers["Location"]).text


def test_all_refused_rows_are_there_not_only_those_that_were_kept(
    officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (reading, staging):
        monkeypatch.setattr(module, "REFUSALS_KEPT", 2)
    many = [(f"B-{n}", "31/02/2024", "", "", "Công ty A", "", "") for n in range(7)]
    page = send(officer, files.csv([*BAD, *many])).headers["Location"]
    run = latest()
    assert (len(run.refused or []), run.rejected) == (2, 11)
    _content, rows = download(officer, page)
    assert len(rows) == 12
    assert all(row[-1] for row in rows)
    businesses = [(f"không có {n}", f"Công ty {n}") for n in range(5)]
    page = send(officer, files.csv(businesses, ("MST", "Tên doanh nghiệp")), kind="businesses")
    _content, rows = download(officer, page.headers["Location"])
    assert [row[0] for row in rows[1:]] == [code for code, _name in businesses]


def test_very_many_are_written_by_a_process_of_their_own(
    officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = send(officer, files.csv(BAD)).headers["Location"]
    _content, expected = download(officer, page)
    monkeypatch.setattr(refused_file, "MANY", 0)
    _content, rows = download(officer, page)
    assert rows == expected
    monkeypatch.setattr(refused_file, "LONGEST", timedelta(0))
    answer = officer.get(f"{page}/khong-nhan")
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert "quá nhiều dòng không nhận" in officer.get(page).text


def test_dates_numbers_titles_and_joined_headings_stay(officer: CheckedClient, tmp_path: Path) -> None:
    path = tmp_path / "sổ.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 4, "SỔ HỒ SƠ THÁNG 3")
    sheet.merge_range(2, 0, 2, 1, "Hồ sơ")
    sheet.merge_range(2, 2, 2, 3, "Ngày tháng")
    sheet.merge_range(2, 4, 3, 4, "Hình thức nộp")
    sheet.write_row(3, 0, ("Mã hồ sơ", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày trả"))
    for row, channel in ((4, "Trực tuyến"), (5, "Bồ câu")):
        sheet.write_row(row, 0, (f"H-{row}", "Công ty A"))
        sheet.write_datetime(row, 2, date(2024, 3, 5), day)
        sheet.write_datetime(row, 3, date(2024, 3, 6), day)
        sheet.write_string(row, 4, channel)
    book.close()
    page = send(officer, path.read_bytes()).headers["Location"]
    content, rows = download(officer, page)
    assert rows[0][0] == "SỔ HỒ SƠ THÁNG 3"
    assert rows[-1][:5] == ["H-5", "Công ty A", date(2024, 3, 5), date(2024, 3, 6), "Bồ câu"]
    assert "Hồ sơ &gt; Mã hồ sơ" in officer.get(page).text
    again = officer.get(send(officer, content).headers["Location"]).text
    assert "Hồ sơ &gt; Mã hồ sơ" in again
    assert "chưa được biết" in again


def test_without_refused_rows_or_the_file_there_is_nothing(
    officer: CheckedClient, helpdesk: CheckedClient
) -> None:
    page = send(officer, files.small()).headers["Location"]
    assert officer.get(f"{page}/khong-nhan").status_code == 404
    page = send(officer, files.csv(BAD)).headers["Location"]
    assert helpdesk.get(f"{page}/khong-nhan").status_code == 403
    importing.UPLOADS.forget(latest().stored_as)
    assert officer.get(f"{page}/khong-nhan").status_code == 404
    assert "khong-nhan" not in officer.get(page).text


def test_what_would_change_is_shown_before_it_does(app: Flask, officer: CheckedClient) -> None:
    first = [(f"A-{n}", "05/03/2024", "", "", "Công ty A", "Trực tiếp", "Đang xử lý") for n in range(25)]
    page = send(officer, files.csv(first)).headers["Location"]
    officer.post(f"{page}/nhap")
    assert importing.run_import(latest().public_id)
    then = [(f"A-{n}", "05/03/2024", "09/03/2024", "", "Công ty Mới", "Trực tiếp", "Đã trả kết quả")
            for n in range(25)]  # fmt: skip
    page = send(officer, files.csv([*then, ("A-99", "05/03/2024", "", "", "Công ty A", "", "")])).headers[
        "Location"
    ]
    assert f"{page}/thay-doi" in officer.get(page).text
    text = officer.get(f"{page}/thay-doi").text
    for words in (
        "Đang xử lý",
        "Đã trả kết quả",
        "09/03/2024",
        "Công ty Mới",
        "không ghi",
        "Trang 1 / 2",
        "A-10",
    ):
        assert words in text
    assert "A-99" not in text
    assert "A-9<" in officer.get(f"{page}/thay-doi?page=2").text
    assert (
        officer.part(f"{page}/thay-doi")
        .text.lstrip()
        .startswith('<section class="stack" id="import-changes"')
    )
    assert set(db.session.scalars(select(Dossier.status))) == {"processing"}
    db.session.execute(update(ImportRun).values(marked_at=None))
    db.session.commit()
    assert officer.get(f"{page}/thay-doi").status_code == 303


def test_what_lists_of_businesses_and_procedures_would_change(officer: CheckedClient) -> None:
    zone = factories.zone("KCN Cũ")
    factories.business("Công ty A", tax_code="0300588569", zone_id=zone.id, employees=1200)
    factories.service_level(factories.procedure("Cấp giấy", code="1.009664"), "3")
    db.session.commit()
    for kind, content, expected in (
        (
            "businesses",
            files.csv(
                [("0300588569", "Công ty A mới", "KCN Lạ", "1300"), ("0300588570", "Công ty B", "", "")],
                ("Mã số thuế", "Tên doanh nghiệp", "KCN", "Số lao động"),
            ),
            ("Công ty A mới", "KCN Cũ", "KCN Lạ", "1.200", "1.300", "Số lao động"),
        ),
        (
            "procedures",
            files.csv(
                [("1.009664", "Cấp giấy", "Lao động", "4")], ("Mã TTHC", "Tên TTHC", "Lĩnh vực", "Mức độ")
            ),
            ("Mức độ 3", "Mức độ 4", "Lao động"),
        ),
    ):
        page = send(officer, content, kind=kind).headers["Location"]
        assert f"{page}/thay-doi" in officer.get(page).text, kind
        text = officer.get(f"{page}/thay-doi").text
        for words in expected:
            assert words in text, (kind, words)
        assert "Công ty B" not in text
    importing.UPLOADS.forget(latest().stored_as)
    assert officer.get(f"{page}/thay-doi").status_code == 303
    assert "Không còn tệp đã tải lên" in officer.get(page).text


def test_the_list_of_changes_asks_as_often_for_two_as_for_twenty(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    asked = []
    for start, end in ((0, 2), (2, 22)):
        for n in range(start, end):
            factories.dossier(factories.business(f"Công ty {n}"), date(2024, 3, 5), code=f"Q-{n:03d}")
        db.session.commit()
        rows = [(f"Q-{n:03d}", "06/03/2024", "", "", f"Công ty Mới {n}", "", "") for n in range(end)]
        page = send(officer, files.csv(rows)).headers["Location"]
        count_queries()
        assert officer.get(f"{page}/thay-doi").text.count("Công ty Mới") >= end - 2
        asked.append(count_queries())
    assert asked[0] == asked[1] <= 10


def test_refused_rows_of_a_form_keep_period_and_groups(officer: CheckedClient, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Từ ngày 01/03/2024 đến ngày 31/03/2024")
    sheet.merge_range(2, 0, 3, 0, "Đơn vị")
    sheet.merge_range(2, 1, 2, 2, "Tiếp nhận")
    sheet.write_row(3, 1, ("Tổng số", "Trực tuyến"))
    sheet.write_row(4, 0, ("Sở Mẫu", 5, 3))
    sheet.write_row(5, 0, ("Sở Khác", "nhiều", 3))
    book.close()
    page = send(officer, path.read_bytes(), kind="summary").headers["Location"]
    content, rows = download(officer, page)
    assert len(rows) == 4
    text = officer.get(send(officer, content, kind="summary").headers["Location"]).text
    assert "Tiếp nhận &gt; Tổng số" in text
    assert "nhiều" in text
    again = send(officer, mended(rows, {(3, 1): "7"}), kind="summary").headers["Location"]
    assert "Nhập 1 dòng số liệu" in officer.get(again).text


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=40)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_whatever_stood_in_a_cell_stands_there_again(pairs: list[tuple[str, str]]) -> None:
    cells = [(text or None, other or None) for text, other in pairs]
    table = table_of([(1, ("Mã hồ sơ", "Ngày tiếp nhận")), *enumerate(cells, 2)])
    opened = Opened(table, survey(table, DOSSIERS), Chosen())
    out = io.BytesIO()
    sheet = refused_file._Sheet(out, opened, 2)
    sheet.head()
    for row in cells:
        sheet.row(row, "vì sao")
    sheet.close()
    found = (
        CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue()))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    assert [tuple(cell or None for cell in row[:2]) for row in found[1:]] == cells
