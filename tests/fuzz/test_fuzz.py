"""Every address with every query argument and every form field it knows, fed with what nobody should send.

Nothing is listed by hand: a first request is sent with a notebook that writes down which arguments and
fields the view asks for, so a new page or field is fuzzed from its first day. The promise is that no answer
is a fault of ours (500) or a busy database (503), nothing is shown unescaped, and headers can be sent.
"""

import io
import itertools
import re
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter

from outreach.accounts.models import Role
from tests import world
from tests.fuzz.asking import Noted, ask, path_of, rules_with, signed_in
from tests.fuzz.hostile import BROKEN, MARK, NUMBERS, PART, TEXTS, VALUES, hostile, together


def test_query_arguments(app: Flask, noted: Noted) -> None:
    """Every value for every argument of every page; where its name is met first, for that argument alone."""
    made = world.build()
    met = set[str]()
    for role, least in ((Role.ADMINISTRATOR, 1000), (Role.BUSINESS, 400)):
        cookie = signed_in(app, role, made)
        tried = 0
        for rule in rules_with(app, "GET"):
            url = path_of(app, rule, made)
            noted.forget()
            if ask(app, cookie, url) in (403, 404):
                continue
            names = sorted(noted.arguments)
            alone = [[query] for name in names if name not in met for query in hostile(name)]
            others = [] if met.isdisjoint(names) else together(names)
            met.update(names)
            for number, queries in enumerate(itertools.chain(alone, others)):
                how = {"headers": PART} if number % 2 else {}
                noted.forget()
                status = ask(app, cookie, f"{url}?{'&'.join(queries)}", **how)
                # One that leads elsewhere keeps the page from reading the others: then each is asked alone.
                if len(queries) > 1 and (status >= 300 or not noted.arguments.issuperset(names)):
                    for query in queries:
                        ask(app, cookie, f"{url}?{query}", **how)
                tried += len(queries)
        assert tried > least, "the notebook stayed empty"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.BUSINESS])
def test_words_in_addresses(app: Flask, noted: Noted, role: Role) -> None:
    made = world.build()
    cookie = signed_in(app, role, made)
    tried = 0
    for rule in app.url_map.iter_rules():
        for name in rule.arguments:
            if isinstance(rule._converters[name], IntegerConverter) or rule.endpoint == "static":
                continue
            for method in (rule.methods or set()) & {"GET", "POST"}:
                for number, value in enumerate([*map(quote, VALUES), BROKEN, "x" * 50_000]):
                    url = rule.rule.replace(f"<{name}>", value or "%20")
                    for other in rule.arguments - {name}:
                        url = url.replace(f"<int:{other}>", str(made.own[other]))
                    if ask(app, cookie, url, method=method) == 403 and not number:
                        break  # whom the guard keeps out, it does before the word is looked at
                    tried += 1
    assert tried > 1000, "hardly anything was asked"


FILES = (
    b"", b"\x00" * 5000, b"M\xe3 h\xf4 s\xa1\n1\n", b"PK\x03\x04" + b"x" * 500, b"a," * 200_000,
    "Mã;b\n".encode() + b"x" * 300_000, "Mã số;Tên\n1;2".encode("utf-16")[:-1], b'a;b\n"1;2\n',
    b"<html><script>", "Mã hồ sơ;Ngày tiếp nhận\n".encode(), bytes.fromhex("d0cf11e0a1b11ae1") * 99,
)  # fmt: skip


NAMES_OF_FILES = (
    "../../x.xlsx", "a\r\nX-Evil: 1.csv", "\x00.csv", "", "ế" * 3000, f"{MARK}.csv", "\u202efdp.csv", "C:\\x",
)  # fmt: skip


def test_files(app: Flask, noted: Noted) -> None:
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
def test_bodies_of_another_kind(app: Flask, noted: Noted, kind: str) -> None:
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


def test_headers(app: Flask, noted: Noted) -> None:
    made = world.build()
    cookie = signed_in(app, Role.ADMINISTRATOR, made)
    for name, value in itertools.product(HEADERS, (*NUMBERS, *TEXTS, "x" * 8000)):
        text = re.sub(r"[\r\n\x00]", " ", value.encode("latin-1", "ignore").decode("latin-1"))
        sent = f"lang={text}; outreach={text}" if name == "Cookie" else text
        ask(app, cookie, "/tai-khoan", headers={name: sent})
