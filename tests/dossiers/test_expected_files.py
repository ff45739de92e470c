"""Monthly files: what was agreed on, how they stand, who is told once when one is late, and the pages."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.dossiers.actions import expected as actions
from outreach.dossiers.late_files_job import look_after_files
from outreach.dossiers.models import Dossier, ExpectedFile, ImportRow, ImportRun, ImportSpan
from outreach.dossiers.queries import expected as queries
from outreach.outbox.models import OutgoingMessage
from outreach.refusals import Refused
from tests import factories
from tests.client import CheckedClient, words_of
from tests.dossiers import making

MONDAY = date(2026, 11, 9)  # October's file was due on Thursday, 5/11


@pytest.fixture(autouse=True)
def mail(app: Flask) -> Iterator[None]:
    """E-mail is set up."""
    before = {name: app.config[name] for name in ("SMTP_URL", "PUBLIC_URL")}
    app.config.update(SMTP_URL="smtp://127.0.0.1:1", PUBLIC_URL="https://outreach.example.vn")
    yield
    app.config.update(before)


def at(monkeypatch: pytest.MonkeyPatch, day: date, hour: int = 9) -> None:
    monkeypatch.setattr(clock, "now", lambda: instant(day, hour))


def instant(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.LOCAL).astimezone(UTC)


def came(on: date, *received: date, source: str = "main", **values: Any) -> ImportRun:
    """A register that was taken in, with dossiers received on these days."""
    run = making.import_run(source=source, uploaded_at=instant(on), **values)
    for day in received:
        dossier = factories.dossier(None, day, source=source, import_id=run.id)
        factories.add(ImportRow(import_id=run.id, dossier_id=dossier.id, did="create"))
    db.session.commit()
    return run


def expected(**values: Any) -> ExpectedFile:
    file = making.expected_file(**{"source": "main", **values})
    db.session.commit()
    return file


def state() -> str | None:
    db.session.expire_all()
    (line,) = queries.list_expected()
    return line.newest.state if line.newest else None


def letters() -> list[OutgoingMessage]:
    return list(db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


# ── how they stand ───────────────────────────────────────────────────────────────────────────────────────


def test_what_came_is_known_by_the_days_of_its_dossiers(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MONDAY)
    expected()
    assert state() == "late"
    came(date(2026, 11, 6), date(2026, 9, 3), date(2026, 9, 28))
    assert state() == "late"  # an old file
    came(date(2026, 11, 6), date(2026, 10, 3), date(2026, 10, 28), source="khac")
    assert state() == "late"  # another system's
    run = came(date(2026, 11, 4), date(2026, 10, 3), date(2026, 10, 28), state="uploaded")
    assert state() == "in_hand"
    run.state = "done"
    db.session.commit()
    assert state() == "in_time"
    run.state = "undone"
    db.session.commit()
    assert state() == "late"
    came(date(2026, 11, 8), date(2026, 10, 20))
    assert state() == "afterwards"


def test_a_business_list_is_about_no_days(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MONDAY)
    expected(kind="businesses")
    came(date(2026, 10, 4), kind="businesses")
    assert state() == "late"
    came(date(2026, 11, 2), kind="businesses")
    assert state() == "in_time"


def test_a_summary_is_about_the_days_of_its_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MONDAY)
    expected(kind="summary")
    run = came(date(2026, 11, 2), kind="summary")
    form = making.summary(date(2026, 9, 1), date(2026, 9, 30), import_id=run.id)
    db.session.commit()
    assert queries.days_of(run.id, "summary") == (date(2026, 9, 1), date(2026, 9, 30))
    assert state() == "late"
    form.first, form.last = date(2026, 10, 1), date(2026, 10, 31)
    db.session.commit()
    assert state() == "in_time"


def test_days_are_noted_once_and_read_from_then_on(
    monkeypatch: pytest.MonkeyPatch, count_queries: Callable[[], int]
) -> None:
    at(monkeypatch, MONDAY)
    expected()
    run = came(date(2026, 11, 4), date(2026, 10, 3), date(2026, 10, 28))
    came(date(2026, 11, 4), kind="businesses")
    assert look_after_files() == 0
    noted = {one.import_id: (one.first, one.last) for one in db.session.scalars(select(ImportSpan))}
    assert noted[run.id] == (date(2026, 10, 3), date(2026, 10, 28))
    assert (None, None) in noted.values()
    db.session.execute(ImportRow.__table__.delete())
    db.session.execute(Dossier.__table__.delete())
    db.session.commit()
    assert state() == "in_time"
    count_queries()
    assert look_after_files() == 0
    assert count_queries() <= 8
    id = run.id
    db.session.rollback()
    actions.note_days(id, None)  # somebody else was first
    actions.note_days(10**6, (MONDAY, MONDAY))  # it has gone
    assert len(db.session.scalars(select(ImportSpan)).all()) == 2


def test_many_months_of_many_files_take_few_statements(
    monkeypatch: pytest.MonkeyPatch, count_queries: Callable[[], int]
) -> None:
    at(monkeypatch, MONDAY)
    for number in range(6):
        expected(source=f"nguon {number}")
        for month in range(12):
            on = clock.add_months(date(2025, 12, 3), month)
            came(on, clock.add_months(date(2025, 11, 20), month), source=f"nguon {number}")
    for _ in range(4):
        look_after_files()
    db.session.rollback()
    count_queries()
    lines = queries.list_expected(months=12)
    assert count_queries() <= 4
    assert [[one.state for one in line.periods].count("in_time") for line in lines] == [12] * 6


# ── reminding ────────────────────────────────────────────────────────────────────────────────────────────


def test_officers_hear_once_in_one_letter_and_not_when_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    officer = factories.user(Role.OFFICER, name="Lê Thị Mẫu Hạnh")
    factories.user(Role.OFFICER, disabled_at=clock.now())
    factories.user(Role.HELPDESK)
    factories.user(Role.ADMINISTRATOR)
    expected()
    expected(kind="summary", source="so ke hoach")
    at(monkeypatch, date(2026, 11, 5))
    assert look_after_files() == 0  # still in time
    at(monkeypatch, date(2026, 11, 6), 5)
    assert look_after_files() == 0  # too early in the morning
    at(monkeypatch, date(2026, 11, 7))
    assert look_after_files() == 0  # a Saturday
    at(monkeypatch, MONDAY)
    assert [look_after_files() for _ in range(3)] == [1, 0, 0]
    (letter,) = letters()
    assert letter.address == officer.email
    for words in (
        "Lê Thị Mẫu Hạnh", "sổ chính", "so ke hoach", "01/10/2026–31/10/2026", "hạn 05/11/2026",
        "https://outreach.example.vn/nhap-lieu\n", "https://outreach.example.vn/nhap-lieu/tep-hang-thang",
    ):  # fmt: skip
        assert words in letter.body
    came(date(2026, 12, 3), date(2026, 11, 20))
    at(monkeypatch, date(2026, 12, 9))
    assert look_after_files() == 1  # of the other alone
    assert "sổ chính" not in letters()[1].body


def test_what_was_uploaded_and_never_confirmed_is_told_of_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.user(Role.OFFICER)
    expected()
    at(monkeypatch, date(2026, 11, 5))
    came(date(2026, 11, 5), state="uploaded")
    assert state() == "in_hand"
    assert queries.late_files() == []
    at(monkeypatch, MONDAY)
    assert state() == "in_hand"
    assert [look_after_files(), look_after_files()] == [1, 0]


def test_whoever_sees_to_it_hears_alone_in_their_language(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MONDAY)
    factories.user(Role.OFFICER)
    owner = factories.user(Role.ADMINISTRATOR, locale="en")
    expected(owner_id=owner.id)
    assert look_after_files() == 1
    assert [letter.address for letter in letters()] == [owner.email]


def test_when_the_one_has_gone_everybody_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MONDAY)
    officers = {factories.user(Role.OFFICER).email for _ in range(2)}
    expected(owner_id=factories.user(Role.OFFICER, disabled_at=clock.now()).id)
    assert look_after_files() == 2
    assert {letter.address for letter in letters()} == officers


def test_without_e_mail_or_anybody_to_tell_it_is_told_later(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, MONDAY)
    file = expected()
    assert look_after_files() == 0  # nobody
    factories.user(Role.ADMINISTRATOR)
    db.session.commit()
    app.config["SMTP_URL"] = ""
    assert look_after_files() == 0
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    db.session.expire_all()
    assert file.reminded_of is None
    db.session.commit()
    assert look_after_files() == 1
    db.session.expire_all()
    assert file.reminded_of == date(2026, 10, 31)


# ── deeds ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"closes_on_day": 28}, "closes_on_day"),
        ({"closes_on_day": 0}, "closes_on_day"),
        ({"due_on_day": 29}, "due_on_day"),
        ({"owner_id": 10**6}, "owner_id"),
    ],
)
def test_what_months_lack_is_refused(app: Flask, values: dict[str, Any], field: str) -> None:
    known = {"kind": "dossiers", "source": "main", "closes_on_day": None, "due_on_day": 5, "owner_id": None}
    with pytest.raises(Refused) as refusal:
        actions.expect_file(since=MONDAY, **{**known, **values})
    assert refusal.value.field == field


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────

PAGE = "/nhap-lieu/tep-hang-thang"
FORM = {"kind": "dossiers", "source": "mot cua", "closes_on_day": "19", "due_on_day": "25",
        "since": "01/01/2026", "owner_id": ""}  # fmt: skip


def test_an_officer_agrees_on_a_file_changes_it_and_gives_it_up(officer: CheckedClient) -> None:
    assert "Chưa có tệp hằng tháng nào ở đây" in officer.get(PAGE).text
    assert officer.post(f"{PAGE}/moi", data=FORM).location.endswith(PAGE)
    file = db.session.scalars(select(ExpectedFile)).one()
    assert (file.source, file.closes_on_day, file.due_on_day, file.owner_id) == ("mot cua", 19, 25, None)
    db.session.commit()
    again = officer.post(f"{PAGE}/moi", data=FORM)
    assert again.status_code == 422
    assert "đã có trong danh sách chờ" in again.text
    assert officer.user is not None
    changed = {**FORM, "closes_on_day": "", "owner_id": str(officer.user.id)}
    assert officer.post(f"{PAGE}/{file.id}/sua", data=changed).status_code == 303
    db.session.expire_all()
    assert (file.closes_on_day, file.owner_id) == (None, officer.user.id)
    id = file.id
    db.session.commit()
    assert officer.user.name in officer.get(PAGE).text
    assert "mot cua" in officer.get(f"{PAGE}/{id}/xoa").text
    assert officer.post(f"{PAGE}/{id}/xoa").status_code == 303
    assert db.session.scalars(select(ExpectedFile.id)).all() == []
    db.session.commit()
    assert officer.get(f"{PAGE}/{id}/sua").status_code == 404


def test_what_comes_again_and_again_is_proposed(officer: CheckedClient) -> None:
    now = clock.today()
    for days in (3, 33):
        came(now - timedelta(days=days), source="vnpt")
    text = words_of(officer.get(PAGE))
    assert "vnpt: 2 lần nhập gần đây" in text
    assert "vnpt" in officer.get(f"{PAGE}/moi?kind=dossiers&source=vnpt&due=7").text
    expected(source="vnpt")
    assert "lần nhập gần đây" not in officer.get(PAGE).text


def test_what_is_late_shows_wherever_officers_look(
    officer: CheckedClient, helpdesk: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = clock.today()
    expected(due_on_day=1, since=clock.add_months(day, -3))
    late = queries.late_files()
    db.session.commit()
    if not late:  # the first working days of a month
        monkeypatch.setattr(clock, "today", lambda: clock.month_of(day).replace(day=20))
    for path in ("/", "/viec-can-lam", "/nhap-lieu", PAGE):
        assert "chưa có" in officer.get(path).text
    assert "ệp hằng tháng chưa có" in officer.get("/").text
    assert "ệp hằng tháng chưa có" not in helpdesk.get("/").text


def test_the_list_of_imports_can_be_narrowed(officer: CheckedClient) -> None:
    came(MONDAY, MONDAY - timedelta(days=3), filename="sổ tháng mười.csv", source="vnpt")
    came(MONDAY, kind="businesses", filename="doanh nghiệp.xlsx", state="failed")
    for path, shown in (
        ("/nhap-lieu", (True, True)),
        ("/nhap-lieu?kind=dossiers", (True, False)),
        ("/nhap-lieu?kind=gi-do&state=gi-do", (True, True)),
        ("/nhap-lieu?source=vnpt", (True, False)),
        ("/nhap-lieu?state=failed", (False, True)),
        ("/nhap-lieu?q=tháng+mười", (True, False)),
        ("/nhap-lieu?q=%25", (False, False)),
    ):
        text = officer.get(path).text
        assert ("tháng mười.csv" in text, "nghiệp.xlsx" in text) == shown, path
    assert "Không có tệp nào khớp" in officer.get("/nhap-lieu?q=xyz").text
    look_after_files()
    assert "06/11/2026 – 06/11/2026" in officer.get("/nhap-lieu").text
