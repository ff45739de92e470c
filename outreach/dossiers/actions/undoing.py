"""An import taken back: what it made goes, what it changed is as before, while nobody needs it."""

from sqlalchemy import ColumnElement, Select, case, delete, exists, or_, select, update

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


def undo_import(import_id: int) -> None:
    """Take back all that an import did, in the session's transaction. Raises Refused when it is needed.

    Businesses, procedures and agencies that it named first stay known. What somebody here said of a dossier
    that was there before stays as well.
    """
    db.session.flush()
    hold_register()
    refuse_when_needed(import_id)
    touched = touched_by(import_id)
    changed = (ROWS.c.import_id == import_id, ROWS.c.did == UPDATE, ROWS.c.dossier_id == DOSSIERS.c.id)
    former = {name: ROWS.c[name] for name in COLUMNS} | {
        "assistance": case((DOSSIERS.c.assistance_said, DOSSIERS.c.assistance), else_=ROWS.c.assistance),
        "import_id": ROWS.c.former_import_id,
    }
    connection = db.session.connection()
    connection.execute(update(DOSSIERS).where(*changed).values(former))
    connection.execute(delete(DOSSIERS).where(DOSSIERS.c.id.in_(_made_by(import_id))))
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
    said = (DOSSIERS.c.id.in_(_made_by(import_id)), DOSSIERS.c.assistance_said)
    if db.session.scalar(select(exists().where(*said))):
        return _needed(_("cách nộp do cán bộ ghi"))
    for dependant in dependants():
        if db.session.scalar(select(exists().where(dependant.table.c.dossier_id.in_(_made_by(import_id))))):
            return _needed(str(dependant.label))
    return None


def _needed(what: str) -> str:
    return _("Chưa hoàn tác được: hồ sơ mà tệp này tạo ra đã có %(what)s.", what=what)


def _made_by(import_id: int) -> Select[int]:
    return select(ROWS.c.dossier_id).where(ROWS.c.import_id == import_id, ROWS.c.did == CREATE)


def _written_since(import_id: int) -> list[ColumnElement[bool]]:
    """Another import found or changed what this one wrote; or somebody wrote it without an import."""
    later, mine, since = ROWS.alias("later"), ROWS.alias("mine"), RUNS.alias("since")
    finished = select(RUNS.c.finished_at).where(RUNS.c.id == import_id).scalar_subquery()
    found_again = exists().where(
        later.c.dossier_id == mine.c.dossier_id, later.c.import_id != import_id,
        since.c.id == later.c.import_id, since.c.finished_at >= finished,
    )  # fmt: skip
    moved = DOSSIERS.c.import_id.is_distinct_from(import_id)
    elsewhere = exists().where(DOSSIERS.c.id == mine.c.dossier_id, moved)
    return [mine.c.import_id == import_id, mine.c.did != KEEP, or_(found_again, elsewhere)]
