"""An import taken back: what it made goes, what it changed is as before, while nobody needs it."""

from sqlalchemy import ColumnElement, Connection, Select, case, delete, exists, or_, select, update

from outreach.database import db
from outreach.dossiers.actions.counts import hold_register, recount_touched, touched_by
from outreach.dossiers.actions.staging.rows import CREATE, KEEP, UPDATE
from outreach.dossiers.actions.staging.stage import TABLES
from outreach.dossiers.actions.staging.statements import COLUMNS
from outreach.dossiers.dependants import dependants
from outreach.dossiers.models import Dossier, ImportRow, ImportRun, MeantDossier
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.revisions import REGISTER, touch

DOSSIERS, ROWS, RUNS, MEANT = (
    TABLES[model.__tablename__] for model in (Dossier, ImportRow, ImportRun, MeantDossier)
)

# What a dossier was before an import changed it.
FORMER = {name: ROWS.c[name] for name in COLUMNS} | {
    "assistance": case((DOSSIERS.c.assistance_said, DOSSIERS.c.assistance), else_=ROWS.c.assistance),
    "import_id": ROWS.c.former_import_id,
}


def undo_import(import_id: int) -> None:
    """Take back all that an import did, in the session's transaction. Raises Refused when it is needed.

    On SQLite everybody who writes waits for that; `TakingBack` does it while they write.
    Businesses, procedures and agencies that it named first stay known. What somebody here said of a dossier
    that was there before stays as well.
    """
    db.session.flush()
    hold_register()
    refuse_when_needed(import_id)
    touched = touched_by(import_id)
    connection = db.session.connection()
    connection.execute(update(DOSSIERS).where(*changed_by(import_id)).values(FORMER))
    connection.execute(delete(DOSSIERS).where(DOSSIERS.c.id.in_(made_by(import_id))))
    connection.execute(delete(ROWS).where(ROWS.c.import_id == import_id))
    connection.execute(delete(MEANT).where(MEANT.c.import_id == import_id))
    recount_touched(touched)
    touch(REGISTER)
    db.session.expire_all()


def refuse_when_needed(import_id: int) -> None:
    """Raises Refused with the first thing that depends on what an import did."""
    if why := why_needed(import_id):
        raise Refused(why)


def why_needed(import_id: int) -> str | None:
    """The first thing that depends on what an import did, in a sentence; None when nothing does."""
    if db.session.scalar(select(exists().where(*_written_since(import_id)))):
        return _("Chưa hoàn tác được: một lần nhập sau cũng có các hồ sơ này. "
                 "Anh/Chị hoàn tác lần nhập sau trước, hoặc nhập lại tệp đúng.")  # fmt: skip
    said = (DOSSIERS.c.id.in_(made_by(import_id)), DOSSIERS.c.assistance_said)
    if db.session.scalar(select(exists().where(*said))):
        return _needed(_("cách nộp do cán bộ ghi"))
    return why_held(db.session.connection(), import_id)


def why_held(connection: Connection, import_id: int) -> str | None:
    """Whose rows need a dossier that an import made, in a sentence; quick, for they are few that name any."""
    for dependant in dependants():
        named = dependant.table.c.dossier_id
        made = exists().where(*_made(import_id), ROWS.c.dossier_id == named)
        if connection.scalar(select(exists().where(named.is_not(None), made))):
            return _needed(str(dependant.label))
    return None


def _needed(what: str) -> str:
    return _("Chưa hoàn tác được: hồ sơ mà tệp này tạo ra đã có %(what)s.", what=what)


def changed_by(import_id: int) -> list[ColumnElement[bool]]:
    """Which rows are what an import changed, beside their dossiers."""
    return [ROWS.c.import_id == import_id, ROWS.c.did == UPDATE, ROWS.c.dossier_id == DOSSIERS.c.id]


def made_by(import_id: int) -> Select[int]:
    """The dossiers that an import made."""
    return select(ROWS.c.dossier_id).where(*_made(import_id))


def _made(import_id: int) -> list[ColumnElement[bool]]:
    return [ROWS.c.import_id == import_id, ROWS.c.did == CREATE]


def _written_since(import_id: int) -> list[ColumnElement[bool]]:
    """Another import found or changed what this one wrote; or somebody wrote it without an import."""
    later, mine, since = ROWS.alias("later"), ROWS.alias("mine"), RUNS.alias("since")
    finished = select(RUNS.c.finished_at).where(RUNS.c.id == import_id).scalar_subquery()
    found_again = exists().where(
        later.c.dossier_id == mine.c.dossier_id, later.c.import_id != import_id,
        since.c.id == later.c.import_id, since.c.finished_at >= finished, since.c.state != "undone",
    )  # fmt: skip
    moved = DOSSIERS.c.import_id.is_distinct_from(import_id)
    elsewhere = exists().where(DOSSIERS.c.id == mine.c.dossier_id, moved)
    return [mine.c.import_id == import_id, mine.c.did != KEEP, or_(found_again, elsewhere)]
