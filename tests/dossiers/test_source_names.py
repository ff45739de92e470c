"""The main register is called by its name wherever a source is shown or typed, never by its code."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Role
from outreach.database import db
from outreach.dossiers.models import ExpectedFile
from tests import factories
from tests.client import CheckedClient
from tests.dossiers import files, making
from tests.dossiers.test_expected_files import FORM
from tests.dossiers.test_views import latest, send
from tests.fetching.making import source as fetched_source
from tests.fetching.test_views import LIST, the_source, typed

BARE = re.compile(r'(?<![\w#"/-])main(?![\w"-])|value="main"')
# What people read and type: not the head, the address of the skip link, or scripts.
BODY = re.compile(r"<main.*</main>", re.DOTALL)
HARMLESS = re.compile(
    r'<main[^>]*>|</main>|hx-(?:target|select)="#main"|source=main|<option value="main"'
    r'|<input type="hidden"[^>]*>'
)


def bare(page: str) -> list[str]:
    found = BODY.search(page)
    assert found
    return BARE.findall(HARMLESS.sub("", found[0]))


@pytest.fixture
def furnished(app: Flask) -> dict[str, str]:
    dossier = factories.dossier(None, date(2024, 3, 5))
    factories.dossier(None, date(2024, 3, 5), source="mot cua so")
    one = fetched_source()
    run = making.import_run(source="main")
    making.import_run(source="mot cua so")
    file = making.expected_file(source="main")
    db.session.commit()
    return {
        "upload": "/nhap-lieu/moi", "imports": "/nhap-lieu", "register": "/ho-so",
        "register of it": "/ho-so?source=main", "dossier": f"/ho-so/{dossier.id}",
        "import": f"/nhap-lieu/{run.public_id}", "fetched": LIST, "one fetched": f"{LIST}/{one.id}",
        "fetched, changed": f"{LIST}/{one.id}/sua", "fetched, new": f"{LIST}/moi",
        "expected": "/nhap-lieu/tep-hang-thang", "expected, new": "/nhap-lieu/tep-hang-thang/moi",
        "expected, changed": f"/nhap-lieu/tep-hang-thang/{file.id}/sua", "quality": "/nhap-lieu/chat-luong",
    }  # fmt: skip


def test_no_page_shows_the_code(officer: CheckedClient, furnished: dict[str, str]) -> None:
    pages = {name: officer.get(address) for name, address in furnished.items()}
    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(furnished, 200)
    assert {name: found for name, page in pages.items() if (found := bare(page.text))} == {}
    assert 'placeholder="sổ chính"' in pages["upload"].text
    assert "mot cua so" in pages["upload"].text, "other sources are offered"


def test_an_english_reader_reads_it_in_english(app: Flask, furnished: dict[str, str]) -> None:
    person = factories.user(Role.OFFICER, locale="en")
    db.session.commit()
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    client.sign_in(person)
    for name in ("upload", "fetched, new", "expected, new"):
        assert 'placeholder="the main register"' in client.get(furnished[name]).text
    assert "sổ chính" not in client.get(furnished["register of it"]).text


@pytest.mark.parametrize("written", ["", "main", "Sổ chính", "  so chinh "])
def test_nothing_and_its_name_mean_the_main_register(officer: CheckedClient, written: str) -> None:
    send(officer, files.small(2), source=written)
    assert latest().source == "main"
    officer.post(LIST + "/moi", data=typed(officer, system=written))
    assert the_source().system == "main"
    officer.post("/nhap-lieu/tep-hang-thang/moi", data={**FORM, "source": written})
    assert db.session.scalars(select(ExpectedFile.source)).all() == ["main"]


def test_another_name_is_kept_and_comes_back_when_the_form_does(officer: CheckedClient) -> None:
    answer = officer.post("/nhap-lieu/moi", data={"kind": "dossiers", "source": "Một cửa số 2"})
    assert answer.status_code == 422
    assert 'value="Một cửa số 2"' in answer.text
    send(officer, files.small(2), source="Một cửa số 2")
    assert latest().source == "Một cửa số 2"
