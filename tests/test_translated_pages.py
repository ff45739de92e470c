"""Every page as everybody gets it in English, where each translated string stands in ⟦brackets⟧.

The data have no letter but 'ж' (see `tests.furnished`), so that whatever else stands outside the brackets was
never translated: ours in Vietnamese, or a library's in English. What stands within them is the English.
"""

import functools
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale
from jinja2 import BytecodeCache
from werkzeug.test import TestResponse

from config import Config
from outreach import create_app, drawing
from outreach.accounts.models import Role, User
from outreach.campaigns.rules import TYPES
from outreach.clock import add_months, month_of
from outreach.database import db
from outreach.dossiers.rules import FIGURE_LABELS, ODDITIES, STATUSES
from outreach.rates.rules.periods import Period, parse_period
from outreach.rates.wording import period_name
from outreach.workdays.rules import fixed_days
from tests import factories, furnished, spoken, world
from tests.client import HTML, CheckedClient, parsed
from tests.conftest import SECRET, SETTINGS
from tests.test_routes import address, routes

PO = Path(__file__).parent.parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"
EVERYBODY = ["anonymous", *Role]
# Of certificates, of batches of leaflets, and the numbers of quarters: II, III, IV.
CODES = re.compile(r"\b(?:[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}|[2-9A-HJ-NP-Z]{6}|III?|IV)\b")
# What a button notes in the board's language, whoever presses it.
NOTED = [str(name) for name in fixed_days(2026).values()]
NOT_PAGES = (" static", " dossiers.import_file", " desks.favicon")
# Pages that say more when more is asked of them.
ASKED: dict[str, list[str]] = {
    "/so-lieu": [
        *(f"by={by}" for by in ("agency", "field", "procedure", "zone", "business", "month")),
        "basis=possible&assistance=without_filed_for", "by=business&format=csv",
        "period=30/02/2024", "period=đâu đó", "from=x",
        "from=01/01/1999&to=01/02/1999", "from=01/01/2025&to=31/12/2031", "from=02/01/2026&to=01/01/2026",
        *(f"period={one}/2026" for one in ("3", "quý I", "6 tháng", "năm")), "from=20/02/2026&to=19/03/2026",
    ],
    "/so-can-thiep": [
        "type=visit", "zone=999", "verdict=up", "verdict=none", "sort=-additional", "format=csv", "page=2",
    ],
    "/so-can-thiep/co-do-duoc-khong": [
        "reached=5&businesses=60&monthly=40", "reached=1&businesses=60&monthly=40", "reached=x",
        "reached=9&businesses=9&monthly=1", "reached=0&businesses=9&monthly=1",
        "reached=3&businesses=9&monthly=0", "reached=4&businesses=2000&monthly=9000",
    ],
    "/gian-doan": ["year=2026", "page=2"],
    "/ho-so": [
        *(f"state={state}" for state in (*FIGURE_LABELS, *STATUSES, "unknown")), "q=xyz", "month=2026-03",
        "from=x", "basis=possible", "assistance=without_filed_for", "from=01/04/2025&to=30/04/2025",
        "import=1", *(f"odd={oddity}" for oddity in ODDITIES),
    ],
    "/doanh-nghiep": [
        "q=xyz", *(f"state={one}" for one in (
            "paper", "silent", "provisional", "without_tax_code", "doubtful", "inactive",
        )),
    ],
    "/hoat-dong": ["q=xyz", "year=2025", *(f"type={type}" for type in TYPES)],
    "/hoat-dong/moi": [f"type={type}" for type in TYPES],
    "/thu-tuc": ["q=xyz", "level=none"],
    "/thu-tuc-truc-tuyen": ["q=xyz", "phase=land"],
    "/so-do-thu-tuc": ["words=levels_2011"],
    "/van-ban": ["q=xyz", "state=replaced"],
    "/nguoi-dung": ["q=xyz", "state=disabled"],
    "/dang-nhap": ["way=staff"],
    "/quen-mat-khau": ["way=staff"],
    "/quen-mat-khau/da-nhan": ["way=staff"],
    "/nhap-lieu": ["q=xyz", "kind=dossiers", "state=waiting"],
    "/nhap-lieu/chat-luong": ["span=all", "span=2025", "span=2010", "source=main"],
    "/nhap-lieu/moi": ["kind=businesses"],
}  # fmt: skip


