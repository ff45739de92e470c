"""Files that were uploaded as another kind of list than they are."""

from sqlalchemy import func, select

from outreach.database import db
from outreach.dossiers import importing
from outreach.dossiers.models import ImportRun
from tests.client import CheckedClient
from tests.dossiers import files, waiting
from tests.dossiers.runs import again, in_register
from tests.dossiers.test_columns import strange
from tests.dossiers.test_views import latest, send

FORM = ("STT", "Đơn vị", "Tiếp nhận > Tổng số", "Tiếp nhận > Trong kỳ > Trực tuyến", "Tiếp nhận > Kỳ trước")
ASKED = "Tệp này có phải là"


def monthly() -> bytes:
    """A form of a month, as a board reports it."""
    return files.csv(
        [FORM, ("1", "Ban Quản lý", "12", "7", "5")], ("Từ ngày 01/03/2024 đến ngày 31/03/2024",)
    )


def test_a_form_uploaded_as_a_list_of_dossiers_is_read_as_a_form_by_one_button(
    officer: CheckedClient,
) -> None:
    page = send(officer, monthly()).headers["Location"]
    text = officer.get(page).text
    assert f"{ASKED} “Biểu tổng hợp”?" in text
    before = latest()
    moved = officer.post(page.replace("/cot", "/loai"), data={"kind": "summary"})
    run = latest()
    assert (moved.status_code, moved.headers["Location"]) == (303, f"/nhap-lieu/{run.public_id}")
    assert (run.kind, run.state, run.filename) == ("summary", "uploaded", before.filename)
    assert officer.get(page).status_code == 404, "the upload as another kind is gone"
    assert importing.UPLOADS.path_of(run.stored_as) is not None


def test_a_list_of_dossiers_uploaded_as_a_form_is_seen_too(officer: CheckedClient) -> None:
    content = files.csv([("1-1", "05/03/2024", "Công ty Mẫu")], ("Mã hồ sơ", "Ngày tiếp nhận", "Chủ hồ sơ"))
    page = send(officer, content, kind="summary").headers["Location"]
    assert f"{ASKED} “Hồ sơ”?" in officer.get(page).text
    officer.post(page.replace("/cot", "/loai"), data={"kind": "dossiers"})
    assert (latest().kind, latest().created, in_register()) == ("dossiers", 1, 0)


def test_nothing_is_offered_where_no_other_kind_fits(officer: CheckedClient) -> None:
    page = send(officer, strange()).headers["Location"]
    assert ASKED not in officer.get(page).text


def test_a_kind_that_is_none_or_an_import_that_is_settled_changes_nothing(officer: CheckedClient) -> None:
    run = waiting.asking()
    settled = waiting.to_be_confirmed()
    db.session.commit()
    for one, kind in ((run, "nothing"), (run, ""), (settled, "summary")):
        before = _count()
        sent = officer.post(f"/nhap-lieu/{one.public_id}/loai", data={"kind": kind})
        assert sent.status_code == 303
        assert (_count(), again(one).state) == (before, one.state)


def test_what_cannot_be_read_as_the_other_kind_stays_and_says_why(officer: CheckedClient) -> None:
    page = send(officer, monthly()).headers["Location"]
    importing.UPLOADS.forget(latest().stored_as)
    officer.post(page.replace("/cot", "/loai"), data={"kind": "summary"})
    assert (latest().kind, latest().state) == ("dossiers", "asking")
    assert "Không còn tệp đã tải lên" in officer.get("/nhap-lieu").text


def _count() -> int:
    db.session.rollback()
    count = db.session.scalar(select(func.count()).select_from(ImportRun)) or 0
    db.session.rollback()
    return count
