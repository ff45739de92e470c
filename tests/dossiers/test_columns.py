"""What the columns of a file mean: asked, said, remembered, forgotten."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.database import db
from outreach.dossiers import actions, importing
from outreach.dossiers.importing import receiving, rereading
from outreach.dossiers.models import ColumnMap, Dossier, ImportRun
from outreach.sheets.values import parse_date
from tests.client import CheckedClient
from tests.dossiers import files
from tests.dossiers.runs import again, in_register, receive
from tests.dossiers.test_views import latest, send
from tests.sheets import containers
from tests.threads import at_once

STRANGE = ("#", "Ký hiệu phiếu", "Bên gửi", "Số ĐKKD", "Vào sổ", "Xong", "Gửi mạng?", "Đến đâu rồi")
SAID = {
    "column_0": "", "column_1": "dossier_code", "column_2": "applicant", "column_3": "tax_code",
    "column_4": "received_on", "column_5": "returned_on", "column_6": "filing_channel@Trực tuyến",
    "column_7": "status",
}  # fmt: skip


def strange(month: int = 3, headings: tuple[str, ...] = STRANGE, count: int = 4) -> bytes:
    """A register whose headings nobody has seen."""
    rows = [
        (
            n, f"PM-24{month:02d}-{n:03d}", f"Công ty TNHH Mẫu {n % 2}", f"03005885{n % 2}9",
            f"05/{month:02d}/2024", f"08/{month:02d}/2024", "x" if n % 2 else "", "Đã trả kết quả",
        )
        for n in range(1, count + 1)
    ]  # fmt: skip
    order = [STRANGE.index(heading) for heading in headings]
    return files.csv([[row[place] for place in order] for row in rows], headings)


def state() -> str:
    return again(latest()).state


def taken_in(officer: CheckedClient, page: str) -> None:
    assert officer.post(f"{page}/nhap").status_code == 303
    assert importing.run_import(latest().public_id)
    assert state() == "done"


def test_a_file_with_unknown_headings_is_led_to_the_page_of_its_columns(officer: CheckedClient) -> None:
    sent = send(officer, strange())
    assert sent.status_code == 303
    page = sent.headers["Location"]
    assert page.endswith("/cot")
    assert (state(), in_register()) == ("asking", 0)
    text = officer.get(page).text
    for words in ("Mỗi cột trong tệp là gì?", "Ký hiệu phiếu", "PM-2403-001", "cột B", "“Ngày tiếp nhận”"):
        assert words in text
    shown = officer.get(page.removesuffix("/cot"))
    assert "Chọn các cột" in shown.text
    assert "Chờ chọn cột" in officer.get("/nhap-lieu").text
    assert officer.part(page).text.lstrip().startswith('<div class="stack" id="import-columns"')


def test_what_is_said_of_the_columns_is_read_and_counted(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    saved = officer.post(page, data=SAID)
    assert (saved.status_code, saved.headers["Location"]) == (303, page.removesuffix("/cot"))
    text = officer.get(saved.headers["Location"]).text
    for words in ("Nhập 4 hồ sơ", "Chọn bằng tay", "Không dùng đến: “#”"):
        assert words in text
    taken_in(officer, saved.headers["Location"])
    found = db.session.scalars(select(Dossier).order_by(Dossier.code)).all()
    assert [one.filing_channel for one in found] == ["online", None, "online", None]
    assert {one.received_on for one in found} == {parse_date("05/03/2024")}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"column_4": ""}, "Chưa có cột nào là “Ngày tiếp nhận”"),
        ({"column_5": "received_on"}, "Cột “Vào sổ” đã được hiểu như vậy"),
        ({"column_5": "password"}, "error"),
    ],
)
def test_columns_that_cannot_be_are_refused_beside_them(
    officer: CheckedClient, values: dict[str, str], words: str
) -> None:
    page = send(officer, strange()).headers["Location"]
    answer = officer.post(page, data={**SAID, **values})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert '<option selected value="dossier_code">' in answer.text
    assert state() == "asking"


def test_the_next_file_with_these_headings_is_read_as_the_last_time(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    taken_in(officer, officer.post(page, data=SAID).headers["Location"])
    turned = (STRANGE[4], STRANGE[1], *STRANGE[5:], STRANGE[0], *STRANGE[2:4])
    sent = send(officer, strange(4, turned))
    text = officer.get(sent.headers["Location"]).text
    assert "Như lần trước" in text
    assert "Nhập 4 hồ sơ" in text
    taken_in(officer, sent.headers["Location"])
    assert in_register() == 8
    other = send(officer, strange(5, STRANGE[1:]))
    assert other.headers["Location"].endswith("/cot"), "another set of headings is another list"
    elsewhere = send(officer, strange(6), source="one-stop 2")
    assert elsewhere.headers["Location"].endswith("/cot"), "another source may mean something else"


def test_two_files_with_new_headings_may_be_confirmed_at_once(app: Flask) -> None:
    runs = [receive(files.small(count)).id for count in (3, 4, 5, 6)]

    def confirm(run_id: int) -> None:
        with app.app_context():
            actions.queue_import(db.session.get_one(ImportRun, run_id))
            db.session.commit()

    db.session.commit()
    at_once(*(lambda run_id=run_id: confirm(run_id) for run_id in runs))  # type: ignore[misc]
    assert db.session.scalars(select(ColumnMap.kind)).all() == ["dossiers"]
    assert set(db.session.scalars(select(ImportRun.state))) == {"queued"}


def test_what_was_not_confirmed_is_not_remembered(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    saved = officer.post(page, data=SAID).headers["Location"]
    assert officer.post(f"{saved}/bo").status_code == 303
    assert send(officer, strange(4)).headers["Location"].endswith("/cot")


def test_what_was_remembered_is_forgotten_when_asked(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    taken_in(officer, officer.post(page, data=SAID).headers["Location"])
    page = send(officer, strange(4)).headers["Location"]
    assert "Quên cách hiểu" in officer.get(f"{page}/cot").text
    assert officer.post(f"{page}/cot/quen").status_code == 303
    assert state() == "asking"
    assert db.session.scalar(select(func.count()).select_from(ColumnMap)) == 0
    db.session.rollback()
    assert "Quên cách hiểu" not in officer.get(f"{page}/cot").text


def test_a_known_list_is_corrected_and_counted_again(officer: CheckedClient) -> None:
    page = send(officer, files.small(3)).headers["Location"]
    text = officer.get(f"{page}/cot").text
    assert "Sửa cách hiểu các cột" in officer.get(page).text
    assert "Đoán theo nội dung" not in text
    # Whoever filed was meant by another column; the channel is left out.
    said = {
        "column_0": "dossier_code", "column_1": "received_on", "column_2": "due_on", "column_3": "tax_code",
        "column_4": "applicant", "column_5": "", "column_6": "status",
    }  # fmt: skip
    assert officer.post(f"{page}/cot", data=said).status_code == 303
    text = officer.get(page).text
    assert "Nhập 3 hồ sơ" in text
    assert "mọi hồ sơ mới đều “chưa rõ” cách nộp" in text
    taken_in(officer, page)
    found = db.session.scalars(select(Dossier)).all()
    assert {(one.filing_channel, one.returned_on, one.due_on) for one in found} == {
        (None, None, parse_date("08/03/2024"))
    }


def test_lists_without_a_stage_are_asked_about_too(officer: CheckedClient) -> None:
    for kind, content, said, words in (
        (
            "businesses", files.csv([("0300588519", "Công ty A", "KCN Mẫu")], ("Số ĐK", "Gọi là", "Ở đâu")),
            {"column_0": "tax_code", "column_1": "name", "column_2": "zone"}, "Nhập 1 doanh nghiệp",
        ),
        (
            "procedures", files.csv([("1.009664", "Cấp giấy")], ("Số hiệu việc", "Tên việc")),
            {"column_0": "procedure_code", "column_1": "name"}, "Nhập 1 thủ tục",
        ),
        (
            "summary", files.csv([("Sở Mẫu", 3, 2, 1)], ("Bên báo cáo", "Vào", "Mạng", "Tại chỗ")),
            {
                "column_0": "unit", "column_1": "received_total", "column_2": "received_online",
                "column_3": "received_direct",
            },
            "Nhập 1 dòng số liệu",
        ),
    ):  # fmt: skip
        sent = send(officer, content, kind=kind, period="tháng 3/2024")
        page = sent.headers["Location"]
        assert page.endswith("/cot"), (kind, sent.status_code)
        assert officer.post(page, data=said).status_code == 303
        page = page.removesuffix("/cot")
        assert words in officer.get(page).text, kind
        taken_in(officer, page)
        again_sent = send(officer, content, kind=kind, period="tháng 3/2024").headers["Location"]
        assert "Như lần trước" in officer.get(again_sent).text, kind


def test_another_sheet_and_another_row_of_headings_are_chosen(officer: CheckedClient, tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    path = tmp_path / "two.xlsx"
    book = Workbook(path)
    for name, headings in (("Một", ("Việc", "Người", "Ngày")), ("Hai", files.HEADINGS)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ("Danh sách", "lập", "ngày", "01/04/2024"))
        sheet.write_row(2, 0, headings)
        sheet.write_row(3, 0, ("H24-1", "05/03/2024", "", "", "Công ty A", "Trực tuyến", "Đang xử lý"))
        sheet.write_row(4, 0, ("H24-2", "06/03/2024", "", "", "Công ty B", "Trực tiếp", "Đang xử lý"))
    book.close()
    page = send(officer, path.read_bytes()).headers["Location"]
    text = officer.get(page).text
    assert "Trang tính “Hai” của tệp có đủ các cột cần có." in text
    other = officer.get(f"{page}?sheet=Hai").text
    assert "Mã hồ sơ" in other
    assert "Dòng 3: Mã hồ sơ · Ngày tiếp nhận" in other
    assert "cột A" in officer.get(f"{page}?row=1").text
    for strange_choice in ("sheet=nobody", "row=999999999999", "row=-1", "sheet=%00", "row=5"):
        assert officer.get(f"{page}?{strange_choice}").status_code == 200
    said = {
        "sheet": "Hai", "column_0": "dossier_code", "column_1": "received_on", "column_4": "applicant",
        **dict.fromkeys(("column_2", "column_3", "column_5", "column_6"), ""),
    }  # fmt: skip
    assert officer.post(page, data=said).status_code == 303
    page = page.removesuffix("/cot")
    assert "Trang tính: “Hai”" in officer.get(page).text
    taken_in(officer, page)
    assert in_register() == 2
    once_more = officer.get(send(officer, path.read_bytes()).headers["Location"]).text
    assert "Như lần trước" in once_more


def test_behind_a_cover_the_list_is_found(officer: CheckedClient, tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    path = tmp_path / "cover.xlsx"
    book = Workbook(path)
    book.add_worksheet("Bìa").write(0, 0, "BÁO CÁO")
    sheet = book.add_worksheet("Sổ")
    sheet.write_row(0, 0, ("Mã hồ sơ", "Ngày tiếp nhận", "Chủ hồ sơ"))
    sheet.write_row(1, 0, ("H24-1", "05/03/2024", "Công ty A"))
    book.close()
    page = send(officer, path.read_bytes()).headers["Location"]
    assert "Trang tính: “Sổ”" in officer.get(page).text


def test_what_is_on_its_way_is_not_read_again(officer: CheckedClient) -> None:
    page = send(officer, files.small(3)).headers["Location"]
    officer.post(f"{page}/nhap")
    for answer in (officer.get(f"{page}/cot"), officer.post(f"{page}/cot", data=SAID)):
        assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert officer.post(f"{page}/cot/quen").status_code == 303
    assert state() == "queued"


def test_the_worker_asks_about_a_large_file_and_stages_it_as_said(
    app: Flask, officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (receiving, rereading):
        monkeypatch.setattr(module, "SMALL", 10)
    page = send(officer, strange()).headers["Location"]
    assert (page.endswith("/cot"), state()) == (False, "staging")
    assert importing.run_import(latest().public_id)
    assert state() == "asking"
    assert officer.post(f"{page}/cot", data=SAID).status_code == 303
    assert state() == "staging"
    assert importing.run_import(latest().public_id)
    assert state() == "uploaded"
    assert "Nhập 4 hồ sơ" in officer.get(page).text


def test_a_file_that_is_gone_is_said_to_be(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    importing.UPLOADS.forget(latest().stored_as)
    answer = officer.post(page, data=SAID)
    assert answer.status_code == 303
    assert "Không còn tệp đã tải lên" in officer.get(answer.headers["Location"]).text


@pytest.mark.parametrize("container", containers.CONTAINERS)
def test_every_container_is_asked_about(officer: CheckedClient, tmp_path: Path, container: str) -> None:
    cells = ("Công ty Mẫu", "0300588519", "05/03/2024", "08/03/2024", "x", "Đã trả kết quả")
    body = [(n, f"PM-2403-{n:03d}", *cells) for n in range(1, 4)]
    form = containers.Form([(heading,) for heading in STRANGE], body, titles=("BẢNG KÊ THÁNG 3",))
    path = tmp_path / "file"
    containers.CONTAINERS[container](path, form)
    page = send(officer, path.read_bytes()).headers["Location"]
    assert page.endswith("/cot")
    assert officer.post(page, data=SAID).status_code == 303
    assert "Nhập 3 hồ sơ" in officer.get(page.removesuffix("/cot")).text


def test_what_goes_wrong_while_it_is_read_again_is_left_to_the_worker(
    officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = send(officer, strange()).headers["Location"]

    def full(*_arguments: object, **_named: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(rereading, "stage_now", full)
    with pytest.raises(OSError, match="no space left"):
        officer.post(page, data=SAID)
    run = again(latest())
    assert (run.state, run.claimed_by) == ("staging", None)
    monkeypatch.undo()
    assert importing.run_import(run.public_id)
    assert "Nhập 4 hồ sơ" in officer.get(page.removesuffix("/cot")).text
