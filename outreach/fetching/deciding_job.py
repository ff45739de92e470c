"""What becomes of a file that was fetched, once it is read and compared: written by itself, or it waits."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import update

from outreach import clock
from outreach.accounts.actions import note_access
from outreach.database import db, reading
from outreach.dossiers import actions as imports
from outreach.dossiers.importing import UPLOADS
from outreach.dossiers.importing.claims import BEGUN
from outreach.dossiers.models import ImportRun
from outreach.fetching import queries, rules
from outreach.fetching.models import FetchTry, RegisterSource
from outreach.i18n import LazyText
from outreach.refusals import Refused


def decide_what_came() -> int:
    """Decide for each file that was fetched and is read by now; of how many."""
    with reading() as connection:
        waiting = queries.undecided(connection)
    ready = [row.id for row in waiting if row.state not in BEGUN]
    return sum(_decided(try_id) for try_id in ready)


def _decided(try_id: int) -> bool:
    """One that cannot be decided stops no other, and is looked at again."""
    try:
        with reading() as connection:
            covered = queries.covered_by(connection, try_id)
        forgotten = list(_decide(try_id, covered))
        db.session.commit()
    except Exception:
        db.session.rollback()
        current_app.logger.exception("what try %s fetched was not decided", try_id)
        return False
    for name in forgotten:
        UPLOADS.forget(name)
    return True


def _decide(try_id: int, covered: list[int]) -> Iterator[str | None]:
    """The names of kept files that nobody needs any more."""
    # First of all: a second worker waits here, and finds it decided.
    claimed = db.session.execute(
        update(FetchTry)
        .where(FetchTry.id == try_id, FetchTry.outcome == "staging")
        .values(outcome="waiting")
        .execution_options(synchronize_session=False)
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return
    one = db.session.get_one(FetchTry, try_id, populate_existing=True)
    source = db.session.get_one(RegisterSource, one.source_id, populate_existing=True)
    run = db.session.get(ImportRun, one.import_id, populate_existing=True) if one.import_id else None
    if run is None or run.state == "failed":
        _fail(one, source, run.fault if run else None)
        return
    if run.state == "asking":  # one of them is enough to say what the columns mean
        one.outcome = "waiting_columns"
        _good(source, new=False)
        yield from map(imports.discard_import, queries.asking_before(one))
        return
    if run.state != "uploaded":  # somebody was faster
        _good(source, new=True)
        return
    one.outcome = rules.decide(_seen(run, one), by_itself=source.by_itself, most_refused=source.most_refused)
    _good(source, new=one.outcome != "nothing_new")
    yield _carry_out(one, run, source)
    yield from map(_replace, covered)


def _replace(import_id: int) -> str | None:
    """Throw away an import that waits and that a newer file has all of."""
    try:
        forgotten = imports.discard_import(db.session.get_one(ImportRun, import_id, populate_existing=True))
    except Refused:  # somebody has just confirmed it
        return None
    db.session.execute(
        update(FetchTry)
        .where(FetchTry.import_id == import_id)
        .values(outcome="replaced")
        .execution_options(synchronize_session=False)
    )
    return forgotten


def _carry_out(one: FetchTry, run: ImportRun, source: RegisterSource) -> str | None:
    try:
        if one.outcome == "written":
            imports.queue_import(run)
            note_access(
                what=f"import.{run.kind}", object_type="import", object_id=run.public_id, purpose=source.name,
            )  # fmt: skip
        if one.outcome == "nothing_new":
            return imports.discard_import(run)
    except Refused:  # somebody confirmed it, or threw it away, this very moment
        one.outcome = "waiting"
    return None


def _seen(run: ImportRun, one: FetchTry) -> rules.Seen:
    before: Any = queries.written_before(run)
    return rules.Seen(
        read=run.read or 0, changes=(run.created or 0) + (run.updated or 0), refused=run.rejected or 0,
        columns=run.recognised, columns_before=before.recognised if before else None,
        refused_before=(before.rejected or 0) if before else 0, whole=bool(one.whole),
        taken_back=queries.taken_back_before(run),
    )  # fmt: skip


def _good(source: RegisterSource, *, new: bool) -> None:
    source.failures, source.told_failing_at = 0, None
    if new:
        source.new_at, source.told_quiet_at = clock.now(), None
        source.quiet_at = source.new_at + timedelta(days=source.quiet_days)


def _fail(one: FetchTry, source: RegisterSource, said: LazyText | None) -> None:
    """The file turned out to be none: it counts as a failure, and is asked for again as if never seen."""
    one.outcome, one.said = "faulty", said
    source.failures += 1
    source.etag = source.last_modified = source.sha256 = None
