"""The pages of the day: the list on a phone, the sheet on paper, counting, and following up."""

import re

from sqlalchemy import select

from outreach.campaigns.models import Attendance
from outreach.database import db
from outreach.trainings.models import (
    SessionInvitation,
)
from outreach.trainings.queries import people as people_queries
from tests import factories
from tests.client import CheckedClient, words_of
from tests.trainings.visiting import registered, today
from tests.tutorials.test_pdf import pages


class TestCheckIn:
    def test_a_tick_sent_five_times_counts_once(self, helpdesk: CheckedClient) -> None:
        session = today()
        mine = registered(session, "Lê Thị Lan", "Đỗ An")
        row = people_queries.people(session.id)[0]
        url = f"/buoi/{session.public_id}/diem-danh"
        assert 'aria-pressed="false"' in helpdesk.get(url).text
        asked = {"Accept": "application/json"}
        for _ in range(5):
            answer = helpdesk.post(f"{url}/{row.id}", data={"present": "1"}, headers=asked)
            assert answer.json == {"people": 1, "businesses": 1, "refused": ""}
        (attendance,) = db.session.scalars(select(Attendance))
        assert (attendance.business_id, attendance.people) == (mine.business_id, 1)
        helpdesk.post(f"{url}/{row.id}", data={"present": "0"})
        assert db.session.scalars(select(Attendance)).all() == []

    def test_without_a_script_it_is_a_form(self, helpdesk: CheckedClient) -> None:
        session = today()
        registered(session)
        row = people_queries.people(session.id)[0]
        url = f"/buoi/{session.public_id}/diem-danh"
        answer = helpdesk.post(f"{url}/{row.id}", data={"present": "1", "name": "Vũ Mai"})
        assert answer.location.endswith(f"#person-{row.id}")
        assert "Vũ Mai" in words_of(helpdesk.get(url))

    def test_before_the_day_it_is_refused(self, helpdesk: CheckedClient) -> None:
        session = factories.session()
        registered(session, "Lan")
        row = people_queries.people(session.id)[0]
        answer = helpdesk.post(
            f"/buoi/{session.public_id}/diem-danh/{row.id}", data={"present": "1"},
            headers={"Accept": "application/json"},
        )  # fmt: skip
        assert answer.status_code == 409
        assert "chưa diễn ra" in answer.json["refused"]

    def test_somebody_of_another_session_is_not_there(self, helpdesk: CheckedClient) -> None:
        registered(other := today(), "Lan")
        row = people_queries.people(other.id)[0]
        url = f"/buoi/{today().public_id}/diem-danh/{row.id}"
        assert helpdesk.post(url, data={"present": "1"}).status_code == 404

    def test_whoever_was_not_expected(self, helpdesk: CheckedClient) -> None:
        session, business = today(), factories.business("Công ty TNHH Bìa Đông")
        url = f"/buoi/{session.public_id}/diem-danh/them"
        form = helpdesk.get(f"{url}?business={business.id}").text
        mark = re.search(r'name="client_id"[^>]*value="([^"]+)"', form)
        assert mark is not None
        data = {"business": str(business.id), "name": "Vũ Mai", "client_id": mark[1]}
        for _ in range(5):
            helpdesk.post(url, data=data)
        helpdesk.post(url, data={"unit": "Sở Công Thương", "name": "Đỗ An"})
        assert people_queries.came(session.id) == (2, 1, 1)
        assert helpdesk.post(url, data={"name": "Ai đó"}).status_code == 422
        (walk_in, _guest) = people_queries.people(session.id)
        helpdesk.post(f"/buoi/{session.public_id}/diem-danh/{walk_in.id}/bo")
        assert people_queries.came(session.id) == (1, 0, 1)


class TestEntry:
    def test_part_of_a_name_then_a_number(self, helpdesk: CheckedClient) -> None:
        session, business = today(), factories.business("Công ty TNHH Bìa Đông")
        factories.business("Công ty TNHH Bìa Tây")
        url = f"/buoi/{session.public_id}/nhap-nhanh"
        assert len(re.findall(r'name="business"', helpdesk.get(url + "?who=bia").text)) == 2
        assert 'name="people"' in helpdesk.get(url + "?who=bia+dong").text, "one is meant: the number is next"
        assert helpdesk.post(url, data={"business": str(business.id), "people": "3"}).status_code == 303
        assert helpdesk.post(url, data={"business": str(business.id), "people": "2"}).status_code == 303
        assert people_queries.came(session.id) == (2, 1, 0)
        assert "Bìa Đông" in words_of(helpdesk.get(url))
        assert helpdesk.post(url, data={"business": str(business.id), "people": "x"}).status_code == 422

    def test_by_tax_code(self, helpdesk: CheckedClient) -> None:
        session, business = today(), factories.business()
        assert business.tax_code is not None
        page = helpdesk.get(f"/buoi/{session.public_id}/nhap-nhanh?who={business.tax_code[-6:]}")
        assert business.name in words_of(page)

    def test_fewer_than_the_names_asks_who(self, helpdesk: CheckedClient) -> None:
        session, business = today(), factories.business()
        registered(session, "Lan", "Đức", of=business.id)
        url = f"/buoi/{session.public_id}/nhap-nhanh"
        lan = people_queries.people(session.id)[0]
        data = {"business": str(business.id), "people": "1", "offered": "1"}
        both = [str(row.id) for row in people_queries.people(session.id)]
        assert helpdesk.post(url, data=data | {"person": both}).status_code == 422
        assert helpdesk.post(url, data=data | {"person": [str(lan.id)]}).status_code == 303
        assert [row.name for row in people_queries.people(session.id) if row.present] == ["Lan"]


class TestSheet:
    def test_everybody_expected_and_lines_for_others(self, leader: CheckedClient, pango: None) -> None:
        session = factories.session(capacity=2)
        registered(session, "Lê Thị Lan", "Đỗ An")
        registered(session, "Chờ Chỗ")
        url = f"/buoi/{session.public_id}/danh-sach-ky"
        page = leader.get(url)
        assert page.text.count('<td class="number">') == 14
        assert "Đỗ An" in page.text
        assert "Chờ Chỗ" not in page.text
        content = leader.get(url + ".pdf").data
        assert content.startswith(b"%PDF-")
        assert pages(content) == 1


class TestFollowUp:
    def test_those_who_missed_it_are_invited_to_the_next(self, officer: CheckedClient) -> None:
        session, following = today(), factories.session()
        missed = registered(session, "Lan")
        url = f"/buoi/{session.public_id}/theo-doi"
        assert following.public_id in officer.get(url).text
        data = {"into": following.public_id, "business": str(missed.business_id)}
        for _ in range(3):
            assert officer.post(url, data=data).status_code == 303
        (invitation,) = db.session.scalars(select(SessionInvitation))
        assert (invitation.session_id, invitation.business_id) == (following.id, missed.business_id)
        stranger = str(factories.business().id)
        assert officer.post(url, data=data | {"business": stranger}).status_code == 422
        assert officer.post(url, data=data | {"into": "x"}).status_code == 422
