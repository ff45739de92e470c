"""The job that reminds owners of promises: one letter a day at most, on the day due and while overdue."""

from collections import defaultdict

from sqlalchemy import update

from outreach import clock
from outreach.accounts.letters import can_be_sent
from outreach.database import db
from outreach.outbox.actions import queue_email
from outreach.visits import queries, rules
from outreach.visits.letters import reminder
from outreach.visits.models import Promise
from outreach.visits.queries.promises import ToRemind

FIRST_HOUR = 7  # nobody is written to at night


def remind_owners() -> int:
    """Write to every owner with promises due or overdue whom nothing has reminded today; how many letters."""
    today = clock.today()
    if not can_be_sent() or clock.local(clock.now()).hour < FIRST_HOUR:
        return 0
    due: dict[int, list[ToRemind]] = defaultdict(list)
    for one in queries.to_remind(today):
        due[one.owner_id].append(one)
    db.session.rollback()  # outside a request even reading holds SQLite's lock
    return sum(_remind(promises) for promises in due.values())


def _remind(promises: list[ToRemind]) -> bool:
    """One letter about all of an owner's, written with the mark that it was: both or neither."""
    today = clock.today()
    if any(one.reminded_on == today for one in promises):
        return False
    told = [one for one in promises if rules.weekday_reminder(one.due_on, today)]
    if not told:
        return False
    # Claimed first: a second worker waits for the row, then finds it marked.
    claimed = db.session.execute(
        update(Promise)
        .where(
            Promise.id.in_([one.id for one in told]), Promise.state == rules.OPEN,
            Promise.reminded_on.is_distinct_from(today),
        )
        .values(reminded_on=today)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    if int(claimed.rowcount) != len(told):  # type: ignore[attr-defined]
        db.session.rollback()  # changed meanwhile: the next run looks again
        return False
    subject, body = reminder(told[0].name, told[0].locale, told, today)
    queue_email(address=told[0].email, subject=subject, body=body)
    db.session.commit()
    return True
