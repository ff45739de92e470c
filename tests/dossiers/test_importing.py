"""Files on their way in: kept safely, tried out exactly, written whole or not at all."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.dossiers import actions, importing
from outreach.dossiers.actions import staging
from outreach.dossiers.importing import claims, receiving, running
from outreach.dossiers.models import Dossier, ImportRun
from outreach.sheets.cells import FileFault
from tests import factories
from tests.dossiers import files
from tests.dossiers.runs import again, in_register, kept_files, queue, receive

ROOT = Path(__file__).parent.parent.parent


# ── keeping ──────────────────────────────────────────────────────────────────────────────────────────────


def test_uploads_nobody_came_back_to_and_orphans_are_swept(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, done = receive(files.small()), queue(receive(files.small(4)))
    assert importing.run_import(done.public_id)
    orphan = importing.UPLOADS.keep(b"nobody's")
    db.session.rollback()
    assert importing.sweep_uploads() == 0
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert importing.sweep_uploads() == 2
    assert [path.name for path in kept_files(app)] == [again(done).stored_as]
    assert again(left).state == "discarded"
    assert importing.UPLOADS.path_of(orphan.name) is None


# ── trying out ───────────────────────────────────────────────────────────────────────────────────────────


def test_an_upload_tells_what_would_be_and_writes_none_of_it(app: Flask) -> None:
    run = receive(files.small(3) + "\r\nH24-X;31/02/2024;;;;Trực tuyến;".encode())
    assert (run.state, run.read, run.created, run.updated, run.unchanged, run.rejected) == (
        "uploaded", 4, 3, 0, 0, 1,
    )  # fmt: skip
    assert run.refused is not None
    assert run.refused[0]["column"] == "Ngày tiếp nhận"
    assert in_register() == 0
    assert run.recognised is not None
    assert [column["meaning"] for column in run.recognised["columns"]][:2] == ["dossier_code", "received_on"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/sổ.csv", "sổ.csv"),
        ("C:\\Tài liệu\\sổ.csv", "sổ.csv"),
        ("a\r\n\u202eb.csv", "ab.csv"),
        ("/", "?"),
    ],
)
def test_a_files_name_is_one_line_without_folders(app: Flask, name: str, shown: str) -> None:
    assert receive(files.small(), name=name).filename == shown


def test_files_are_tried_out_one_by_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "LONGEST_WAIT", 0)
    with receiving._one_by_one, pytest.raises(FileFault, match="đang đọc tệp khác"):
        receive(files.small())
    assert kept_files(app) == []
    with pytest.raises(FileFault):
        receive(b"")
    assert receive(files.small()).state == "uploaded"  # the turn was given back, after a fault too


def test_what_is_told_is_what_becomes(app: Flask) -> None:
    actions.take_in_dossiers(files.rows_of(files.HAU_GIANG)[:200])
    db.session.commit()
    run = receive(files.HAU_GIANG.read_bytes(), name="sổ.xlsx")
    told = (run.created, run.updated, run.unchanged)
    assert told == (101, 0, 200)
    queue(run)
    assert importing.run_import(run.public_id)
    run = again(run)
    assert (run.created, run.updated, run.unchanged) == told
    assert in_register() == 301


def test_a_file_that_cannot_be_used_is_not_kept(app: Flask) -> None:
    for content in (b"", b"%PDF-1.7", b"a;b;c\r\n1;2;3", os.urandom(2000), b"PK\x03\x04broken"):
        with pytest.raises(FileFault):
            receive(content)
        db.session.rollback()
    assert kept_files(app) == []
    assert db.session.scalar(select(func.count()).select_from(ImportRun)) == 0


# ── the state of a run ───────────────────────────────────────────────────────────────────────────────────


def test_a_run_is_written_once(app: Flask) -> None:
    run = queue(receive(files.small()))
    assert importing.run_import(run.public_id) is True
    assert importing.run_import(run.public_id) is False
    run = again(run)
    assert (run.state, run.created, run.done_rows, run.attempts) == ("done", 3, 3, 1)
    assert run.finished_at is not None
    assert {d.import_id for d in db.session.scalars(select(Dossier))} == {run.id}


def test_what_was_not_queued_is_not_written(app: Flask) -> None:
    run = receive(files.small())
    assert importing.run_import(run.public_id) is False
    assert importing.run_import("nobody") is False
    assert in_register() == 0


def forget_the_stage(run: ImportRun) -> None:
    run.uploaded_at = clock.now() - timedelta(days=3)
    db.session.commit()
    assert importing.sweep_stage() == 1


def test_a_file_gone_missing_fails_with_a_sentence(app: Flask) -> None:
    run = receive(files.small())
    forget_the_stage(run)
    queue(run)
    importing.UPLOADS.forget(run.stored_as)
    assert importing.run_import(run.public_id) is False
    assert again(run).state == "failed"
    assert "tải lại" in (again(run).fault or "")


def test_a_file_that_went_bad_fails_with_a_sentence(app: Flask) -> None:
    run = receive(files.small())
    forget_the_stage(run)
    queue(run)
    path = importing.UPLOADS.path_of(run.stored_as)
    assert path is not None
    path.write_bytes(b"%PDF-1.7")
    assert importing.run_import(run.public_id) is False
    fault = again(run).fault
    assert (again(run).state, "Anh/Chị" in str(fault)) == ("failed", True)
    with force_locale("en"):  # whoever else looks reads it in their language
        assert str(fault).isascii()


def test_a_run_that_another_live_process_has_is_left_alone(app: Flask) -> None:
    run = queue(receive(files.small()))
    run.state, run.claimed_by, run.claimed_at = "running", f"elsewhere:{os.getpid()}", clock.now()
    db.session.commit()
    assert importing.run_import(run.public_id) is False
    run.claimed_at = clock.now() - claims.LONGEST - timedelta(seconds=1)
    db.session.commit()
    assert importing.run_import(run.public_id) is True


@pytest.mark.parametrize("small", [True, False])
def test_a_process_that_lost_its_claim_writes_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, small: bool
) -> None:
    """Whether its rows go in at once or a little at a time, the last of it is that the run is its own."""
    little = db.engine.dialect.name == "sqlite"
    run = queue(receive(files.small(3 if small else 900)))
    owner, last = (staging.Laying, "raise_curtain") if little else (staging, "carry_out")
    whole = getattr(owner, last)

    def taken_over(*arguments: Any, **values: Any) -> Any:
        outcome = whole(*arguments, **values)
        connection = arguments[1] if little else db.session
        connection.execute(ImportRun.__table__.update().values(claimed_by="another:1"))  # a second worker
        return outcome

    monkeypatch.setattr(owner, last, taken_over)
    assert importing.run_import(run.public_id) is False
    assert in_register() == 0


def test_reasons_are_in_the_language_of_who_uploaded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from flask_babel import get_locale

    spoken = []
    monkeypatch.setattr(running, "write", lambda *a, **k: spoken.append(str(get_locale())) or 1 / 0)
    run = queue(receive(files.small()))
    reader = factories.user(Role.OFFICER, locale="en")
    run.uploaded_by_id = reader.id
    db.session.commit()
    with pytest.raises(ZeroDivisionError):
        importing.run_import(run.public_id)
    assert spoken == ["en"]
