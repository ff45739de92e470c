"""Requests that write down which arguments and fields a view asks for."""

import contextvars
import re
from datetime import timedelta
from typing import Any, ClassVar, NamedTuple

from flask import Flask, Request
from flask.testing import FlaskClient
from sqlalchemy import insert
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule
from werkzeug.utils import cached_property

from outreach import clock
from outreach.accounts import rules
from outreach.accounts.models import Role, SignInSession
from outreach.campaigns.models import ExposureRecord
from outreach.database import db
from outreach.trainings.models import Session
from tests import factories, world
from tests.fuzz.hostile import MARK
from tests.sensible import fitting

# What is done before a session begins; the one of the small world has.
BEFORE = (
    "trainings.register", "trainings.cancel_registration", "trainings.invite", "trainings.invitation",
    "trainings.decline",
)  # fmt: skip


class Notebook(ImmutableMultiDict[str, Any]):
    """Arguments or fields that write down which names are asked for."""

    asked: ClassVar[set[str]] = set()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, *arguments: Any, **options: Any) -> Any:
        self.asked.add(key)
        return super().getlist(key, *arguments, **options)


class Arguments(Notebook):
    """Those of the address, which are written down apart: sent as fields nobody would read them."""

    asked: ClassVar[set[str]] = set()


class NotingRequest(Request):
    """A request whose arguments and fields are notebooks."""

    parameter_storage_class = Notebook

    @cached_property
    def args(self) -> Arguments:
        return Arguments(super().args)


class Noted(NamedTuple):
    """The names asked for, and refused, since they were forgotten last."""

    fields: set[str]
    arguments: set[str]
    refused: set[str]  # the fields that did not take what they were given

    def forget(self) -> None:
        """Begin anew."""
        for names in self:
            names.clear()


def rules_with(app: Flask, method: str) -> list[Rule]:
    """The routes of a method, in a fixed order."""
    found = [r for r in app.url_map.iter_rules() if method in (r.methods or set()) and r.endpoint != "static"]
    return sorted(found, key=lambda rule: rule.endpoint)


def signed_in(app: Flask, role: Role, made: world.World) -> str:
    """The cookie of somebody of the role; of the world's own clerk for a business."""
    person = made.clerk if role is Role.BUSINESS else factories.user(role)
    token, at = f"fuzz {person.id}", clock.now()
    db.session.execute(
        insert(SignInSession).values(
            token_hash=rules.token_hash(token), user_id=person.id, created_at=at, last_seen_at=at,
            network="127.0.0.0/24", browser="fuzz",
        )
    )  # fmt: skip
    db.session.commit()
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"_user_id": token}))


def ask(app: Flask, cookie: str, url: str, **how: Any) -> int:
    """Send one request as the person of the cookie, look at what comes back; the status."""
    client = FlaskClient(app, app.response_class)
    client.set_cookie(str(app.config["SESSION_COOKIE_NAME"]), cookie)
    with contextvars.Context().run(client.open, url, **how) as response:
        endless = response.mimetype == "text/event-stream"
        body, status = b"" if endless else response.get_data(), response.status_code
    said = f"{status} at {url[:200]!r} with {str(how)[:300]}"
    assert status < 500, said
    assert response.mimetype != "text/html" or MARK.encode() not in body, f"unescaped: {said}"
    for name, value in response.headers:
        assert re.fullmatch(r"[\x20-\x7e]*", value), f"header {name}: {said}"
    return status


def path_of(app: Flask, rule: Rule, made: world.World) -> str:
    """The address of a route in the small world, with things that its deed fits."""
    values = fitting(rule.endpoint, dict(made.own))
    if rule.endpoint == "campaigns.reached":
        reached = db.session.get_one(ExposureRecord, values["exposure_id"])
        values["intervention_id"] = reached.intervention_id
    if rule.endpoint in BEFORE:
        session = db.session.query(Session).filter_by(public_id=values["session_key"]).one()
        session.starts_at += timedelta(days=7)
        session.ends_at += timedelta(days=7)
    if rule.endpoint in ("trainings.cancel_session", "trainings.edit_session"):  # to which nobody has come
        values["session_key"] = factories.session().public_id
    if rule.endpoint == "accounts.change_role":
        values["user_id"] = factories.user(Role.OFFICER).id
    db.session.commit()
    with app.test_request_context():
        path = app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
    return f"{path}?type=training" if rule.endpoint == "campaigns.create" else path
