"""Coming, answering the survey, following those up who did not come."""

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.rules import token_hash
from outreach.campaigns.models import ExposureRecord
from outreach.database import db
from outreach.refusals import Refused
from outreach.trainings.actions import coming, surveys
from outreach.trainings.models import Participant, Session, SurveyAnswer
from outreach.trainings.queries import people as people_queries
from outreach.trainings.queries import registrations as registration_queries
from outreach.trainings.rules.people import Person
from tests import factories
from tests.threads import at_once
from tests.trainings.acting import attendance, take_part, today


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
