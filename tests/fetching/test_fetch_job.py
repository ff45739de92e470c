"""One source fetched: what each answer becomes, and that a file is treated like an upload."""

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.dossiers import actions as imports
from outreach.dossiers import importing
from outreach.dossiers.models import ImportRun
from outreach.fetching import rules
from outreach.fetching.models import FetchTry, RegisterSource
from tests import factories
from tests.dossiers import files
from tests.dossiers.runs import in_register, kept_files
from tests.fetching.runs import again, carry_out, fetch, made, runs
from tests.fetching.server import Server


def test_a_file_is_staged_like_an_upload_and_waits(app: Flask, server: Server) -> None:
    owner = factories.user(Role.OFFICER)
    server.content = files.small(20)
    one, last = fetch(made(server, owner_id=owner.id, name="Một cửa tỉnh"))
    [run] = runs()
    assert (run.state, run.created, run.uploaded_by_id, run.fetched_from) == (
        "uploaded",
        20,
        owner.id,
        "Một cửa tỉnh",
    )
    assert (run.filename, run.source, run.kind) == ("ho-so.csv", "main", "dossiers")
    assert (last.outcome, last.import_id, last.status, last.size) == (
        "waiting",
        run.id,
        200,
        len(server.content),
    )
    assert one.claimed_by is None
    assert one.new_at is not None
    assert rules.next_slot(rules.Schedule("day", 1, 6), clock.now()) == one.next_at
    assert in_register() == 0


def test_the_same_again_is_not_sent_and_not_read(app: Flask, server: Server) -> None:
    """By the server's own mark, and by the file's hash where it has none."""
    server.content, server.etag = files.small(), '"v1"'
    source_id = made(server)
    fetch(source_id)
    one, last = fetch(source_id)
    assert (last.outcome, last.status, one.etag) == ("unchanged", 304, '"v1"')
    assert server.asked[-1]["if-none-match"] == '"v1"'
    server.etag = '"v2"'
    one, last = fetch(source_id)
    assert (last.outcome, last.status, one.etag) == ("unchanged", 200, '"v2"')
    server.etag, server.modified = None, "Mon, 02 Mar 2026 06:00:00 GMT"
    fetch(source_id)
    one, last = fetch(source_id)
    assert (last.outcome, last.status) == ("unchanged", 304)
    assert len(runs()) == 1
    assert len(kept_files(app)) == 1


def test_recognised_as_last_time_it_is_written_by_itself(app: Flask, server: Server) -> None:
    server.content = files.small(10)
    source_id = made(server, by_itself=True)
    assert fetch(source_id)[1].outcome == "waiting_first"
    carry_out(runs()[0])
    server.content = files.small(25)
    assert fetch(source_id)[1].outcome == "written"
    run = runs()[1]
    assert run.state == "queued"
    carry_out(run)
    assert in_register() == 25


def test_what_somebody_took_back_does_not_come_in_again_by_itself(app: Flask, server: Server) -> None:
    """The next day's file holds the same rows and some more: somebody looks at it before they are there."""
    server.content = files.small(10)
    source_id = made(server, by_itself=True)
    fetch(source_id)
    carry_out(runs()[0])
    server.content = files.small(25)
    fetch(source_id)
    carry_out(runs()[1])
    imports.ask_to_undo(runs()[1], by=factories.user(Role.OFFICER).id)
    db.session.commit()
    carry_out(runs()[1])
    server.content = files.small(26)
    assert fetch(source_id)[1].outcome == "waiting_undone"
    assert in_register() == 10
    carry_out(runs()[2])  # somebody looked, and confirmed it
    server.content = files.small(27)
    assert fetch(source_id)[1].outcome == "written"


def other_columns() -> bytes:
    rows = [(f"H25-{n}", "05/03/2024", "0300588569", "Trực tuyến") for n in range(5)]
    return files.csv(rows, ("Số hồ sơ", "Ngày nộp", "MST", "Cách thức nộp"))


def many_refused() -> bytes:
    rows = [(f"H26-{n}", "05/03/2024" if n % 2 else "hôm qua", "", "", "", "", "") for n in range(40)]
    return files.csv(rows)


@pytest.mark.parametrize(
    ("content", "way", "outcome"),
    [(other_columns(), "well", "waiting_columns"), (many_refused(), "well", "waiting_refused"),
     (files.small(30), "without length", "waiting_length")],
)  # fmt: skip
def test_what_is_not_as_last_time_waits_for_somebody(
    app: Flask, server: Server, content: bytes, way: str, outcome: str
) -> None:
    server.content = files.small(10)
    source_id = made(server, by_itself=True)
    fetch(source_id)
    carry_out(runs()[0])
    server.content, server.way = content, way
    assert fetch(source_id)[1].outcome == outcome
    assert runs()[1].state == "uploaded"
    assert in_register() == 10


