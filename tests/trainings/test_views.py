"""The pages of sessions: what is shown to whom, what comes back when it is refused, deeds sent many times."""

import re
from datetime import timedelta
from typing import ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role
from outreach.campaigns.models import Attendance
from outreach.database import db
from outreach.trainings.actions import certificates, coming, registering
from outreach.trainings.models import (
    CalendarFeed,
    Certificate,
    Participant,
    Registration,
    Session,
    SessionInvitation,
    SurveyAnswer,
)
from outreach.trainings.queries import people as people_queries
from outreach.trainings.rules.people import Person
from tests import factories
from tests.client import CheckedClient, words_of
from tests.threads import at_once
from tests.tutorials.test_pdf import ALPHABET, characters, fonts, pages


@pytest.fixture(scope="module")
def pango() -> None:
    """The system libraries that drawing needs; `.ci/run` installs them."""
    try:
        import weasyprint  # noqa: F401
    except OSError as missing:
        pytest.skip(f"Pango is not installed here: {missing}")


def today(**values: object) -> Session:
    return factories.session(starts_at=clock.now() - timedelta(minutes=1), **values)


def registered(session: Session, *names: str, of: int | None = None) -> Registration:
    return registering.register(
        session=session, business_id=of or factories.business().id, seats=max(len(names), 1), how="staff",
        names=[Person(name) for name in names],
    )  # fmt: skip


def own_id(clerk: CheckedClient) -> int:
    assert clerk.user is not None
    assert clerk.user.business_id is not None
    return clerk.user.business_id


class TestPlanning:
    DATA: ClassVar = {
        "starts_at": "05/12/2030 08:30", "ends_at": "05/12/2030 11:30", "place": "Hội trường", "link": "",
        "capacity": "40", "seats_per_business": "3", "closes_on": "04/12/2030", "open_to_all": "y",
        "trainers": "", "notes": "",
    }  # fmt: skip

    def test_a_session_is_planned_and_changed(self, officer: CheckedClient) -> None:
        training = factories.intervention()
        url = f"/hoat-dong/{training.id}/buoi"
        assert "08:30" in officer.get(url).text
        made = officer.post(url, data=self.DATA)
        assert made.status_code == 303
        session = db.session.scalars(select(Session)).one()
        assert clock.local(session.starts_at).hour == 8
        assert officer.get(made.location).status_code == 200
        changed = officer.post(f"/buoi/{session.public_id}/sua", data=self.DATA | {"capacity": "50"})
        assert changed.status_code == 303
        assert session.capacity == 50
        assert "05/12/2030" in words_of(officer.get(url)), "the others of the same training are named"

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("starts_at", "05/12/2030", "cần ngày và giờ"),
            ("ends_at", "05/12/2030 08:30", "phải sau giờ bắt đầu"),
            ("place", "", "địa điểm hoặc liên kết"),
            ("link", "ftp://example.vn", "Địa chỉ chưa đúng"),
            ("capacity", "0", "Số chỗ từ 1"),
            ("closes_on", "06/12/2030", "không thể sau ngày tổ chức"),
        ],
    )
    def test_what_is_wrong_comes_back_as_typed(
        self, officer: CheckedClient, field: str, value: str, said: str
    ) -> None:
        url = f"/hoat-dong/{factories.intervention().id}/buoi"
        answer = officer.post(url, data=self.DATA | {field: value, "notes": "mang máy tính"})
        assert answer.status_code == 422
        assert said in words_of(answer)
        assert "mang máy tính" in answer.text

    def test_called_off_and_restored(self, officer: CheckedClient, clerk: CheckedClient) -> None:
        session = factories.session()
        registered(session, of=own_id(clerk))
        url = f"/buoi/{session.public_id}"
        assert officer.post(url + "/huy", data={"because": ""}).status_code == 422
        officer.post(url + "/huy", data={"because": "Bão số 5"})
        assert "Bão số 5" in words_of(clerk.get(url))
        assert "đã hủy" in words_of(clerk.get("/dang-ky"))
        officer.post(url + "/mo-lai")
        assert "Bão số 5" not in words_of(clerk.get(url))

    def test_materials(self, officer: CheckedClient, clerk: CheckedClient) -> None:
        session = factories.session()
        url = f"/buoi/{session.public_id}"
        for _ in range(2):
            officer.post(url + "/tai-lieu", data={"title": "Cấp phép", "url": "/huong-dan/cap-phep"})
        assert officer.post(url + "/tai-lieu", data={"title": "X", "url": "//evil"}).status_code == 422
        assert clerk.get(url).text.count("/huong-dan/cap-phep") == 1
        removed = re.search(r"/tai-lieu/\d+/bo", officer.get(url + "/tai-lieu").text)
        assert removed is not None
        officer.post(url + removed[0])
        assert "/huong-dan/cap-phep" not in clerk.get(url).text


