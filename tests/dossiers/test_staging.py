"""The stage: what waits there, what it says beforehand, and that nobody is kept waiting by it."""

import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from outreach.businesses import actions as business_actions
from outreach.businesses.models import Business
from outreach.database import db, record
from outreach.dossiers import actions, importing
from outreach.dossiers.importing import receiving, refusals, turns
from outreach.dossiers.models import Agency, Dossier, ImportRun, Procedure, StagedDossier, StagedName
from outreach.sheets.cells import FileFault
from tests import factories
from tests.dossiers import files
from tests.dossiers.registering import row
from tests.dossiers.runs import again, in_register, kept_files, queue, receive


def count(model: Any) -> int:
    found = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.commit()
    return found


def told(run: ImportRun) -> tuple[int | None, ...]:
    return run.read, run.created, run.updated, run.unchanged, run.rejected


def test_nothing_of_the_register_is_there_before_somebody_says_so(app: Flask) -> None:
    run = receive(files.small(5))
    assert told(run) == (5, 5, 0, 0, 0)
    assert [count(model) for model in (Dossier, Business, Agency, Procedure)] == [0, 0, 0, 0]
    assert count(StagedDossier) == 5
    assert count(StagedName) == 2
    queue(run)
    assert importing.run_import(run.public_id)
    assert [count(model) for model in (Dossier, Business, StagedDossier, StagedName)] == [5, 2, 0, 0]


def test_a_file_is_counted_against_the_register_before_it_is_written(app: Flask) -> None:
    actions.take_in_dossiers(
        [row("H24-00000", tax_code="0300588509", applicant="Công ty TNHH Mẫu 0"), row("ELSE")]
    )
    db.session.commit()
    run = receive(files.small(3) + b"\r\nBAD;31/02/2024;;;;;\r\nH24-00001;06/03/2024;;;;;")
    assert told(run) == (5, 2, 1, 0, 2)
    assert run.refused is not None
    assert [(r["row"], r["column"]) for r in run.refused] == [(3, "Mã hồ sơ"), (5, "Ngày tiếp nhận")]
    assert "dòng 6" in run.refused[0]["reason"]


def test_what_changed_meanwhile_is_compared_again(app: Flask) -> None:
    run = receive(files.small(3))
    assert told(run)[1:4] == (3, 0, 0)
    rows = files.rows_of_bytes(files.small(2))
    actions.take_in_dossiers(rows)
    db.session.commit()
    queue(run)
    assert importing.run_import(run.public_id)
    assert told(again(run))[1:4] == (1, 0, 2)


def test_a_business_merged_or_renamed_meanwhile_is_found_again(app: Flask) -> None:
    kept, gone = factories.business(), factories.business("Công ty TNHH Thép Mẫu")
    db.session.commit()
    content = files.csv([("A-1", "05/03/2024", "Công ty TNHH Thép Mẫu")],
                        ("Mã hồ sơ", "Ngày tiếp nhận", "Chủ hồ sơ"))  # fmt: skip
    run_id = queue(receive(content)).public_id
    business_actions.merge_businesses({gone.id: kept.id})
    kept.name, kept.name_folded, kept.name_key = "Công ty TNHH Thép Mẫu", "cong ty tnhh thep mau", "thep mau"
    db.session.commit()
    assert importing.run_import(run_id)
    assert db.session.scalars(select(Dossier.business_id)).all() == [kept.id]


def test_a_name_that_keeps_its_business_makes_nobody_known(app: Flask) -> None:
    """The register knows whom 'Công ty A' meant by a tax code; a list of names alone must not add another."""
    actions.take_in_dossiers([row("A-1", tax_code="0300588569", applicant="Công ty A", business_code=None)])
    named = db.session.scalars(select(Business)).one()
    named.name, named.name_folded, named.name_key = "Tên khác", "ten khac", "ten khac"
    db.session.commit()
    content = files.csv([("A-1", "05/03/2024", "Công ty A")], ("Mã hồ sơ", "Ngày tiếp nhận", "Chủ hồ sơ"))
    run = queue(receive(content))
    assert importing.run_import(run.public_id)
    assert count(Business) == 1
    assert db.session.scalars(select(Dossier.business_id)).one() == named.id