@pytest.fixture(scope="module")
def application(
    application: Flask,
    database_url: str,
    tmp_path_factory: pytest.TempPathFactory,
    compiled_templates: BytecodeCache,
) -> Iterator[Flask]:
    """A second application over the migrated database, with a catalogue compiled for this run."""
    app = translated(tmp_path_factory.mktemp("brackets"), database_url, "⟦{}⟧")
    app.test_client_class = CheckedClient
    app.jinja_env.bytecode_cache = compiled_templates
    forget_pages()
    yield app
    forget_pages()
    with app.app_context():
        db.engine.dispose()


def translated(folder: Path, database_url: str, manner: str) -> Flask:
    """An application whose English strings are written in this manner; who misses one finds it Vietnamese."""
    catalogue = Catalog(locale="en", fuzzy=False)
    with PO.open("rb") as file:
        english = read_po(file, locale="en")
    for message in english:
        if isinstance(message.id, str) and message.id:
            catalogue.add(message.id, manner.format(message.string or message.id), context=message.context)
        elif message.id:
            forms = zip(message.string, message.id, strict=True)
            words = tuple(manner.format(form or source) for form, source in forms)
            catalogue.add(message.id, words, context=message.context)
    target = folder / "en" / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    extra = {**SETTINGS, "BABEL_TRANSLATION_DIRECTORIES": str(folder)}
    return create_app(
        Config(
            secret_key=SECRET, database_url=database_url, data_dir=folder / "files", board_name="Жжж",
            hotline="0226 3555 666", extra=extra,
        )
    )  # fmt: skip


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were to be drawn as PDF: read here as they are, and drawn in tests of their own."""
    pages: list[str] = []

    def draw(page: str, style: str) -> bytes:
        pages.append(page)
        return b"%PDF-1.7"

    monkeypatch.setattr(drawing, "draw", draw)
    monkeypatch.setattr(drawing, "draw_page", draw)
    return pages


def forget_pages() -> None:
    """Two languages called 'en' live in this process: what was kept of one must not show in the other."""
    for name, module in list(sys.modules.items()):
        if name.startswith("outreach."):
            for thing in vars(module).values():
                if isinstance(thing, functools._lru_cache_wrapper):
                    thing.cache_clear()


@pytest.mark.parametrize("who", EVERYBODY)
def test_pages(app: Flask, small_world: Callable[[], world.World], drawn: list[str], who: str) -> None:
    """Of a world in which there is something of everything."""
    made = small_world()
    furnished.furnish(made)
    client = reader(app, who, made)
    furnished.disguise()
    # The variants of a page differ in words that one reader of each kind is enough for.
    pages = list(addresses(app, made, variants=who in (Role.OFFICER, Role.BUSINESS)))
    assert len(pages) > 50
    assert_translated(client.get(page) for page in pages)
    assert not [text for page in drawn for text in spoken.said(page) if is_left(text)]


@pytest.mark.parametrize("who", EVERYBODY)
def test_pages_and_what_their_forms_answer(
    app: Flask, small_world: Callable[[], world.World], drawn: list[str], who: str
) -> None:
    """Of a world with hardly anything; forms sent empty or with nonsense answer in our words."""
    made = small_world()
    client = reader(app, who, made)
    furnished.disguise()
    forms: dict[tuple[str, tuple[tuple[str, str], ...]], None] = {}  # the same one stands on many pages
    statuses = set()

    def pages() -> Iterator[TestResponse]:
        for url in addresses(app, made):
            yield (page := client.get(url))
            forms.update({(action, tuple(names.items())): None for action, names in forms_of(page)})

    def answers() -> Iterator[TestResponse]:
        for action, names in forms:
            for value in ("жжж", ""):
                answer = client.post(action, data=filled(dict(names), value))
                statuses.add(answer.status_code)
                yield answer

    assert_translated(pages())
    assert_translated(answers())
    assert 422 in statuses


@pytest.mark.parametrize("path", ["/khong-co", "/doanh-nghiep/0", "/nhap-lieu/khong-co"])
def test_error_pages(app: Flask, small_world: Callable[[], world.World], path: str) -> None:
    client = reader(app, Role.OFFICER, small_world())
    assert_translated([client.get(path), client.post(path), client.post("/khu/moi", csrf=False)])


def test_periods_may_be_typed_as_pages_name_them(tmp_path: Path, database_url: str) -> None:
    months = [Period(date(2024, 1, 1), date(2024, count, 28)) for count in (1, 3, 6, 9, 12)]
    whole = [Period(one.first, add_months(month_of(one.last), 1) - timedelta(days=1)) for one in months]
    english = translated(tmp_path, database_url, "{}")
    with english.test_request_context(), force_locale("en"):
        assert period_name(whole[2]) == "First 6 months of 2024", "the catalogue is not read"
        for period in [*whole, Period(date(2024, 2, 20), date(2024, 3, 19))]:
            assert parse_period(period_name(period)) == period, period_name(period)


def reader(app: Flask, who: str, made: world.World) -> CheckedClient:
    """A browser of somebody who chose English."""
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    if who == "anonymous":
        client.set_cookie("lang", "en")
        return client
    user: User = made.clerk if who == Role.BUSINESS else factories.user(Role(who))
    user.locale = "en"
    db.session.commit()
    client.sign_in(user)
    return client


def addresses(app: Flask, made: world.World, *, variants: bool = False) -> Iterator[str]:
    """Every page there is to get; with `variants` asked more, and for each intervention, dossier, import."""
    for route in routes(app):
        if not route.startswith("GET ") or route.endswith(NOT_PAGES):
            continue
        _method, url = address(app, route, "own", made)
        yield url
        if variants:
            yield from (f"{url}?{query}" for query in ASKED.get(url, ()))
            yield from (url.replace(old, new) for old, new in others(url, made))


def others(url: str, made: world.World) -> Iterator[tuple[str, str]]:
    """The same page of the other things in the database."""
    tables = {
        "hoat-dong": "interventions",
        "ho-so": "dossiers",
        "doanh-nghiep": "businesses",
        "thu-tuc": "procedures",
    }
    found = re.match(r"/([a-z-]+)/(\d+)(?=/|$)", url)
    if found and found.group(1) in tables:
        rows = db.session.execute(db.text(f"SELECT id FROM {tables[found.group(1)]} ORDER BY id LIMIT 24"))
        yield from ((found.group(), f"/{found.group(1)}/{row.id}") for row in rows)
    if url.endswith(tuple(f"/nhap-lieu/{made.own['public_id']}{part}" for part in ("", "/cot", "/thay-doi"))):
        runs = db.session.execute(db.text("SELECT public_id FROM import_runs"))
        yield from ((made.own["public_id"], run.public_id) for run in runs)


def forms_of(page: TestResponse) -> Iterator[tuple[str, dict[str, str]]]:
    """Address and field names with their types, of each form that is posted, but for those of the bar."""
    if page.mimetype != "text/html" or page.status_code != 200:
        return
    tree, _errors = parsed(page.get_data(as_text=True))
    main = tree.find(f".//{HTML}main")  # a part of a page has none
    for form in (tree if main is None else main).iter(HTML + "form"):
        if form.get("method") == "post":
            fields = [
                e
                for e in form.iter()
                if e.tag in (HTML + "input", HTML + "select", HTML + "textarea", HTML + "button")
            ]
            yield form.get("action"), {e.get("name"): e.get("type", "") for e in fields if e.get("name")}


def filled(names: dict[str, str], value: str) -> dict[str, Any]:
    """The same nonsense in every field."""
    return {
        name: (io.BytesIO(value.encode()), f"{value}.xlsx") if type == "file" and value else value
        for name, type in names.items()
        if name != "csrf_token" and (value or type != "file")
    }


def assert_translated(responses: Iterable[TestResponse]) -> None:
    """Nothing on these pages is in neither language."""
    leaks = {leak for response in responses for leak in untranslated(response)}
    assert not leaks, "\n".join(sorted(leaks)[:40])


def untranslated(response: TestResponse) -> Iterator[str]:
    """The texts of a page or table that the catalogue did not give, or gave in Vietnamese."""
    if response.mimetype not in ("text/html", "text/csv") or response.status_code in (204, 301, 303):
        return
    body = response.get_data(as_text=True)
    if "<html" in body and '<html lang="en">' not in body:
        yield f"{response.request.path}: a page in another language"
    for text in spoken.said(body) if response.mimetype == "text/html" else body.splitlines():
        if is_left(text):
            yield f"{response.request.path}: {text.strip()[:200]}"


@functools.lru_cache(maxsize=20_000)
def is_left(text: str) -> bool:
    """Whether words stand outside the brackets, or Vietnamese anywhere."""
    words = spoken.WORD.findall(bare(spoken.outside(text)))
    return any(set(word) - set("жЖx") for word in words) or bool(spoken.VIETNAMESE.search(bare(text)))


def bare(text: str) -> str:
    """Without e-mail and web addresses, codes, quarters, and names that are the same in every language."""
    text = re.sub(r"\S+@\S+|https?://\S+|^\s*/[\w/-]+", "", text)
    text = CODES.sub("", text)
    for name in (*spoken.NAMES, *NOTED, spoken.QUOTED):
        text = text.replace(name, "")
    return text
