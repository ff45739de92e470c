"""A session that took place: it is not called off or moved, and certificates say what the list says."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from outreach import clock
from outreach.database import db
from outreach.refusals import Refused
from outreach.trainings.actions import coming, sessions
from outreach.trainings.actions.certificates import issue
from outreach.trainings.models import Certificate, Participant, Registration, Session
from outreach.trainings.rules.people import Person
from tests.client import CheckedClient
from tests.trainings.acting import attendance, take_part, today


def held() -> tuple[Session, Participant, Registration]:
    """A session of today where somebody is ticked and certified."""
    session = today()
    registration = take_part(session, names=[Person("Lê Mẫu")], how="staff")
    someone = db.session.scalars(select(Participant).filter_by(registration_id=registration.id)).one()
    coming.set_present(session=session, participant=someone, present=True, by=None)
    assert issue(session=session, by=None) == 1
    db.session.commit()
    return session, someone, registration


def values(session: Session, **changes: object) -> dict[str, Any]:
    names = (
        "starts_at", "ends_at", "place", "link", "capacity", "seats_per_business", "open_to_all", "closes_on",
        "trainers", "notes",
    )  # fmt: skip
    return {name: getattr(session, name) for name in names} | changes


def valid() -> list[Certificate]:
    db.session.expire_all()
    return list(db.session.scalars(select(Certificate).where(Certificate.revoked_at.is_(None))))


def test_where_somebody_was_ticked_nothing_is_called_off(app: Flask, officer: CheckedClient) -> None:
    session, someone, registration = held()
    answer = officer.post(f"/buoi/{session.public_id}/huy", data={"because": "mưa"})
    assert answer.status_code == 422
    assert "Đã điểm danh 1 người" in answer.text
    db.session.expire_all()
    assert session.cancelled_at is None
    assert attendance(session) == {registration.business_id: 1}
    coming.set_present(session=session, participant=someone, present=False, by=None)
    sessions.cancel_session(session=session, because="nhầm")
    assert session.cancelled_at is not None


@pytest.mark.parametrize("days", [-1, 1])
def test_its_day_stays_but_its_hour_may_be_corrected(app: Flask, days: int) -> None:
    session, _someone, _registration = held()
    starts, ends = session.starts_at, session.ends_at
    other = {"starts_at": starts + timedelta(days=days), "ends_at": ends + timedelta(days=days)}
    with pytest.raises(Refused, match="không đổi ngày"):
        sessions.update_session(session=session, **values(session, **other))
    db.session.rollback()
    sessions.update_session(session=session, **values(session, ends_at=ends + timedelta(minutes=5)))
    assert session.ends_at == ends + timedelta(minutes=5)


def test_who_is_unticked_has_no_valid_certificate_any_more(app: Flask) -> None:
    session, someone, _registration = held()
    coming.set_present(session=session, participant=someone, present=False, by=None)
    assert valid() == []
    coming.set_present(session=session, participant=someone, present=True, by=None)
    assert issue(session=session, by=None) == 1, "who was there after all gets a new one"


def test_nor_who_is_taken_off_or_not_on_the_signed_sheet(app: Flask) -> None:
    session, _someone, registration = held()
    guest = coming.add_person(
        session=session, person=Person("Trần Mẫu"), business_id=registration.business_id, by=None
    )
    assert issue(session=session, by=None) == 1
    coming.remove_person(session=session, participant=guest, by=None)
    assert [one.name for one in valid()] == ["Lê Mẫu"]
    coming.enter_people(session=session, business_id=registration.business_id, people=0, by=None)
    assert valid() == []


def test_a_form_used_again_for_somebody_else_is_not_swallowed(app: Flask, helpdesk: CheckedClient) -> None:
    session, _someone, registration = held()
    url = f"/buoi/{session.public_id}/diem-danh/them"
    form = {"business": registration.business_id, "client_id": "one form"}
    for _again in range(2):
        assert helpdesk.post(url, data=form | {"name": "Trần Mẫu"}).status_code == 303
    back = helpdesk.post(url, data=form | {"name": "Phạm Mẫu"})
    assert back.status_code == 422
    assert "vừa thêm một người khác" in back.text
    [new] = re.findall(r'name="client_id"[^>]* value="([^"]+)"', back.text)
    assert helpdesk.post(url, data=form | {"name": "Phạm Mẫu", "client_id": new}).status_code == 303
    names = db.session.scalars(select(Participant.name).order_by(Participant.id)).all()
    assert names == ["Lê Mẫu", "Trần Mẫu", "Phạm Mẫu"]


def test_a_seat_given_back_while_somebody_ticks_it_is_said_so(app: Flask) -> None:
    session, someone, _registration = held()
    coming.set_present(session=session, participant=someone, present=False, by=None)
    db.session.commit()
    db.session.execute(
        delete(Participant).where(Participant.id == someone.id),
        execution_options={"synchronize_session": False},
    )
    for deed in (
        lambda: coming.set_present(session=session, participant=someone, present=True, by=None),
        lambda: coming.remove_person(session=session, participant=someone, by=None),
    ):
        with pytest.raises(Refused, match="vừa được bỏ"):
            deed()


def test_whoever_ticks_just_after_it_was_called_off_is_told(app: Flask) -> None:
    session, someone, _registration = held()
    coming.set_present(session=session, participant=someone, present=False, by=None)
    db.session.commit()
    assert session.cancelled_at is None, "as this page has read it"
    with db.engine.begin() as other:
        other.exec_driver_sql(
            f"UPDATE training_sessions SET cancelled_at = '{clock.now():%Y-%m-%d %H:%M:%S}'"
        )
    with pytest.raises(Refused, match="đã hủy"):
        coming.set_present(session=session, participant=someone, present=True, by=None)
