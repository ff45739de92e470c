"""Behind the curtain: nobody reads rows that are laid down before it is raised, and then all at once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from outreach import background, clock
from outreach.businesses import actions as business_actions
from outreach.businesses.models import Business
from outreach.database import db, reading
from outreach.dossiers import actions, importing, queries
from outreach.dossiers.actions.staging import Laying
from outreach.dossiers.actions.staging.laying import AT_ONCE
from outreach.dossiers.importing import laying, turns
from outreach.dossiers.importing.turns import Turns
from outreach.dossiers.models import Curtain, Dossier, ImportRow, ImportRun, MonthlyCount
from outreach.dossiers.models.curtain import whole
from outreach.refusals import Refused
from tests import factories
from tests.client import CheckedClient
from tests.dossiers import files
from tests.dossiers.registering import DAY, assert_rollup_is_a_full_recount, row
from tests.dossiers.runs import again, in_register, queue, receive
from tests.processes import dead_process

ROWS = 700  # more than are laid down at once, twice


@pytest.fixture(autouse=True)
def only_sqlite(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one writer, and a curtain")


class Killed(BaseException):
    """As far as the process is concerned, kill -9: nothing is tidied up."""


def behind() -> int:
    """How many dossiers stand behind the curtain."""
    with reading() as connection:
        table = whole(Dossier.__table__)
        everything = connection.scalar(select(func.count()).select_from(table)) or 0
        return everything - (connection.scalar(select(func.count()).select_from(Dossier)) or 0)


def while_laid(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], Any], *, times: int = 1) -> list[Any]:
    """Do something after the second part was laid down and committed, that is before the third."""
    said: list[Any] = []
    laid: list[int] = []
    lay, take = Laying.lay, Turns.take

    def counted(self: Laying, connection: Any, some: Any) -> None:
        lay(self, connection, some)
        laid.append(1)

    def between(self: Turns, *what: Any) -> Any:
        if len(laid) == 2 and len(said) < times:
            laid.clear()
            said.append(deed())
        return take(self, *what)

    monkeypatch.setattr(Laying, "lay", counted)
    monkeypatch.setattr(Turns, "take", between)
    # Each part is committed by itself, whether or not anybody waited lately.
    monkeypatch.setattr(turns, "somebody_waits", lambda engine: True)
    monkeypatch.setattr(laying, "TOGETHER", 1)
    return said


def kill_while_laid(monkeypatch: pytest.MonkeyPatch, run: ImportRun) -> None:
    """The process dies with rows behind the curtain; its claim names a process that is no more."""

    def dies() -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("outreach.dossiers.importing.laying.clear_abandoned", lambda _run_id=None: None)
        while_laid(patched, dies)
        with pytest.raises(Killed):
            importing.run_import(run.public_id)
    db.session.rollback()
    found = db.session.get_one(ImportRun, run.id, populate_existing=True)
    found.claimed_by = f"{background.socket.gethostname()}:{dead_process()}"
    db.session.commit()


def test_nobody_reads_what_is_laid_down(
    app: Flask, officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.take_in_dossiers([row("OLD-1", tax_code="0300588509", applicant="Công ty TNHH Mẫu 0")])
    db.session.commit()
    run = queue(receive(files.small(ROWS)))

    def look() -> tuple[Any, ...]:
        other = aliased(Dossier)
        with reading() as connection:
            counted = connection.scalar(select(func.count()).select_from(Dossier))
            aliases = connection.scalar(select(func.count()).select_from(other))
            per = connection.execute(
                select(Business.id, func.count(Dossier.id)).outerjoin(Dossier).group_by(Business.id)
            ).all()
            months = connection.scalar(select(func.sum(MonthlyCount.received)))
        with app.app_context():
            one = db.session.get(Dossier, 2)
            loaded = db.session.scalars(select(Dossier.code)).all()
            found = db.session.scalar(select(Dossier.id).where(Dossier.code == "H24-00001"))
            days = queries.register_days()
            db.session.rollback()
        page = officer.get("/ho-so?q=H24-0000").get_data(as_text=True)
        return (
            behind(), counted, aliases, sum(n for _id, n in per), months, one, loaded, found,
            days and days[0] == days[1], "H24-00001" in page, officer.get("/ho-so/2").status_code,
        )  # fmt: skip

    seen = while_laid(monkeypatch, look)
    assert importing.run_import(run.public_id)
    assert seen == [(2 * AT_ONCE, 1, 1, 1, 1, None, ["OLD-1"], None, True, False, 404)]
    assert (in_register(), behind()) == (ROWS + 1, 0)
    assert db.session.scalar(select(func.count()).select_from(Curtain)) == 0
    assert "H24-00001" in officer.get("/ho-so?q=H24-0000").get_data(as_text=True)
    assert_rollup_is_a_full_recount()


def test_what_changed_meanwhile_is_seen_before_the_curtain_is_raised(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A business becomes another one while its dossiers stand behind: they are laid down anew."""
    run = queue(receive(files.small(ROWS)))
    kept = factories.business(tax_code="0101248141")
    db.session.commit()
    kept_id = kept.id

    def merge() -> None:
        with app.app_context():
            gone = db.session.scalars(select(Business.id).where(Business.tax_code == "0300588509")).one()
            business_actions.merge_businesses({gone: kept_id})
            db.session.commit()

    while_laid(monkeypatch, merge)
    assert importing.run_import(run.public_id)
    assert (again(run).created, in_register(), behind()) == (ROWS, ROWS, 0)
    assert db.session.scalar(select(func.count()).select_from(ImportRow)) == ROWS
    whom = set(db.session.scalars(select(Dossier.business_id)))
    assert whom <= set(db.session.scalars(select(Business.id)))
    assert_rollup_is_a_full_recount()


