"""Files on their way in: kept safely, tried out exactly, written whole or not at all."""

import io
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import background, clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.dossiers import actions, importing
from outreach.dossiers.importing import receiving, running
from outreach.dossiers.models import Dossier, ImportRun
from outreach.sheets.cells import FileFault
from tests import factories
from tests.dossiers import files

ROOT = Path(__file__).parent.parent.parent


def receive(content: bytes, *, kind: str = "dossiers", name: str = "so.csv") -> ImportRun:
    """An upload by an officer, committed."""
    officer = factories.user(Role.OFFICER)
    run = importing.receive(io.BytesIO(content), filename=name, kind=kind, source="main", by=officer.id)
    db.session.commit()
    return run


def queue(run: ImportRun) -> ImportRun:
    actions.queue_import(run)
    db.session.commit()
    return run


def again(run: ImportRun) -> ImportRun:
    """The run as the database has it now; no transaction stays open."""
    db.session.rollback()
    found = db.session.get_one(ImportRun, run.id, populate_existing=True)
    db.session.commit()
    return found


def in_register() -> int:
    db.session.rollback()
    count = db.session.scalar(select(func.count()).select_from(Dossier)) or 0
    db.session.rollback()
    return count


def kept_files(app: Flask) -> list[Path]:
    folder = Path(app.config["DATA_DIR"]) / "imports"
    return list(folder.iterdir()) if folder.exists() else []


# ── keeping ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_kept_file_has_a_random_name_and_is_for_this_account_only(app: Flask) -> None:
    kept = importing.keep(io.BytesIO(b"abc"))
    path = importing.path_of(kept.name)
    assert path is not None
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"abc", 0o600)
    assert kept.sha256 == importing.hash_of(path)
    importing.forget(kept.name)
    assert kept_files(app) == []


@pytest.mark.parametrize("name", [None, "", "../../etc/passwd", "a" * 31, "A" * 32, "/etc/passwd", "a" * 32])
def test_no_other_file_can_be_named(app: Flask, name: str | None) -> None:
    assert importing.path_of(name) is None
    importing.forget(name)


