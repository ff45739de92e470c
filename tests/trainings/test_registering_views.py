"""Registering on pages: by a business itself, and by the desk for it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach import clock
from outreach.database import db
from outreach.trainings.models import (
    Participant,
    Registration,
    Session,
    SessionInvitation,
)
from tests import factories
from tests.client import CheckedClient, words_of
from tests.threads import at_once
from tests.trainings.visiting import own_id, registered


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
