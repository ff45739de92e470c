"""Sessions: begun, kept, ended by their owner or the server."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from outreach import clock
from outreach.accounts import passwords, rules
from outreach.accounts.models import SignInSession, User
from outreach.database import db
from tests.accounts import people
from tests.client import CheckedClient


def cookie_of(client: CheckedClient) -> str:
    cookie = client.get_cookie("outreach")
    assert cookie is not None
    return str(cookie.value)


def test_signing_in_starts_a_new_random_session(anonymous: CheckedClient) -> None:
    user = people.officer()
    anonymous.get("/dang-nhap")
    with anonymous.session_transaction() as session:
        session["planted"] = "by somebody else"
        before = session["csrf_token"]
    people.sign_in(anonymous, user)
    with anonymous.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before
        token = session["_user_id"]
    assert len(token) >= 43
    assert [row.token_hash for row in people.open_sessions(user)] == [rules.token_hash(token)]


def test_a_copied_cookie_is_worth_nothing_after_sign_out(app: Flask, anonymous: CheckedClient) -> None:
    user = people.officer()
    people.sign_in(anonymous, user)
    copied = cookie_of(anonymous)
    assert anonymous.post("/dang-xuat").headers["Location"] == "/dang-nhap"
    thief = app.test_client()
    thief.set_cookie("outreach", copied)
    assert thief.get("/tai-khoan").headers["Location"].startswith("/dang-nhap")
    assert not people.open_sessions(user)


def test_signing_out_needs_a_post(officer: CheckedClient) -> None:
    assert officer.get("/dang-xuat").status_code == 405


def test_sign_out_leaves_other_browsers_alone(app: Flask, officer: CheckedClient) -> None:
    assert officer.user is not None
    elsewhere = app.test_client()
    assert isinstance(elsewhere, CheckedClient)
    elsewhere.sign_in(officer.user)
    officer.post("/dang-xuat")
    assert elsewhere.get("/tai-khoan").status_code == 200


def age(user: User, *, seen: timedelta, started: timedelta) -> None:
    at = clock.now()
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.user_id == user.id)
        .values(last_seen_at=at - seen, created_at=at - started)
    )


@pytest.mark.parametrize(
    ("seen", "started", "status"),
    [
        (timedelta(hours=7, minutes=58), timedelta(hours=8), 200),
        (timedelta(hours=8, minutes=1), timedelta(hours=9), 303),
        (timedelta(minutes=5), timedelta(days=14, minutes=1), 303),
    ],
)
def test_the_server_ends_sessions(
    officer: CheckedClient, seen: timedelta, started: timedelta, status: int
) -> None:
    assert officer.user is not None
    age(officer.user, seen=seen, started=started)
    assert officer.get("/tai-khoan").status_code == status


def test_work_keeps_a_session_open_and_polling_does_not(officer: CheckedClient) -> None:
    assert officer.user is not None
    age(officer.user, seen=timedelta(hours=1), started=timedelta(hours=2))
    officer.get("/tai-khoan?poll=1")
    [row] = people.open_sessions(officer.user)
    assert clock.now() - row.last_seen_at > timedelta(minutes=59)
    officer.get("/tai-khoan")
    db.session.expire_all()
    assert clock.now() - row.last_seen_at < timedelta(minutes=1)


def test_a_lost_session_sends_htmx_to_sign_in(anonymous: CheckedClient) -> None:
    answer = anonymous.part("/nguoi-dung")
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/dang-nhap"


def test_disabling_somebody_is_felt_at_the_next_request(officer: CheckedClient) -> None:
    assert officer.user is not None
    officer.user.disabled_at = clock.now()
    assert officer.get("/tai-khoan").status_code == 303


def test_a_cookie_nobody_signed_opens_nothing(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("outreach", "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert client.get("/tai-khoan").status_code == 303


def test_the_cookie_s_flags(anonymous: CheckedClient) -> None:
    header = people.sign_in(anonymous, people.officer()).headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header


def test_an_old_kind_of_hash_is_renewed_at_sign_in(anonymous: CheckedClient) -> None:
    user = people.officer()
    user.password_hash = passwords.generate_password_hash(people.PASSWORD, "pbkdf2:sha256:1000")
    assert people.sign_in(anonymous, user).status_code == 303
    renewed = user.password_hash
    assert renewed.startswith("scrypt:256:8:1$")
    anonymous.post("/dang-xuat")
    assert people.sign_in(anonymous, user).status_code == 303
    db.session.refresh(user)
    assert user.password_hash == renewed


def test_the_house_s_own_method_is_strong() -> None:
    assert passwords.METHOD == "scrypt:32768:8:1"