def test_a_register_that_never_rests_is_written_to_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_id = factories.dossier(None, DAY).id
    db.session.commit()
    run = queue(receive(files.small(ROWS)))
    said = iter(["assisted", "alone", "filed_for", "assisted", "alone"])

    def say() -> None:
        with app.app_context():
            dossier = db.session.get_one(Dossier, one_id)
            actions.set_assistance(dossier, assistance=next(said))
            db.session.commit()

    times = while_laid(monkeypatch, say, times=5)
    assert importing.run_import(run.public_id)
    assert len(times) == 3
    assert (again(run).state, again(run).created, in_register(), behind()) == ("done", ROWS, ROWS + 1, 0)
    assert_rollup_is_a_full_recount()


def test_rows_that_a_dead_process_laid_down_are_taken_away_or_laid_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue(receive(files.small(ROWS)))
    first_id = run.public_id
    kill_while_laid(monkeypatch, run)
    assert (in_register(), behind()) == (0, 2 * AT_ONCE)
    importing.sweep_stage()
    assert (in_register(), behind()) == (0, 0)
    assert db.session.scalar(select(func.count()).select_from(ImportRow)) == 0
    db.session.rollback()
    assert importing.run_import(first_id)  # another look of the worker finishes it
    second = queue(receive(files.small(ROWS).replace(b"H24-", b"A24-")))
    second_id = second.public_id
    kill_while_laid(monkeypatch, second)
    assert (in_register(), behind() > 0) == (ROWS, True)
    third = queue(receive(files.small(5) + b"\r\nNEW-1;06/03/2024;;;;;"))
    assert importing.run_import(third.public_id)  # whoever comes next clears the way
    assert (again(third).created, again(third).unchanged) == (1, 5)
    assert (in_register(), behind()) == (ROWS + 1, 0)
    db.session.rollback()
    assert importing.run_import(second_id)
    assert (again(second).created, in_register(), behind()) == (700, 2 * ROWS + 1, 0)
    assert_rollup_is_a_full_recount()


def test_nobody_takes_in_dossiers_beside_an_import_that_lays_them_down(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue(receive(files.small(ROWS)))

    def take_in() -> str:
        with app.app_context(), pytest.raises(Refused) as caught:
            actions.take_in_dossiers([row("A-1")])
        return str(caught.value)

    said = while_laid(monkeypatch, take_in)
    assert importing.run_import(run.public_id)
    assert "thử lại sau" in said[0]
    assert in_register() == ROWS


def test_new_changed_and_equal_rows_become_valid_together(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = queue(receive(files.small(ROWS)))
    assert importing.run_import(first.public_id)
    changed = files.small(ROWS + 400).replace(b"H24-00003;05/03/2024", b"H24-00003;05/02/2024")
    run = queue(receive(changed))
    assert (run.created, run.updated, run.unchanged) == (400, 1, ROWS - 1)
    day = "SELECT received_on FROM dossiers WHERE code = 'H24-00003'"

    def look() -> Any:
        with reading() as connection:
            return connection.exec_driver_sql(day).scalar()

    seen = while_laid(monkeypatch, look)
    assert importing.run_import(run.public_id)
    assert seen == ["2024-03-05"]
    assert look() == "2024-02-05"
    told = again(run)
    assert (told.created, told.updated, told.unchanged) == (400, 1, ROWS - 1)
    assert_rollup_is_a_full_recount()
    actions.ask_to_undo(told, by=factories.user().id)
    db.session.commit()
    assert importing.run_import(run.public_id)
    assert (in_register(), look()) == (ROWS, "2024-03-05")
    assert_rollup_is_a_full_recount()


def test_somebody_elses_rows_are_left_alone_while_they_are_at_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue(receive(files.small(ROWS)))

    def sweep() -> int:
        with app.app_context():
            importing.sweep_stage()
        return behind()

    while_laid(monkeypatch, sweep)
    assert importing.run_import(run.public_id)
    assert in_register() == ROWS
    assert clock.now() >= (again(run).finished_at or clock.now())


@pytest.mark.house
def test_no_statement_reads_what_may_stand_behind_in_words_of_its_own() -> None:
    """What SQLAlchemy writes stands before the curtain; SQL in a string would read behind it."""
    root = Path(actions.__file__).parents[2]
    allowed = {"models/curtain.py", "actions/staging/hanging.py"}
    found = [
        str(path)
        for path in root.rglob("*.py")
        if "migrations" not in path.parts
        and not any(str(path).endswith(f"dossiers/{name}") for name in allowed)
        and re.search(r"\b(?:FROM|JOIN) (?:dossiers|monthly_counts)\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []
