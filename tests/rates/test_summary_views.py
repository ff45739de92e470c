"""A form beside the register: figures, differences, the dossiers behind them, files."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from outreach.database import db
from outreach.dossiers import importing
from outreach.rates.models import FormerFigure, ReportedFigure, SummaryForm
from tests import factories
from tests.client import CheckedClient, words_of
from tests.dossiers import files, making
from tests.dossiers.runs import queue, receive
from tests.rates.test_summary_actions import BOARD, ROWS, file, form, take_in

AGENCY, UNKNOWN = "Ban Quản lý khu công nghiệp", "Sở Tài chính"


def register() -> None:
    """Of April 2023: three online, one at the counter, one by post for the board; one of March still open."""
    agency = factories.agency(AGENCY)
    for channel, count in (("online", 3), ("counter", 1), ("post", 1)):
        for _ in range(count):
            factories.dossier(None, date(2023, 4, 5), channel, agency_id=agency.id)
    factories.dossier(None, date(2023, 3, 5), "online", agency_id=agency.id)
    factories.dossier(None, date(2023, 4, 6), "online", agency_id=factories.agency("Sở Khác").id)
    db.session.commit()


def shown(tmp_path: Path, rows: Any = ROWS, **origin: Any) -> str:
    """The address of a form taken in."""
    take_in(file(tmp_path, form(rows)), **origin)
    db.session.commit()
    number = db.session.scalars(db.select(SummaryForm.id)).one()
    db.session.rollback()
    return f"/so-lieu/bieu-tong-hop/{number}"


def lines(client: CheckedClient, url: str) -> dict[tuple[str, str], list[Any]]:
    """The form's file by unit and figure: form, register, difference."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(url + "?format=xlsx").data))
    return {(row[1], row[3]): row[4:7] for row in book.get_sheet_by_index(0).to_python()[1:]}


def test_form_and_register_side_by_side(app: Flask, tmp_path: Path, leader: CheckedClient) -> None:
    register()
    url = shown(tmp_path)
    words = words_of(leader.get(url))
    assert "Tháng 04/2023" in words
    assert "đơn vị tính: Số hồ sơ TTHC" in words
    found = lines(leader, url)
    assert found[AGENCY, "Tiếp nhận: trực tuyến"] == [200, 3, 197]
    assert found[AGENCY, "Tiếp nhận: trực tiếp và bưu chính"] == [38, 2, 36]
    assert found[AGENCY, "Tiếp nhận trong kỳ: tổng số"] == [238, 5, 233]
    assert found[AGENCY, "Kỳ trước chuyển sang"] == [5, 1, 4]
    assert found[AGENCY, "Tiếp nhận: tổng số"] == [243, 6, 237]
    assert found["Tổng số", "Tiếp nhận: trực tuyến"] == [204, 4, 200]  # the whole register
    assert found[UNKNOWN, "Tiếp nhận: trực tuyến"] == [4, "", ""]  # never 0 where nobody knows


def test_each_figure_leads_to_its_dossiers(app: Flask, tmp_path: Path, officer: CheckedClient) -> None:
    register()
    answer = officer.get(shown(tmp_path))
    links = [link for link in answer.text.split('href="') if link.startswith("/ho-so?")]
    online = next(
        link.split('"')[0] for link in links if "state=received_online" in link and "agency=" in link
    )
    listed = officer.get(online.replace("&amp;", "&")).text
    assert listed.count("MAU-") >= 3
    assert "3 hồ sơ" in words_of(officer.get(online.replace("&amp;", "&")))


def test_a_row_that_agrees_says_so(app: Flask, tmp_path: Path, leader: CheckedClient) -> None:
    register()
    row = (1, AGENCY, 6, 3, 2, 1, 0, 0, 0, 0, 6, 6, 0)
    assert "khớp sổ" in words_of(leader.get(shown(tmp_path, [row])))


def test_a_broken_sum_stands_beside_its_row(app: Flask, tmp_path: Path, leader: CheckedClient) -> None:
    wrong = (*BOARD[:2], 250, *BOARD[3:])
    url = shown(tmp_path, [wrong, ROWS[2]])
    words = words_of(leader.get(url + "?only=broken"))
    assert "“Tiếp nhận: tổng số” ghi 250, nhưng các phần cộng lại là 243" in words
    assert UNKNOWN not in words
    assert "các phần cộng lại là 243" in leader.get(url + "?format=csv").text


def test_a_forms_totals_begin_a_recorded_total(app: Flask, tmp_path: Path, officer: CheckedClient) -> None:
    text = officer.get(shown(tmp_path, [BOARD])).text
    [link] = [link.split('"')[0] for link in text.split('href="') if link.startswith("/so-lieu/tong-so/moi?")]
    fields = officer.get(link.replace("&amp;", "&")).text
    for value in (AGENCY, "01/04/2023", "30/04/2023", 'value="238"', 'value="200"'):
        assert value in fields


