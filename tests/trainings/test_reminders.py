"""Reminders: three days and one day before, once, whatever happens."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.database import db
from outreach.notices.models import Notice
from outreach.trainings import reminders_job as reminders
from outreach.trainings.actions import registering, sessions
from outreach.trainings.actions.registering import Contact
from outreach.trainings.models import Session, SessionMail
from outreach.trainings.rules.mails import Lead, due_reminder, too_late
from tests import factories
from tests.threads import at_once
from tests.trainings.inviting import letters

START = datetime(2031, 3, 10, 1, 0, tzinfo=clock.LOCAL)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        (timedelta(days=3, minutes=1), None),
        (timedelta(days=3), "three_days"),
        (timedelta(days=1, minutes=1), "three_days"),  # made up for after a downtime
        (timedelta(days=1), "one_day"),
        (timedelta(minutes=1), "one_day"),
        (timedelta(0), None),  # late by more than the lead
        (-timedelta(days=2), None),
    ],
)
def test_which_reminder_is_due(before: timedelta, kind: str | None) -> None:
    lead = due_reminder(START, START - before)
    assert lead == (Lead(kind, START - {"three_days": 3, "one_day": 1}[kind] * DAY) if kind else None)


@pytest.mark.parametrize(
    ("kind", "at", "cancelled", "late"),
    [
        ("one_day", START - DAY, False, False),
        ("one_day", START, False, True),
        ("invited", START - DAY, True, True),
        ("cancelled", START + timedelta(hours=1), True, False),
        ("cancelled", START + DAY, True, True),
        ("thanks", START + 9 * DAY, False, False),
    ],
)
def test_what_would_only_confuse(kind: str, at: datetime, cancelled: bool, late: bool) -> None:
    ends = START + timedelta(hours=3)
    assert too_late(kind, starts_at=START, ends_at=ends, cancelled=cancelled, at=at) is late


@pytest.fixture
def at(app: Flask, mail_set_up: None, monkeypatch: pytest.MonkeyPatch) -> "Clock":
    """A clock that the test sets."""
    return Clock(monkeypatch)


class Clock:
    """Time as the test wants it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def __call__(self, before: timedelta) -> None:
        """So long before the session begins."""
        self._patch.setattr(clock, "now", lambda: START - before)


def session_with(at: Clock, *mails: str, registered: timedelta = 10 * DAY) -> Session:
    at(registered)
    session: Session = factories.session(starts_at=START, ends_at=START + timedelta(hours=3))
    for mail in mails:
        registering.register(
            session=session, business_id=factories.business().id, seats=1, how="link",
            contact=Contact("Lan", None, mail),
        )  # fmt: skip
    db.session.commit()
    return session


def kinds() -> list[str]:
    statement = select(SessionMail.kind).where(SessionMail.address != "").order_by(SessionMail.id)
    found = [kind for kind in db.session.scalars(statement) if kind != "registered"]
    db.session.commit()
    return found


def test_both_are_written_once_however_often_the_job_runs(at: Clock) -> None:
    session_with(at, "a@mau.vn", "b@mau.vn")
    for before in (4 * DAY, 3 * DAY, 3 * DAY - timedelta(minutes=1), 2 * DAY, DAY, DAY / 2, DAY / 4):
        at(before)
        for _ in range(2):
            reminders.write_due()
    at(-DAY)
    assert reminders.write_due() == 0
    assert kinds() == ["three_days"] * 2 + ["one_day"] * 2
    assert "Còn 3 ngày" in letters("three_days")[0].subject
    assert "10/03/2031" in letters("one_day")[0].body


def test_after_a_downtime_what_is_still_of_use_is_made_up_for(at: Clock) -> None:
    session_with(at, "a@mau.vn")
    at(1.5 * DAY)  # the worker was down when three days were left
    assert reminders.write_due() == 1
    at(timedelta(hours=2))
    assert reminders.write_due() == 1
    assert kinds() == ["three_days", "one_day"]


def test_after_a_longer_downtime_only_the_nearer_one(at: Clock) -> None:
    session_with(at, "a@mau.vn")
    at(DAY / 2)
    assert reminders.write_due() == 1
    assert kinds() == ["one_day"]


def test_too_late_is_never(at: Clock) -> None:
    session_with(at, "a@mau.vn")
    at(timedelta(0))
    assert reminders.write_due() == 0
    assert kinds() == []


def test_not_for_what_is_cancelled(at: Clock) -> None:
    session = session_with(at, "a@mau.vn", "b@mau.vn")
    other = session_with(at, "c@mau.vn")
    sessions.cancel_session(session=session, because=None)
    registration = registering.find(other.id, db.session.scalars(
        select(SessionMail.business_id).filter_by(session_id=other.id)
    ).first() or 0)  # fmt: skip
    assert registration is not None
    registering.cancel(session=other, registration=registration, how="link")
    db.session.commit()
    at(2 * DAY)
    assert reminders.write_due() == 0
    assert "three_days" not in kinds()


def test_who_registered_since_it_fell_due_is_not_reminded_of_it(at: Clock) -> None:
    session_with(at, "a@mau.vn", registered=2 * DAY)
    at(2 * DAY - timedelta(minutes=1))
    assert reminders.write_due() == 0
    at(DAY)
    assert reminders.write_due() == 1
    assert kinds() == ["one_day"]


def test_after_a_change_the_new_day_is_reminded_of(at: Clock) -> None:
    session = session_with(at, "a@mau.vn")
    at(3 * DAY)
    assert reminders.write_due() == 1
    values = {name: getattr(session, name) for name in ("place", "link", "capacity", "closes_on")}
    later = START + 7 * DAY
    sessions.update_session(session=session, starts_at=later, ends_at=later + timedelta(hours=3), **values)
    db.session.commit()
    at(2 * DAY)
    assert reminders.write_due() == 0, "nine days are left"
    at(3 * DAY - 7 * DAY)
    assert reminders.write_due() == 1
    assert kinds() == ["three_days", "changed", "three_days"]


def test_without_e_mail_the_portal_reminds(at: Clock) -> None:
    at(10 * DAY)
    session = factories.session(starts_at=START, ends_at=START + timedelta(hours=3))
    registering.register(session=session, business_id=factories.business().id, seats=1, how="staff")
    db.session.commit()
    at(3 * DAY)
    for _ in range(2):
        assert reminders.write_due() == 0
    [notice] = db.session.scalars(select(Notice))
    assert notice.title.startswith("Còn 3 ngày")
    assert notice.path == f"/buoi/{session.public_id}"


def test_two_workers_at_once_remind_once(app: Flask, at: Clock) -> None:
    session_with(at, "a@mau.vn", "b@mau.vn")
    at(3 * DAY)

    def work() -> None:
        with app.app_context():
            reminders.write_due()

    at_once(*[work] * 3)
    assert kinds() == ["three_days"] * 2


def test_a_run_that_dies_leaves_all_or_nothing(at: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    session_with(at, "a@mau.vn", "b@mau.vn")
    at(3 * DAY)
    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            reminders.write_due()
    db.session.rollback()
    assert kinds() == []
    assert reminders.write_due() == 2
