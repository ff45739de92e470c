"""Certificates: for those present, with a name, once."""

from flask import Flask

from outreach.database import db
from outreach.trainings.actions import certificates, coming
from outreach.trainings.models import Participant
from outreach.trainings.queries import certificates as certificate_queries
from outreach.trainings.queries import people as people_queries
from outreach.trainings.rules.people import Person
from tests import factories
from tests.trainings.acting import take_part, today


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
