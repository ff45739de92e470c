"""Reads of sources of registers, and of the tries to fetch them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from outreach.accounts.models import OFFICERS, Role, User
from outreach.database import db
from outreach.dossiers.models import ImportRun, StagedDossier
from outreach.fetching import rules
from outreach.fetching.models import FetchTry, RegisterSource

# An import that stands for its file: the same file need not come in again.
TAKEN_IN = ("staging", "asking", "uploaded", "queued", "running", "done")

WAITING = ("asking", "uploaded")  # for somebody


class TryLine(NamedTuple):
    """One try, with the import that came of it."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    asked_by: str | None
    outcome: str | None
    status: int | None
    size: int | None
    said: str | None
    import_id: str | None  # as in its address
    import_state: str | None

    @property
    def waits(self) -> bool:
        """Whether its import waits for somebody."""
        return self.import_state in WAITING


class SourceLine(NamedTuple):
    """A source in the list, with its owner, its last try, and the one whose import waits for somebody."""

    source: RegisterSource
    owner: str | None
    last: TryLine | None
    waiting: TryLine | None


def list_sources() -> list[SourceLine]:
    """All sources by name, each with its last try: a board has a handful."""
    statement = (
        select(RegisterSource, User.name)
        .outerjoin(User, User.id == RegisterSource.owner_id)
        .order_by(func.lower(RegisterSource.name))
    )
    rows = db.session.execute(statement).all()
    newest = select(func.max(FetchTry.id)).group_by(FetchTry.source_id)
    last, waiting = _by_source(newest), _by_source(_newest_waiting())
    return [SourceLine(source, owner, last.get(source.id), waiting.get(source.id)) for source, owner in rows]


def waiting_try(source_id: int) -> TryLine | None:
    """The newest try of a source whose import waits for somebody; later ones may have brought nothing."""
    return _by_source(_newest_waiting(FetchTry.source_id == source_id)).get(source_id)


def get_source(source_id: int) -> RegisterSource | None:
    """One source; None when there is none of that id."""
    return db.session.get(RegisterSource, source_id)


def list_tries(source_id: int, *, offset: int, limit: int) -> tuple[Sequence[TryLine], int]:
    """One page of a source's tries, newest first, and how many there are."""
    mine = FetchTry.source_id == source_id
    total = db.session.scalar(select(func.count()).select_from(FetchTry).where(mine)) or 0
    statement = _tries().where(mine).order_by(FetchTry.started_at.desc(), FetchTry.id.desc())
    return [TryLine(*row) for row in db.session.execute(statement.offset(offset).limit(limit))], total


def owners() -> list[Row[tuple[int, str]]]:
    """Who may own a source: (id, name), by name."""
    may = and_(User.role.in_(OFFICERS), User.disabled_at.is_(None))
    return list(db.session.execute(select(User.id, User.name).where(may).order_by(User.name, User.id)))


def name_of(user_id: int | None) -> str | None:
    """A person's name; None when nobody, or gone."""
    return db.session.scalar(select(User.name).where(User.id == user_id))


def troubled(at: Any) -> ColumnElement[bool]:
    """Sources that somebody should look at: they fail again and again, or have long brought nothing."""
    return and_(
        RegisterSource.active,
        or_(RegisterSource.failures >= rules.FAILED_OFTEN, RegisterSource.quiet_at < at),
    )


# ── what the worker asks ─────────────────────────────────────────────────────────────────────────────────


def due(connection: Connection, at: datetime) -> list[int]:
    """Which sources are to be fetched now, the longest overdue first."""
    wanted = or_(RegisterSource.active, RegisterSource.asked_by_id.is_not(None))
    statement = select(RegisterSource.id).where(
        wanted, RegisterSource.next_at <= at, RegisterSource.claimed_by.is_(None)
    )
    return list(connection.scalars(statement.order_by(RegisterSource.next_at, RegisterSource.id)))


def begun_since(connection: Connection, at: datetime) -> set[int]:
    """Sources with a try that began at an instant or later."""
    return set(connection.scalars(select(FetchTry.source_id).where(FetchTry.started_at >= at)))


