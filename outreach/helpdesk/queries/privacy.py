"""Who of staff looked at conversations, and how long what is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, String, cast, func, select

from outreach import clock
from outreach.accounts.models import AccessRecord, User
from outreach.businesses.models import Business
from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.models import Conversation, Retention
from outreach.helpdesk.rules.looking import CONVERSATION, LOOKS


class Look(NamedTuple):
    """One look of staff at what was said; a search is of no single conversation."""

    at: datetime
    what: str
    person: str | None
    public_id: str | None
    business: str | None
    purpose: str | None
    network: str | None


def kept_months(connection: Connection | None = None) -> dict[str, int]:
    """Months after the end by kind: the board's own, or the usual ones."""
    rows = (connection or db.session).execute(select(Retention.kind, Retention.months))
    own = {row.kind: row.months for row in rows}
    return rules.KEPT | own


def to_purge(limit: datetime) -> int:
    """How many conversations that ended before an instant still have their words."""
    c = Conversation
    statement = select(func.count()).select_from(c).where(c.state != rules.OPEN, c.purged_at.is_(None))
    return db.session.scalar(statement.where(func.coalesce(c.closed_at, c.last_at) < limit)) or 0


def looks(
    *, user_id: int | None = None, public_id: str | None = None, offset: int, limit: int
) -> tuple[Sequence[Look], int]:
    """Looks at conversations, the latest first; of one person, at one conversation; and how many."""
    where: list[Any] = [AccessRecord.what.in_(LOOKS)]
    if user_id is not None:
        where.append(AccessRecord.user_id == user_id)
    if public_id is not None:
        one = select(cast(Conversation.id, String)).where(Conversation.public_id == public_id)
        where.append(AccessRecord.object_type == CONVERSATION)
        where.append(AccessRecord.object_id == one.scalar_subquery())
    total = db.session.scalar(select(func.count(AccessRecord.id)).where(*where)) or 0
    columns: list[Any] = [
        AccessRecord.at, AccessRecord.what, User.name, Conversation.public_id, Business.name,
        AccessRecord.purpose, AccessRecord.network,
    ]  # fmt: skip
    the_one = (cast(Conversation.id, String) == AccessRecord.object_id) & (
        AccessRecord.object_type == CONVERSATION
    )
    rows = db.session.execute(
        select(*columns)
        .outerjoin(User, User.id == AccessRecord.user_id)
        .outerjoin(Conversation, the_one)
        .outerjoin(Business, Business.id == Conversation.business_id)
        .where(*where)
        .order_by(AccessRecord.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Look(*row) for row in rows], total


def looks_by_person(since: datetime) -> list[tuple[int, str, int, int]]:
    """Since an instant: user, name, looks, and at how many conversations; those who looked most first."""
    count, different = func.count(), func.count(func.distinct(AccessRecord.object_id))
    rows = db.session.execute(
        select(User.id, User.name, count, different)
        .join(User, User.id == AccessRecord.user_id)
        .where(AccessRecord.what.in_(LOOKS), AccessRecord.object_type == CONVERSATION)
        .where(AccessRecord.at >= since, AccessRecord.at <= clock.now())
        .group_by(User.id, User.name)
        .order_by(count.desc(), User.id)
        .limit(50)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
