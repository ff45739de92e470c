"""Where a deed may come from: tokens, sites, hosts."""

import pytest
from flask import Flask

from config import Config
from outreach import create_app
from outreach.database import db
from tests.accounts import people
from tests.client import CheckedClient


def test_without_a_token_what_was_typed_comes_back(anonymous: CheckedClient) -> None:
    form = {"email": "somebody@example.vn", "password": people.PASSWORD}
    answer = anonymous.post("/dang-nhap?way=staff", data=form, csrf=False)
    assert answer.status_code == 400
    assert "somebody@example.vn" in answer.text
    assert people.PASSWORD not in answer.text


@pytest.mark.parametrize(
    "path", ["/dang-xuat", "/ngon-ngu", "/tai-khoan", "/tai-khoan/mat-khau", "/dang-nhap/vao-thu"]
)
def test_no_deed_without_a_token(officer: CheckedClient, path: str) -> None:
    assert officer.post(path, csrf=False).status_code == 400


def test_a_token_from_before_signing_in_is_void_afterwards(anonymous: CheckedClient) -> None:
    user = people.officer()
    before = anonymous._token()
    people.sign_in(anonymous, user)
    answer = anonymous.post("/dang-xuat", csrf=False, headers={"X-CSRFToken": before})
    assert answer.status_code == 400


def test_another_site_cannot_send(anonymous: CheckedClient) -> None:
    user = people.officer()
    data = {"email": user.email, "password": people.PASSWORD}
    answer = anonymous.post("/dang-nhap?way=staff", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400


def test_only_trusted_hosts_are_answered(app: Flask, database_url: str) -> None:
    other = create_app(
        Config(
            secret_key="k" * 40, database_url=database_url, trusted_hosts=("portal.example.vn",),
            extra={"TESTING": True},
        )
    )  # fmt: skip
    client = other.test_client()
    assert client.get("/dang-nhap", base_url="http://portal.example.vn").status_code == 200
    for host in ("evil.vn", "portal.example.vn.evil.vn", "127.0.0.1"):
        assert client.get("/dang-nhap", base_url=f"http://{host}").status_code == 400
    with other.app_context():
        db.engine.dispose()


def test_the_cookie_of_a_secure_site(app: Flask, database_url: str) -> None:
    other = create_app(
        Config(secret_key="k" * 40, database_url=database_url, public_url="https://portal.example.vn")
    )
    answer = other.test_client().get("/dang-nhap", base_url="https://portal.example.vn")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-outreach=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    with other.app_context():
        db.engine.dispose()