def test_a_full_disk_leaves_nothing_behind(app: Flask) -> None:
    class Full(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        importing.keep(Full())  # type: ignore[arg-type]
    assert kept_files(app) == []


def test_uploads_nobody_came_back_to_and_orphans_are_swept(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, done = receive(files.small()), queue(receive(files.small(4)))
    assert importing.run_import(done.public_id)
    orphan = importing.keep(io.BytesIO(b"nobody's"))
    db.session.rollback()
    assert importing.sweep_uploads() == 0
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert importing.sweep_uploads() == 2
    assert [path.name for path in kept_files(app)] == [again(done).stored_as]
    assert again(left).state == "discarded"
    assert importing.path_of(orphan.name) is None


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


def test_a_file_gone_missing_fails_with_a_sentence(app: Flask) -> None:
    run = queue(receive(files.small()))
    importing.forget(run.stored_as)
    assert importing.run_import(run.public_id) is False
    assert again(run).state == "failed"
    assert "tải lại" in (again(run).fault or "")


def test_a_file_that_went_bad_fails_with_a_sentence(app: Flask) -> None:
    run = queue(receive(files.small()))
    path = importing.path_of(run.stored_as)
    assert path is not None
    path.write_bytes(b"%PDF-1.7")
    assert importing.run_import(run.public_id) is False
    assert (again(run).state, bool(again(run).fault)) == ("failed", True)


def test_a_run_that_another_live_process_has_is_left_alone(app: Flask) -> None:
    run = queue(receive(files.small()))
    run.state, run.claimed_by, run.claimed_at = "running", f"elsewhere:{os.getpid()}", clock.now()
    db.session.commit()
    assert importing.run_import(run.public_id) is False
    run.claimed_at = clock.now() - running.LONGEST - timedelta(seconds=1)
    db.session.commit()
    assert importing.run_import(run.public_id) is True


def test_a_process_that_lost_its_claim_writes_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    run = queue(receive(files.small()))
    whole = running.carry_out

    def taken_over(*arguments: Any, **values: Any) -> Any:
        outcome = whole(*arguments, **values)
        db.session.execute(
            ImportRun.__table__.update().values(claimed_by="another:1")  # as a second worker would
        )
        return outcome

    monkeypatch.setattr(running, "carry_out", taken_over)
    assert importing.run_import(run.public_id) is False
    assert in_register() == 0


def test_reasons_are_in_the_language_of_who_uploaded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from flask_babel import get_locale

    spoken = []
    monkeypatch.setattr(running, "carry_out", lambda *a, **k: spoken.append(str(get_locale())) or 1 / 0)
    run = queue(receive(files.small()))
    reader = factories.user(Role.OFFICER, locale="en")
    run.uploaded_by_id = reader.id
    db.session.commit()
    with pytest.raises(ZeroDivisionError):
        importing.run_import(run.public_id)
    assert spoken == ["en"]


# ── the worker ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_knows_whether_a_worker_looks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert importing.worker_is_running() is False
    assert importing.run_due_imports() == 0
    assert importing.worker_is_running() is True
    late = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert importing.worker_is_running() is False
    importing.run_due_imports()
    assert importing.worker_is_running() is True


def test_after_three_deaths_it_gives_up_and_may_be_tried_again(app: Flask) -> None:
    run = queue(receive(files.small()))
    gone = subprocess.Popen(["true"])
    gone.wait()
    run.state, run.attempts, run.claimed_at = "running", running.MOST_ATTEMPTS, clock.now()
    run.claimed_by = f"{background.socket.gethostname()}:{gone.pid}"
    db.session.commit()
    importing.run_due_imports()
    assert again(run).state == "failed"
    queue(again(run))
    assert importing.run_import(run.public_id) is True


def test_a_process_that_never_starts_is_not_tried_for_ever(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue(receive(files.small()))
    monkeypatch.setattr(background.sys, "executable", "false")
    started = 0
    while again(run).state == "queued":
        started += 1
        importing.run_due_imports()
        assert started < 10
    assert (again(run).state, started) == ("failed", running.MOST_ATTEMPTS + 1)


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────


def run_command(app: Flask, *arguments: str) -> tuple[int, str, str]:
    done = app.test_cli_runner().invoke(args=["import", *arguments])
    db.session.rollback()
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("name", files.REGISTERS)
def test_flask_import_says_exactly_what_it_did(app: Flask, name: str) -> None:
    path = files.REGISTERS[name]
    read = len(files.rows_of(path))
    for created, unchanged in ((read, 0), (0, read)):
        code, out, _err = run_command(app, "dossiers", str(path), "--json")
        assert code == 0
        assert json.loads(out) == {
            "read": read, "created": created, "updated": 0, "unchanged": unchanged, "rejected": [],
        }  # fmt: skip
    states = db.session.scalars(select(ImportRun.state)).all()
    assert states == ["done", "done"]


def test_all_five_kinds_of_hau_giang_in_any_order(app: Flask) -> None:
    folder = files.HAU_GIANG.parent
    given = (
        ("exposures", "exposures.csv"), ("dossiers", "dossiers.xlsx"), ("procedures", "procedures.csv"),
        ("interventions", "activities.csv"), ("businesses", "businesses.csv"),
    )  # fmt: skip
    for round in (1, 2):
        for kind, name in given:
            code, out, err = run_command(app, kind, str(folder / name), "--json")
            assert code == 0, err
            outcome = json.loads(out)
            assert outcome["rejected"] == []
            if round == 2:
                assert (outcome["created"], outcome["updated"]) == (0, 0), kind


def test_bad_rows_are_listed_and_strict_writes_nothing(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_bytes(
        files.csv(
            [
                ("A-1", "05/03/2024", "", "", "Công ty A", "Trực tuyến", "Đang xử lý"),
                ("A-2", "05/03/2024", "04/03/2024", "", "Công ty A", "Trực tuyến", "Đã trả kết quả"),
                ("A-3", "05/03/2024", "", "", "Công ty A", "Bằng bồ câu", "Đang xử lý"),
            ]
        )
    )
    code, out, _err = run_command(app, "dossiers", str(path), "--strict", "--json")
    refused = json.loads(out)
    assert (code, refused["created"], in_register()) == (1, 0, 0)
    code, out, _err = run_command(app, "dossiers", str(path), "--json")
    taken = json.loads(out)
    assert (code, taken["read"], taken["created"], in_register()) == (0, 3, 1, 1)
    assert taken["rejected"] == refused["rejected"]
    assert [(r["row"], r["column"]) for r in taken["rejected"]] == [
        (3, "Ngày trả kết quả"),
        (4, "Hình thức nộp"),
    ]
    code, out, err = run_command(app, "dossiers", str(path))
    assert (code, "dòng 4" in err, "không nhận 2" in out) == (0, True, True)


@pytest.mark.parametrize("content", [b"", b"%PDF", b"a;b\r\n1;2", b"\x00" * 100, b"PK\x03\x04"])
def test_a_fault_of_the_file_exits_1_with_json_alone(app: Flask, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(content)
    code, out, err = run_command(app, "dossiers", str(path), "--json")
    assert (code, err, json.loads(out)["created"], in_register()) == (1, "", 0, 0)
    assert json.loads(out)["error"]
    code, out, err = run_command(app, "dossiers", str(path))
    assert (code, out, bool(err)) == (1, "", True)


@pytest.mark.parametrize("arguments", [("people", "x"), ("dossiers", "no such file"), ("dossiers",), ()])
def test_wrong_use_exits_2(app: Flask, arguments: tuple[str, ...]) -> None:
    assert run_command(app, *arguments)[0] == 2


def test_an_id_that_begins_with_a_dash_is_no_option(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    run = queue(receive(files.small()))
    run.public_id = "-g" + run.public_id
    db.session.commit()
    commands: list[list[str]] = []
    monkeypatch.setattr(background.subprocess, "run", lambda command, **_kw: commands.append(command))
    importing.run_due_imports()
    result = app.test_cli_runner().invoke(args=commands[0][commands[0].index("import-run") :])
    assert result.exit_code == 0, result.output


# ── processes that die ───────────────────────────────────────────────────────────────────────────────────


def environment(app: Flask) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "DATA_DIR": str(app.config["DATA_DIR"]),
        "SECRET_KEY": str(app.config["SECRET_KEY"]),
    }


def start(app: Flask, run: ImportRun) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "import-run", "--", run.public_id]
    return subprocess.Popen(command, cwd=ROOT, env=environment(app), stderr=subprocess.DEVNULL)


def until(happens: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    """Look until it happens or the process has ended."""
    give_up = time.monotonic() + 60
    while process.poll() is None and not happens():
        assert time.monotonic() < give_up
        process.poll()


def begun(run: ImportRun) -> Callable[[], bool]:
    def looks() -> bool:
        with db.engine.connect().execution_options(immediate=False) as connection:
            found = connection.execute(
                select(ImportRun.state, ImportRun.done_rows).where(ImportRun.id == run.id)
            ).one()
        return found.state != "running" or found.done_rows > 0 if found.state != "queued" else False

    return looks


@pytest.mark.faults
def test_a_killed_import_leaves_all_rows_or_none_and_the_worker_finishes_it(app: Flask) -> None:
    """Killed at moments all over the write; each time everything or nothing is there."""
    seen = set()
    run = receive(files.HA_NAM.read_bytes(), name="so.xlsx")
    for after_ms in (0, 70, 150, 250, 400):
        run.state, run.done_rows, run.attempts = "queued", 0, 0
        run.claimed_by = run.claimed_at = run.started_at = run.finished_at = None
        db.session.commit()
        process = start(app, run)
        until(begun(run), process)
        deadline = time.monotonic() + after_ms / 1000
        until(lambda deadline=deadline: time.monotonic() >= deadline, process)  # type: ignore[misc]
        process.send_signal(signal.SIGKILL)
        process.wait()
        rows = in_register()
        state = again(run).state
        assert (state, rows) in (("running", 0), ("done", 5479)), f"killed {after_ms} ms into the write"
        seen.add(state)
        importing.run_due_imports()
        run = again(run)
        assert (run.state, run.created, in_register()) == ("done", 5479, 5479)
        db.session.execute(Dossier.__table__.delete())
        db.session.commit()
    assert "running" in seen, "no kill hit the write"


@pytest.mark.faults
def test_the_worker_imports_in_a_process_of_its_own(app: Flask) -> None:
    run = queue(receive(files.small()))
    assert importing.run_due_imports() == 1
    run = again(run)
    assert (run.state, run.created, in_register()) == ("done", 3, 3)
    assert run.claimed_by is not None
    assert not run.claimed_by.endswith(f":{os.getpid()}")
