"""All routes × all roles × own and another business's objects, against a written matrix."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter
from werkzeug.test import TestResponse

from outreach.accounts.models import Role, User
from outreach.database import db
from tests import factories, world
from tests.client import CheckedClient
from tests.route_matrix import MATRIX

# The columns of the matrix, in order.
WHO = ("anonymous", "clerk", "foreign", "helpdesk", "officer", "leader", "administrator")
SKIPPED_METHODS = {"HEAD", "OPTIONS"}
PAGES = sorted(route for route in MATRIX if route.startswith("GET "))
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def routes(app: Flask) -> list[str]:
    """Every method and endpoint, as the matrix names them."""
    return sorted(
        {
            f"{method} {rule.endpoint}"
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - SKIPPED_METHODS
        }
    )


def test_the_matrix_names_every_route_and_no_other(app: Flask) -> None:
    assert sorted(MATRIX) == routes(app)


def identity(app: Flask, who: str, made: world.World) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    if who in ("clerk", "foreign"):
        client.sign_in(made.clerk)
    elif who != "anonymous":
        user: User = factories.user(Role(who))
        db.session.commit()
        client.sign_in(user)
    return client


def address(app: Flask, route: str, who: str, made: world.World) -> tuple[str, str]:
    method, endpoint = route.split(" ")
    arguments: dict[str, Any] = made.foreign if who == "foreign" else made.own
    rule = next(r for r in app.url_map.iter_rules(endpoint) if method in (r.methods or set()))
    with app.test_request_context():
        values = {name: arguments[name] for name in rule.arguments}
        return method, app.url_for(endpoint, **values)


def expected(route: str) -> dict[str, str]:
    """Who asks, with the matrix's letter: everybody; on PostgreSQL, whoever gets that far."""
    letters = dict(zip(WHO, MATRIX[route], strict=True))
    if db.engine.dialect.name == "sqlite":
        return letters
    return {who: letter for who, letter in letters.items() if letter not in "sx"}


def verdict(response: TestResponse) -> str:
    """One letter, as the matrix explains them."""
    location = response.headers.get("Location", "")
    if response.status_code == 303 and location.startswith("/dang-nhap?next="):
        return "s"
    if (
        response.status_code == 303
        and location.endswith("/dang-nhap")
        and response.request.path != "/dang-xuat"
    ):
        return "s"
    known = {200: ".", 204: ".", 301: ".", 303: ".", 422: ".", 400: "!", 401: "s", 403: "x", 404: "0"}
    return known.get(response.status_code, f"[{response.status_code}]")


@pytest.mark.parametrize("feature", sorted({route.partition(".")[0] for route in PAGES}))
def test_pages_are_for_whom_the_matrix_says(
    app: Flask, small_world: Callable[[], world.World], feature: str
) -> None:
    """Looking changes nothing (`tests.test_forgery`), so that one world and one browser each see them all.

    A region is not a way around: asked by htmx, the answer is the same.
    """
    things = small_world()
    clients = {who: identity(app, who, things) for who in WHO}
    found: dict[str, dict[str, str]] = {}
    otherwise = {}
    for route in (one for one in PAGES if one.partition(".")[0] == feature):
        found[route] = {}
        for who in expected(route):
            _method, url = address(app, route, who, things)
            with clients[who].get(url) as response:
                found[route][who] = verdict(response)
            if found[route][who] == ".":
                continue
            with clients[who].get(url, headers=PART) as response:
                if verdict(response) != found[route][who]:
                    otherwise[route, who] = verdict(response)
    assert found == {route: expected(route) for route in found}
    assert not otherwise


@pytest.mark.parametrize("route", sorted(set(MATRIX) - set(PAGES)))
def test_deeds_are_for_whom_the_matrix_says(
    app: Flask, small_world: Callable[[], world.World], route: str
) -> None:
    found = {}
    things = None
    for who in expected(route):
        things = things or small_world()
        client = identity(app, who, things)
        method, url = address(app, route, who, things)
        with client.open(url, method=method) as response:
            found[who] = verdict(response)
        if found[who] == ".":
            things = None  # something was done to this one
    assert found == expected(route)


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "1e3", "%00"])
def test_numbers_that_are_no_ids(app: Flask, officer: CheckedClient, number: str) -> None:
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint == "static" or not rule.arguments:
            continue
        url = rule.rule
        for argument in rule.arguments:
            prefix = "int:" if isinstance(rule._converters[argument], IntegerConverter) else ""
            url = url.replace(f"<{prefix}{argument}>", number)
        assert officer.get(url).status_code in (200, 403, 404), url  # 403: for businesses only
