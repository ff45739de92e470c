"""Certificates: made, found by their code, revoked, and kept from other businesses."""

from sqlalchemy import select

from outreach.accounts.models import Role
from outreach.database import db
from outreach.trainings.actions import certificates, coming
from outreach.trainings.models import (
    Certificate,
    Participant,
)
from outreach.trainings.queries import people as people_queries
from outreach.trainings.rules.people import Person
from tests import factories
from tests.client import CheckedClient, words_of
from tests.trainings.visiting import own_id, registered, today
from tests.tutorials.test_pdf import ALPHABET, characters, fonts, pages


class TestCertificates:
    def test_anyone_can_verify_one_and_see_it_revoked(
        self, officer: CheckedClient, anonymous: CheckedClient
    ) -> None:
        session = today()
        registered(session, "Lê Thị Lan")
        row = people_queries.people(session.id)[0]
        coming.set_present(
            session=session, participant=db.session.get_one(Participant, row.id), present=True, by=None
        )
        url = f"/buoi/{session.public_id}/chung-nhan"
        officer.post(url)
        code = db.session.scalars(select(Certificate.code)).one()
        assert code in officer.get(url).text
        found = anonymous.get(f"/chung-nhan?code={code.lower().replace('-', '+')}")
        assert found.location == f"/chung-nhan/{code}"
        said = words_of(anonymous.get(found.location))
        assert "còn hiệu lực" in said
        assert "Lê Thị Lan" in said
        officer.post(f"/chung-nhan/{code}/thu-hoi")
        assert "đã bị thu hồi" in words_of(anonymous.get(f"/chung-nhan/{code}"))
        assert officer.get(f"/chung-nhan/{code}/tep.pdf").status_code == 404
        assert anonymous.get("/chung-nhan/7KQM-R2XW-94TD").status_code == 404

    def test_its_pdf_has_every_letter_and_is_for_its_business(
        self, pango: None, clerk: CheckedClient, officer: CheckedClient
    ) -> None:
        session = today(of=factories.intervention(title=ALPHABET))
        for name in (ALPHABET.upper()[:110], "Đỗ Thị Lan"):
            coming.add_person(session=session, person=Person(name), business_id=own_id(clerk), by=None)
        certificates.issue(session=session, by=None)
        code = db.session.scalars(select(Certificate.code).where(Certificate.name != "Đỗ Thị Lan")).one()
        content = clerk.get(f"/chung-nhan/{code}/tep.pdf").data
        assert set(ALPHABET) | set(ALPHABET.upper()[:110]) <= characters(content)
        assert all(name.startswith("BVP") for name in fonts(content))
        assert pages(content) == 1
        assert pages(officer.get(f"/buoi/{session.public_id}/chung-nhan.pdf").data) == 2


def test_another_business_keeps_its_certificate_to_itself(clerk: CheckedClient) -> None:
    session = today()
    other = factories.user(Role.BUSINESS)
    assert other.business_id is not None
    coming.add_person(session=session, person=Person("Lan"), business_id=other.business_id, by=None)
    certificates.issue(session=session, by=None)
    code = db.session.scalars(select(Certificate.code)).one()
    assert clerk.get(f"/chung-nhan/{code}/tep.pdf").status_code == 404
    assert "Tải PDF" not in words_of(clerk.get(f"/chung-nhan/{code}"))
