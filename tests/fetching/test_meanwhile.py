"""What people and other processes do while a source is fetched, or between two tries."""

from datetime import datetime, timedelta
from typing import IO

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from outreach import clock, outgoing
from outreach.accounts.models import Role
from outreach.database import db
from outreach.dossiers import actions as imports
from outreach.dossiers import importing
from outreach.dossiers.models import ImportRun
from outreach.fetching import actions, fetch_job, queries
from outreach.fetching.models import FetchTry, RegisterSource
from tests import factories
from tests.dossiers import files
from tests.dossiers.runs import kept_files, receive
from tests.fetching.making import source, tried
from tests.fetching.runs import MINUTE, again, fetch, made, runs
from tests.fetching.server import Server


def test_what_somebody_threw_away_comes_back_only_when_asked_for(app: Flask, server: Server) -> None:
    server.content, server.etag = files.small(), '"v1"'
    source_id = made(server)
    fetch(source_id)
    [run] = runs()
    importing.UPLOADS.forget(imports.discard_import(run))
    db.session.commit()
    assert fetch(source_id)[1].outcome == "unchanged"
    officer = factories.user(Role.OFFICER)
    db.session.execute(update(RegisterSource).values(asked_by_id=officer.id))
    db.session.commit()
    one, last = fetch(source_id)
    assert (last.outcome, last.asked_by_id, one.asked_by_id) == ("waiting", officer.id, None)


def test_a_file_that_somebody_uploaded_already_is_known(app: Flask, server: Server) -> None:
    officer = factories.user(Role.OFFICER)
    db.session.commit()
    server.content = files.small()
    content, name = files.upload(server.content)
    run = importing.receive(content, filename=name, kind="dossiers", source="main", by=officer.id)
    db.session.commit()
    _one, last = fetch(made(server, by_itself=True))
    assert (last.outcome, last.import_id) == ("unchanged", run.id)
    assert [one.state for one in runs()] == ["uploaded"]


