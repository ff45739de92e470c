"""Registering, waiting, moving up, merging; and ten people at the last seat."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.businesses.actions.merging import merge_businesses
from outreach.database import db
from outreach.refusals import Refused
from outreach.trainings.actions import coming, registering, sessions
from outreach.trainings.models import Participant, Registration, Session
from outreach.trainings.queries import people as people_queries
from outreach.trainings.queries import registrations as registration_queries
from outreach.trainings.rules.people import Person
from tests import factories
from tests.threads import at_once
from tests.trainings.acting import attendance, take_part, today


def states(session: Session) -> Counter[str]:
    return Counter(db.session.scalars(select(Registration.state).filter_by(session_id=session.id)))


def values_of(session: Session, **changed: object) -> dict[str, object]:
    names = ("starts_at", "ends_at", "place", "link", "capacity", "closes_on", "seats_per_business", "notes")
    return {name: getattr(session, name) for name in names} | changed


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
