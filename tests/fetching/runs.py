"""Sources fetched in this process, and what came of them."""

from datetime import timedelta

from sqlalchemy import select, update

from outreach import clock
from outreach.database import db
from outreach.dossiers import actions as imports
from outreach.dossiers import importing
from outreach.dossiers.models import ImportRun
from outreach.fetching import fetch_job
from outreach.fetching.models import FetchTry, RegisterSource
from tests.fetching.making import source
from tests.fetching.server import Server

MINUTE = timedelta(minutes=1)


def made(server: Server, **values: object) -> int:
    """A source that is due, committed; its id."""
    address = values.pop("address", server.url + "/ho-so.csv")
    one = source(address=address, next_at=clock.now() - MINUTE, **values)
    db.session.commit()
    return one.id


def fetch(source_id: int) -> tuple[RegisterSource, FetchTry]:
    """Fetch it as if it were due; the source and its try afterwards."""
    db.session.execute(update(RegisterSource).values(next_at=clock.now() - MINUTE))
    db.session.commit()
    assert fetch_job.run_fetch(source_id)
    return again(source_id)


def again(source_id: int) -> tuple[RegisterSource, FetchTry]:
    db.session.expire_all()
    one = db.session.get_one(RegisterSource, source_id)
    newest = select(FetchTry).where(FetchTry.source_id == source_id).order_by(FetchTry.id.desc()).limit(1)
    last = db.session.scalars(newest).one()
    db.session.commit()
    return one, last


def runs() -> list[ImportRun]:
    found = list(db.session.scalars(select(ImportRun).order_by(ImportRun.id)))
    db.session.commit()
    return found


def carry_out(run: ImportRun) -> None:
    """Let the worker's process write what is queued."""
    if run.state == "uploaded":
        imports.queue_import(run)
        db.session.commit()
    assert importing.run_import(run.public_id)
    db.session.expire_all()
