"""Every address with every query argument and every form field it knows, fed with what nobody should send.

Nothing is listed by hand: a first request is sent with a notebook that writes down which arguments and
fields the view asks for, so a new page or field is fuzzed from its first day. The promise is that no answer
is a fault of ours (500) or a busy database (503), nothing is shown unescaped, and headers can be sent.
"""

import contextvars
import io
import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from sqlalchemy import insert
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, Rule

from outreach import clock
from outreach.accounts import rules
from outreach.accounts.models import Role, SignInSession
from outreach.businesses.models import Business
from outreach.campaigns.models import ExposureRecord
from outreach.catalogue.actions import card_mark, fact_mark, reason_mark
from outreach.catalogue.models import ProcedureCard, ProcedureFact, RedoReason
from outreach.database import db
from outreach.documents import actions as document_actions
from outreach.documents.models import LegalDocument
from outreach.trainings.models import Session
from tests import factories, world
from tests.sensible import fitting, sensible

MARK = "<svg onload=alert(1) hx-get=/x>"
NUMBERS = ("0", "-1", "1e3", "١٢٣", str(2**31), str(2**63), "9" * 5000)
DAYS = (
    "31/12/9999", "29/02/2023", "2026-13", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
)  # fmt: skip
TEXTS = (
    "", " ", "-", "a\x00b", "\r\nX-Evil: 1", "\x1b\x7f💥\u202e", "'; DROP TABLE users; --", "%_\\",
    "%s%(x)s{0}{{7*7}}", "../../etc/passwd", "//evil.example", "/đường", "=1+1", f"\"'>{MARK}", "a:b", "new",
)  # fmt: skip
VALUES = (*NUMBERS, *DAYS, *TEXTS)
BROKEN = "%ED%A0%80%FF%FE%C3%00%F0%9F%92"  # a lone surrogate and other bytes that are no UTF-8
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}

# A form as somebody sensible would send it, by the last part of a field's name; of the rest each is "1".
GOOD = {
    "name": "Công ty Thử", "title": "Tập huấn thử", "held_on": "05/03/2026", "ends_on": "",
    "type": "training", "email": "thu@example.vn", "phone": "0912345678", "role": "helpdesk", "given": "yes",
    "how": "spoken", "answered_on": "05/03/2026", "locale": "vi", "language": "en",
    "valid_from": "05/03/2026",
    "valid_to": "06/03/2026", "level": "levels_2011:4", "text": "Công ty Thử", "assistance": "alone",
    "new_password": "một câu rất dài để nhớ", "day": "05/03/2026", "called": "y", "zone_id": "0", "code": "",
    "covers_all": "", "cost_vnd": "1.000", "cost_planned_vnd": "", "own_code": "", "field": "Đầu tư",
    "source": "main", "confirm": "", "offered": "yes", "partners": "", "place": "", "note": "", "job": "",
    "portal_url": "", "url": "", "signing": "", "paying": "", "collecting": "", "phase": "",
    "issued_on": "", "in_force_on": "", "expires_on": "", "seen_on": "05/03/2026", "noted_on": "05/03/2026",
    "step_key": "", "number": "7/2026/NĐ-CP",
    "tax_code": "", "wording": "", "next": "/", "another": "y", "recorded_at": "2026-03-05T00:00:00+00:00",
    "system": "Cổng thử", "started_at": "05/03/2026 14:30", "ended_at": "",
    "first": "01/01/2020", "split_on": "30/09/2020", "last": "31/12/2020", "received": "301", "online": "91",
    "online_first": "2", "received_first_low": "", "received_first_high": "",
}  # fmt: skip
# What is done before a session begins; the one of the small world has.
BEFORE = (
    "trainings.register", "trainings.cancel_registration", "trainings.invite", "trainings.invitation",
    "trainings.decline",
)  # fmt: skip
# What is refused even so, or answered without going on.
STAYS = {
    "trainings.follow_up": "everybody in the small world has come",
    "trainings.revoke_feed": "the address is another person's",
    "accounts.change_password": "the current password is not known here",
    "accounts.sign_in": "",
    "accounts.end_session": "the session is another person's",
    "accounts.enter_demo": "this is no demo",
    "campaigns.add_file": "files have their own tests",
    "campaigns.delete": "somebody is on its list",
    "catalogue.redo": "the reasons are those of the dossier's own procedure",
    "campaigns.draw": "its lot is drawn",
    "campaigns.paste": "what it means is shown first",
    "campaigns.undo": "long ago",
    "campaigns.unlist_batch": "long ago",
    "campaigns.upload": "files are below",
    "dossiers.import_upload": "files are below",
    "leaflets.delete_batch": "copies are handed out",
    "tutorials.attach_report": "whom it belongs to is chosen from a search",
    "tutorials.create": "its address and procedure must be free",
    "tutorials.edit_facts": "it carries a mark of what its author saw",
    "tutorials.edit_questions": "it carries a mark of what its author saw",
    "tutorials.publish": "the version is published",
    "tutorials.review": "the version is published",
    "tutorials.tutorial_pictures": "pictures have their own tests",
    "tutorials.withdraw": "it carries the edition its author saw",
}


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


