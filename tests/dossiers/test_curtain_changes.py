"""What an import changes of older dossiers, and an import taken back: all of it valid at once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from outreach import background
from outreach.accounts.models import Role
from outreach.database import db, only_read, reading
from outreach.dossiers import actions, importing, queries
from outreach.dossiers.actions.counts import COLUMNS
from outreach.dossiers.actions.staging import Laying
from outreach.dossiers.actions.taking_back import TakingBack
from outreach.dossiers.importing import laying
from outreach.dossiers.models import Curtain, Dossier, ImportRow, ImportRun, MonthlyCount
from tests import factories
from tests.dossiers import files
from tests.dossiers.registering import DAY, assert_rollup_is_a_full_recount, rollup
from tests.dossiers.runs import again, in_register, queue, receive
from tests.dossiers.test_curtain import ROWS, Killed, behind, only_sqlite
from tests.processes import dead_process

assert only_sqlite  # a fixture that stands before every test here too

Seen = list[Any]


def take_in(content: bytes) -> ImportRun:
    run = queue(receive(content))
    assert importing.run_import(run.public_id)
    return again(run)


def register() -> tuple[Any, ...]:
    """All that a reader finds, counted and not."""
    with reading() as connection:
        dossiers = connection.execute(select(Dossier.__table__).order_by(Dossier.code)).all()
        columns = (MonthlyCount.business_id, MonthlyCount.month)
        counts = [func.sum(one) for one in (MonthlyCount.received, MonthlyCount.online)]
        sums = select(*columns, *counts).group_by(*columns).having(counts[0] > 0).order_by(*columns)
        return dossiers, connection.execute(sums).all()


def everything_else(count: int) -> bytes:
    """The same dossiers as `files.small`: each filed the other way, in another month, of another business."""
    text = files.small(count).decode().replace("Trực tuyến", "?").replace("Trực tiếp", "Trực tuyến")
    text = text.replace("?", "Trực tiếp").replace("05/03/2024", "02/02/2024")
    return (
        text.replace("0300588509", "0101248141").replace("Công ty TNHH Mẫu 0", "Công ty TNHH Mẫu 2").encode()
    )


def before(monkeypatch: pytest.MonkeyPatch, of: type, name: str, deed: Callable[[], Any]) -> Seen:
    """What the deed says when all is laid down and nothing is valid yet."""
    seen: Seen = []
    real = getattr(of, name)

    def looked(self: Any, connection: Any) -> Any:
        # the turn's transaction has begun and written nothing: a reader beside it finds what was committed
        seen.append(deed())
        return real(self, connection)

    monkeypatch.setattr(of, name, looked)
    return seen


def die() -> None:
    raise Killed


def killed(monkeypatch: pytest.MonkeyPatch, run: ImportRun, of: type, name: str) -> None:
    """The process dies there; its claim names a process that is no more."""
    with monkeypatch.context() as patched:
        patched.setattr(laying, "clear_abandoned", lambda _run_id=None: None)
        patched.setattr("outreach.dossiers.importing.taking_back.clear_abandoned", lambda _run_id=None: None)
        before(patched, of, name, die)
        with pytest.raises(Killed):
            importing.run_import(run.public_id)
    bury(run)


def bury(run: ImportRun) -> None:
    db.session.rollback()
    found = db.session.get_one(ImportRun, run.id, populate_existing=True)
    found.claimed_by = f"{background.socket.gethostname()}:{dead_process()}"
    db.session.commit()


def rows_of(run: ImportRun) -> int:
    with reading() as connection:
        own = ImportRow.import_id == run.id
        return connection.scalar(select(func.count()).select_from(ImportRow).where(own)) or 0


def curtains() -> int:
    with reading() as connection:
        return connection.scalar(select(func.count()).select_from(Curtain)) or 0


def test_nobody_reads_what_will_be_changed_and_then_all_of_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(files.small(ROWS))
    first, code = register(), "H24-00003"

    def look() -> tuple[Any, ...]:
        with app.app_context():
            only_read()
            dossier = db.session.scalars(select(Dossier).where(Dossier.code == code)).one()
            changes = len(queries.changes_of(dossier))
            db.session.rollback()
        return register() == first, changes, behind()

    seen = before(monkeypatch, Laying, "raise_curtain", look)
    run = take_in(everything_else(ROWS))
    assert seen == [(True, 1, 0)]
    assert (run.created, run.updated, run.unchanged) == (0, ROWS, 0)
    assert [change.did for change in queries.changes_of(again_dossier(code))] == ["update", "create"]
    assert register() != first
    assert {month.month for _business, month, *_counts in register()[1]} == {2}
    assert_rollup_is_a_full_recount()


def again_dossier(code: str) -> Dossier:
    db.session.rollback()
    return db.session.scalars(select(Dossier).where(Dossier.code == code)).one()


def test_changes_and_new_dossiers_of_one_file_become_valid_together(app: Flask) -> None:
    take_in(files.small(ROWS))
    run = take_in(everything_else(ROWS + 60))
    assert (run.created, run.updated, run.unchanged) == (60, ROWS, 0)
    assert in_register() == ROWS + 60
    assert_rollup_is_a_full_recount()


def test_a_column_that_nobody_changes_is_not_written(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing it would rewrite its indexes while everybody waits."""
    take_in(files.small(9))
    written: Seen = []
    real = Laying.raise_curtain

    def looked(self: Laying, connection: Any) -> Any:
        assert self._changes is not None
        written.append(self._changes.differ)
        return real(self, connection)

    monkeypatch.setattr(Laying, "raise_curtain", looked)
    take_in(files.small(9).replace("Đã trả kết quả".encode(), "Đang xử lý".encode()))
    assert written == [["status", "import_id"]]
    assert_rollup_is_a_full_recount()


