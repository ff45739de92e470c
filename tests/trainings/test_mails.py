"""The e-mails of a session: to whom, what they say, and each once."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.notices.models import Notice
from outreach.outbox.models import OutgoingMessage
from outreach.trainings.actions import registering, sessions
from outreach.trainings.actions.mails import write_mails
from outreach.trainings.actions.registering import Contact
from outreach.trainings.models import Session, SessionMail
from outreach.trainings.queries.mails import objection
from tests import factories
from tests.threads import at_once
from tests.trainings.inviting import invited, letters, person, says

pytestmark = pytest.mark.usefixtures("mail_set_up")


def coming(session: Session, email: str | None = None, seats: int = 2, of: int | None = None) -> int:
    business_id = of or factories.business("Công ty TNHH Sông Hậu").id
    registering.register(
        session=session, business_id=business_id, seats=seats, how="link",
        contact=Contact("Lan", None, email),
    )  # fmt: skip
    return business_id


def test_who_agreed_is_written_to_and_nobody_else(app: Flask) -> None:
    business = factories.business()
    person(business, "a@mau.vn", "email")
    person(business, "b@mau.vn", "zalo", "phone")
    changed = person(business, "c@mau.vn", "email")
    says(changed, "email", False)
    back = person(business, "d@mau.vn")
    says(back, "email", False)
    says(back, "email", True)
    person(business, "e@mau.vn", "email").left_on = clock.today()
    person(business, None, "email")
    session = factories.session()
    invited(session, business)
    assert sorted(one.address for one in letters("invited")) == ["a@mau.vn", "d@mau.vn"]


def test_the_same_again_writes_nothing(app: Flask) -> None:
    business = factories.business()
    person(business, "a@mau.vn", "email")
    session = factories.session()
    invited(session, business)
    assert write_mails(session, "invited") == 0
    assert write_mails(session, "invited", business_ids=[business.id]) == 0
    assert len(letters()) == 1


def test_one_address_of_two_businesses_gets_both_links(app: Flask) -> None:
    first, second = factories.business(), factories.business()
    for one in (first, second):
        person(one, "ketoan@mau.vn", "email")
    links = [one.public_id for one in invited(factories.session(), first, second)]
    bodies = [one.body for one in letters("invited")]
    assert [links[0] in bodies[0], links[1] in bodies[1]] == [True, True]


def test_two_deeds_at_once_write_once(app: Flask) -> None:
    business = factories.business()
    session = factories.session()
    invited(session, business)
    person(business, "a@mau.vn", "email")
    db.session.commit()
    session_id = session.id

    def write() -> None:
        with app.app_context():
            write_mails(db.session.get_one(Session, session_id), "invited")
            db.session.commit()

    at_once(*[write] * 4)
    assert len(letters("invited")) == 1


def test_what_the_invitation_says(app: Flask) -> None:
    business = factories.business("Công ty TNHH Sông Hậu")
    person(business, "a@mau.vn", "email").name = "Nguyễn Thị Lan"
    at = datetime(2031, 3, 4, 8, 0, tzinfo=clock.LOCAL)
    session = factories.session(
        starts_at=at, ends_at=at + timedelta(hours=3), place="Hội trường A", notes="máy tính", link=None
    )
    session.intervention.title = "Nộp hồ sơ toàn trình"
    [own] = invited(session, business)
    [letter] = letters("invited")
    assert letter.subject == "Mời tham dự: Nộp hồ sơ toàn trình, ngày 04/03/2031"
    for words in (
        "Kính gửi Anh/Chị Nguyễn Thị Lan,", "Công ty TNHH Sông Hậu", "08:00–11:00, Thứ Ba 04/03/2031",
        "Hội trường A", "máy tính", f"https://bql.example.vn/moi/{own.public_id}", "thôi nhận",
    ):  # fmt: skip
        assert words in letter.body
    assert letter.calendar is None, "who has not answered has no appointment"
    assert letter.purpose == "session"


def test_in_the_language_of_the_person_s_account(app: Flask) -> None:
    business = factories.business()
    factories.user(Role.BUSINESS, of=business, phone="0912345678", locale="en")
    person(business, "en@mau.vn", "email", phone="0912345678")
    person(business, "vi@mau.vn", "email", phone="0987654321")
    session = factories.session()
    asked: dict[str, str] = {}

    def locale_of(mail: str) -> str:
        from outreach.trainings.queries.mails import people_of

        return next(one.locale for one in people_of([business.id])[business.id] if one.email == mail)

    invited(session, business)
    asked = {mail: locale_of(mail) for mail in ("en@mau.vn", "vi@mau.vn")}
    assert asked == {"en@mau.vn": "en", "vi@mau.vn": "vi"}


def test_registering_is_confirmed_to_the_address_given_with_a_calendar_file(app: Flask) -> None:
    session = factories.session(place="Hội trường A")
    coming(session, "lan@mau.vn", seats=2)
    [letter] = letters("registered")
    assert letter.address == "lan@mau.vn"
    assert "đã đăng ký 2 người" in letter.body
    event = Calendar.from_ical(letter.calendar or "").walk("VEVENT")[0]
    assert event["uid"] == f"{session.public_id}@mau.example.vn"
    assert event["dtstart"].dt == session.starts_at.replace(microsecond=0)
    assert (event["sequence"], event["status"], event["location"]) == (0, "CONFIRMED", "Hội trường A")


def test_who_refused_is_not_written_to_even_at_the_address_given(app: Flask) -> None:
    business = factories.business()
    says(person(business, "lan@mau.vn"), "email", False)
    coming(factories.session(), "lan@mau.vn", of=business.id)
    assert letters() == []


def test_who_waits_is_told_so_and_later_that_there_is_a_seat(app: Flask) -> None:
    session = factories.session(capacity=2)
    first = coming(session, "first@mau.vn", seats=2)
    coming(session, "second@mau.vn", seats=1)
    assert "danh sách chờ" in letters("registered")[1].body
    assert letters("registered")[1].calendar is None
    registration = registering.find(session.id, first)
    assert registration is not None
    registering.cancel(session=session, registration=registration, how="link")
    [moved] = letters("moved_up")
    assert (moved.address, moved.calendar is not None) == ("second@mau.vn", True)


def test_a_change_reaches_who_registered_and_who_has_not_answered(app: Flask) -> None:
    asked, declined = factories.business(), factories.business()
    for number, one in enumerate((asked, declined)):
        person(one, f"p{number}@mau.vn", "email")
    session = factories.session()
    no = invited(session, asked, declined)[1]
    no.declined_at = clock.now()
    coming(session, "lan@mau.vn")
    values = {
        name: getattr(session, name)
        for name in ("starts_at", "ends_at", "place", "link", "capacity", "closes_on")
    }
    sessions.update_session(session=session, **values | {"place": "Phòng 2"})
    changed = {one.address: one for one in letters("changed")}
    assert set(changed) == {"p0@mau.vn", "lan@mau.vn"}
    assert "Phòng 2" in changed["lan@mau.vn"].body
    assert Calendar.from_ical(changed["lan@mau.vn"].calendar or "").walk("VEVENT")[0]["sequence"] == 1
    titles = db.session.scalars(select(Notice.title).where(Notice.withdrawn_at.is_(None))).all()
    assert len([title for title in titles if title.startswith("Thay đổi")]) == 2
    assert not [title for title in titles if title.startswith("Mời")], "the old time stands nowhere"
    sessions.update_session(session=session, **values | {"place": "Phòng 3"})
    assert len(letters("changed")) == 4, "another change is another letter"


def test_a_session_called_off(app: Flask) -> None:
    session = factories.session()
    coming(session, "lan@mau.vn")
    sessions.cancel_session(session=session, because="bão số 5")
    sessions.cancel_session(session=session, because="bão số 5")
    [letter] = letters("cancelled")
    assert "bão số 5" in letter.body
    calendar = Calendar.from_ical(letter.calendar or "")
    assert calendar["method"] == "CANCEL"
    assert calendar.walk("VEVENT")[0]["status"] == "CANCELLED"


def test_thanks_go_to_who_came_with_the_links_of_the_survey(app: Flask) -> None:
    session = factories.session()
    here, absent = factories.business(), factories.business()
    for number, one in enumerate((here, absent)):
        person(one, f"p{number}@mau.vn", "email")
        coming(session, of=one.id)
    from outreach.trainings.models import Participant

    someone = db.session.scalars(select(Participant).filter_by(business_id=here.id)).first()
    assert someone is not None
    someone.checked_in_at = clock.now()
    links = {here.id: ["https://bql.example.vn/khao-sat/x1", "https://bql.example.vn/khao-sat/x2"]}
    assert write_mails(session, "thanks", survey_links=links) == 1
    [letter] = letters("thanks")
    assert letter.address == "p0@mau.vn"
    assert all(link in letter.body for link in links[here.id])


def test_without_mail_set_up_only_notices_are_written(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", "")
    session = factories.session()
    coming(session, "lan@mau.vn")
    sessions.cancel_session(session=session, because=None)
    assert db.session.scalar(select(func.count()).select_from(OutgoingMessage)) == 0
    assert [one.title[:13] for one in db.session.scalars(select(Notice))] == ["Không tổ chức"]


def test_a_deed_undone_writes_nothing(app: Flask) -> None:
    business = factories.business()
    person(business, "a@mau.vn", "email")
    session = factories.session()
    db.session.commit()
    invited(session, business)
    db.session.rollback()
    assert letters() == []
    assert db.session.scalar(select(func.count()).select_from(SessionMail)) == 0


def test_an_unknown_kind_is_a_fault_of_ours(app: Flask) -> None:
    with pytest.raises(ValueError, match="no such kind"):
        write_mails(factories.session(), "nonsense")


class TestObjections:
    """What is asked just before an e-mail goes out."""

    def waiting(self, kind: str = "invited") -> tuple[Session, int, str]:
        db.session.commit()
        letter = letters(kind)[0]
        mail = db.session.scalars(select(SessionMail).filter_by(message_id=letter.id)).one()
        session = db.session.get_one(Session, mail.session_id)
        db.session.commit()
        return session, letter.id, letter.address

    def ask(self, id: int, address: str) -> str:
        db.session.commit()
        return objection(id, address) or ""

    def test_consent_withdrawn_meanwhile(self, app: Flask) -> None:
        business = factories.business()
        contact = person(business, "a@mau.vn", "email")
        invited(factories.session(), business)
        _session, id, address = self.waiting()
        assert self.ask(id, address) == ""
        says(contact, "email", False)
        assert "rút đồng ý" in self.ask(id, address)

    def test_the_person_is_gone(self, app: Flask) -> None:
        business = factories.business()
        contact = person(business, "a@mau.vn", "email")
        invited(factories.session(), business)
        _session, id, address = self.waiting()
        db.session.delete(contact)
        assert "không còn ở doanh nghiệp" in self.ask(id, address)

    def test_the_session_is_cancelled_past_or_gone(self, app: Flask) -> None:
        business = factories.business()
        person(business, "a@mau.vn", "email")
        invited(factories.session(), business)
        session, id, address = self.waiting()
        session.cancelled_at = clock.now()
        assert "đã hủy hoặc đã qua" in self.ask(id, address)
        session.cancelled_at = None
        session.starts_at = clock.now() - timedelta(minutes=1)
        assert "đã hủy hoặc đã qua" in self.ask(id, address)
        db.session.delete(session)
        assert "không còn" in self.ask(id, address)

    def test_the_invitation_is_answered_or_taken_back(self, app: Flask) -> None:
        business = factories.business()
        person(business, "a@mau.vn", "email")
        [own] = invited(factories.session(), business)
        _session, id, address = self.waiting()
        own.declined_at = clock.now()
        assert "đã trả lời" in self.ask(id, address)
        db.session.delete(own)
        assert "đã được rút" in self.ask(id, address)

    def test_the_registration_is_cancelled(self, app: Flask) -> None:
        session = factories.session()
        business_id = coming(session, "lan@mau.vn")
        session, id, address = self.waiting("registered")
        assert self.ask(id, address) == ""
        registration = registering.find(session.id, business_id)
        assert registration is not None
        registering.cancel(session=session, registration=registration, how="link")
        assert "đã hủy đăng ký" in self.ask(id, address)
