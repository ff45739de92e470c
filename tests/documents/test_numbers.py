"""Boards number from 1 each year: a number is one document a year, and citing says which."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from config import Config
from outreach import create_app
from outreach.campaigns.actions import plans
from outreach.database import attach_migrations, conflict_name, db
from outreach.documents import actions, queries, rules
from outreach.documents.models import LegalDocument
from outreach.refusals import Refused
from tests import factories
from tests.client import CheckedClient

OLD, NEW = date(2024, 3, 7), date(2025, 2, 5)
PLAN = {"kind": "plan", "number": "12/KH-UBND", "title": "Kế hoạch cải cách hành chính"}


@pytest.mark.parametrize(
    ("words", "number", "day", "year"),
    [
        ("12/KH-UBND", "12/KH-UBND", None, None),
        ("12/KH-UBND ngày 05/02/2025", "12/KH-UBND", NEW, 2025),
        ("số 12/KH-UBND, ngày 5 tháng 2 năm 2025", "số 12/KH-UBND", NEW, 2025),
        ("12/kh-ubnd ngay 5-2-2025", "12/kh-ubnd", NEW, 2025),
        ("12/KH-UBND (năm 2025)", "12/KH-UBND", None, 2025),
        ("12/KH-UBND ngày 31/02/2025", "12/KH-UBND", None, None),
        ("118/2025/NĐ-CP ngày 09/06/2025", "118/2025/NĐ-CP", date(2025, 6, 9), 2025),
    ],
)
def test_a_citation_is_read(words: str, number: str, day: date | None, year: int | None) -> None:
    assert rules.read_citation(words) == (number, day, year)


@pytest.mark.parametrize(
    ("number", "day", "year", "cited"),
    [
        ("12/KH-UBND", NEW, 2025, "12/KH-UBND ngày 05/02/2025"),
        ("12/KH-UBND", None, 0, "12/KH-UBND"),
        ("118/2025/NĐ-CP", NEW, 0, "118/2025/NĐ-CP"),
        ("61/2020/QH14", NEW, 0, "61/2020/QH14"),
        ("2025/KH-UBND", NEW, 2025, "2025/KH-UBND ngày 05/02/2025"),
    ],
)
def test_what_tells_a_number_from_that_of_another_year(
    number: str, day: date | None, year: int, cited: str
) -> None:
    assert rules.counted_in(number, day) == year
    assert rules.cite(number, day) == cited


def both() -> tuple[LegalDocument, LegalDocument]:
    return (
        actions.create_document(**PLAN, issued_on=OLD),  # type: ignore[arg-type]
        actions.create_document(**PLAN, issued_on=NEW),  # type: ignore[arg-type]
    )


def test_two_years_have_the_same_number(app: Flask) -> None:
    old, new = both()
    assert queries.find("12/kh-ubnd ngày 07/03/2024") is old
    assert queries.find("số 12/KH-UBND năm 2025") is new
    assert queries.find("12/KH-UBND", issued_on=NEW) is new
    assert queries.find("12/KH-UBND ngày 05/02/2026") is None
    with pytest.raises(Refused, match="12/KH-UBND ngày 07/03/2024; 12/KH-UBND ngày 05/02/2025"):
        queries.find("12/KH-UBND")
    with pytest.raises(Refused, match=r"ngày khác.*ngày 05/02/2025"):
        queries.find("12/KH-UBND ngày 06/02/2025")
    assert [words for words, _title in queries.numbers()] == [
        "12/KH-UBND ngày 07/03/2024",
        "12/KH-UBND ngày 05/02/2025",
    ]
    assert [line.id for line in queries.search("12/KH-UBND ngày 05/02/2025")] == [old.id, new.id]


@pytest.mark.parametrize(
    ("day", "field"), [(date(2025, 9, 1), "number"), (None, "issued_on")], ids=["same year", "no day"]
)
def test_what_cannot_be_told_apart_is_refused(app: Flask, day: date | None, field: str) -> None:
    both()
    with pytest.raises(Refused) as refusal:
        actions.create_document(**PLAN, issued_on=day)  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_the_database_holds_it_too(app: Flask) -> None:
    both()
    values = {"number_folded": "12/khubnd", "numbered_in": 2025, "title_folded": "a", **PLAN}
    with pytest.raises(IntegrityError) as conflict:
        db.session.execute(insert(LegalDocument).values(values))
    assert conflict_name(conflict.value) == "uq_legal_documents_number_folded_numbered_in"


def test_a_corrected_day_moves_the_number_to_its_year(app: Flask) -> None:
    old, new = both()
    values = {**PLAN, "issued_on": date(2026, 1, 5)}
    assert actions.change_document(document=old, **values).numbered_in == 2026
    with pytest.raises(Refused):
        actions.change_document(document=new, **values)


def test_a_plan_rests_on_the_year_meant(app: Flask) -> None:
    old, new = both()
    plan = factories.plan()
    with pytest.raises(Refused, match="ghi rõ ngày"):
        plans.add_basis(plan=plan, number="12/KH-UBND")
    assert plans.add_basis(plan=plan, number="12/KH-UBND ngày 05/02/2025").document_id == new.id
    words, entered = "12/KH-UBND ngày 06/01/2026", {"kind": "plan", "title": "Kế hoạch", "issued_on": None}
    made = plans.add_basis(plan=plan, number=words, new=entered).document_id
    document = queries.get(made)
    assert document is not None
    assert (document.number, document.issued_on) == ("12/KH-UBND", date(2026, 1, 6))
    assert made not in (old.id, new.id)


def test_the_pages_ask_which(officer: CheckedClient) -> None:
    old, _new = both()
    db.session.commit()
    other = factories.document()
    db.session.commit()
    page = f"/van-ban/{other.id}"
    assert "12/KH-UBND ngày 05/02/2025" in officer.get(page).text
    asked = officer.post(f"{page}/thay-the", data={"number": "12/KH-UBND"})
    assert asked.status_code == 422
    assert "12/KH-UBND ngày 07/03/2024; 12/KH-UBND ngày 05/02/2025" in asked.text
    done = officer.post(f"{page}/thay-the", data={"number": "12/KH-UBND ngày 07/03/2024"})
    assert done.status_code == 303
    db.session.rollback()
    db.session.refresh(other)
    assert other.replaced_by_id == old.id
    again = officer.post("/van-ban/moi", data={**PLAN, "issued_on": "01/09/2025"})
    assert again.status_code == 422
    assert "đã có trong danh mục" in again.text


BEFORE = """
INSERT INTO legal_documents
(id, kind, number, number_folded, title, title_folded, issued_on, replaced_by_id) VALUES
(1, 'plan', '12/KH-UBND', '12/khubnd', 'a', 'a', '2024-03-07', NULL),
(2, 'plan', '9/KH-UBND', '9/khubnd', 'a', 'a', NULL, 1),
(3, 'decree', '118/2025/NĐ-CP', '118/2025/ndcp', 'a', 'a', '2025-06-09', NULL);
INSERT INTO procedures (id, name, name_folded, name_sort, provisional) VALUES (1, 'a', 'a', 'a', FALSE);
INSERT INTO procedure_bases (id, procedure_id, document_id) VALUES (1, 1, 1)
"""


def test_documents_of_before_keep_what_cites_them_and_get_their_year(tmp_path: Path) -> None:
    """The migration makes the table anew on SQLite; nothing that points to it may go."""
    config = Config(secret_key="x" * 40, database_url=f"sqlite:///{tmp_path}/a.db", data_dir=tmp_path)
    other = create_app(config)
    with other.app_context():
        attach_migrations(other)
        upgrade(revision="0004")
        with db.engine.begin() as connection:
            for statement in BEFORE.split(";"):
                connection.execute(text(statement))
        upgrade(revision="0005")
        with db.engine.begin() as connection:
            asked = "SELECT id, numbered_in, replaced_by_id FROM legal_documents ORDER BY id"
            assert [tuple(row) for row in connection.execute(text(asked))] == [
                (1, 2024, None), (2, 0, 1), (3, 0, None),
            ]  # fmt: skip
            assert connection.scalar(text("SELECT document_id FROM procedure_bases")) == 1
        downgrade(revision="0004")
        with db.engine.begin() as connection:
            assert connection.scalar(text("SELECT document_id FROM procedure_bases")) == 1
        db.engine.dispose()