def claimed(connection: Connection) -> Sequence[Any]:
    """Sources that some process is fetching, or was when it died: id, claimed_by, claimed_at."""
    columns = (RegisterSource.id, RegisterSource.claimed_by, RegisterSource.claimed_at)
    return connection.execute(select(*columns).where(RegisterSource.claimed_by.is_not(None))).all()


def same_file(connection: Connection, sha256: str, kind: str, source: str) -> Any:
    """The import that has taken in this very file, or waits with it; None without one.

    `open`: it came by fetching, and no try tells of it.
    """
    decided = exists().where(FetchTry.import_id == ImportRun.id)
    is_open = and_(ImportRun.fetched_from.is_not(None), ImportRun.state.in_(("staging", *WAITING)), ~decided)
    statement = select(ImportRun.id, is_open.label("open")).where(
        ImportRun.sha256 == sha256, ImportRun.kind == kind, ImportRun.source == source,
        ImportRun.state.in_(TAKEN_IN),
    )  # fmt: skip
    return connection.execute(statement.order_by(ImportRun.id.desc()).limit(1)).one_or_none()


def undecided(connection: Connection) -> Sequence[Any]:
    """Tries whose file came and of which nobody has decided what becomes of it: id, state of the import."""
    statement = (
        select(FetchTry.id, ImportRun.state)
        .outerjoin(ImportRun, ImportRun.id == FetchTry.import_id)
        .where(FetchTry.outcome == "staging")
    )
    return connection.execute(statement.order_by(FetchTry.id)).all()


def written_before(run: ImportRun) -> Any:
    """What the last import of the same kind and source recognised and refused; None when there is none."""
    statement = select(ImportRun.recognised, ImportRun.rejected).where(
        ImportRun.kind == run.kind, ImportRun.source == run.source, ImportRun.state == "done",
        ImportRun.id != run.id, ImportRun.recognised.is_not(None),
    )  # fmt: skip
    newest = statement.order_by(ImportRun.finished_at.desc(), ImportRun.id.desc()).limit(1)
    return db.session.execute(newest).one_or_none()


def taken_back_before(run: ImportRun) -> bool:
    """Whether the last import of the same kind and source that was written did not stay so."""
    written = (ImportRun.kind == run.kind, ImportRun.source == run.source, ImportRun.id != run.id)
    states = ImportRun.state.in_(("done", "undoing", "undone"))
    newest = select(ImportRun.state).where(*written, states, ImportRun.finished_at.is_not(None))
    state = db.session.scalar(newest.order_by(ImportRun.finished_at.desc(), ImportRun.id.desc()).limit(1))
    return state in ("undoing", "undone")


def covered_by(connection: Connection, try_id: int) -> list[int]:
    """Imports of earlier tries of the same source that still wait, and of which the file of this one has all.

    Confirmed behind it they would set dossiers back to what they were. Of dossiers each code is looked for,
    of lists of businesses and procedures the newer one counts unless it is shorter; forms have periods.
    """
    runs = aliased(ImportRun)
    new = select(ImportRun.id, ImportRun.kind, ImportRun.read, FetchTry.source_id).join(
        FetchTry, FetchTry.import_id == ImportRun.id
    )
    this = connection.execute(new.where(FetchTry.id == try_id, ImportRun.state == "uploaded")).one_or_none()
    if this is None or this.kind == "summary":
        return []
    earlier = (
        select(runs.id, runs.read)
        .join(FetchTry, FetchTry.import_id == runs.id)
        .where(
            FetchTry.source_id == this.source_id, FetchTry.id < try_id, runs.state == "uploaded",
            runs.kind == this.kind, runs.id != this.id,
        )
        .distinct()
        .order_by(runs.id)
    )  # fmt: skip
    waiting = connection.execute(earlier).all()
    if this.kind != "dossiers":
        return [row.id for row in waiting if (row.read or 0) <= (this.read or 0)]
    return [row.id for row in waiting if _has_all(connection, this.id, row.id)]


