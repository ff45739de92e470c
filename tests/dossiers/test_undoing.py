"""What an import did to each dossier, and taking it back while nobody needs it."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import background
from outreach.businesses.models import Business
from outreach.catalogue.models import DossierRedo
from outreach.database import Base, db, reading
from outreach.dossiers import actions, importing, queries
from outreach.dossiers.dependants import dependants
from outreach.dossiers.models import Dossier, ImportRow, ImportRun
from outreach.refusals import Refused
from tests import factories
from tests.client import CheckedClient
from tests.dossiers import files
from tests.dossiers.registering import assert_rollup_is_a_full_recount, rollup
from tests.dossiers.runs import again, queue, receive
from tests.processes import command, run_in_a_fork, until

HEADINGS = ("Mã hồ sơ", "Ngày tiếp nhận", "Mã số thuế", "Chủ hồ sơ", "Hình thức nộp", "Trạng thái")
FIRST = ("A-1", "05/03/2024", "0300588569", "Công ty Một", "Trực tiếp", "Đang xử lý")
SECOND = ("A-2", "06/03/2024", "0101248141", "Công ty Hai", "Trực tuyến", "Đang xử lý")


def take_in(*rows: tuple[str, ...]) -> ImportRun:
    run = queue(receive(files.csv(rows, HEADINGS)))
    assert importing.run_import(run.public_id)
    return again(run)


def undo(run: ImportRun) -> ImportRun:
    actions.ask_to_undo(run, by=factories.user().id)
    db.session.commit()
    assert importing.run_import(run.public_id)
    return again(run)


def register() -> dict[str, tuple[Any, ...]]:
    db.session.rollback()
    columns = [column for column in Dossier.__table__.columns if column.key != "id"]
    found = {row.code: tuple(row) for row in db.session.execute(select(*columns))}
    db.session.rollback()
    return found


def changed(row: tuple[str, ...], **values: str) -> tuple[str, ...]:
    return tuple(values.get(name, cell) for name, cell in zip("abcdef", row, strict=True))


def test_an_import_can_be_opened_to_its_rows(app: Flask) -> None:
    first = take_in(FIRST, SECOND)
    second = take_in(changed(FIRST, f="Đã trả kết quả"), SECOND)
    did = {
        (row.import_id, db.session.get_one(Dossier, row.dossier_id).code): (row.did, row.status)
        for row in db.session.scalars(select(ImportRow))
    }
    assert did == {
        (first.id, "A-1"): ("create", None), (first.id, "A-2"): ("create", None),
        (second.id, "A-1"): ("update", "processing"), (second.id, "A-2"): ("keep", None),
    }  # fmt: skip
    changes = queries.changes_of(db.session.scalars(select(Dossier).where(Dossier.code == "A-1")).one())
    assert [(c.run_id, c.did, c.changed) for c in changes] == [
        (second.id, "update", [("status", "processing", "returned")]),
        (first.id, "create", []),
    ]


def test_an_import_taken_back_leaves_the_register_as_it_was(app: Flask) -> None:
    take_in(FIRST)
    before, counted = register(), rollup()
    second = take_in(
        changed(FIRST, b="07/04/2024", c="0101248141", e="Trực tuyến", f="Đã trả kết quả"), SECOND
    )
    assert register() != before
    undone = undo(second)
    assert (undone.state, undone.undone_at is not None, undone.undone_by_id is not None) == (
        "undone", True, True,
    )  # fmt: skip
    assert register() == before
    assert rollup() == counted
    assert_rollup_is_a_full_recount()
    db.session.rollback()
    third = take_in(FIRST, SECOND)
    assert (third.created, third.updated, third.unchanged) == (1, 0, 1)


def test_a_later_import_that_has_the_same_dossiers_comes_first(app: Flask) -> None:
    first = take_in(FIRST, SECOND)
    second = take_in(FIRST)  # changes nothing, but says that A-1 exists
    with pytest.raises(Refused, match="lần nhập sau"):
        actions.ask_to_undo(first, by=factories.user().id)
    db.session.rollback()
    undo(second)
    undo(first)
    assert register() == {}
    assert rollup() == set()
    assert db.session.scalar(select(func.count()).select_from(Business)) == 2  # they stay known


def test_what_people_said_of_a_dossier_keeps_its_import(app: Flask) -> None:
    first = take_in(FIRST)
    dossier = db.session.scalars(select(Dossier)).one()
    actions.set_assistance(dossier, assistance="alone")
    db.session.commit()
    with pytest.raises(Refused, match="cách nộp"):
        actions.ask_to_undo(first, by=factories.user().id)
    db.session.rollback()
    second = take_in(changed(FIRST, f="Đã trả kết quả"))
    undo(second)  # it was there before: what was said of it stays
    assert again(second).state == "undone"
    db.session.rollback()
    db.session.expire_all()
    kept = db.session.scalars(select(Dossier)).one()
    assert (kept.assistance, kept.assistance_said, kept.status) == ("alone", True, "processing")


@pytest.mark.parametrize("named_by", ["help", "redo"])
def test_what_names_a_dossier_keeps_its_import(app: Flask, named_by: str) -> None:
    run = take_in(FIRST)
    dossier = db.session.scalars(select(Dossier)).one()
    if named_by == "help":
        factories.counter_help(dossier.business, dossier_id=dossier.id)
    else:
        reason = factories.reason(factories.procedure())
        factories.add(DossierRedo(dossier_id=dossier.id, reason_id=reason.id, noted_on=dossier.received_on))
    db.session.commit()
    with pytest.raises(Refused, match="hồ sơ mà tệp này tạo ra đã có"):
        actions.ask_to_undo(run, by=factories.user().id)


def test_whoever_points_to_dossiers_is_asked(app: Flask) -> None:
    """A new table with a dossier_id says whether its rows keep an import from being taken back."""
    pointing = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.target_fullname == "dossiers.id"
    }
    asked = {dependant.table.name for dependant in dependants()}
    told_and_gone_with_it = {"import_rows", "meant_dossiers", "result_news"}
    assert pointing == asked | told_and_gone_with_it


def test_only_what_was_done_can_be_taken_back_once(app: Flask) -> None:
    run = receive(files.csv([FIRST], HEADINGS))
    with pytest.raises(Refused):
        actions.ask_to_undo(run, by=factories.user().id)
    db.session.rollback()
    run = take_in(FIRST)
    undo(run)
    with pytest.raises(Refused):
        actions.ask_to_undo(again(run), by=factories.user().id)


def test_the_page_takes_an_import_back(officer: CheckedClient) -> None:
    run = take_in(FIRST)
    page = f"/nhap-lieu/{run.public_id}"
    text = officer.get(page).text
    public_id = again(run).public_id
    assert "Hoàn tác lần nhập này" in text
    assert f"/ho-so?import={run.public_id}&amp;did=create" in text
    assert "A-1" in officer.get(f"/ho-so?import={run.public_id}&did=create").text
    assert "A-1" not in officer.get(f"/ho-so?import={run.public_id}&did=update").text
    assert officer.post(f"{page}/hoan-tac").headers["Location"] == page
    assert "Đang chờ đến lượt" in officer.get(page).text or "chưa hoạt động" in officer.get(page).text
    db.session.rollback()
    assert importing.run_import(public_id)
    text = officer.get(page).text
    assert "đã được gỡ khỏi sổ" in text
    assert "Hoàn tác lần nhập này" not in text
    assert register() == {}


def claimed(run: ImportRun) -> Callable[[], bool]:
    def looks() -> bool:
        with reading() as connection:
            return connection.scalar(select(ImportRun.claimed_by).where(ImportRun.id == run.id)) is not None

    return looks


@pytest.mark.faults
def test_killed_while_it_is_taken_back_an_import_stands_or_is_gone_and_the_worker_finishes_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at random moments: readers find all that it did, or nothing of it."""
    monkeypatch.setattr(background, "run_in_a_process", run_in_a_fork)
    chance, seen = random.Random(20261123), set()
    in_progress = "Đang xử lý".encode()
    base = queue(receive(files.small(1500)))
    assert importing.run_import(base.public_id)
    before = register()
    for moment in range(6):
        run = queue(receive(files.small(2500).replace("Đã trả kết quả".encode(), in_progress)))
        assert importing.run_import(run.public_id)
        after = register()
        assert (len(before), len(after)) == (1500, 2500)
        actions.ask_to_undo(again(run), by=factories.user().id)
        db.session.commit()
        process = command(app, "import-run", "--", run.public_id)
        until(claimed(run), process)
        process.wait(chance.random() * 0.15 * moment)
        process.kill()
        state = again(run).state
        assert (state, register()) in (("undoing", after), ("undone", before))
        seen.add(state)
        importing.run_due_imports()
        assert (again(run).state, register()) == ("undone", before)
        importing.sweep_stage()  # of one that was killed while it cleared
        assert_rollup_is_a_full_recount()
        assert db.session.scalar(select(func.count()).select_from(ImportRow)) == 1500
        db.session.rollback()
    assert "undoing" in seen, "no kill came before it was undone"
