"""An upload that waits while others write: its counts are of the register as it was."""

from outreach.database import db
from outreach.dossiers import actions, importing
from tests import factories
from tests.client import CheckedClient
from tests.dossiers import files
from tests.dossiers.runs import again, in_register
from tests.dossiers.test_views import latest, send

MOVED = "Sổ đã thay đổi từ lúc tệp này được đọc"


def write(officer: CheckedClient, page: str) -> None:
    officer.post(f"{page}/nhap")
    assert importing.run_import(latest().public_id)


def test_counts_that_do_not_hold_any_more_say_so_and_are_made_again(officer: CheckedClient) -> None:
    first = send(officer, files.small()).headers["Location"]
    assert MOVED not in officer.get(first).text
    write(officer, first)
    written = latest()
    waits = send(officer, files.small()).headers["Location"]
    run = latest()
    assert "Không có gì mới để nhập" in officer.get(waits).text
    actions.ask_to_undo(again(written), by=factories.user().id)
    db.session.commit()
    assert importing.run_import(written.public_id)
    assert in_register() == 0
    assert MOVED in officer.get(waits).text
    compared = officer.post(f"{waits}/so-lai")
    assert (compared.status_code, compared.headers["Location"]) == (303, waits)
    run = again(run)
    assert (run.state, run.created, run.unchanged) == ("uploaded", 3, 0)
    page = officer.get(waits).text
    assert MOVED not in page
    assert "Nhập 3 hồ sơ" in page


def test_what_is_written_or_gone_is_not_compared_again(officer: CheckedClient) -> None:
    page = send(officer, files.small()).headers["Location"]
    write(officer, page)
    run = latest()
    assert officer.post(f"{page}/so-lai").status_code == 303
    assert (again(run).state, in_register()) == ("done", 3)
    assert MOVED not in officer.get(page).text
    assert officer.post("/nhap-lieu/unknown/so-lai").status_code == 404


def test_columns_that_somebody_said_still_hold(officer: CheckedClient) -> None:
    content = files.csv([("1-1", "05/03/2024")], ("Ref", "Vào sổ"))
    page = send(officer, content).headers["Location"]
    officer.post(page, data={"column_0": "dossier_code", "column_1": "received_on", "sheet": "", "row": ""})
    shown = page.removesuffix("/cot")
    officer.post(f"{shown}/so-lai")
    assert (latest().state, latest().created) == ("uploaded", 1)