def test_a_large_file_is_read_by_the_worker_and_decided_afterwards(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from outreach.dossiers.importing import receiving
    from outreach.fetching.deciding_job import decide_what_came

    monkeypatch.setattr(receiving, "SMALL", 100)
    server.content = files.small(20)
    source_id = made(server)
    assert fetch(source_id)[1].outcome == "staging"
    assert decide_what_came() == 0
    assert importing.run_import(runs()[0].public_id)
    assert decide_what_came() == 1
    assert again(source_id)[1].outcome == "waiting"
    # One that turns out to be damaged counts as a failure, and is asked for again.
    server.content = files.small(20) + b"\x00\xff" * 200
    one, last = fetch(source_id)
    run = runs()[1]
    db.session.execute(update(ImportRun).where(ImportRun.id == run.id).values(state="failed", fault="Hỏng"))
    db.session.commit()
    assert decide_what_came() == 1
    one, last = again(source_id)
    assert (last.outcome, last.said, one.failures, one.sha256) == ("faulty", "Hỏng", 1, None)


def test_other_kinds_come_the_same_way(app: Flask, server: Server) -> None:
    server.content = files.csv([("0300588569", "Công ty Mẫu")], ("Mã số thuế", "Tên doanh nghiệp"))
    _one, last = fetch(made(server, kind="businesses"))
    [run] = runs()
    assert (last.outcome, run.kind, run.state, run.created) == ("waiting", "businesses", "uploaded", 1)


def test_failures_in_a_row_are_counted_and_a_good_file_ends_them(app: Flask, server: Server) -> None:
    server.content, server.way = files.small(), "500"
    source_id = made(server)
    pauses = []
    for _ in range(6):
        one, last = fetch(source_id)
        assert last.finished_at is not None
        pauses.append(round((one.next_at - last.finished_at) / MINUTE))
    soonest = min(pauses[-1], 1440)
    assert pauses[:5] == [min(pause, soonest) for pause in (5, 10, 20, 40, 80)]
    assert one.failures == 6
    server.way = "well"
    assert fetch(source_id)[0].failures == 0


def test_the_other_side_says_when_to_come_back(app: Flask, server: Server) -> None:
    server.way = "busy"
    one, last = fetch(made(server))
    assert last.finished_at is not None
    assert one.next_at - last.finished_at >= timedelta(hours=2)


def test_a_paused_source_is_fetched_only_when_asked(app: Flask, server: Server) -> None:
    server.content = files.small()
    source_id = made(server, active=False)
    with db.engine.connect() as connection:
        assert queries.due(connection, clock.now()) == []
    assert not fetch_job.run_fetch(source_id)
    officer = factories.user(Role.OFFICER)
    db.session.execute(update(RegisterSource).values(asked_by_id=officer.id))
    assert fetch(source_id)[1].outcome == "waiting"


def test_one_process_at_a_time_has_a_source(app: Flask, server: Server) -> None:
    source_id = made(server, claimed_by="elsewhere:1", claimed_at=clock.now())
    assert not fetch_job.run_fetch(source_id)
    assert db.session.scalar(select(func.count()).select_from(FetchTry)) == 0


def test_a_file_that_came_before_a_process_died_is_not_taken_in_twice(app: Flask, server: Server) -> None:
    server.content = files.small()
    source_id = made(server)
    _first, _last = fetch(source_id)
    # As if the process had died before it could note what it had received.
    db.session.execute(update(FetchTry).values(outcome="stopped", import_id=None))
    db.session.execute(update(RegisterSource).values(etag=None, sha256=None))
    db.session.commit()
    _one, last = fetch(source_id)
    [run] = runs()
    assert (last.outcome, last.import_id) == ("waiting", run.id)


def test_what_a_process_taken_for_dead_found_is_not_noted(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.content = files.small()
    source_id = made(server)

    def overtaken(*arguments: object, **values: object) -> outgoing.Arrived:
        db.session.execute(update(RegisterSource).values(claimed_by="somebody:2"))
        db.session.commit()
        return outgoing.Arrived(500, {}, 0, True)

    monkeypatch.setattr(fetch_job, "download", overtaken)
    assert fetch_job.run_fetch(source_id)
    one, last = again(source_id)
    assert (one.claimed_by, one.failures, last.outcome) == ("somebody:2", 0, None)


def test_somebody_who_asks_while_it_is_fetched_is_not_forgotten(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = factories.user(Role.OFFICER)
    source_id = made(server)
    asked_at = datetime(2026, 3, 2, tzinfo=clock.now().tzinfo)

    def meanwhile(*arguments: object, **values: object) -> outgoing.Arrived:
        db.session.execute(update(RegisterSource).values(asked_by_id=officer.id, next_at=asked_at))
        db.session.commit()
        return outgoing.Arrived(304, {}, 0, True)

    monkeypatch.setattr(fetch_job, "download", meanwhile)
    assert fetch_job.run_fetch(source_id)
    one, _last = again(source_id)
    assert (one.asked_by_id, one.next_at) == (officer.id, asked_at)


def test_another_address_meanwhile_is_fetched_at_once_and_knows_no_marks(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    source_id = made(server)

    def meanwhile(*arguments: object, into: IO[bytes], **values: object) -> outgoing.Arrived:
        one = db.session.get_one(RegisterSource, source_id)
        actions.change_source(source=one, name=one.name, address=server.url + "/khac.csv")
        db.session.commit()
        into.write(files.small())
        return outgoing.Arrived(200, {"ETag": '"v1"'}, len(files.small()), True)

    monkeypatch.setattr(fetch_job, "download", meanwhile)
    assert fetch_job.run_fetch(source_id)
    one, last = again(source_id)
    assert (last.outcome, one.etag, one.sha256) == ("waiting", None, None)
    assert one.next_at <= clock.now()


def test_a_source_deleted_meanwhile_leaves_its_import(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    source_id = made(server)

    def meanwhile(*arguments: object, into: IO[bytes], **values: object) -> outgoing.Arrived:
        actions.delete_source(source=db.session.get_one(RegisterSource, source_id))
        db.session.commit()
        into.write(files.small())
        return outgoing.Arrived(200, {}, len(files.small()), True)

    monkeypatch.setattr(fetch_job, "download", meanwhile)
    assert fetch_job.run_fetch(source_id)
    assert [run.state for run in runs()] == ["uploaded"]


def test_tries_of_long_ago_are_forgotten(app: Flask) -> None:
    one = source()
    tried(one, started_at=clock.now() - timedelta(days=366))
    tried(one)
    db.session.commit()
    assert (actions.sweep(), actions.sweep()) == (1, 0)


def test_what_waits_gives_way_to_a_newer_file_that_has_all_of_it(app: Flask, server: Server) -> None:
    """Confirmed afterwards, the older one would set dossiers back."""
    server.content = files.small(10)
    source_id = made(server)
    fetch(source_id)
    server.content = files.small(12)
    fetch(source_id)
    assert [run.state for run in runs()] == ["discarded", "uploaded"]
    outcomes = db.session.scalars(select(FetchTry.outcome).order_by(FetchTry.id)).all()
    db.session.commit()
    assert outcomes == ["replaced", "waiting"]
    assert len(kept_files(app)) == 1


def test_what_waits_stays_when_a_newer_file_lacks_some_of_it(app: Flask, server: Server) -> None:
    """As where each file is one month's."""
    server.content = files.small(10)
    source_id = made(server)
    fetch(source_id)
    server.content = files.small(10).replace(b"H24-00003", b"H24-90003")
    fetch(source_id)
    assert [run.state for run in runs()] == ["uploaded", "uploaded"]


def test_a_newer_list_replaces_one_that_waits(app: Flask, server: Server) -> None:
    headings = ("Mã số thuế", "Tên doanh nghiệp")
    server.content = files.csv([("0300588569", "Công ty Mẫu")], headings)
    source_id = made(server, kind="businesses")
    fetch(source_id)
    server.content = files.csv([("0300588569", "Công ty Mẫu Mới")], headings)
    fetch(source_id)
    assert [run.state for run in runs()] == ["discarded", "uploaded"]


def test_an_upload_of_somebody_is_never_replaced(app: Flask, server: Server) -> None:
    run = receive(files.small(5))
    server.content = files.small(10)
    fetch(made(server))
    db.session.refresh(run)
    assert run.state == "uploaded"


def test_tries_are_told_with_their_imports(app: Flask, server: Server) -> None:
    server.content = files.small()
    source_id = made(server)
    fetch(source_id)
    tried(db.session.get_one(RegisterSource, source_id), "missing", status=404)
    lines, total = queries.list_tries(source_id, offset=0, limit=10)
    assert (total, [line.outcome for line in lines]) == (2, ["missing", "waiting"])
    assert lines[1].import_state == "uploaded"


def test_columns_that_nobody_knows_are_asked_about_once(app: Flask, server: Server) -> None:
    """A daily file with unknown headings leaves one import that asks, not one for each day."""
    server.content = files.csv([("a", "b", "c")], ("Cột lạ", "Cột khác", "Cột nữa"))
    source_id = made(server, by_itself=True)
    one, last = fetch(source_id)
    assert (last.outcome, one.new_at, one.failures) == ("waiting_columns", None, 0)
    server.content = files.csv([("a", "b", "c"), ("d", "e", "f")], ("Cột lạ", "Cột khác", "Cột nữa"))
    assert fetch(source_id)[1].outcome == "waiting_columns"
    assert [run.state for run in runs()] == ["discarded", "asking"]
    assert len(kept_files(app)) == 1
