"""Files that should come every month: agreed on, changed, given up; and which days imports are about."""

from datetime import date

from sqlalchemy import exists, insert, select

from outreach import clock
from outreach.accounts.models import OFFICERS
from outreach.accounts.queries import get_user
from outreach.database import db, record
from outreach.dossiers.expecting import LAST_CLOSING_DAY, LAST_DUE_DAY
from outreach.dossiers.models import ExpectedFile, ImportRun, ImportSpan
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import squeeze


def expect_file(
    *, kind: str, source: str, closes_on_day: int | None, due_on_day: int, since: date, owner_id: int | None
) -> ExpectedFile:
    """Expect a list of a source every month (expecting.py says when). Refused: days that months lack."""
    file = ExpectedFile(recorded_at=clock.now())
    _fill(file, kind, source, closes_on_day, due_on_day, since, owner_id)
    db.session.add(file)
    db.session.flush()
    return file


def change_expected(
    *, file: ExpectedFile, kind: str, source: str, closes_on_day: int | None, due_on_day: int, since: date,
    owner_id: int | None,
) -> ExpectedFile:  # fmt: skip
    """Agree on something else; whoever was reminded of a period is not reminded of it again."""
    _fill(file, kind, source, closes_on_day, due_on_day, since, owner_id)
    db.session.flush()
    return file


def expect_no_more(*, file: ExpectedFile) -> None:
    """Nobody waits for it any longer; what came stays."""
    db.session.delete(file)
    db.session.flush()


def note_days(import_id: int, days: tuple[date, date] | None) -> None:
    """Take note of the days that an import is about; a short write of its own."""
    first, last = days or (None, None)
    with record() as connection:
        # It may have been taken note of, or the import may have gone, since somebody looked.
        there = connection.scalar(select(exists().where(ImportRun.id == import_id)))
        noted = connection.scalar(select(exists().where(ImportSpan.import_id == import_id)))
        if there and not noted:
            connection.execute(insert(ImportSpan).values(import_id=import_id, first=first, last=last))


def _fill(
    file: ExpectedFile, kind: str, source: str, closes_on_day: int | None, due_on_day: int, since: date,
    owner_id: int | None,
) -> None:  # fmt: skip
    if closes_on_day is not None and not 1 <= closes_on_day <= LAST_CLOSING_DAY:
        raise Refused(_("Ngày cuối kỳ phải từ 1 đến 27, hoặc là ngày cuối tháng."), "closes_on_day")
    if not 1 <= due_on_day <= LAST_DUE_DAY:
        raise Refused(_("Hạn nhận tệp phải từ ngày 1 đến ngày 28."), "due_on_day")
    if owner_id is not None:
        owner = get_user(owner_id)
        if owner is None or owner.disabled_at is not None or owner.role not in OFFICERS:
            raise Refused(_("Người này không còn nhận nhắc việc được; Anh/Chị chọn người khác."), "owner_id")
    file.kind, file.source = kind, squeeze(source) or "main"
    file.closes_on_day, file.due_on_day = closes_on_day, due_on_day
    file.since, file.owner_id = since, owner_id