class TestRegistering:
    def test_on_the_portal_for_several_names_later(self, clerk: CheckedClient) -> None:
        session = factories.session(capacity=10)
        url = f"/buoi/{session.public_id}"
        assert clerk.user is not None
        assert f'value="{clerk.user.name}"' in clerk.get(url + "/dang-ky").text
        assert clerk.post(url + "/dang-ky", data={"seats": "2"}).status_code == 303
        assert "đã có 2 chỗ" in words_of(clerk.get(url))
        data = {"seats": "2", "names": "Lê Thị Lan, kế toán\nĐỗ An", "contact_phone": "0912345678"}
        clerk.post(url + "/dang-ky", data=data)
        assert "Lê Thị Lan, kế toán\nĐỗ An" in clerk.get(url + "/dang-ky").text.replace("\r", "")
        clerk.post(url + "/huy-dang-ky")
        assert "đã có 2 chỗ" not in words_of(clerk.get(url))
        assert session.seats_taken == 0

    def test_too_many_come_back_with_what_was_typed(self, clerk: CheckedClient) -> None:
        session = factories.session(seats_per_business=2)
        answer = clerk.post(f"/buoi/{session.public_id}/dang-ky", data={"seats": "3", "names": "Lan"})
        assert answer.status_code == 422
        assert "từ 1 đến 2" in words_of(answer)
        assert "Lan" in answer.text

    def test_waiting_tells_its_place(self, clerk: CheckedClient) -> None:
        session = factories.session(capacity=1)
        registered(session)
        url = f"/buoi/{session.public_id}"
        assert "danh sách chờ" in words_of(clerk.get(url + "/dang-ky"))
        clerk.post(url + "/dang-ky", data={"seats": "1"})
        assert "thứ 1 trong danh sách" in words_of(clerk.get(url))

    def test_only_those_invited_know_of_a_closed_session(self, clerk: CheckedClient) -> None:
        session = factories.session(open_to_all=False)
        url = f"/buoi/{session.public_id}"
        for address in (url, url + "/dang-ky", url + "/lich.ics"):
            assert clerk.get(address).status_code == 404
        assert session.public_id not in clerk.get("/dang-ky").text
        factories.add(
            SessionInvitation(
                public_id="moi", session_id=session.id, business_id=own_id(clerk), invited_at=clock.now()
            )
        )
        assert clerk.get(url).status_code == 200
        assert session.public_id in clerk.get("/dang-ky").text

    def test_staff_register_whoever_calls(self, helpdesk: CheckedClient) -> None:
        session, business = factories.session(), factories.business("Công ty TNHH Bìa Đông")
        url = f"/buoi/{session.public_id}/dang-ky-ho"
        assert f'value="{business.id}"' in helpdesk.get(url + "?who=bia+dong").text
        assert "Không thấy" in words_of(helpdesk.get(url + "?who=khong+co"))
        data = {"business": str(business.id), "seats": "20", "contact_name": "Chị Mai"}
        assert helpdesk.post(url, data=data).status_code == 303
        row = db.session.scalars(select(Registration)).one()
        assert (row.seats, row.how, row.contact_name) == (20, "staff", "Chị Mai")
        helpdesk.post(f"{url}/{row.public_id}/huy")
        assert db.session.get_one(Registration, row.id).state == "cancelled"

    def test_the_same_request_at_once_books_once(
        self, app: Flask, clerk: CheckedClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        session = factories.session(capacity=10)
        url = f"/buoi/{session.public_id}/dang-ky"
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
        name = str(app.config["SESSION_COOKIE_NAME"])
        clerk.get("/dang-ky")
        cookie = clerk.get_cookie(name)
        assert cookie is not None
        db.session.commit()

        def send() -> None:
            browser = FlaskClient(app, app.response_class)
            browser.set_cookie(name, cookie.value)
            answer = browser.post(url, data={"seats": "2", "names": "Lan\nĐức"})
            assert answer.status_code == 303

        at_once(*(send for _ in range(5)))
        db.session.expire_all()
        assert db.session.get_one(Session, session.id).seats_taken == 2
        assert len(db.session.scalars(select(Participant)).all()) == 2


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


class TestCalendar:
    def test_one_session_as_a_file(self, clerk: CheckedClient) -> None:
        session = factories.session()
        answer = clerk.get(f"/buoi/{session.public_id}/lich.ics")
        assert answer.mimetype == "text/calendar"
        (event,) = Calendar.from_ical(answer.data).events
        assert event.start == session.starts_at.replace(microsecond=0)

    def test_a_private_feed_until_it_is_revoked(self, clerk: CheckedClient, anonymous: CheckedClient) -> None:
        mine = factories.session()
        registered(mine, of=own_id(clerk))
        factories.session()
        page = clerk.post("/lich-rieng")
        found = re.search(r"/lich-rieng/[\w-]+\.ics", page.text)
        assert found is not None
        assert found[0] not in clerk.get("/lich-rieng").text, "shown once"
        (event,) = Calendar.from_ical(anonymous.get(found[0]).data).events
        assert mine.public_id in str(event["uid"])
        feed = db.session.scalars(select(CalendarFeed)).one()
        clerk.post(f"/lich-rieng/{feed.id}/bo")
        assert anonymous.get(found[0]).status_code == 404


def test_the_list_costs_as_many_queries_with_many_sessions(
    clerk: CheckedClient, officer: CheckedClient, count_queries: object
) -> None:
    costs = []
    for number in (1, 25):
        for _ in range(number):
            registered(factories.session(capacity=5), "Lan")
        for client in (clerk, officer):
            count_queries()  # type: ignore[operator]
            client.get("/dang-ky")
            costs.append(count_queries())  # type: ignore[operator]
    assert costs[:2] == costs[2:]
    assert max(costs) <= 8


def test_another_business_keeps_its_certificate_to_itself(clerk: CheckedClient) -> None:
    session = today()
    other = factories.user(Role.BUSINESS)
    assert other.business_id is not None
    coming.add_person(session=session, person=Person("Lan"), business_id=other.business_id, by=None)
    certificates.issue(session=session, by=None)
    code = db.session.scalars(select(Certificate.code)).one()
    assert clerk.get(f"/chung-nhan/{code}/tep.pdf").status_code == 404
    assert "Tải PDF" not in words_of(clerk.get(f"/chung-nhan/{code}"))