def _has_all(connection: Connection, new: int, old: int) -> bool:
    """Whether every dossier on the stage of an import is on that of another; not when it is swept by now."""
    of_old, of_new = aliased(StagedDossier), aliased(StagedDossier)
    again = exists().where(of_new.import_id == new, of_new.code == of_old.code)
    row = select(literal(1)).where(of_old.import_id == old).limit(1)
    return connection.scalar(row) is not None and connection.scalar(row.where(~again)) is None


def asking_before(one: FetchTry) -> list[ImportRun]:
    """Imports that earlier tries of a source left behind, whose columns nobody has said."""
    earlier = select(FetchTry.import_id).where(FetchTry.source_id == one.source_id, FetchTry.id < one.id)
    statement = select(ImportRun).where(
        ImportRun.state == "asking", ImportRun.id.in_(earlier), ImportRun.id != one.import_id
    )
    return list(db.session.scalars(statement.order_by(ImportRun.id)))


def to_tell(connection: Connection, at: datetime) -> Sequence[Any]:
    """Sources of whose trouble somebody should hear and nobody has, with the owner.

    Without one who can be written to, `email` is None.
    """
    failing = and_(RegisterSource.failures >= rules.FAILED_OFTEN, RegisterSource.told_failing_at.is_(None))
    quiet = and_(RegisterSource.quiet_at < at, RegisterSource.told_quiet_at.is_(None))
    statement = (
        select(
            RegisterSource.id, RegisterSource.name, RegisterSource.failures, RegisterSource.new_at,
            RegisterSource.quiet_days, RegisterSource.created_at, failing.label("failing"),
            quiet.label("quiet"), User.name.label("owner"), User.email, User.locale,
        )
        .outerjoin(User, and_(User.id == RegisterSource.owner_id, *_able()))
        .where(RegisterSource.active, or_(failing, quiet))
    )  # fmt: skip
    return connection.execute(statement.order_by(RegisterSource.id)).all()


def officers(connection: Connection) -> Sequence[Any]:
    """Who hears of a source that nobody owns: officers, without any administrators: owner, email, locale."""
    columns = (User.name.label("owner"), User.email, User.locale, User.role)
    found = connection.execute(select(*columns).where(*_able()).order_by(User.id)).all()
    return [one for one in found if one.role == Role.OFFICER] or found


def _able() -> tuple[ColumnElement[bool], ...]:
    return User.role.in_(OFFICERS), User.disabled_at.is_(None), User.email.is_not(None)


def last_failure(connection: Connection, source_id: int) -> str | None:
    """What the last try that failed was called."""
    statement = select(FetchTry.outcome).where(
        FetchTry.source_id == source_id, FetchTry.outcome.in_(rules.FAILED)
    )
    return connection.scalar(statement.order_by(FetchTry.id.desc()).limit(1))


def _newest_waiting(*wanted: ColumnElement[bool]) -> Select[int]:
    """The newest try of each source that brought an import which still waits."""
    brought = (FetchTry.outcome.in_(rules.WAITING), ImportRun.state.in_(WAITING))
    newest = select(func.max(FetchTry.id)).join(ImportRun, ImportRun.id == FetchTry.import_id)
    return newest.where(*brought, *wanted).group_by(FetchTry.source_id)


def _by_source(ids: Select[int]) -> dict[int, TryLine]:
    rows = db.session.execute(_tries(FetchTry.source_id).where(FetchTry.id.in_(ids)))
    return {row[-1]: TryLine(*row[:-1]) for row in rows}


def _tries(*more: Any) -> Any:
    return (
        select(
            FetchTry.id, FetchTry.started_at, FetchTry.finished_at, User.name, FetchTry.outcome,
            FetchTry.status, FetchTry.size, FetchTry.said, ImportRun.public_id, ImportRun.state, *more,
        )
        .outerjoin(User, User.id == FetchTry.asked_by_id)
        .outerjoin(ImportRun, ImportRun.id == FetchTry.import_id)
    )  # fmt: skip
