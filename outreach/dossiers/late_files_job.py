"""The job that looks after monthly files: notes which days imports are about, and tells when one is late.

Each person gets one letter about all files that are late, once per period, in working hours; whoever looks
at the portal sees the same until the file has come.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select, update

from outreach import clock
from outreach.accounts.letters import can_be_sent
from outreach.accounts.models import Role, User
from outreach.database import db
from outreach.dossiers import letters
from outreach.dossiers.actions.expected import note_days
from outreach.dossiers.models import ExpectedFile
from outreach.dossiers.queries.expected import ExpectedLine, days_of, late_files, without_days
from outreach.outbox.actions import queue_email
from outreach.workdays.queries import special_days
from outreach.workdays.rules import is_worked

FIRST_HOUR, LAST_HOUR = 7, 18  # nobody is written to at night
MOST_AT_ONCE = 20


def look_after_files() -> int:
    """Note days, then remind; how many letters."""
    for import_id, kind in _newly_done():
        days = days_of(import_id, kind)
        db.session.rollback()  # outside a request even reading holds SQLite's lock
        note_days(import_id, days)
    return remind()


def remind() -> int:
    """Write about files that are late and that nobody was reminded of; how many letters."""
    now = clock.local(clock.now())
    if not can_be_sent() or not FIRST_HOUR <= now.hour < LAST_HOUR:
        return 0
    late = [line for line in late_files() if _untold(line)]
    worked = bool(late) and is_worked(now.date(), special_days())
    db.session.rollback()
    return _tell(late) if worked else 0


def _newly_done() -> Sequence[tuple[int, str]]:
    found = [(id, kind) for id, kind in without_days(MOST_AT_ONCE)]
    db.session.rollback()
    return found


def _closed(line: ExpectedLine) -> date:
    assert line.newest is not None
    return line.newest.period.last


def _untold(line: ExpectedLine) -> bool:
    return line.file.reminded_of is None or line.file.reminded_of < _closed(line)


def _tell(late: Sequence[ExpectedLine]) -> int:
    """The letters and the marks that they were written, in one transaction."""
    mine = [line for line in late if _claim(line)]
    per: dict[User, list[ExpectedLine]] = defaultdict(list)
    everybody = _officers() if mine else []
    for line in mine:
        for person in [one for one in everybody if one.id == line.file.owner_id] or _usual(everybody):
            per[person].append(line)
    for person, lines in per.items():
        subject, body = letters.late_files(person.name, person.locale, lines)
        queue_email(address=str(person.email), subject=subject, body=body)
    if per:
        db.session.commit()
    else:
        db.session.rollback()  # nobody to tell: whoever is invited later will be
    return len(per)


def _claim(line: ExpectedLine) -> bool:
    """Claimed first: a second worker waits for the row, then finds it marked."""
    closed = _closed(line)
    claimed = db.session.execute(
        update(ExpectedFile)
        .where(
            ExpectedFile.id == line.file.id,
            or_(ExpectedFile.reminded_of.is_(None), ExpectedFile.reminded_of < closed),
        )
        .values(reminded_of=closed)
        .execution_options(synchronize_session=False)
    )
    return int(claimed.rowcount) == 1  # type: ignore[attr-defined]


def _officers() -> Sequence[User]:
    able = (User.disabled_at.is_(None), User.email.is_not(None))
    roles = User.role.in_((Role.OFFICER, Role.ADMINISTRATOR))
    return db.session.scalars(select(User).where(*able, roles).order_by(User.id)).all()


def _usual(people: Sequence[User]) -> Sequence[User]:
    """Officers; administrators only where there is no officer."""
    return [one for one in people if one.role == Role.OFFICER] or people