def test_another_file_with_the_same_rows_is_nothing_new(app: Flask, server: Server) -> None:
    server.content = files.small(10)
    source_id = made(server)
    fetch(source_id)
    carry_out(runs()[0])
    before, _last = again(source_id)
    server.content = files.small(10) + b"\r\n"
    one, last = fetch(source_id)
    assert (last.outcome, one.new_at) == ("nothing_new", before.new_at)
    assert runs()[1].state == "discarded"
    assert len(kept_files(app)) == 1


@pytest.mark.parametrize(
    ("way", "outcome"),
    [("401", "sign_in"), ("403", "sign_in"), ("404", "missing"), ("410", "missing"), ("500", "server_fault"),
     ("502", "server_fault"), ("503", "busy"), ("busy", "busy"), ("418", "odd"), ("204", "odd"),
     ("206", "odd"), ("moved", "moved"), ("cut", "cut_off"), ("too long", "cut_off"), ("closed", "cut_off"),
     ("garbage", "cut_off"), ("sign in", "web_page")],
)  # fmt: skip
def test_every_other_answer_has_a_name_and_leaves_nothing(
    app: Flask, server: Server, way: str, outcome: str
) -> None:
    server.content, server.way = files.small(), way
    one, last = fetch(made(server))
    assert (last.outcome, one.failures, one.claimed_by) == (outcome, 1, None)
    assert last.finished_at is not None
    assert (runs(), kept_files(app), one.sha256) == ([], [], None)
    assert one.next_at > clock.now()


@pytest.mark.parametrize(
    ("way", "outcome"),
    [("drip", "too_slow"), ("drip headers", "too_slow"), ("endless", "too_large"), ("bomb", "too_large")],
)
def test_bounds_of_time_and_size(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch, way: str, outcome: str
) -> None:
    monkeypatch.setattr(rules, "LONGEST_SECONDS", 0.4 if outcome == "too_slow" else 30)
    monkeypatch.setattr(rules, "MOST_BYTES", 500_000)
    server.content, server.way = files.small(), way
    assert fetch(made(server))[1].outcome == outcome


def test_nobody_there(app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "REGISTER_HOSTS", ["http://127.0.0.1:9"])
    assert fetch(made(server, address="http://127.0.0.1:9/so"))[1].outcome == "not_reached"


def test_a_host_that_may_not_be_asked_any_more_is_not(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "REGISTER_HOSTS", ["so.mau.vn"])
    assert fetch(made(server))[1].outcome == "not_allowed"
    assert not server.asked


def test_a_file_that_is_none_says_why_and_is_asked_for_anew(app: Flask, server: Server) -> None:
    server.content, server.etag = b"%PDF-1.7 something else", '"v1"'
    source_id = made(server)
    one, last = fetch(source_id)
    assert (last.outcome, one.etag) == ("faulty", None)
    assert last.said
    server.content = files.small()
    assert fetch(source_id)[1].outcome == "waiting"
    assert "if-none-match" not in server.asked[-1]


def test_a_full_disk_is_said(app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_values: object) -> None:
        raise OSError(28, "No space left on device")

    server.content = files.small()
    source_id = made(server)
    monkeypatch.setattr(importing, "receive", full)
    assert fetch(source_id)[1].outcome == "no_room"


# ── secrets ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_secret_goes_to_its_host_alone_and_is_kept_nowhere(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server.content, server.token = files.small(), "s3cr3t-value"
    host = server.url.removeprefix("http://")
    source_id = made(server, secret="REGISTER_SECRET_MAU")
    assert fetch(source_id)[1].outcome == "secret_missing"
    monkeypatch.setenv("REGISTER_SECRET_MAU", "so.mau.vn Authorization: Bearer s3cr3t-value")
    assert fetch(source_id)[1].outcome == "secret_missing"
    assert not server.asked
    monkeypatch.setenv("REGISTER_SECRET_MAU", f"{host} Authorization: Bearer s3cr3t-value")
    with caplog.at_level("DEBUG"):
        assert fetch(source_id)[1].outcome == "waiting"
    assert "s3cr3t" not in caplog.text
    for table in (RegisterSource, FetchTry, ImportRun):
        for row in db.session.execute(select(*table.__table__.columns)):
            assert "s3cr3t" not in repr(row)


def test_another_variable_of_the_environment_is_no_secret(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may edit a source may not learn the server's own keys by it."""
    monkeypatch.setenv("SMTP_URL", f"{server.url.removeprefix('http://')} X-Key: password")
    assert fetch(made(server, secret="SMTP_URL"))[1].outcome == "secret_missing"
    assert not server.asked
