"""The survey behind a link that works once."""

import re

import pytest
from sqlalchemy import select

from outreach.database import db
from outreach.trainings.actions import coming
from outreach.trainings.models import (
    SurveyAnswer,
)
from outreach.trainings.rules.people import Person
from tests import factories
from tests.client import CheckedClient, words_of
from tests.trainings.visiting import registered, today


class TestSurvey:
    def test_slips_are_for_those_present_and_each_works_once(
        self, officer: CheckedClient, anonymous: CheckedClient
    ) -> None:
        session = today()
        coming.enter_people(session=session, business_id=factories.business().id, people=5, by=None)
        registered(session, "Vắng mặt")
        slips = officer.post(f"/buoi/{session.public_id}/khao-sat")
        links = sorted(set(re.findall(r"/khao-sat/[\w-]{16}", slips.text)))
        assert len(links) == 5
        assert "Vắng mặt" not in slips.text
        for number, link in enumerate(links):
            assert anonymous.post(link, data={}).status_code == 422
            wish = f"Điều {'dcbae'[number]}"
            for _ in range(3):
                anonymous.post(link, data={"level": "satisfied", "missing": wish})
            assert "Cảm ơn" in words_of(anonymous.get(link))
            page = words_of(officer.get(f"/buoi/{session.public_id}/khao-sat"))
            assert ("Điều" in page) == (number == 4)
        assert len(db.session.scalars(select(SurveyAnswer)).all()) == 5

    def test_the_first_links_also_go_by_mail(
        self, officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        session, business = today(), factories.business()
        coming.enter_people(session=session, business_id=business.id, people=2, by=None)
        coming.add_person(session=session, person=Person("Đỗ An"), unit="Sở Công Thương", by=None)
        sent: list[dict[int, list[str]]] = []
        monkeypatch.setattr(
            "outreach.trainings.actions.mails.write_mails",
            lambda session, kind, survey_links: sent.append(survey_links) or 1,
        )
        url = f"/buoi/{session.public_id}/khao-sat"
        assert "1 địa chỉ e-mail" in words_of(officer.post(url))
        assert "địa chỉ e-mail" not in words_of(officer.post(url))
        (links,) = sent
        assert {id: len(addresses) for id, addresses in links.items()} == {business.id: 2}

    def test_an_unknown_link_is_nothing(self, anonymous: CheckedClient) -> None:
        assert anonymous.get("/khao-sat/khong-co").status_code == 404
