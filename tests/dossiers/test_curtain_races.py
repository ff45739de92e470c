"""What people do in the very moment in which an import lays its rows down behind the curtain."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.database import db, reading
from outreach.dossiers import actions, importing
from outreach.dossiers.actions.undoing import undo_import
from outreach.dossiers.importing.laying import Bearer
from outreach.dossiers.models import Dossier, Procedure
from tests import factories
from tests.dossiers import files
from tests.dossiers.registering import DAY, FULL, assert_rollup_is_a_full_recount
from tests.dossiers.runs import in_register, queue, receive
from tests.dossiers.test_curtain import ROWS, only_sqlite, while_laid

assert only_sqlite  # a fixture that stands before every test here too


def test_an_import_taken_back_while_the_curtain_is_hung_lets_no_row_stand_before_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its dossiers were the last: the curtain hung behind them, and new ones would get their numbers."""
    earlier = queue(receive(files.small(50).replace(b"H24-", b"A24-")))
    assert importing.run_import(earlier.public_id)
    earlier_id = earlier.id
    run = queue(receive(files.small(ROWS)))
    hang, watched = Bearer._hang, list[Any]()

    def hang_while_somebody_undoes(self: Bearer) -> None:
        hang(self)
        if not watched:
            with app.app_context():
                undo_import(earlier_id)
                db.session.commit()
            watched.append(while_laid(monkeypatch, look))

    def look() -> int:
        with reading() as connection:
            return connection.scalar(select(func.count()).select_from(Dossier)) or 0

    monkeypatch.setattr(Bearer, "_hang", hang_while_somebody_undoes)
    assert importing.run_import(run.public_id)
    assert watched == [[0]]
    assert in_register() == ROWS
    assert_rollup_is_a_full_recount()


def test_a_service_level_said_meanwhile_holds_for_what_is_laid_down(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever says it does not see the dossiers behind the curtain, and cannot make them follow."""
    procedure = factories.procedure("Cấp giấy phép lao động")
    db.session.commit()
    procedure_id, name = procedure.id, procedure.name
    run = queue(receive(named_by(name)))

    def say() -> None:
        with app.app_context():
            found = db.session.get_one(Procedure, procedure_id)
            vocabulary, level, wording = FULL
            actions.add_level(found, vocabulary=vocabulary, level=level, wording=wording, valid_from=DAY)
            db.session.commit()

    while_laid(monkeypatch, say)
    assert importing.run_import(run.public_id)
    db.session.rollback()
    assert set(db.session.scalars(select(Dossier.online_possible))) == {True}
    assert_rollup_is_a_full_recount()


def test_a_field_corrected_meanwhile_is_the_field_of_what_is_laid_down(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    procedure = factories.procedure("Cấp giấy phép lao động", field="Đầu tư", code="1.1")
    db.session.commit()
    procedure_id, name = procedure.id, procedure.name
    run = queue(receive(named_by(name)))

    def correct() -> None:
        with app.app_context():
            found = db.session.get_one(Procedure, procedure_id)
            actions.edit_procedure(found, code="1.1", name=name, field="Lao động")
            db.session.commit()

    while_laid(monkeypatch, correct)
    assert importing.run_import(run.public_id)
    db.session.rollback()
    assert set(db.session.scalars(select(Dossier.field))) == {"Lao động"}


def named_by(procedure: str) -> bytes:
    rows = [(f"P24-{number:05}", "05/03/2024", procedure) for number in range(ROWS)]
    return files.csv(rows, ("Mã hồ sơ", "Ngày tiếp nhận", "Tên thủ tục"))
