"""Reminders: one letter a day to each owner, with the mark that it was written, or neither."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.database import db
from outreach.outbox.models import OutgoingMessage
from outreach.visits.job import remind_owners
from outreach.visits.models import Promise
from tests import factories

WEDNESDAY = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def mail(app: Flask) -> Iterator[None]:
    """E-mail is set up."""
    before = {name: app.config[name] for name in ("SMTP_URL", "PUBLIC_URL")}
    app.config.update(SMTP_URL="smtp://127.0.0.1:1", PUBLIC_URL="https://outreach.example.vn")
    yield
    app.config.update(before)


def at(monkeypatch: pytest.MonkeyPatch, day: date, hour: int = 9) -> None:
    """The clock on the wall."""
    now = datetime(day.year, day.month, day.day, hour, tzinfo=clock.LOCAL).astimezone(UTC)
    monkeypatch.setattr(clock, "now", lambda: now)


def letters() -> list[OutgoingMessage]:
    return list(db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


def test_an_owner_hears_once_a_day_of_all_that_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, WEDNESDAY)
    owner = factories.user(name="Lê Thị Mẫu Hạnh")
    business = factories.business("Công ty Hẹn")
    late = factories.promise(
        business, text="Gọi lại", due_on=WEDNESDAY - timedelta(days=3), owner_id=owner.id
    )
    factories.promise(business, text="Gửi tờ rơi", due_on=WEDNESDAY, owner_id=owner.id)
    factories.promise(text="chưa đến hạn", due_on=WEDNESDAY + timedelta(days=1), owner_id=owner.id)
    factories.promise(text="đã xong", due_on=WEDNESDAY, owner_id=owner.id, state="kept")
    factories.promise(
        text="của người nghỉ", due_on=WEDNESDAY, owner_id=factories.user(disabled_at=clock.now()).id
    )
    factories.promise(text="không của ai", due_on=WEDNESDAY)
    db.session.commit()
    assert [remind_owners(), remind_owners(), remind_owners()] == [1, 0, 0]
    (letter,) = letters()
    assert letter.address == owner.email
    for words in (
        "Lê Thị Mẫu Hạnh",
        "Gọi lại",
        "quá hạn từ 01/03/2026",
        "Gửi tờ rơi",
        "hạn hôm nay",
        "Công ty Hẹn",
    ):
        assert words in letter.body
    assert "https://outreach.example.vn/cam-ket?whose=mine" in letter.body
    for words in ("chưa đến hạn", "đã xong", "không của ai"):
        assert words not in letter.body
    db.session.expire_all()
    assert db.session.get(Promise, late.id).reminded_on == WEDNESDAY  # type: ignore[union-attr]


def test_a_new_one_on_the_same_day_waits_for_tomorrows_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, WEDNESDAY)
    owner = factories.user()
    factories.promise(due_on=WEDNESDAY, owner_id=owner.id)
    db.session.commit()
    assert remind_owners() == 1
    factories.promise(due_on=WEDNESDAY, owner_id=owner.id)
    db.session.commit()
    assert remind_owners() == 0
    at(monkeypatch, WEDNESDAY + timedelta(days=1))
    assert remind_owners() == 1
    assert letters()[1].body.count("quá hạn") == 3  # both, and the word in the heading


def test_overdue_ones_rest_at_the_weekend_and_nobody_hears_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = factories.user()
    factories.promise(due_on=date(2026, 3, 6), owner_id=owner.id)
    db.session.commit()
    for day, hour, expected in (
        (date(2026, 3, 6), 5, 0), (date(2026, 3, 6), 7, 1), (date(2026, 3, 7), 9, 0),
        (date(2026, 3, 8), 9, 0), (date(2026, 3, 9), 9, 1),
    ):  # fmt: skip
        at(monkeypatch, day, hour)
        assert remind_owners() == expected, (day, hour)


def test_the_letter_is_in_the_owners_language(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, WEDNESDAY)
    factories.promise(due_on=WEDNESDAY, owner_id=factories.user(locale="en").id)
    db.session.commit()
    assert remind_owners() == 1


def test_without_mail_nothing_is_marked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, WEDNESDAY)
    app.config["SMTP_URL"] = ""
    promise = factories.promise(due_on=WEDNESDAY, owner_id=factories.user().id)
    db.session.commit()
    assert remind_owners() == 0
    assert promise.reminded_on is None


def test_a_fault_while_writing_leaves_neither_letter_nor_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, WEDNESDAY)
    promise = factories.promise(due_on=WEDNESDAY, owner_id=factories.user().id)
    db.session.commit()

    def broken(**_values: str) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("outreach.visits.job.queue_email", broken)
    with pytest.raises(OSError, match="disk full"):
        remind_owners()
    db.session.rollback()
    db.session.expire_all()
    assert db.session.get(Promise, promise.id).reminded_on is None  # type: ignore[union-attr]
    assert letters() == []
