"""Registering, waiting, moving up, coming, answering, certifying; and ten people at the last seat."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.rules import token_hash
from outreach.businesses.actions.merging import merge_businesses
from outreach.campaigns.models import Attendance, ExposureRecord
from outreach.database import db
from outreach.refusals import Refused
from outreach.trainings.actions import certificates, coming, feeds, registering, sessions, surveys
from outreach.trainings.models import Participant, Registration, Session, SurveyAnswer
from outreach.trainings.queries import certificates as certificate_queries
from outreach.trainings.queries import feeds as feed_queries
from outreach.trainings.queries import people as people_queries
from outreach.trainings.queries import registrations as registration_queries
from outreach.trainings.queries import sessions as session_queries
from outreach.trainings.rules.people import Person
from tests import factories
from tests.threads import at_once


def take_part(session: Session, seats: int = 1, of: int | None = None, **values: object) -> Registration:
    values.setdefault("how", "portal")
    return registering.register(
        session=session, business_id=of or factories.business().id, seats=seats, **values
    )  # type: ignore[arg-type]


def today(**values: object) -> Session:
    """A session that began a minute ago."""
    return factories.session(starts_at=clock.now() - timedelta(minutes=1), **values)


def attendance(session: Session) -> dict[int, int]:
    rows = db.session.execute(
        select(Attendance.business_id, Attendance.people).where(
            Attendance.intervention_id == session.intervention_id
        )
    )
    return {id: people for id, people in rows}  # noqa: C416 (rows are not pairs to a type checker)


def states(session: Session) -> Counter[str]:
    return Counter(db.session.scalars(select(Registration.state).filter_by(session_id=session.id)))


class TestSeats:
    def test_ten_at_the_last_seat(self, app: Flask) -> None:
        session = factories.session(capacity=1)
        ids = [factories.business().id for _ in range(10)]
        db.session.commit()

        def book(business_id: int) -> None:
            with app.app_context():
                own = db.session.get_one(Session, session.id)
                registering.register(session=own, business_id=business_id, seats=1, how="portal")
                db.session.commit()

        at_once(*(lambda id=id: book(id) for id in ids))
        db.session.expire_all()
        assert states(session) == {"registered": 1, "waiting": 9}
        assert db.session.get_one(Session, session.id).seats_taken == 1

    def test_cancelling_and_booking_at_once_leaves_no_seat_empty(self, app: Flask) -> None:
        session = factories.session(capacity=2)
        holders = [take_part(session) for _ in range(2)]
        ids = [factories.business().id for _ in range(4)]
        db.session.commit()

        def give_back(registration_id: int) -> None:
            with app.app_context():
                registration = db.session.get_one(Registration, registration_id)
                registering.cancel(session=registration.session, registration=registration, how="portal")
                db.session.commit()

        def book(business_id: int) -> None:
            with app.app_context():
                own = db.session.get_one(Session, session.id)
                registering.register(session=own, business_id=business_id, seats=1, how="portal")
                db.session.commit()

        at_once(
            *(lambda id=one.id: give_back(id) for one in holders), *(lambda id=id: book(id) for id in ids)
        )
        db.session.expire_all()
        assert states(session) == {"registered": 2, "waiting": 2, "cancelled": 2}
        assert db.session.get_one(Session, session.id).seats_taken == 2

    def test_the_same_business_five_times_is_one(self, app: Flask) -> None:
        session, business = factories.session(capacity=5), factories.business()
        db.session.commit()

        def book() -> None:
            with app.app_context():
                own = db.session.get_one(Session, session.id)
                registering.register(session=own, business_id=business.id, seats=2, how="portal")
                db.session.commit()

        at_once(*(book for _ in range(5)))
        db.session.expire_all()
        assert states(session) == {"registered": 1}
        assert db.session.get_one(Session, session.id).seats_taken == 2
        assert db.session.scalar(select(func.count()).select_from(Participant)) == 2

    def test_a_party_waits_whole_and_moves_up_by_itself(self, app: Flask) -> None:
        session = factories.session(capacity=4)
        first, second, third = take_part(session, 3), take_part(session, 3), take_part(session, 2)
        assert (first.state, second.state, third.state) == ("registered", "waiting", "waiting")
        assert registration_queries.place_in_line(third) == 2
        registering.cancel(session=session, registration=first, how="portal")
        assert (second.state, third.state, session.seats_taken) == ("registered", "waiting", 3)
        assert second.moved_up_at is not None
        take_part(session, 2, of=second.business_id)
        assert (third.state, session.seats_taken) == ("registered", 4)

    def test_more_seats_let_people_move_up(self, app: Flask) -> None:
        session = factories.session(capacity=2)
        take_part(session)
        waits = take_part(session, 2)
        sessions.update_session(session=session, **values_of(session, capacity=3))
        assert (waits.state, session.seats_taken, session.sequence) == ("registered", 3, 0)

    def test_fewer_seats_than_taken_are_refused(self, app: Flask) -> None:
        session = factories.session(capacity=3)
        take_part(session, 3)
        with pytest.raises(Refused) as refused:
            sessions.update_session(session=session, **values_of(session, capacity=2))
        assert refused.value.field == "capacity"

    def test_an_enlarged_party_keeps_what_it_has_when_there_is_no_room(self, app: Flask) -> None:
        session, business = factories.session(capacity=3), factories.business()
        take_part(session, 2, of=business.id)
        with pytest.raises(Refused) as refused:
            take_part(session, 4, of=business.id)
        assert refused.value.field == "seats"
        take_part(session, 3, of=business.id)
        assert session.seats_taken == 3

    def test_cancelling_twice_gives_back_once_and_coming_back_is_a_new_place(self, app: Flask) -> None:
        session, business = factories.session(capacity=2), factories.business()
        mine = take_part(session, 2, of=business.id)
        for _ in range(2):
            registering.cancel(session=session, registration=mine, how="portal")
        assert session.seats_taken == 0
        again = take_part(session, 1, of=business.id)
        assert (again.id, again.state, session.seats_taken) == (mine.id, "registered", 1)
        assert len(people_queries.people(session.id)) == 1

    def test_closed_for_businesses_open_for_staff(self, app: Flask) -> None:
        session = factories.session(closes_on=clock.today() - timedelta(days=1))
        with pytest.raises(Refused):
            take_part(session)
        assert take_part(session, 9, how="staff").state == "registered"

    def test_a_session_called_off_takes_nobody_until_it_is_restored(self, app: Flask) -> None:
        session = factories.session()
        sessions.cancel_session(session=session, because="Mưa bão")
        sessions.cancel_session(session=session, because="again")
        assert (session.sequence, session.cancelled_because) == (1, "Mưa bão")
        with pytest.raises(Refused):
            take_part(session, how="staff")
        sessions.restore_session(session=session)
        assert (take_part(session).state, session.sequence) == ("registered", 2)

    def test_another_time_is_another_edition_of_its_calendar_file(self, app: Flask) -> None:
        session = factories.session()
        assert not sessions.update_session(session=session, **values_of(session, notes="Mang máy tính"))
        later = session.starts_at + timedelta(hours=1)
        assert sessions.update_session(session=session, **values_of(session, starts_at=later))
        assert session.sequence == 1


def values_of(session: Session, **changed: object) -> dict[str, object]:
    names = ("starts_at", "ends_at", "place", "link", "capacity", "closes_on", "seats_per_business", "notes")
    return {name: getattr(session, name) for name in names} | changed


class TestNames:
    def test_names_come_later_and_seats_go_from_those_without(self, app: Flask) -> None:
        session, business = factories.session(), factories.business()
        take_part(session, 3, of=business.id)
        take_part(session, 3, of=business.id, names=[Person("Lê Thị Lan", "kế toán", "0912345678")])
        take_part(session, 1, of=business.id, names=[Person("Lê Thị Lan")])
        (row,) = people_queries.people(session.id)
        assert row.name == "Lê Thị Lan"

    def test_more_names_than_seats_are_refused(self, app: Flask) -> None:
        with pytest.raises(Refused) as refused:
            take_part(factories.session(), 1, names=[Person("A"), Person("B")])
        assert refused.value.field == "names"


class TestComing:
    def test_a_tick_sent_five_times_counts_once(self, app: Flask) -> None:
        session = today()
        mine = take_part(session, 2, how="staff")
        first = people_queries.people(session.id)[0]
        participant = db.session.get_one(Participant, first.id)
        db.session.commit()

        def tick() -> None:
            with app.app_context():
                coming.set_present(
                    session=db.session.get_one(Session, session.id), present=True, by=None,
                    participant=db.session.get_one(Participant, participant.id),
                )  # fmt: skip
                db.session.commit()

        at_once(*(tick for _ in range(5)))
        db.session.expire_all()
        assert attendance(session) == {mine.business_id: 1}
        coming.set_present(session=session, participant=participant, present=False, by=None)
        assert attendance(session) == {}

    def test_somebody_added_five_times_with_one_mark_is_one(self, app: Flask) -> None:
        session, business = today(), factories.business()
        for _ in range(5):
            coming.add_person(
                session=session, person=Person("Vũ Mai"), business_id=business.id, client_id="k", by=None
            )
        assert attendance(session) == {business.id: 1}
        assert people_queries.came(session.id) == (1, 1, 0)

    def test_offices_are_present_and_no_exposure(self, app: Flask) -> None:
        session = today()
        coming.add_person(session=session, person=Person("Đỗ An"), unit="Sở Công Thương", by=None)
        assert people_queries.came(session.id) == (1, 0, 1)
        assert attendance(session) == {}

    def test_all_sessions_of_a_training_add_up(self, app: Flask) -> None:
        training, business = factories.intervention(), factories.business()
        morning, afternoon = today(of=training), today(of=training)
        for session, people in ((morning, 2), (afternoon, 3), (morning, 1)):
            coming.enter_people(session=session, business_id=business.id, people=people, by=None)
        assert attendance(morning) == {business.id: 4}

    def test_entry_of_nobody_takes_everybody_off(self, app: Flask) -> None:
        session, business = today(), factories.business()
        coming.enter_people(session=session, business_id=business.id, people=3, by=None)
        before = coming.enter_people(session=session, business_id=business.id, people=0, by=None)
        assert (before, attendance(session), people_queries.people(session.id)) == (3, {}, [])

    def test_entry_keeps_names_and_asks_who_when_fewer_came(self, app: Flask) -> None:
        session, business = today(), factories.business()
        take_part(session, 2, of=business.id, names=[Person("Lan"), Person("Đức")], how="staff")
        with pytest.raises(Refused):
            coming.enter_people(session=session, business_id=business.id, people=1, by=None)
        lan = people_queries.people(session.id)[0]
        coming.enter_people(session=session, business_id=business.id, people=2, named=[lan.id], by=None)
        rows = people_queries.people(session.id)
        assert [(row.name, row.present) for row in rows] == [("Lan", True), ("Đức", False), (None, True)]

    def test_a_dialogue_is_an_exposure_of_its_day(self, app: Flask) -> None:
        session, business = today(of=factories.intervention("dialogue")), factories.business()
        coming.enter_people(session=session, business_id=business.id, people=2, by=None)
        (row,) = db.session.scalars(select(ExposureRecord))
        assert (row.business_id, row.how) == (business.id, "attended")

    def test_nobody_is_there_before_the_day(self, app: Flask) -> None:
        with pytest.raises(Refused):
            coming.enter_people(
                session=factories.session(), business_id=factories.business().id, people=1, by=None
            )


class TestSurvey:
    def test_a_link_works_once(self, app: Flask) -> None:
        session = today()
        coming.enter_people(session=session, business_id=factories.business().id, people=2, by=None)
        links = surveys.new_links(session=session)
        assert len({link.secret for link in links}) == 2
        assert {link.participant.survey_key for link in links} == {token_hash(one.secret) for one in links}
        person = people_queries.find_by_survey_key(links[0].secret)
        assert person is not None
        assert surveys.answer(participant=person, level="satisfied")
        assert not surveys.answer(participant=person, level="not_satisfied")
        assert db.session.scalars(select(SurveyAnswer.level)).all() == ["satisfied"]
        assert len(surveys.new_links(session=session)) == 1, "who answered is not asked again"

    def test_an_answer_holds_nothing_of_the_person(self) -> None:
        columns = {column.name for column in SurveyAnswer.__table__.columns}
        assert columns == {"id", "session_id", "level", "can_file_alone", "missing", "answered_on"}

    def test_fewer_than_five_answers_are_not_shown(self, app: Flask) -> None:
        session = today()
        coming.enter_people(session=session, business_id=factories.business().id, people=6, by=None)
        links = surveys.new_links(session=session)
        for link in links[:4]:
            surveys.answer(participant=link.participant, level="satisfied", missing="Máy chậm")
        assert people_queries.survey(session.id) == (6, 4, None, None, None)
        for link in links[4:]:
            surveys.answer(participant=link.participant, level="satisfied", can_file_alone="yes")
        said = people_queries.survey(session.id)
        assert said.levels == {"very_satisfied": 0, "satisfied": 6, "not_satisfied": 0}
        assert said.alone == {"yes": None, "with_help": None, "no": None}


class TestCertificates:
    def test_only_for_those_present_with_a_name_and_once(self, app: Flask) -> None:
        session, business = today(), factories.business()
        take_part(session, 2, of=business.id, names=[Person("Lan"), Person("Đức")], how="staff")
        lan = db.session.get_one(Participant, people_queries.people(session.id)[0].id)
        coming.set_present(session=session, participant=lan, present=True, by=None)
        coming.enter_people(session=session, business_id=factories.business().id, people=1, by=None)
        assert [certificates.issue(session=session, by=None) for _ in range(2)] == [1, 0]
        (row,) = certificate_queries.certificates(session.id)
        certified = certificate_queries.certified(row.code)
        assert certified is not None
        said = (certified.name, certified.business, certified.business_id)
        assert said == ("Lan", business.name, business.id)
        assert certificate_queries.nameless(session.id) == 1

    def test_revoked_stays_readable_and_another_may_follow(self, app: Flask) -> None:
        session = today()
        coming.add_person(session=session, person=Person("Lan"), business_id=factories.business().id, by=None)
        certificates.issue(session=session, by=None)
        (row,) = certificate_queries.certificates(session.id)
        certificate = certificate_queries.get_certificate(row.code)
        assert certificate is not None
        certificates.revoke(certificate=certificate)
        certified = certificate_queries.certified(row.code)
        assert certified is not None
        assert certified.revoked_at is not None
        assert certificates.issue(session=session, by=None) == 1


class TestFollowUp:
    def test_registered_invited_and_waiting_ones_who_did_not_come(self, app: Flask) -> None:
        from outreach.trainings.models import SessionInvitation

        session = today(capacity=2)
        came, stayed_away = take_part(session, how="staff"), take_part(session, how="staff")
        waits = take_part(session, 2, how="staff")
        silent = factories.business()
        for business_id in (silent.id, came.business_id):
            db.session.add(
                SessionInvitation(
                    public_id=f"i{business_id}", session_id=session.id, business_id=business_id,
                    invited_at=clock.now(),
                )
            )  # fmt: skip
        coming.enter_people(session=session, business_id=came.business_id, people=1, by=None)
        lists = (
            registration_queries.registered_absent(session.id),
            registration_queries.waiting_absent(session.id),
            registration_queries.invited_silent(session.id),
        )
        assert [[row.business_id for row in rows] for rows in lists] == [
            [stayed_away.business_id], [waits.business_id], [silent.id],
        ]  # fmt: skip


class TestMerging:
    def test_two_registrations_become_one_and_their_people_add_up(self, app: Flask) -> None:
        session = today(capacity=10)
        goes, stays = factories.business(), factories.business()
        for business, seats in ((goes, 2), (stays, 3)):
            take_part(session, seats, of=business.id, how="staff")
            coming.enter_people(session=session, business_id=business.id, people=1, by=None)
        merge_businesses({goes.id: stays.id})
        db.session.expire_all()
        (row,) = registration_queries.registrations(session.id)
        assert (row.business_id, row.seats, row.present, session.seats_taken) == (stays.id, 5, 2, 5)
        assert attendance(session) == {stays.id: 2}

    def test_the_one_with_seats_counts_beside_one_that_waits(self, app: Flask) -> None:
        session = factories.session(capacity=2)
        stays, goes = factories.business(), factories.business()
        take_part(session, 2, of=goes.id)
        take_part(session, 1, of=stays.id)
        merge_businesses({goes.id: stays.id})
        db.session.expire_all()
        (row,) = registration_queries.registrations(session.id)
        assert (row.business_id, row.state, row.seats, session.seats_taken) == (stays.id, "registered", 2, 2)


class TestFeeds:
    def test_it_works_until_it_is_revoked(self, app: Flask) -> None:
        user = factories.user()
        secret = feeds.create_feed(user_id=user.id)
        assert feed_queries.whose_feed(secret) is user
        (feed,) = feed_queries.feeds_of(user.id)
        feeds.revoke_feed(feed=feed)
        assert feed_queries.whose_feed(secret) is None

    def test_not_endlessly_many(self, app: Flask) -> None:
        user = factories.user()
        for _ in range(feeds.MOST):
            feeds.create_feed(user_id=user.id)
        with pytest.raises(Refused):
            feeds.create_feed(user_id=user.id)

    def test_a_business_sees_what_it_registered_for(self, app: Flask) -> None:
        mine, other = factories.session(), factories.session()
        registration = take_part(mine)
        take_part(other)
        assert list(session_queries.of_calendar(registration.business_id)) == [mine]
        assert len(session_queries.of_calendar(None)) == 2
