"""Single-use links: invitations, forgotten passwords."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts import rules
from outreach.accounts.models import Invitation, Role
from outreach.database import db
from tests import factories
from tests.accounts import people
from tests.accounts.letters import TOKEN, URL
from tests.client import CheckedClient
from tests.threads import at_once

# ── using a link ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_link_sets_the_password_and_signs_in(anonymous: CheckedClient) -> None:
    user = people.invited(name="Nguyễn Thị Mới")
    assert "Nguyễn Thị Mới" in anonymous.get(URL).text
    answer = anonymous.post(URL, data={"new_password": people.PASSWORD})
    assert answer.headers["Location"] == "/"
    assert "Nguyễn Thị Mới" in anonymous.get("/tai-khoan").text
    anonymous.post("/dang-xuat")
    assert people.sign_in(anonymous, user).status_code == 303


def test_looking_does_not_use_it_up(anonymous: CheckedClient) -> None:
    people.invited()
    for _ in range(3):
        assert anonymous.get(URL).status_code == 200
    assert anonymous.post(URL, data={"new_password": people.PASSWORD}).status_code == 303


def test_it_works_once(app: Flask, anonymous: CheckedClient) -> None:
    people.invited()
    anonymous.post(URL, data={"new_password": people.PASSWORD})
    thief = app.test_client()
    assert thief.get(URL).status_code == 404
    assert thief.post(URL, data={"new_password": people.OTHER}).status_code == 404


def test_two_at_the_same_time_are_one(app: Flask) -> None:
    user = people.invited()
    db.session.commit()
    answers: list[int] = []

    def use() -> None:
        client = app.test_client()
        with app.app_context():
            answers.append(client.post(URL, data={"new_password": people.PASSWORD}).status_code)

    at_once(*[use] * 4)
    found = Counter(answers)
    assert found[303] == 1
    assert found[404] + found[422] == 3
    assert len(people.open_sessions(user)) == 1


@pytest.mark.parametrize(
    "token", ["x", "%20", "t" * 42, "t" * 44, "T" * 43, "%00", "a/b", "'--", "x" * 5000, "%F0%9F%94%91"]
)
def test_other_tokens_open_nothing(anonymous: CheckedClient, token: str) -> None:
    people.invited()
    assert anonymous.get("/loi-moi/" + token).status_code == 404
    assert anonymous.post("/loi-moi/" + token, data={"new_password": people.PASSWORD}).status_code == 404


def test_no_token_at_all(anonymous: CheckedClient) -> None:
    people.invited()
    assert anonymous.get("/loi-moi/").status_code == 404


def test_an_empty_hash_is_nobody_s(anonymous: CheckedClient) -> None:
    factories.add(
        Invitation(
            token_hash="", user_id=factories.user().id, purpose="welcome", created_at=clock.now(),
            expires_at=clock.now() + timedelta(days=1),
        )
    )  # fmt: skip
    assert anonymous.get("/loi-moi/%20").status_code == 404


def test_links_expire(anonymous: CheckedClient) -> None:
    people.invited()
    link = db.session.scalars(select(Invitation)).one()
    link.expires_at = clock.now() - timedelta(seconds=1)
    page = anonymous.get(URL)
    assert page.status_code == 404
    assert "không còn dùng được" in page.text


def test_the_link_of_somebody_disabled_is_dead(anonymous: CheckedClient) -> None:
    user = people.invited()
    user.disabled_at = clock.now()
    assert anonymous.get(URL).status_code == 404


@pytest.mark.parametrize("password", ["", "ngắn", "1234567890", "matkhau123", "Nguyễn Văn Mẫu"])
def test_weak_passwords_are_refused_and_the_link_lives(anonymous: CheckedClient, password: str) -> None:
    people.invited()
    answer = anonymous.post(URL, data={"new_password": password})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert not password or f'value="{password}"' not in answer.text
    assert anonymous.post(URL, data={"new_password": people.PASSWORD}).status_code == 303


def test_a_new_password_ends_sessions_elsewhere_and_other_links(
    app: Flask, anonymous: CheckedClient, officer: CheckedClient
) -> None:
    assert officer.user is not None
    at, user = clock.now(), officer.user
    for token in (TOKEN, "u" * 43):
        factories.add(
            Invitation(
                token_hash=rules.token_hash(token), user_id=user.id, purpose="reset", created_at=at,
                expires_at=at + timedelta(hours=2),
            )
        )  # fmt: skip
    anonymous.post(URL, data={"new_password": people.PASSWORD})
    assert anonymous.get("/tai-khoan").status_code == 200
    assert officer.get("/tai-khoan").status_code == 303
    assert app.test_client().get("/loi-moi/" + "u" * 43).status_code == 404
    assert [row.user_id for row in people.recorded("password.reset")] == [user.id]


def test_a_field_for_another_person_changes_nothing(anonymous: CheckedClient) -> None:
    user, other = people.invited(), people.officer()
    before = other.password_hash
    anonymous.post(
        URL,
        data={"new_password": people.PASSWORD, "user_id": other.id, "role": "administrator", "id": other.id},
    )
    assert other.password_hash == before
    assert user.role == Role.OFFICER
