"""Pages of the register and of imports."""

import io
import os
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.models import AccessRecord
from outreach.database import db
from outreach.dossiers import filters, importing
from outreach.dossiers.models import Dossier, ImportRun, MonthlyCount
from outreach.revisions import forget
from tests import factories
from tests.client import CheckedClient
from tests.dossiers import files

DAY = date(2024, 3, 5)
MULTIPART = "multipart/form-data"


def send(client: CheckedClient, content: bytes, **values: Any) -> Any:
    data = {"kind": "dossiers", "source": "main", "file": files.upload(content), **values}
    return client.post("/nhap-lieu/moi", data=data, content_type=MULTIPART)


def latest() -> ImportRun:
    db.session.rollback()
    db.session.expire_all()
    run = db.session.scalars(select(ImportRun).order_by(ImportRun.id.desc())).first()
    db.session.commit()
    assert run is not None
    return run


# ── the register ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_register_says_what_to_do(
    officer: CheckedClient, helpdesk: CheckedClient, clerk: CheckedClient
) -> None:
    for client, words in (
        (officer, "Nhập sổ hồ sơ"),
        (helpdesk, "Chưa có hồ sơ nào"),
        (clerk, "Chưa thấy hồ sơ"),
    ):
        assert words in client.get("/ho-so").text


def test_the_list_names_what_it_shows(officer: CheckedClient) -> None:
    business = factories.business("Công ty TNHH Thép Mẫu")
    factories.dossier(business, DAY, code="H24-1", due_on=DAY)
    db.session.commit()
    address = f"/ho-so?state=in_progress_late&from=2024-03-01&to=2024-03-31&business={business.id}"
    text = officer.get(address).text
    for words in ("Đang giải quyết, quá hạn", "01/03/2024 – 31/03/2024", "Công ty TNHH Thép Mẫu", "H24-1"):
        assert words in text
    part = officer.part(address).text
    assert part.lstrip().startswith('<section class="stack" id="register"')
    assert "Không có hồ sơ nào khớp" in officer.get("/ho-so?q=khong+co").text


def test_a_clerk_sees_only_the_own_business(clerk: CheckedClient) -> None:
    assert clerk.user is not None
    own = factories.dossier(clerk.user.business, DAY, code="OWN-1")
    foreign = factories.dossier(factories.business(), DAY, code="FOREIGN-1")
    nobodys = factories.dossier(None, DAY, code="NOBODY-1")
    db.session.commit()
    text = clerk.get("/ho-so").text
    assert "OWN-1" in text
    assert "FOREIGN-1" not in text
    assert "NOBODY-1" not in text
    assert "OWN-1" in clerk.get(f"/ho-so/{own.id}").text
    for other in (foreign.id, nobodys.id, 2**31, 10**30):
        assert clerk.get(f"/ho-so/{other}").status_code == 404
    assert clerk.post(f"/ho-so/{own.id}/cach-nop", data={"assistance": "alone"}).status_code == 403


def test_a_clerk_is_told_that_the_dossier_arrived(clerk: CheckedClient) -> None:
    assert clerk.user is not None
    dossier = factories.dossier(clerk.user.business, DAY)
    db.session.commit()
    assert (
        "Hồ sơ đã có trên hệ thống một cửa, tiếp nhận ngày 05/03/2024"
        in clerk.get(f"/ho-so/{dossier.id}").text
    )
    dossier.status = "not_received"
    db.session.commit()
    assert "đã có trên hệ thống" not in clerk.get(f"/ho-so/{dossier.id}").text


def test_leaders_read_who_filed_and_do_not_say(leader: CheckedClient) -> None:
    dossier = factories.dossier(factories.business(), DAY, assistance="filed_for")
    db.session.commit()
    text = leader.get(f"/ho-so/{dossier.id}").text
    assert "Cán bộ nộp hộ" in text
    assert "Lưu cách nộp" not in text
    assert leader.post(f"/ho-so/{dossier.id}/cach-nop", data={"assistance": ""}).status_code == 403


def test_staff_say_who_filed_and_the_counts_follow(helpdesk: CheckedClient) -> None:
    dossier = factories.dossier(factories.business(), DAY)
    db.session.commit()
    page = f"/ho-so/{dossier.id}"
    assert "Ai nộp hồ sơ này?" in helpdesk.get(page).text
    for said, kept, counted in (("filed_for", "filed_for", 1), ("", None, 0), ("alone", "alone", 0)):
        answer = helpdesk.post(f"{page}/cach-nop", data={"assistance": said})
        assert (answer.status_code, answer.headers["Location"]) == (303, page)
        db.session.expire_all()
        assert db.session.get_one(Dossier, dossier.id).assistance == kept
        assert db.session.scalars(select(MonthlyCount.filed_for)).one() == counted
        db.session.rollback()
    assert helpdesk.post(f"{page}/cach-nop", data={"assistance": "somebody"}).status_code == 422


