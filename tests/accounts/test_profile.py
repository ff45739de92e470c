"""One's own account."""

import pytest
from flask import Flask

from outreach.accounts import passwords
from outreach.accounts.models import Role
from outreach.database import db
from tests import factories
from tests.accounts import people
from tests.client import CheckedClient


@pytest.fixture
def me(anonymous: CheckedClient) -> CheckedClient:
    """Somebody signed in through the page."""
    anonymous.user = people.officer(name="Nguyễn Văn Tôi")
    assert people.sign_in(anonymous, anonymous.user).status_code == 303
    return anonymous


def elsewhere(app: Flask, me: CheckedClient) -> CheckedClient:
    """The same person in another browser."""
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    assert me.user is not None
    client.sign_in(me.user)
    return client


def change(client: CheckedClient, current: str = people.PASSWORD, new: str = people.OTHER) -> int:
    form = {"current_password": current, "new_password": new}
    return client.post("/tai-khoan/mat-khau", data=form).status_code


def test_name_and_language(me: CheckedClient) -> None:
    answer = me.post("/tai-khoan", data={"name": "  Nguyễn   Thị Mới ", "locale": "en"})
    assert answer.headers["Location"] == "/tai-khoan"
    assert me.user is not None
    assert (me.user.name, me.user.name_folded, me.user.locale) == ("Nguyễn Thị Mới", "nguyen thi moi", "en")
    assert '<html lang="en">' in me.get("/tai-khoan").text


@pytest.mark.parametrize(
    "form",
    [{"name": "", "locale": "vi"}, {"name": "A", "locale": "de"}, {"name": "x" * 121, "locale": "vi"}, {}],
)
def test_wrong_names_and_languages_come_back(me: CheckedClient, form: dict[str, str]) -> None:
    answer = me.post("/tai-khoan", data=form)
    assert answer.status_code == 422
    assert me.user is not None
    assert me.user.name == "Nguyễn Văn Tôi"


def test_further_fields_change_nothing(me: CheckedClient) -> None:
    form = {
        "name": "Nguyễn Văn Tôi", "locale": "vi", "role": "administrator", "email": "x@example.vn",
        "business_id": "1", "password_hash": "x", "id": "1", "disabled_at": "2026-01-01",
    }  # fmt: skip
    assert me.user is not None
    before = (me.user.role, me.user.email, me.user.business_id, me.user.password_hash)
    me.post("/tai-khoan", data=form)
    assert (me.user.role, me.user.email, me.user.business_id, me.user.password_hash) == before


def test_a_new_password_asks_for_the_current_one(me: CheckedClient) -> None:
    assert change(me, current="wrong wrong wrong") == 422
    assert change(me, current="") == 422
    assert change(me) == 303
    me.post("/dang-xuat")
    assert me.user is not None
    assert people.sign_in(me, me.user).status_code == 422
    assert people.sign_in(me, me.user, people.OTHER).status_code == 303


@pytest.mark.parametrize("new", ["", "ngắn", "1234567890", "Nguyễn Văn Tôi 1"])
def test_weak_passwords_are_refused(me: CheckedClient, new: str) -> None:
    assert change(me, new=new) == 422


def test_a_new_password_ends_sessions_elsewhere(app: Flask, me: CheckedClient) -> None:
    other = elsewhere(app, me)
    cookie = me.get_cookie("outreach")
    assert cookie is not None
    assert change(me) == 303
    assert me.get("/tai-khoan").status_code == 200
    assert other.get("/tai-khoan").status_code == 303
    thief = app.test_client()
    thief.set_cookie("outreach", cookie.value)
    assert thief.get("/tai-khoan").status_code == 303
    assert len(people.recorded("password.changed")) == 1


def test_guessing_the_current_password_is_throttled(
    me: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [change(me, current="wrong wrong wrong") for _ in range(6)] == [422] * 5 + [429]
    monkeypatch.setattr(passwords, "matches", lambda *_: pytest.fail("hashed"))
    assert change(me) == 429


def test_where_one_is_signed_in(app: Flask, me: CheckedClient) -> None:
    elsewhere(app, me)
    page = me.get("/tai-khoan").text
    assert page.count("Đăng xuất nơi này") == 1
    assert page.count("Ở đây") == 1


def test_sign_out_elsewhere(app: Flask, me: CheckedClient) -> None:
    one, two = elsewhere(app, me), elsewhere(app, me)
    assert me.user is not None
    row = people.open_sessions(me.user)[1]
    assert me.post(f"/tai-khoan/phien/{row.id}/dang-xuat").status_code == 303
    assert one.get("/tai-khoan").status_code == 303
    assert two.get("/tai-khoan").status_code == 200
    assert me.post("/tai-khoan/phien/dang-xuat-noi-khac").status_code == 303
    assert two.get("/tai-khoan").status_code == 303
    assert me.get("/tai-khoan").status_code == 200


def test_nobody_ends_another_person_s_session(app: Flask, me: CheckedClient, officer: CheckedClient) -> None:
    assert officer.user is not None
    row = people.open_sessions(officer.user)[0]
    assert me.post(f"/tai-khoan/phien/{row.id}/dang-xuat").status_code == 404
    assert me.post("/tai-khoan/phien/99999999999999999999/dang-xuat").status_code == 404
    me.post("/tai-khoan/phien/dang-xuat-noi-khac")
    assert officer.get("/tai-khoan").status_code == 200


def test_every_role_has_the_page(app: Flask) -> None:
    for role in Role:
        client = app.test_client()
        assert isinstance(client, CheckedClient)
        user = factories.user(role)
        db.session.commit()
        client.sign_in(user)
        assert client.get("/tai-khoan").status_code == 200
        assert client.get("/tai-khoan/mat-khau").status_code == 200
