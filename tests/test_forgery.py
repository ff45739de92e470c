"""Other sites can make a browser send requests: none is heard, and looking at a page changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Role, User
from outreach.database import Base, db
from tests import factories, world
from tests.client import CheckedClient

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
# Written while pages are read, in short transactions of their own: who looked, tried, scanned, was told.
BESIDE = {"access_records", "sign_in_sessions", "sign_in_attempts", "leaflet_scans", "notices_seen"}
# Written the same way when somebody first opens the link of an invitation, or reads an answer.
OPENED = {"session_invitations.opened_at", "answers.opened"}
# Mail programs (RFC 8058) and Zalo send no token of ours: a signature is the leave to do it.
SIGNED = {"notices.leave_mail", "zalo.receive_event"}


def addresses(
    app: Flask, method: str, made: world.World, without: frozenset[str] | set[str] = frozenset()
) -> list[str]:
    """Every address of a method in the small world, but those of some endpoints."""
    with app.test_request_context():
        return [
            app.url_for(rule.endpoint, **{name: made.own[name] for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            if method in (rule.methods or set()) and rule.endpoint not in {"static", *without}
        ]


def everything() -> dict[str, list[Any]]:
    """What all tables hold."""
    db.session.rollback()
    held = {
        table.name: sorted(
            map(repr, db.session.execute(select(*(c for c in table.c if str(c) not in OPENED))))
        )
        for table in Base.metadata.sorted_tables
        if table.name not in BESIDE
    }
    db.session.rollback()
    return held


@pytest.fixture
def made(small_world: Callable[[], world.World]) -> world.World:
    """The small world."""
    return small_world()


@pytest.mark.parametrize("headers", [{}, PART], ids=["page", "htmx"])
def test_no_deed_without_its_token(
    app: Flask,
    made: world.World,
    administrator: CheckedClient,
    officer: CheckedClient,
    headers: dict[str, str],
) -> None:
    before = everything()
    foreign = officer._token()
    for url in addresses(app, "POST", made, SIGNED):
        assert administrator.post(url, csrf=False, headers=headers).status_code == 400, url
        stolen = {**headers, "X-CSRFToken": foreign}
        assert administrator.post(url, csrf=False, headers=stolen).status_code == 400, url
        typed = {"csrf_token": foreign}
        assert administrator.post(url, csrf=False, headers=headers, data=typed).status_code == 400, url
    assert everything() == before


def test_no_deed_from_another_site_even_with_the_token(
    app: Flask, made: world.World, administrator: CheckedClient
) -> None:
    before = everything()
    for url in addresses(app, "POST", made):
        response = administrator.post(url, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 400, url
    assert everything() == before


@pytest.mark.parametrize("role", list(Role))
def test_looking_changes_nothing(
    app: Flask, made: world.World, sign_in_as: Callable[[User], CheckedClient], role: Role
) -> None:
    client = sign_in_as(made.clerk if role is Role.BUSINESS else factories.user(role))
    before = everything()
    for url in addresses(app, "GET", made):
        for method, headers in (("GET", {}), ("GET", PART), ("HEAD", {})):
            client.open(url, method=method, headers=headers).close()
    assert everything() == before