def test_a_large_file_is_read_by_the_worker_and_looked_at_then(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "SMALL", 10)
    run = receive(files.small(30))
    assert (run.state, run.created, count(StagedDossier)) == ("staging", None, 0)
    assert importing.run_import(run.public_id) is True
    run = again(run)
    assert (run.state, told(run), in_register()) == ("uploaded", (30, 30, 0, 0, 0), 0)
    bad = receive(b"a;b;c\r\n" + b"1;2;3\r\n" * 9)
    assert importing.run_import(bad.public_id) is False
    assert (again(bad).state, "Mã hồ sơ" in (again(bad).fault or "")) == ("failed", True)
    actions.queue_import(again(bad))
    db.session.commit()
    assert again(bad).state == "staging"  # read again, and looked at before anything is written


def test_a_file_that_breaks_off_in_the_middle_leaves_nothing(app: Flask) -> None:
    content = files.small(2500) + b'\r\n"open;'
    with pytest.raises(FileFault):
        receive(content)
    db.session.rollback()
    assert [count(model) for model in (ImportRun, StagedDossier, StagedName)] == [0, 0, 0]
    assert kept_files(app) == []


def test_what_was_thrown_away_while_it_was_read_stays_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "SMALL", 10)
    run = receive(files.small(2500))

    def discarded(_engine: Any) -> None:
        with record() as connection:
            connection.execute(update(ImportRun).values(state="discarded"))

    monkeypatch.setattr(turns, "somebody_waits", lambda _engine: True)
    monkeypatch.setattr(turns, "give_way", discarded)
    assert importing.run_import(run.public_id) is False
    assert again(run).state == "discarded"
    assert importing.sweep_stage() == 1
    assert count(StagedDossier) == 0


def test_others_write_while_a_file_is_staged(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between any two thousand rows whoever waits has a turn."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one writer")
    waits: list[int] = []

    def somebody_writes(_engine: Any) -> None:
        def write() -> None:
            with app.app_context(), record() as connection:
                connection.exec_driver_sql("UPDATE settings SET value = value")
                waits.append(1)

        other = threading.Thread(target=write)
        other.start()
        other.join()

    monkeypatch.setattr(turns, "somebody_waits", lambda _engine: True)
    monkeypatch.setattr(turns, "give_way", somebody_writes)
    receive(files.small(4500))
    assert len(waits) >= 5


def test_refused_rows_wait_on_disk_in_the_order_of_the_sheet(app: Flask) -> None:
    found = refusals.Refusals()
    for number in range(2, 4000, 2):
        found.add(number, "Cột", "ô", "lý do")
    found.add_late({"row": number, "column": "", "value": "", "reason": ""} for number in (1001, 5, 3))
    assert len(found) == 1999 + 3
    assert [one["row"] for one in found.first(6)] == [2, 3, 4, 5, 6, 8]
    assert [one["row"] for one in found] == sorted([*range(2, 4000, 2), 3, 5, 1001])


@pytest.mark.parametrize("kind", ["businesses", "procedures"])
def test_looking_at_other_lists_only_reads(app: Flask, kind: str) -> None:
    """While a list is looked at another writer has the database for itself."""
    folder = files.HAU_GIANG.parent
    path: Path = folder / f"{kind}.csv"
    parsed = files.parsed(path, kind)
    db.session.rollback()
    with record() as held:
        held.exec_driver_sql("UPDATE settings SET value = value")
        seen = importing.look(parsed, importing.KINDS[kind])
    assert seen.created == seen.read - len(seen.rejected)
    done = importing.carry_out(parsed, importing.KINDS[kind])
    db.session.commit()
    assert done == seen
    again_seen = importing.look(parsed, importing.KINDS[kind])
    assert (again_seen.created, again_seen.updated) == (0, 0)