class NotingRequest(Request):
    """A request whose arguments and fields are notebooks."""

    parameter_storage_class = Notebook


@pytest.fixture
def noted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names asked for since it was emptied last."""
    monkeypatch.setattr(app, "request_class", NotingRequest)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)  # the token has its own tests
    monkeypatch.setattr("outreach.accounts.throttle.take", lambda *_, **__: None)
    return Notebook.asked


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
        body, status = response.get_data(), response.status_code
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
    if rule.endpoint == "accounts.change_role":
        values["user_id"] = factories.user(Role.OFFICER).id
    db.session.commit()
    with app.test_request_context():
        path = app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
    return f"{path}?type=training" if rule.endpoint == "campaigns.create" else path


def hostile(name: str) -> Iterator[str]:
    """Queries or bodies for one name: hostile, long, broken, twice, as an array."""
    for value in VALUES:
        yield f"{quote(name)}={quote(value)}"
    yield f"{quote(name)}={'x' * 50_000}"
    yield f"{quote(name)}={BROKEN}"
    yield f"{quote(name)}=1&{quote(name)}=%00&{quote(name)}[]=2&{quote(name)}[0]=3"


def good_values(rule: Rule, made: world.World, names: set[str]) -> dict[str, str]:
    """What somebody sensible would send, of the fields that are known by now."""
    special = {
        "into": str(made.foreign["zone_id"]), "present": str(made.own["business_id"]),
        "business": str(made.own["business_id"]),
        "was": f"{made.foreign['business_id']}:1",
        "kind": "industrial_zone" if "zone" in rule.endpoint else "dossiers",
    }  # fmt: skip
    special |= cited_values(rule, made) | sensible(rule, made)
    if rule.endpoint == "businesses.edit_zone":
        special["name"] = "KCN Thử"
    if rule.endpoint.startswith("practice"):
        special |= {"procedure": str(made.own["procedure_id"]), "intervention": "0"}
    if rule.endpoint.startswith("receipts"):
        special |= {
            "code": "H56-260305-0042", "procedure": str(made.own["procedure_id"]), "text": "H56-1-77",
            "filed_on": "05/03/2026", "tax_code": "0312345678", "note": "Thiếu một số",
        }  # fmt: skip
    if rule.endpoint == "receipts.attach":
        special["tax_code"] = str(db.session.get_one(Business, made.own["business_id"]).tax_code)
        db.session.commit()
    if rule.endpoint.startswith("trainings"):
        special |= {
            "starts_at": "05/03/2026 08:30", "ends_at": "05/03/2026 11:30", "place": "Hội trường", "link": "",
            "capacity": "", "closes_on": "", "because": "Mưa bão", "names": "Lê Mẫu", "url": "/huong-dan",
            "contact_phone": "", "contact_email": "", "level": "satisfied", "can_file_alone": "yes",
            "unit": "Sở Mẫu",
        }  # fmt: skip
    if rule.endpoint.startswith("campaigns"):
        special["how"] = "visited"
    if rule.endpoint.startswith("visits"):
        special |= visit_values(made)
    if rule.endpoint == "tutorials.stuck":
        special["kind"] = "stuck"
    if rule.endpoint in ("accounts.forgotten", "accounts.invite_business_person"):
        business = db.session.get_one(Business, made.own["business_id"])
        special["tax_code"] = str(business.tax_code)
        db.session.commit()  # an open transaction of the test would keep the request waiting
    known = GOOD | special
    return {name: known.get(name, known.get(name.rpartition("-")[2], "1")) for name in names}


def visit_values(made: world.World) -> dict[str, str]:
    """What forms of visits and promises want: another day, somebody who sees to it, and reasons."""
    owner = str(factories.user().id)
    db.session.commit()
    promised = {f"{name}_{number}": "" for number in range(3) for name in ("promise", "due")}
    return promised | {f"owner_{number}": owner for number in range(3)} | {
        "to": str(made.foreign["visit_id"]), "owner_id": owner, "why": "Chờ trả lời",
        "due_on": f"{clock.today():%d/%m/%Y}",
        "outcome": "visited", "met": "Chị Lan", "seen": "", "client_id": "fuzz", "team": "", "photo": "",
    }  # fmt: skip


def cited_values(rule: Rule, made: world.World) -> dict[str, str]:
    """What forms of documents and procedures want: a number that is known, the mark of what was seen."""
    special: dict[str, str] = {}
    if rule.endpoint in ("documents.replace", "catalogue.basis_add"):
        special["number"] = factories.document().number
    if rule.endpoint.startswith(("documents.", "catalogue.")):
        special["kind"] = "decree" if rule.endpoint.startswith("documents.") else "fee"
    if rule.endpoint == "catalogue.edit":
        special["system"] = ""
    if rule.endpoint == "documents.edit":
        special["seen"] = document_actions.mark(db.session.get_one(LegalDocument, made.own["document_id"]))
    if rule.endpoint == "catalogue.edit":
        special["seen"] = card_mark(db.session.get(ProcedureCard, made.own["procedure_id"]))
    if rule.endpoint == "catalogue.fact_edit":
        special["seen"] = fact_mark(db.session.get_one(ProcedureFact, made.own["fact_id"]))
    if rule.endpoint == "catalogue.reason_edit":
        special["reason-seen"] = reason_mark(db.session.get_one(RedoReason, made.own["reason_id"]))
    db.session.commit()
    db.session.expire_all()
    return special


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.BUSINESS])
def test_query_arguments(app: Flask, noted: set[str], role: Role) -> None:
    made = world.build()
    cookie = signed_in(app, role, made)
    tried, met = 0, set[str]()
    for place, rule in enumerate(rules_with(app, "GET")):
        url = path_of(app, rule, made)
        noted.clear()
        if ask(app, cookie, url) in (403, 404):
            continue
        names = sorted(noted)
        for name in names:
            # Every value where an argument is met first, every third in turn on other pages; below all again.
            first, step = (place % 3, 3) if name in met else (0, 1)
            for query in itertools.islice(hostile(name), first, None, step):
                ask(app, cookie, f"{url}?{query}")
                tried += 1
        met.update(names)
        for value in VALUES if names else ():
            ask(app, cookie, f"{url}?{urlencode(dict.fromkeys(names, value))}", headers=PART)
    assert tried > (1000 if role is Role.ADMINISTRATOR else 400), "the notebook stayed empty"


def one_of_each(names: set[str]) -> list[str]:
    """Of fields that differ in a number alone, such as the rows of a table, the first."""
    first: dict[str, str] = {}
    for name in sorted(names):
        first.setdefault(re.sub(r"\d+", "#", name), name)
    return sorted(first.values())


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.BUSINESS])
def test_form_fields(app: Flask, noted: set[str], role: Role) -> None:
    stayed = set()
    for rule in rules_with(app, "POST"):
        made = world.build()
        made.foreign["zone_id"] = factories.zone().id
        url, cookie = path_of(app, rule, made), signed_in(app, role, made)
        names: set[str] = set()
        said = set()
        for _ in range(3):  # fields that are asked for only once others are there
            noted.clear()
            data = {**good_values(rule, made, names), "": ""}
            said.add(ask(app, cookie, url, method="POST", data=data))
            names |= noted
        if 403 in said:
            continue
        if not said & {200, 303}:
            stayed.add(rule.endpoint)
        good = good_values(rule, made, names)
        for place, name in enumerate(one_of_each(names)):
            others = urlencode({other: value for other, value in good.items() if other != name})
            # Every value for a form's first field, every third in turn for the rest.
            for field in itertools.islice(hostile(name), place % 3, None, 3 if place else 1):
                body = {"data": f"{others}&{field}", "content_type": "application/x-www-form-urlencoded"}
                ask(app, cookie, url, method="POST", **body)
            ask(app, cookie, url, method="POST", headers=PART, data={**good, name: "a\x00b"})
    assert stayed <= set(STAYS), "these forms are refused before they are put to the test"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.BUSINESS])
def test_words_in_addresses(app: Flask, noted: set[str], role: Role) -> None:
    made = world.build()
    cookie = signed_in(app, role, made)
    for rule in app.url_map.iter_rules():
        for name in rule.arguments:
            if isinstance(rule._converters[name], IntegerConverter) or rule.endpoint == "static":
                continue
            for value in [*map(quote, VALUES), BROKEN, "x" * 50_000]:
                url = rule.rule.replace(f"<{name}>", value or "%20")
                for other in rule.arguments - {name}:
                    url = url.replace(f"<int:{other}>", str(made.own[other]))
                for method in (rule.methods or set()) & {"GET", "POST"}:
                    ask(app, cookie, url, method=method)


FILES = (
    b"", b"\x00" * 5000, b"M\xe3 h\xf4 s\xa1\n1\n", b"PK\x03\x04" + b"x" * 500, b"a," * 200_000,
    "Mã;b\n".encode() + b"x" * 300_000, "Mã số;Tên\n1;2".encode("utf-16")[:-1], b'a;b\n"1;2\n',
    b"<html><script>", "Mã hồ sơ;Ngày tiếp nhận\n".encode(), bytes.fromhex("d0cf11e0a1b11ae1") * 99,
)  # fmt: skip
NAMES_OF_FILES = (
    "../../x.xlsx", "a\r\nX-Evil: 1.csv", "\x00.csv", "", "ế" * 3000, f"{MARK}.csv", "\u202efdp.csv", "C:\\x",
)  # fmt: skip


def test_files(app: Flask, noted: set[str]) -> None:
    made = world.build()
    cookie = signed_in(app, Role.ADMINISTRATOR, made)
    urls = [
        path_of(app, r, made)
        for r in rules_with(app, "POST")
        if r.endpoint in ("campaigns.upload", "dossiers.import_upload")
    ]
    for url, kind in itertools.product(urls, ("dossiers", "businesses", "procedures")):
        data = {"kind": kind, "source": "main", "day": "05/03/2026"}
        tries = [(content, "so.csv") for content in FILES]
        tries += [("Mã số thuế;Tên\n0100109106;A\n".encode(), name) for name in NAMES_OF_FILES]
        for content, name in tries:
            ask(app, cookie, url, method="POST", data={**data, "file": (io.BytesIO(content), name)})


@pytest.mark.parametrize(
    "kind",
    ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "x", ""],
)
def test_bodies_of_another_kind(app: Flask, noted: set[str], kind: str) -> None:
    made = world.build()
    cookie = signed_in(app, Role.ADMINISTRATOR, made)
    for rule in rules_with(app, "POST"):
        for body in (
            b"",
            b"[1]",
            b"\x00\xff",
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a',
        ):
            ask(app, cookie, path_of(app, rule, made), method="POST", data=body, content_type=kind)


HEADERS = (
    "Cookie", "HX-Request", "HX-Target", "Accept-Language", "If-None-Match", "Range", "User-Agent", "Host",
    "X-Forwarded-For", "Content-Length",
)  # fmt: skip


def test_headers(app: Flask, noted: set[str]) -> None:
    made = world.build()
    cookie = signed_in(app, Role.ADMINISTRATOR, made)
    for name, value in itertools.product(HEADERS, (*NUMBERS, *TEXTS, "x" * 8000)):
        text = re.sub(r"[\r\n\x00]", " ", value.encode("latin-1", "ignore").decode("latin-1"))
        sent = f"lang={text}; outreach={text}" if name == "Cookie" else text
        ask(app, cookie, "/tai-khoan", headers={name: sent})
