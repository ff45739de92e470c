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


@pytest.mark.parametrize("route", sorted(MATRIX))
def test_each_route_serves_whom_the_matrix_says(
    app: Flask, small_world: Callable[[], world.World], route: str
) -> None:
    found = {}
    things = None
    for who in WHO:
        things = things or small_world()
        client = identity(app, who, things)
        method, url = address(app, route, who, things)
        with client.open(url, method=method) as response:
            found[who] = verdict(response)
        if method == "POST" and found[who] == ".":
            things = None  # something was done to this one
    assert "".join(found.values()) == MATRIX[route], found


@pytest.mark.parametrize("route", [route for route in sorted(MATRIX) if route.startswith("GET")])
def test_the_same_for_htmx(app: Flask, small_world: Callable[[], world.World], route: str) -> None:
    """A region is not a way around: asked by htmx, the answer is the same."""
    things = small_world()
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    for who, expected in zip(WHO, MATRIX[route], strict=True):
        if expected == ".":
            continue
        client = identity(app, who, things)
        _method, url = address(app, route, who, things)
        assert verdict(client.get(url, headers=headers)) == expected, who


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