def test_a_process_killed_before_changes_are_valid_leaves_nothing_of_them(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(files.small(ROWS))
    first, run = register(), queue(receive(everything_else(ROWS)))
    killed(monkeypatch, run, Laying, "raise_curtain")
    assert (register() == first, rows_of(run)) == (True, ROWS)
    importing.sweep_stage()
    assert (register() == first, rows_of(run), curtains()) == (True, 0, 0)
    assert importing.run_import(run.public_id)
    assert again(run).updated == ROWS
    assert_rollup_is_a_full_recount()


@pytest.mark.parametrize("assistance", ["alone", "filed_for"])
def test_what_somebody_says_meanwhile_of_who_filed_stays(
    app: Flask, monkeypatch: pytest.MonkeyPatch, assistance: str
) -> None:
    """Also when it is what the register says already: only then it is a person's word."""
    headings = (*files.HEADINGS, "Hỗ trợ nộp")
    kept = ("H-1", "05/03/2024", "", "0300588569", "Công ty TNHH Mẫu 1", "Trực tuyến", "Đang xử lý")
    take_in(files.csv([(*kept, "Tự nộp")], headings))
    assert again_dossier("H-1").assistance == "alone"
    db.session.rollback()
    real, said = Laying.add_up, list[int]()

    def somebody_says(self: Laying, connection: Any) -> Any:
        found = real(self, connection)
        if not said:
            said.append(1)
            with app.app_context():
                dossier = db.session.scalars(select(Dossier).where(Dossier.code == "H-1")).one()
                actions.set_assistance(dossier, assistance=assistance)
                db.session.commit()
        return found

    monkeypatch.setattr(Laying, "add_up", somebody_says)
    take_in(files.csv([(*kept, "Có cán bộ hỗ trợ")], headings))
    dossier = again_dossier("H-1")
    assert (said, dossier.assistance, dossier.assistance_said) == ([1], assistance, True)
    assert_rollup_is_a_full_recount()


# ── taken back ───────────────────────────────────────────────────────────────────────────────────────────


def ask(run: ImportRun) -> ImportRun:
    actions.ask_to_undo(again(run), by=factories.user(Role.OFFICER).id)
    db.session.commit()
    return run


def test_an_import_taken_back_goes_for_every_reader_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(files.small(ROWS))
    first = register()
    run = ask(take_in(everything_else(ROWS + 300)))
    second, after = register(), Seen()
    seen = before(monkeypatch, TakingBack, "let_go", lambda: register() == second)
    clear = laying.clear_abandoned

    def looked(run_id: int | None = None) -> None:
        after.append((register() == first, behind(), again(run).state))
        clear(run_id)

    monkeypatch.setattr("outreach.dossiers.importing.taking_back.clear_abandoned", looked)
    assert importing.run_import(run.public_id)
    assert (seen, after) == ([True], [(True, 300, "undone")])
    assert (register() == first, behind(), rows_of(run), curtains()) == (True, 0, 0, 0)
    assert_rollup_is_a_full_recount()


def test_an_import_that_others_followed_is_taken_back_too(app: Flask) -> None:
    """Its dossiers are not the last ones, so that no curtain can hang before them."""
    run = take_in(files.small(ROWS))
    take_in(files.small(40).replace(b"H24-", b"B24-"))
    ask(run)
    assert importing.run_import(run.public_id)
    assert (again(run).state, in_register(), rows_of(run), curtains()) == ("undone", 40, 0, 0)
    assert_rollup_is_a_full_recount()


def test_a_process_killed_while_it_takes_back_leaves_the_import_as_it_was(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what the import says that it did: whoever takes over needs it."""
    take_in(files.small(ROWS))
    first = register()
    run = ask(take_in(everything_else(ROWS + 300)))
    second = register()
    killed(monkeypatch, run, TakingBack, "let_go")
    importing.sweep_stage()
    assert (register() == second, rows_of(run), curtains()) == (True, ROWS + 300, 0)
    assert importing.run_import(run.public_id)
    assert (register() == first, again(run).state) == (True, "undone")
    assert_rollup_is_a_full_recount()


def test_a_process_killed_once_it_is_taken_back_leaves_only_what_the_sweep_clears(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(files.small(ROWS))
    first = register()
    run = ask(take_in(everything_else(ROWS + 300)))
    with monkeypatch.context() as patched:
        patched.setattr("outreach.dossiers.importing.taking_back.clear_abandoned", lambda _run_id: die())
        with pytest.raises(Killed):
            importing.run_import(run.public_id)
    bury(run)
    assert (register() == first, behind(), again(run).state) == (True, 300, "undone")
    importing.sweep_stage()
    assert (register() == first, behind(), rows_of(run), curtains()) == (True, 0, 0, 0)
    assert_rollup_is_a_full_recount()


def test_what_somebody_needs_meanwhile_is_not_taken_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A business hands in a receipt for a dossier while its import is on its way out."""
    run = ask(take_in(files.small(ROWS)))
    first = register()

    def hand_in() -> None:
        with app.app_context():
            dossier = db.session.scalars(select(Dossier).where(Dossier.code == "H24-00001")).one()
            factories.receipt(code=dossier.code, dossier_id=dossier.id)
            db.session.commit()

    real = TakingBack.add_up

    def handed_in(self: TakingBack, connection: Any) -> Any:
        found = real(self, connection)
        hand_in()
        return found

    monkeypatch.setattr(TakingBack, "add_up", handed_in)
    assert not importing.run_import(run.public_id)
    found = again(run)
    assert (found.state, rows_of(run), curtains(), register() == first) == ("done", ROWS, 0, True)
    assert "biên nhận" in str(found.fault)


def test_months_that_lose_all_are_forgotten(app: Flask) -> None:
    """While both rows stand beside each other nobody counts a business with nothing."""
    one, other = factories.business(), factories.business()
    counted = dict.fromkeys(COLUMNS[2:], 0) | {"received": 3, "online": 1, "possible": 3}
    gone = {name: -count for name, count in counted.items()}
    rows = [(one.id, 0, counted), (one.id, 7, gone), (other.id, 0, counted)]
    for business_id, number, counts in rows:
        db.session.execute(
            insert(MonthlyCount).values(
                business_id=business_id, month=DAY.replace(day=1), curtain=number, **counts
            )
        )
    db.session.commit()
    laying.join_counts()
    assert [row[0] for row in rollup()] == [other.id]