def test_a_form_uploaded_by_mistake_goes_with_its_figures(
    app: Flask, tmp_path: Path, officer: CheckedClient
) -> None:
    path = file(tmp_path, form([BOARD]))
    take_in(path)
    url = shown(tmp_path, [(*BOARD[:3], 201, 37, *BOARD[5:])])
    assert "01/04/2023–30/04/2023" in words_of(officer.get(url + "/xoa"))
    assert officer.post(url + "/xoa").status_code == 303
    assert officer.get(url).status_code == 404
    for table in (ReportedFigure, FormerFigure):
        assert not db.session.scalar(db.select(table.id))
    assert take_in(path)[:4] == (1, 1, 0, 0)


def test_former_values_are_shown(app: Flask, tmp_path: Path, leader: CheckedClient) -> None:
    take_in(file(tmp_path, form([BOARD])))
    words = words_of(leader.get(shown(tmp_path, [(*BOARD[:3], 201, 37, *BOARD[5:])])))
    assert "biểu ghi 200" in words
    assert "biểu ghi 38" in words


def test_a_source_of_its_own_is_compared_with_its_own_dossiers(
    app: Flask, tmp_path: Path, leader: CheckedClient
) -> None:
    register()
    factories.dossier(None, date(2023, 4, 9), "online", source="igate")
    db.session.commit()
    url = shown(tmp_path, [ROWS[3]], source="igate")
    assert lines(leader, url)["Tổng số", "Tiếp nhận: trực tuyến"] == [204, 1, 203]
    assert "So với hồ sơ của nguồn igate" in words_of(leader.get(url))


def test_without_a_register_nothing_is_counted(app: Flask, tmp_path: Path, leader: CheckedClient) -> None:
    url = shown(tmp_path, [ROWS[3]])
    assert lines(leader, url)["Tổng số", "Tiếp nhận: trực tuyến"] == [204, "", ""]
    assert "Sổ hồ sơ chưa có hồ sơ nào" in words_of(leader.get(url))


def test_by_field_the_register_may_leave_out_the_word(
    app: Flask, tmp_path: Path, leader: CheckedClient
) -> None:
    from tests.rates.test_summary_actions import BY_FIELD

    factories.dossier(None, date(2023, 4, 9), "online", field="Đầu tư", field_folded="dau tu")
    db.session.commit()
    take_in(file(tmp_path, form([(1, "Lĩnh vực Đầu tư", *BOARD[2:])], layout=BY_FIELD)))
    db.session.commit()
    number = db.session.scalars(db.select(SummaryForm.id)).one()
    book = leader.get(f"/so-lieu/bieu-tong-hop/{number}?format=csv").text
    assert "Lĩnh vực Đầu tư;Tiếp nhận: trực tuyến;200;1;199" in book


def test_from_the_upload_to_the_list(app: Flask, tmp_path: Path, officer: CheckedClient) -> None:
    content = file(tmp_path, form(titles=("BÁO CÁO",))).read_bytes()
    data = {"kind": "summary", "source": "main"}
    refused = officer.post("/nhap-lieu/moi", data={**data, "file": files.upload(content, "bieu.xlsx")})
    assert refused.status_code == 422
    assert "Không rõ biểu này của kỳ nào" in words_of(refused)
    sent = {**data, "period": "tháng 4/2023", "file": files.upload(content, "bieu.xlsx")}
    there = officer.post("/nhap-lieu/moi", data=sent)
    assert there.status_code == 303
    words = words_of(officer.get(there.location))
    assert "Nhập 4 dòng số liệu" in words
    assert "Kỳ của biểu: 01/04/2023–30/04/2023." in words
    assert "Chưa có biểu tổng hợp nào" in words_of(officer.get("/so-lieu/bieu-tong-hop"))


def test_broken_sums_are_seen_before_anything_is_written(
    app: Flask, tmp_path: Path, officer: CheckedClient
) -> None:
    content = file(tmp_path, form([(*BOARD[:2], 250, *BOARD[3:])])).read_bytes()
    sent = {"kind": "summary", "source": "main", "file": files.upload(content, "bieu.xlsx")}
    there = officer.post("/nhap-lieu/moi", data=sent)
    words = words_of(officer.get(there.location))
    assert "“Tiếp nhận: tổng số” ghi 250, nhưng các phần cộng lại là 243" in words
    assert "Phép cộng trong biểu không khớp" in words
    assert "Đơn vị tính: Số hồ sơ TTHC." in words


def test_all_rows_stand_in_short_above(app: Flask, tmp_path: Path, leader: CheckedClient) -> None:
    register()
    page = leader.get(shown(tmp_path))
    short = page.text.partition("Tóm tắt các dòng")[2].partition("</table>")[0]
    assert short.count("<tr>") == 1 + len(ROWS)
    assert 'href="#row-1-1"' in short
    assert 'id="row-1-1"' in page.text
    assert "khác sổ" in short
    assert "sổ không có" in short


