"""Reads of files that should come every month: how each stands, and which days imports are about."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Row, func, select, tuple_

from outreach import clock
from outreach.accounts.models import OFFICERS, User
from outreach.database import db
from outreach.dossiers.expecting import Arrived, Rhythm, Standing, closed_periods, stands, usual_day
from outreach.dossiers.models import Dossier, ExpectedFile, ImportRow, ImportRun, ImportSpan
from outreach.later import Later
from outreach.workdays.queries import special_days

Days = tuple[date, date] | None
IN_HAND = ("staging", "uploaded", "queued", "running")
LOOKED_BACK = timedelta(days=200)  # for what could be expected
SUMMARY_DAYS: Callable[[int], Days] = Later("outreach.rates.queries.summaries:days_of_import")


class ExpectedLine(NamedTuple):
    """A file that should come, who is told, and how its periods stand, the newest first."""

    file: ExpectedFile
    owner: str | None
    periods: Sequence[Standing]

    @property
    def newest(self) -> Standing | None:
        """The period that closed last; None while none has."""
        return self.periods[0] if self.periods else None

    @property
    def late(self) -> bool:
        """Whether the newest file is overdue: not there, or uploaded and never confirmed."""
        return self.newest is not None and self.newest.overdue


class Proposal(NamedTuple):
    """A file that comes again and again and is not expected yet."""

    kind: str
    source: str
    files: int
    due_on_day: int


def list_expected(*, months: int = 1) -> list[ExpectedLine]:
    """Every expected file with its newest periods, by kind and source."""
    statement = select(ExpectedFile, User.name).outerjoin(User, User.id == ExpectedFile.owner_id)
    found = db.session.execute(statement.order_by(ExpectedFile.kind, ExpectedFile.source)).all()
    if not found:
        return []
    today, special = clock.today(), special_days()
    periods = {
        file.id: closed_periods(
            Rhythm(file.closes_on_day, file.due_on_day, file.since), today, special, most=months
        )
        for file, _owner in found
    }
    oldest = min((of_file[-1].last for of_file in periods.values() if of_file), default=today)
    files = _arrived({(file.kind, file.source) for file, _owner in found}, oldest)
    return [
        ExpectedLine(
            file, owner,
            [stands(one, files.get((file.kind, file.source), ()), today) for one in periods[file.id]],
        )
        for file, owner in found
    ]  # fmt: skip


def get_expected(expected_id: int) -> ExpectedFile | None:
    """One of them; None when there is none of that id."""
    return db.session.get(ExpectedFile, expected_id)


def late_files() -> list[ExpectedLine]:
    """Those whose newest file is overdue."""
    return [line for line in list_expected() if line.late]


def proposals() -> list[Proposal]:
    """What has come in at least twice lately and nobody expects yet."""
    since = datetime.combine(clock.today(), time(), clock.LOCAL) - LOOKED_BACK
    r = ImportRun
    rows = db.session.execute(
        select(r.kind, r.source, r.uploaded_at).where(r.state == "done", r.uploaded_at >= since)
    )
    came: dict[tuple[str, str], list[date]] = {}
    for kind, source, at in rows:
        came.setdefault((kind, source), []).append(clock.local(at).date())
    known = {(file.kind, file.source) for file in db.session.scalars(select(ExpectedFile))}
    return [
        Proposal(kind, source, len(days), day)
        for (kind, source), days in sorted(came.items())
        if kind in ("dossiers", "summary") and (kind, source) not in known and (day := usual_day(days))
    ]


def owners() -> list[tuple[int, str]]:
    """Who may be told: officers and administrators who can sign in and have an address."""
    able = (User.disabled_at.is_(None), User.email.is_not(None), User.role.in_(OFFICERS))
    rows = db.session.execute(select(User.id, User.name).where(*able).order_by(User.name_sort))
    return [(row.id, row.name) for row in rows]


def days_of(import_id: int, kind: str) -> Days:
    """First and last day that an import is about, found in its rows; None when it is about no days."""
    if kind == "summary":
        return SUMMARY_DAYS(import_id)
    if kind != "dossiers":
        return None
    days = select(func.min(Dossier.received_on), func.max(Dossier.received_on)).select_from(ImportRow)
    rows = days.join(Dossier, Dossier.id == ImportRow.dossier_id).where(ImportRow.import_id == import_id)
    first, last = db.session.execute(rows).one()
    return (first, last) if first else None


def without_days(limit: int) -> Sequence[Row[int, str]]:
    """Imports that were taken in and of whose days nobody has taken note, the newest first: (id, kind)."""
    noted = select(ImportSpan.import_id).where(ImportSpan.import_id == ImportRun.id).exists()
    statement = select(ImportRun.id, ImportRun.kind).where(ImportRun.state == "done", ~noted)
    return db.session.execute(statement.order_by(ImportRun.id.desc()).limit(limit)).all()


def _arrived(wanted: Collection[tuple[str, str]], since: date) -> dict[tuple[str, str], list[Arrived]]:
    """The files of these kinds and sources that came from a day on."""
    r, at = ImportRun, datetime.combine(since, time(), clock.LOCAL)
    columns = (r.id, r.public_id, r.kind, r.source, r.state, r.uploaded_at, ImportSpan.import_id)
    statement = (
        select(*columns, ImportSpan.first, ImportSpan.last)
        .outerjoin(ImportSpan, ImportSpan.import_id == r.id)
        .where(tuple_(r.kind, r.source).in_(wanted), r.uploaded_at >= at, r.state.in_(("done", *IN_HAND)))
        .order_by(r.id)
    )
    files: dict[tuple[str, str], list[Arrived]] = {}
    for id, public_id, kind, source, state, uploaded_at, noted, first, last in db.session.execute(statement):
        done = state == "done"
        days = (first, last) if noted or not done else days_of(id, kind) or (None, None)
        file = Arrived(public_id, clock.local(uploaded_at).date(), done, *days)
        files.setdefault((kind, source), []).append(file)
    return files
