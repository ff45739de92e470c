"""A browser of the tests: it checks every page it is given, and carries the CSRF token like a page would."""

import contextvars
import functools
import hashlib
import html
import os
import re
import unicodedata
from typing import Any

import html5lib
from flask.testing import FlaskClient
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import insert
from werkzeug.test import TestResponse

from outreach import clock
from outreach.accounts import rules
from outreach.accounts.models import SignInSession, User
from outreach.database import db
from tests import plain_html

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
HTML = "{http://www.w3.org/1999/xhtml}"
NEEDS_LABEL = {"input", "select", "textarea"}


class CheckedClient(FlaskClient):
    """Every HTML answer is parsed strictly and held to the house's rules for pages."""

    user: User | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request (with a token when unsafe, unless `csrf=False`) and check what comes back."""
        method = str(kwargs.get("method", "GET")).upper()
        if kwargs.pop("csrf", True) and method in UNSAFE:
            kwargs["headers"] = {**dict(kwargs.get("headers") or {}), "X-CSRFToken": self._token()}
        db.session.commit()  # what the test made so far is there before the request
        # Without the test's context the request has its own, as in a server: own session, own person.
        asked, stream = "buffered" in kwargs, method == "GET" and bool(args) and is_stream(args[0])
        kwargs.setdefault("buffered", not stream)  # a file that is sent is closed again
        response: TestResponse = contextvars.Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        check_response(response)
        if stream and not asked:
            response.close()  # as whoever leaves the page at once; a test of streams reads it itself
        return response

    def part(self, url: str, **kwargs: Any) -> TestResponse:
        """GET as htmx does for a region."""
        return self.get(url, headers={"HX-Request": "true", "HX-Request-Type": "partial"}, **kwargs)

    def sign_in(self, user: User) -> None:
        """Start a session for the person without going through the sign-in page."""
        token = os.urandom(16).hex()
        at, user_id = clock.now(), user.id
        db.session.commit()
        with db.engine.begin() as connection:
            connection.execute(
                insert(SignInSession).values(
                    token_hash=rules.token_hash(token), user_id=user_id, created_at=at, last_seen_at=at,
                    network="127.0.0.0/24", browser="tests",
                )
            )  # fmt: skip
        self._keep({**self._kept(), "_user_id": token})
        self.user = user

    def _token(self) -> str:
        kept = self._kept()
        if "csrf_token" not in kept:
            kept["csrf_token"] = hashlib.sha1(os.urandom(64)).hexdigest()
            self._keep(kept)
        signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        return str(signer.dumps(kept["csrf_token"]))

    def _kept(self) -> dict[str, Any]:
        """What the cookie of the session holds: read without making a request for it."""
        cookie = self.get_cookie(self.application.config["SESSION_COOKIE_NAME"])
        longest = int(self.application.permanent_session_lifetime.total_seconds())
        try:
            return dict(self._serializer().loads(cookie.value, max_age=longest)) if cookie else {}
        except BadSignature:
            return {}

    def _keep(self, session: dict[str, Any]) -> None:
        self.set_cookie(self.application.config["SESSION_COOKIE_NAME"], self._serializer().dumps(session))

    def _serializer(self) -> URLSafeTimedSerializer:
        found = self.application.session_interface.get_signing_serializer(self.application)
        assert found is not None
        return found


def is_stream(address: object) -> bool:
    """Whether this address answers for a minute or two."""
    return str(address).partition("?")[0].endswith("/dong")


def words_of(response: TestResponse) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))


def check_response(response: TestResponse) -> None:
    """Security headers on everything; the rules for pages on HTML."""
    assert "default-src 'none'" in response.headers["Content-Security-Policy"], "CSP is missing"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if response.mimetype != "text/html" or response.status_code in (204, 301, 302, 303, 308):
        return
    check_text(response.get_data(as_text=True))


@functools.lru_cache(maxsize=1024)
def check_text(text: str) -> None:
    """Each page or part once: refusals above all are the same a thousand times."""
    assert text == unicodedata.normalize("NFC", text), "text is not in normal form C"
    tree, errors = parsed(text)
    assert not errors, f"invalid HTML: {errors[:3]}"
    check_tree(tree, whole=is_whole(text))


def is_whole(text: str) -> bool:
    """A page, not a part of one."""
    return text.lstrip().lower().startswith("<!doctype")


@functools.lru_cache(maxsize=4)
def parsed(text: str) -> tuple[Any, list[Any]]:
    """The tree of a page or part, to be read only, and where it breaks the rules of HTML.

    The last few are kept, for who reads what the check has just parsed.
    """
    if (plain := plain_html.read(text, whole=is_whole(text))) is not None:
        return plain, []
    parser = html5lib.HTMLParser(strict=False)
    if is_whole(text):
        return parser.parse(text), parser.errors
    tree = parser.parseFragment(text)
    return tree, [error for error in parser.errors if error[1] != "expected-doctype-but-got-start-tag"]


def check_tree(tree: Any, *, whole: bool) -> None:
    """One h1, unique ids, labelled controls, a language, nothing inline."""
    ids: set[str] = set()
    label_for = {e.get("for") for e in tree.iter(HTML + "label")}
    wrapped = {id(c) for label in tree.iter(HTML + "label") for c in label.iter()}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        _check_element(element, ids)
        name = element.tag.removeprefix(HTML)
        if name in NEEDS_LABEL and element.get("type") not in ("hidden", "submit", "button"):
            labelled = (
                element.get("id") in label_for or id(element) in wrapped
                or element.get("aria-label") or element.get("aria-labelledby")
            )  # fmt: skip
            assert labelled, f"control without a label: {element.attrib}"
    if whole:
        assert len(list(tree.iter(HTML + "h1"))) == 1, "a page has exactly one h1"
        root = tree if tree.tag == HTML + "html" else next(tree.iter(HTML + "html"))
        assert root.get("lang") in ("vi", "en"), "the page says its language"
        assert (next(tree.iter(HTML + "title")).text or "").strip(), "the page has a title"


def _check_element(element: Any, ids: set[str]) -> None:
    own = element.get("id")
    if own is not None:
        assert own not in ids, f"id {own} twice"
        ids.add(own)
    for attribute, value in element.attrib.items():
        assert attribute != "style", "inline style"
        assert not re.match(r"on|hx-on", str(attribute)), f"inline handler {attribute}"
        assert not str(value).startswith(("js:", "javascript:")), f"script in {attribute}"
    if element.tag == HTML + "img":
        assert element.get("alt") is not None, "picture without alt"
    if element.tag == HTML + "script":
        assert element.get("src"), "inline script"
    if element.tag == HTML + "form":
        assert element.get("action"), "a form says where it goes"