def test_what_a_form_says_is_told_in_the_language_of_whoever_reads(
    app: Flask, tmp_path: Path, officer: CheckedClient
) -> None:
    content = file(tmp_path, form([(*BOARD[:2], 12_250, *BOARD[3:])])).read_bytes()
    sent = {"kind": "summary", "source": "main", "file": files.upload(content, "bieu.xlsx")}
    there = officer.post("/nhap-lieu/moi", data=sent).location
    officer.user.locale = "en"
    db.session.commit()
    words = words_of(officer.get(there))
    assert "says 12,250, but its parts add up to 243" in words
    assert "Period of the form: 01/04/2023–30/04/2023." in words


def test_figures_of_a_form_are_not_said_to_be_in_every_page(
    app: Flask, tmp_path: Path, officer: CheckedClient
) -> None:
    run = queue(receive(file(tmp_path, form()).read_bytes(), kind="summary", name="bieu.xlsx"))
    assert importing.run_import(run.public_id)
    words = words_of(officer.get(f"/nhap-lieu/{run.public_id}"))
    assert "Đã nhập xong" in words
    assert "các tỷ lệ vẫn tính từ sổ" in words
    assert "Số liệu ở mọi trang" not in words


def test_the_list_of_forms(app: Flask, tmp_path: Path, officer: CheckedClient) -> None:
    url = shown(tmp_path)
    words = words_of(officer.get("/so-lieu/bieu-tong-hop"))
    assert "Tháng 04/2023" in words
    assert "BÁO CÁO TÌNH HÌNH GIẢI QUYẾT" in words
    assert url in officer.get("/so-lieu/bieu-tong-hop?page=9").text
    assert officer.get("/so-lieu/bieu-tong-hop/999999").status_code == 404


@pytest.mark.parametrize("query", ["?only=x", "?page=0", "?format=pdf", "?only=differing", "?page=99"])
def test_odd_addresses(app: Flask, tmp_path: Path, leader: CheckedClient, query: str) -> None:
    assert leader.get(shown(tmp_path) + query).status_code == 200


def test_few_statements_however_many_rows(
    app: Flask, tmp_path: Path, leader: CheckedClient, count_queries: Any
) -> None:
    register()
    many = [(number, f"Đơn vị {number}", *BOARD[2:]) for number in range(1, 40)]
    url = shown(tmp_path, many)
    leader.get(url)
    count_queries()
    leader.get(url)
    assert count_queries() <= 16


def test_what_a_form_would_change_is_shown_before_it_is_written(
    app: Flask, tmp_path: Path, officer: CheckedClient
) -> None:
    shown(tmp_path)
    board = (*BOARD[:3], 1201, *BOARD[4:])  # one figure other than before
    newcomer = (3, "Sở Xây dựng", *BOARD[2:])
    content = file(tmp_path, form([ROWS[0], board, newcomer, *ROWS[2:]])).read_bytes()
    data = {"kind": "summary", "source": "main", "file": files.upload(content, "bieu.xlsx")}
    page = officer.post("/nhap-lieu/moi", data=data, content_type="multipart/form-data").headers["Location"]
    assert f"{page}/thay-doi" in officer.get(page).text
    changes = words_of(officer.get(f"{page}/thay-doi"))
    assert "Tiếp nhận: trực tuyến: 200 thành 1.201" in changes
    assert AGENCY in changes
    assert "Sở Xây dựng" not in changes, "new rows change nothing"
    assert "Sở Tài chính" not in changes
    assert db.session.query(FormerFigure).count() == 0


def test_shares_and_figures_that_were_not_reported_before(app: Flask, tmp_path: Path) -> None:
    from tests.rates.test_summary_actions import OPENCPS

    row = (1, "Ban Quản lý", 243, 5, 238, 38, 200, 230, 130, 98, 2, None, 220, 10, 13, 12, 1, 0, "99,13%")
    path = file(tmp_path, form([row], layout=OPENCPS))
    assert take_in(path, trial=True).changed == []
    take_in(path)
    path = file(tmp_path, form([(*row[:11], 4, *row[12:-1], "98,5%")], layout=OPENCPS))
    (one,) = take_in(path, trial=True).changed
    assert one.name == "Ban Quản lý"
    assert [pair[1:] for pair in one.differences] == [(None, "4"), ("99,13%", "98,50%")]


def test_the_only_form_of_an_import_is_opened_at_once(
    app: Flask, tmp_path: Path, officer: CheckedClient
) -> None:
    """A list of one is one tap too many; what an import left nothing of is an empty list."""
    run = making.import_run(kind="summary")
    db.session.commit()
    url = shown(tmp_path, import_id=run.id)
    other = making.import_run(kind="summary")
    db.session.commit()
    assert officer.get(f"/so-lieu/bieu-tong-hop?import={run.public_id}").headers["Location"] == url
    assert officer.get(f"/so-lieu/bieu-tong-hop?import={other.public_id}").status_code == 200
    assert officer.get("/so-lieu/bieu-tong-hop").status_code == 200