def test_the_list_asks_the_database_as_often_for_two_rows_as_for_fifty(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    asked = []
    for upto in (2, 50):
        for _ in range(upto):
            factories.dossier(factories.business(), DAY, procedure_id=factories.procedure().id)
        db.session.commit()
        forget()
        count_queries()
        officer.get("/ho-so")
        asked.append(count_queries())
    assert asked[0] == asked[1] <= 9
    officer.get("/ho-so?sort=oldest")
    assert count_queries() == asked[1] - 3  # the total, the fields and the sources are known by now


def test_the_list_follows_the_register(officer: CheckedClient) -> None:
    dossier = factories.dossier(factories.business(), DAY, field="Lao động", field_folded="lao dong")
    db.session.commit()
    asked = {path: officer.get(path).text for path in ("/ho-so", "/ho-so?assistance=assisted")}
    assert ">Lao động</option>" in asked["/ho-so"]
    assert dossier.code not in asked["/ho-so?assistance=assisted"]
    officer.post(f"/ho-so/{dossier.id}/cach-nop", data={"assistance": "assisted"})
    assert ">1</b> hồ sơ" in officer.get("/ho-so?assistance=assisted").text


@pytest.mark.parametrize(
    "text", ["%00", "a%00b", "%ed%a0%80", "%ff", "%F0%9F%98%80", "'--", "%25", "9" * 300]
)
def test_strange_addresses_are_answered(officer: CheckedClient, text: str) -> None:
    names = (*filters.NAMES, "page")
    assert officer.get("/ho-so?" + "&".join(f"{name}={text}" for name in names)).status_code == 200
    for page, asked in (
        ("/ho-so", names),
        ("/thu-tuc", ("q", "field", "level", "page")),
        ("/nhap-lieu", ("page",)),
    ):
        for name in asked:
            assert officer.get(f"{page}?{name}={text}").status_code == 200, (page, name)
    assert officer.get(f"/nhap-lieu/{text}").status_code == 404


# ── imports ──────────────────────────────────────────────────────────────────────────────────────────────


def test_from_upload_to_result(app: Flask, officer: CheckedClient) -> None:
    content = files.small(3) + "\r\nBAD-1;31/02/2024;;;<b>Công ty</b>;Trực tuyến;".encode()
    assert officer.get("/nhap-lieu").status_code == officer.get("/nhap-lieu/moi?kind=x").status_code == 200
    sent = send(officer, content)
    assert sent.status_code == 303
    page = sent.headers["Location"]
    text = officer.get(page).text
    for words in ("Sẽ tạo mới", "Nhập 3 hồ sơ", "31/02/2024", "Hình thức nộp", "sổ hồ sơ.csv"):
        assert words in text
    assert db.session.scalar(select(func.count()).select_from(Dossier)) == 0
    db.session.rollback()

    assert officer.post(f"{page}/nhap").headers["Location"] == page
    waiting = officer.get(page).text
    assert "bộ phận chạy nền của máy chủ chưa hoạt động" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert importing.run_import(latest().public_id)

    result = officer.get(page).text
    assert "every 1s" not in result
    assert "Đã nhập xong" in result
    rows = f"/ho-so?import={latest().public_id}"
    assert rows in result
    assert officer.get(rows).text.count("H24-0000") == 3
    assert "/so-lieu?from=2024-03-05&amp;to=2024-03-05" in result
    assert officer.part(page).text.lstrip().startswith('<div class="stack" id="import"')

    again = officer.get(send(officer, content).headers["Location"]).text
    assert "Tệp này giống hệt tệp đã nhập" in again
    assert "Không có gì mới để nhập" in again
    noted = db.session.scalars(select(AccessRecord.what).order_by(AccessRecord.id)).all()
    assert noted == ["import.upload", "import.dossiers", "import.upload"]


def test_the_bar_says_how_far_it_is(officer: CheckedClient) -> None:
    page = send(officer, files.small(3)).headers["Location"]
    run = latest()
    importing.run_due_imports()  # nothing queued; but now somebody looks
    officer.post(f"{page}/nhap")
    assert "Đang chờ đến lượt" in officer.get(page).text
    assert officer.part(f"{page}?poll=1&seen=queued-3-3").status_code == 204
    assert officer.part(f"{page}?poll=1&seen=uploaded-3-3").status_code == 200
    for state, done, read, words in (
        ("staging", 0, None, "Đang đọc tệp"), ("staging", 2, None, "Đã đọc 2 dòng"),
        ("staging", 3, 3, "đang so với sổ"), ("running", 3, 3, "đang ghi vào sổ"),
        ("undoing", 3, 3, "Đang hoàn tác"),
    ):  # fmt: skip
        values = {"state": state, "done_rows": done, "read": read, "claimed_by": "somebody:1"}
        db.session.execute(ImportRun.__table__.update().values(**values))
        db.session.commit()
        assert words in officer.get(f"/nhap-lieu/{run.public_id}").text
    db.session.execute(ImportRun.__table__.update().values(state="failed", fault="Tệp hỏng rồi."))
    db.session.commit()
    failed = officer.get(page).text
    assert "Tệp hỏng rồi." in failed
    assert "Nhập 3 hồ sơ" in failed


def test_an_upload_may_be_thrown_away(app: Flask, officer: CheckedClient) -> None:
    page = send(officer, files.small()).headers["Location"]
    kept = latest().stored_as
    assert importing.UPLOADS.path_of(kept) is not None
    assert officer.post(f"{page}/bo").headers["Location"] == "/nhap-lieu"
    assert importing.UPLOADS.path_of(kept) is None
    assert officer.get(page).status_code == 404
    for deed in ("nhap", "bo", "hoan-tac"):  # in a tab that was open all along
        assert officer.post(f"{page}/{deed}").headers["Location"] == "/nhap-lieu"
        assert latest().state == "discarded"
    assert "đã bỏ" in officer.get("/nhap-lieu").text


def test_what_is_done_is_neither_queued_nor_thrown_away_again(officer: CheckedClient) -> None:
    page = send(officer, files.small()).headers["Location"]
    officer.post(f"{page}/nhap")
    assert importing.run_import(latest().public_id)
    for deed in ("nhap", "bo"):
        assert officer.post(f"{page}/{deed}").headers["Location"] == page
        assert latest().state == "done"
    assert "đã được nhập hoặc đã bỏ" in officer.get(page).text


def test_the_original_is_for_officers_as_a_download_and_noted(
    officer: CheckedClient, helpdesk: CheckedClient, administrator: CheckedClient
) -> None:
    content = files.small()
    page = send(officer, content, file=(io.BytesIO(content), 'sổ "tháng 3".csv')).headers["Location"]
    with administrator.get(f"{page}/tep") as got:
        assert got.data == content
        assert got.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in got.headers["Content-Security-Policy"]
    assert helpdesk.get(f"{page}/tep").status_code == 403
    assert "import.file" in db.session.scalars(select(AccessRecord.what)).all()
    db.session.rollback()
    importing.UPLOADS.forget(latest().stored_as)
    assert officer.get(f"{page}/tep").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"", b"   ", b"%PDF-1.7 x", b"<html><table></table></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999,
        b"PK\x03\x04" + b"\0" * 50, b"a;b;c\r\n1;2;3\r\n", b"\xff\xfe\x00", os.urandom(3000), b"\x00" * 3000,
        files.small()[:-1] + b'"', "Mã hồ sơ;Ngày tiếp nhận\r\n".encode("utf-16")[:33],
        b"=cmd|' /C calc'!A0;1\r\n" * 9,
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_in_words_and_leaves_nothing(
    app: Flask, officer: CheckedClient, content: bytes
) -> None:
    answer = send(officer, content)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert db.session.scalar(select(func.count()).select_from(ImportRun)) == 0
    folder = app.config["DATA_DIR"] / "imports"
    assert not folder.exists() or not list(folder.iterdir())


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "people"}, {"kind": ""}, {"source": "x" * 41}, {"source": "a/b"}, {"source": "<script>"},
        {"file": (io.BytesIO(), "")},
    ],
)  # fmt: skip
def test_a_wrong_form_is_refused_beside_its_field(officer: CheckedClient, values: dict[str, Any]) -> None:
    answer = send(officer, files.small(), **values)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_cells_of_every_sort_never_break_the_preview(officer: CheckedClient) -> None:
    wild = [
        (f"W-{n}", day, "", tax, name, "Trực tuyến", "Đã trả kết quả")
        for n, (day, tax, name) in enumerate(
            [
                ("05/03/2024", "9" * 400, "x"), ("9" * 5000, "", "x"), ("-1", "", ""), ("1e308", "", ""),
                ("05/03/2024", "", "\u202eevil\u200b" * 50), ("05/03/2024", "", "tab\tname"),
                ("05/03/2024", "", "ế" * 3000), ("05/03/2024", "", "'; DROP TABLE dossiers;--"),
                ("05/03/2024", "", "<img src=x onerror=alert(1)>"),
            ]
        )
    ]  # fmt: skip
    sent = send(officer, files.csv(wild))
    assert sent.status_code == 303
    page = sent.headers["Location"]
    assert "<img src=x" not in officer.get(page).text
    officer.post(f"{page}/nhap")
    assert importing.run_import(latest().public_id)
    assert officer.get(page).status_code == 200
    assert "<img src=x" not in officer.get("/ho-so").text


def test_businesses_and_procedures_come_in_by_the_same_door(officer: CheckedClient) -> None:
    for kind, words in (("businesses", "Nhập 58 doanh nghiệp"), ("procedures", "Nhập 10 thủ tục")):
        content = (files.HAU_GIANG.parent / f"{kind}.csv").read_bytes()
        page = send(officer, content, kind=kind).headers["Location"]
        assert words in officer.get(page).text
        officer.post(f"{page}/nhap")
        assert importing.run_import(latest().public_id)
        assert "Đã nhập xong" in officer.get(page).text
    listing = officer.get("/nhap-lieu").text
    assert listing.count("Đã nhập") >= 2


def test_addresses_of_imports_cannot_be_guessed(officer: CheckedClient) -> None:
    for address in ("/nhap-lieu/1", "/nhap-lieu/%00", "/nhap-lieu/" + "x" * 3000, "/nhap-lieu/../../etc"):
        assert officer.get(address).status_code == 404
