"""Why rows are not taken, in the language of whoever reads it and not of whoever sent the file."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import update

from outreach import sentences
from outreach.accounts.models import Role
from outreach.database import db
from outreach.dossiers.importing.refusals import in_words, noted
from outreach.dossiers.models import ImportRun
from outreach.i18n import lazy_gettext as _l
from outreach.i18n import lazy_pgettext
from tests import factories
from tests.client import CheckedClient
from tests.dossiers import files
from tests.dossiers.test_import_command import run_command
from tests.dossiers.test_refused_file import BAD, download
from tests.dossiers.test_views import latest, send

WRONG = [
    ("A-1", "", "", "", "Công ty A", "Trực tuyến", "Đang xử lý"),
    ("A-3", "05/03/2024", "04/03/2024", "0300588569", "+84", "Bồ câu", "Đang xử lý"),
    ("A-4", "05/03/2024", "04/03/2024", "", "Công ty A", "Trực tuyến", "Đang xử lý"),
]
SAID = {
    "vi": ("Ô này không được để trống.", "Ngày này trước ngày tiếp nhận (05/03/2024)."),
    "en": ("This cell must not be empty.", "This date is before the dossier was received (05/03/2024)."),
}


def reader(app: Flask, locale: str) -> CheckedClient:
    person = factories.user(Role.OFFICER, locale=locale)
    db.session.commit()
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    client.sign_in(person)
    return client


@pytest.mark.parametrize(("sent_by", "read_by"), [("vi", "en"), ("en", "vi")])
def test_the_page_and_the_workbook_speak_the_readers_language(app: Flask, sent_by: str, read_by: str) -> None:
    page = send(reader(app, sent_by), files.csv(WRONG)).headers["Location"]
    other = reader(app, read_by)
    shown, (_content, rows) = other.get(page).text, download(other, page)
    reasons = " ".join(str(row[-1]) for row in rows[1:])
    for words in SAID[read_by]:
        assert words in shown
        assert words in reasons
    for words in SAID[sent_by]:
        assert words not in shown
        assert words not in reasons


def test_a_code_that_comes_twice_and_many_faults_in_a_row(app: Flask) -> None:
    twice = ("A-9", "31/02/2024", "", "", "Công ty A", "Bồ câu", "Đang xử lý")
    page = send(reader(app, "vi"), files.csv([*BAD, twice])).headers["Location"]
    shown = reader(app, "en").get(page).text
    for words in ("This code comes again", "This value is not known", "Column “"):
        assert words in shown or words.lower() in shown.lower(), words
    assert "Mã này có lại" not in shown


@pytest.mark.parametrize(
    ("kind", "heading", "row", "words"),
    [
        ("businesses", "Mã doanh nghiệp;Tên doanh nghiệp;Mã số thuế", ";;12", "Tax code"),
        ("procedures", "Mã thủ tục;Tên thủ tục", ";Cấp giấy phép", "This cell must not be empty."),
    ],
)
def test_lists_of_other_kinds_too(app: Flask, kind: str, heading: str, row: str, words: str) -> None:
    send(reader(app, "vi"), f"{heading}\n{row}\n".encode(), kind=kind)
    assert words.lower() in reader(app, "en").get(f"/nhap-lieu/{latest().public_id}").text.lower()


def test_rows_refused_before_sentences_were_kept_stay_as_they_are(app: Flask) -> None:
    page = send(reader(app, "vi"), files.csv(WRONG)).headers["Location"]
    old = [{"row": 2, "column": "Ngày tiếp nhận", "value": "", "reason": "Ô này trống."}]
    db.session.execute(update(ImportRun).values(refused=old, rejected=1))
    db.session.commit()
    assert "Ô này trống." in reader(app, "en").get(page).text


def test_the_command_gives_reasons_in_the_language_asked_for(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_bytes(files.csv(WRONG))
    for language, more in (("vi", ()), ("en", ("--language", "en"))):
        code, out, _err = run_command(app, "dossiers", str(path), "--json", *more)
        rejected = json.loads(out)["rejected"]
        assert code == 0
        assert {frozenset(one) for one in rejected} == {frozenset({"row", "column", "value", "reason"})}
        assert [one["reason"] for one in rejected][::2] == list(SAID[language])


def test_what_is_kept_is_said_again_in_any_language(app: Flask) -> None:
    inner = _l("Ô này không được để trống.")
    text = _l(
        "%(reason)s Cột “%(heading)s”: %(more)s",
        reason=inner,
        heading="100%",
        more=lazy_pgettext("many", "Hồ sơ"),
    )
    kept = json.loads(json.dumps(sentences.kept(text)))
    assert sentences.shown(kept) == "Ô này không được để trống. Cột “100%”: Hồ sơ"
    with force_locale("en"):
        assert sentences.shown(kept) == "This cell must not be empty. Column “100%”: Dossiers"
    assert sentences.shown(sentences.kept("100% như cũ")) == "100% như cũ"
    assert set(in_words(noted(2, "a", "", inner))) == {"row", "column", "value", "reason"}
