"""Forgotten passwords: a letter for staff, a call for people of businesses."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Invitation, PasswordRequest
from outreach.database import db
from tests import factories
from tests.accounts import people
from tests.accounts.letters import letters, shown_link
from tests.client import CheckedClient


def ask(client: CheckedClient, **form: object) -> str:
    way = "?way=staff" if "email" in form else ""
    answer = client.post("/quen-mat-khau" + way, data=form)
    assert answer.status_code == 303
    return people.without_tokens(client.get(answer.headers["Location"]).text)


def test_the_answer_is_always_the_same(anonymous: CheckedClient) -> None:
    user, staff = people.clerk(), people.officer()
    gone = people.officer(disabled_at=clock.now())
    assert user.business is not None
    known = ask(anonymous, tax_code=user.business.tax_code, phone=user.phone)
    assert ask(anonymous, tax_code=user.business.tax_code, phone="0999999999") == known
    assert ask(anonymous, tax_code="0101248141", phone="0912345679") == known
    of_staff = ask(anonymous, email=staff.email)
    assert ask(anonymous, email="nobody@example.vn") == of_staff
    assert ask(anonymous, email=gone.email) == of_staff


def test_staff_get_a_letter_with_a_link(mail: None, app: Flask, anonymous: CheckedClient) -> None:
    user = people.officer()
    ask(anonymous, email=user.email)
    [letter] = letters()
    assert letter.address == user.email
    found = re.search(r"https://portal\.example\.vn(/loi-moi/\S+)", letter.body)
    assert found is not None
    answer = anonymous.post(found.group(1), data={"new_password": people.OTHER})
    assert answer.status_code == 303
    assert not db.session.scalars(select(PasswordRequest)).all()


def test_a_letter_never_carries_a_stranger_s_host(
    app: Flask, anonymous: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:2525")
    user = people.officer()
    with anonymous.session_transaction(base_url="http://evil.vn") as session:
        session["csrf_token"] = "0" * 40
    from itsdangerous import URLSafeTimedSerializer

    signed = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("0" * 40)
    answer = anonymous.post(
        "/quen-mat-khau?way=staff", data={"email": user.email}, base_url="http://evil.vn", csrf=False,
        headers={"X-CSRFToken": signed},
    )  # fmt: skip
    assert answer.status_code == 303
    assert not letters()
    assert len(db.session.scalars(select(PasswordRequest)).all()) == 1


def test_nobody_s_letter_is_written(mail: None, anonymous: CheckedClient) -> None:
    gone = people.officer(disabled_at=clock.now())
    ask(anonymous, email=gone.email)
    ask(anonymous, email="nobody@example.vn")
    assert not letters()


def test_people_of_businesses_wait_for_a_call(
    anonymous: CheckedClient, helpdesk: CheckedClient, officer: CheckedClient
) -> None:
    user = people.clerk(name="Trần Thị Chờ", phone="0912345678")
    assert user.business is not None
    for _ in range(2):
        ask(anonymous, tax_code=user.business.tax_code, phone=user.phone)
    [request] = db.session.scalars(select(PasswordRequest))
    assert "Trần Thị Chờ" in helpdesk.get("/nguoi-dung/xin-mat-khau").text
    assert "1 người đang chờ" in officer.get("/nguoi-dung").text
    page = helpdesk.get(f"/nguoi-dung/xin-mat-khau/{request.id}").text
    assert "0912345678" in page
    answer = helpdesk.post(f"/nguoi-dung/xin-mat-khau/{request.id}", data={"called": "y"})
    assert answer.headers["Location"] == "/nguoi-dung/lien-ket"
    link = shown_link(helpdesk).removeprefix("http://localhost")
    assert anonymous.post(link, data={"new_password": people.OTHER}).status_code == 303
    assert "Trần Thị Chờ" not in helpdesk.get("/nguoi-dung/xin-mat-khau").text
    [record] = people.recorded("password.request_answered")
    assert record.user_id == helpdesk.user.id  # type: ignore[union-attr]


def test_no_link_without_the_call(helpdesk: CheckedClient) -> None:
    request = factories.add(PasswordRequest(user_id=people.clerk().id, asked_at=clock.now()))
    answer = helpdesk.post(f"/nguoi-dung/xin-mat-khau/{request.id}", data={})
    assert answer.status_code == 422
    assert not db.session.scalars(select(Invitation)).all()


def test_a_request_is_answered_once(helpdesk: CheckedClient) -> None:
    request = factories.add(PasswordRequest(user_id=people.clerk().id, asked_at=clock.now()))
    url = f"/nguoi-dung/xin-mat-khau/{request.id}"
    assert helpdesk.post(url, data={"called": "y"}).status_code == 303
    assert helpdesk.post(url, data={"called": "y"}).status_code == 404


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "x"])
def test_requests_that_are_none(helpdesk: CheckedClient, number: str) -> None:
    assert helpdesk.get(f"/nguoi-dung/xin-mat-khau/{number}").status_code == 404


def test_requests_of_staff_are_the_administrator_s(
    administrator: CheckedClient, helpdesk: CheckedClient, officer: CheckedClient
) -> None:
    user = people.officer(name="Cán Bộ Quên")
    request = factories.add(PasswordRequest(user_id=user.id, asked_at=clock.now()))
    assert "Cán Bộ Quên" in administrator.get("/nguoi-dung/xin-mat-khau").text
    for client in (helpdesk, officer):
        assert "Cán Bộ Quên" not in client.get("/nguoi-dung/xin-mat-khau").text
        url = f"/nguoi-dung/xin-mat-khau/{request.id}"
        assert client.get(url).status_code == 404
        assert client.post(url, data={"called": "y"}).status_code == 404
