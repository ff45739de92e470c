"""`flask create-admin`."""

import json
from urllib.parse import urlsplit

import pytest
from flask import Flask

from outreach import clock
from outreach.accounts import queries
from outreach.accounts.models import Role
from outreach.database import db
from tests import factories
from tests.accounts import people
from tests.client import CheckedClient


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["create-admin", *arguments])
    db.session.expire_all()
    return done.exit_code, done.output


def test_it_prints_a_link_that_works_once(app: Flask, anonymous: CheckedClient) -> None:
    code, printed = run(app, "Quan.Tri@Tinh.example.vn", "--name", "Lê Quản Trị", "--json")
    assert code == 0
    done = json.loads(printed)
    assert done["email"] == "quan.tri@tinh.example.vn"
    path = urlsplit(done["link"]).path
    assert anonymous.post(path, data={"new_password": people.PASSWORD}).status_code == 303
    assert anonymous.post(path, data={"new_password": people.OTHER}).status_code == 404
    user = queries.find_staff("quan.tri@tinh.example.vn")
    assert user is not None
    assert (user.role, user.name) == ("administrator", "Lê Quản Trị")
    assert anonymous.get("/nguoi-dung").status_code == 200


def test_for_people_it_prints_text(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://portal.example.vn")
    code, printed = run(app, "quan.tri@tinh.example.vn")
    assert code == 0
    assert "https://portal.example.vn/loi-moi/" in printed


def test_again_it_gives_a_new_link_to_the_same_person(app: Flask, anonymous: CheckedClient) -> None:
    _, first = run(app, "a@example.vn", "--json")
    code, second = run(app, "a@example.vn", "--json")
    assert code == 0
    assert anonymous.get(urlsplit(json.loads(first)["link"]).path).status_code == 404
    assert anonymous.get(urlsplit(json.loads(second)["link"]).path).status_code == 200


def test_nobody_s_role_is_raised_by_it(app: Flask) -> None:
    officer = factories.user(Role.OFFICER, email="a@example.vn")
    assert run(app, "a@example.vn")[0] == 1
    assert officer.role == "officer"


def test_somebody_disabled_stays_so(app: Flask) -> None:
    factories.user(Role.ADMINISTRATOR, email="a@example.vn", disabled_at=clock.now())
    assert run(app, "a@example.vn")[0] == 1


@pytest.mark.parametrize("arguments", [(), ("no e-mail",), ("a@b",), ("a@example.vn", "--password", "x")])
def test_wrong_use(app: Flask, arguments: tuple[str, ...]) -> None:
    assert run(app, *arguments)[0] == 2
