"""Who sees how people of businesses can be reached, that looking is written down, and how long it is kept."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock, jobs
from outreach.accounts.models import AccessRecord
from outreach.database import db
from outreach.identifiers import mask_phone
from outreach.trainings.actions import registering
from outreach.trainings.actions.forgetting import KEEP_CONTACTS, forget_contacts
from outreach.trainings.models import Participant, Registration, Session, SessionMail
from outreach.trainings.rules.people import Person
from tests import factories, world
from tests.client import CheckedClient

OF_PERSON, OF_CONTACT, MAIL = "0912345678", "0987654321", "hoa@example.vn"


def registered(**values: object) -> tuple[Session, Registration]:
    session = factories.session(**values)
    registration = registering.register(
        session=session, business_id=factories.business().id, seats=1, how="staff",
        names=[Person("Lê Mẫu", "kế toán", OF_PERSON)],
        contact=registering.Contact("Trần Hoa", OF_CONTACT, MAIL),
    )  # fmt: skip
    db.session.commit()
    return session, registration


def looks() -> list[tuple[str, str | None]]:
    found = select(AccessRecord.what, AccessRecord.purpose).where(AccessRecord.what.like("registration.%"))
    return [(row.what, row.purpose) for row in db.session.execute(found)]


@pytest.mark.parametrize("who", ["officer", "leader", "helpdesk"])
def test_lists_and_the_sheet_that_goes_round_mask_phones(
    request: pytest.FixtureRequest, app: Flask, who: str
) -> None:
    session, _registration = registered()
    client: CheckedClient = request.getfixturevalue(who)
    for path, phone in (("", OF_CONTACT), ("/danh-sach-ky", OF_PERSON)):
        page = client.get(f"/buoi/{session.public_id}{path}").text
        assert mask_phone(phone) in page
        assert OF_PERSON not in page
        assert OF_CONTACT not in page
        assert "0912 345 678" not in page
    assert looks() == []


def test_the_form_shows_them_and_that_is_written_down(app: Flask, helpdesk: CheckedClient) -> None:
    session, registration = registered()
    url = f"/buoi/{session.public_id}/dang-ky-ho?business="
    assert OF_CONTACT in helpdesk.get(f"{url}{registration.business_id}").text.replace(" ", "")
    assert looks() == [("registration.view", "registration")]
    helpdesk.get(f"{url}{factories.business().id}")
    assert len(looks()) == 1, "nothing is shown of a business that has not registered"


def test_whom_to_call_is_shown_with_a_record(app: Flask, officer: CheckedClient) -> None:
    session, _registration = registered()
    session.starts_at, session.ends_at = clock.now() - timedelta(hours=3), clock.now() - timedelta(hours=1)
    db.session.commit()
    assert OF_CONTACT in officer.get(f"/buoi/{session.public_id}/theo-doi").text
    assert looks() == [("registration.contacts", "follow_up")]


def test_phones_and_addresses_are_forgotten_when_the_session_is_long_over(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(session: Session) -> dict[str, Any]:
        db.session.expire_all()
        registration = db.session.scalars(select(Registration).filter_by(session_id=session.id)).one()
        person = db.session.scalars(select(Participant).filter_by(session_id=session.id)).one()
        mails = db.session.scalars(select(SessionMail.address).filter_by(session_id=session.id)).all()
        return {
            "contact": (registration.contact_name, registration.contact_phone, registration.contact_email),
            "person": (person.name, person.phone), "mails": mails,
        }  # fmt: skip

    for name, value in (("SMTP_URL", "smtp://127.0.0.1:9"), ("PUBLIC_URL", "https://bql.example.vn")):
        monkeypatch.setitem(app.config, name, value)
    old, recent = registered()[0], registered()[0]
    for session, days in ((old, 1), (recent, -1)):
        session.ends_at = clock.now() - KEEP_CONTACTS - timedelta(days=days)
        session.starts_at = session.ends_at - timedelta(hours=3)
    db.session.commit()
    before = told(recent)
    assert before["mails"] == [MAIL]
    db.session.commit()
    assert [forget_contacts(), forget_contacts()] == [1, 0]
    assert told(recent) == before
    after = told(old)
    assert after["contact"] == (None, None, None)
    assert after["person"] == ("Lê Mẫu", None)
    assert [mail.startswith("#") for mail in after["mails"]] == [True]
    assert "sweep sessions" in {job.name for job in jobs.jobs()}


def test_addresses_that_are_keys_stay_out_of_search_engines(app: Flask, anonymous: CheckedClient) -> None:
    made = world.build().own
    db.session.commit()
    for path in (
        f"/chung-nhan/{made['certificate_code']}", f"/khao-sat/{made['survey_key']}",
        f"/moi/{made['invitation_key']}", f"/lich-rieng/{made['feed_secret']}.ics",
        f"/thoi-nhan-thu/{made['leave_key']}",
    ):  # fmt: skip
        page = anonymous.get(path)
        assert page.status_code == 200, path
        assert "noindex" in page.headers["X-Robots-Tag"], path
        assert page.headers["Cache-Control"] == "no-store", path
        assert page.headers.getlist("Referrer-Policy") == ["same-origin"], "said once, and forms still work"
