"""Reads for the helpdesk's figures: all questions of a period in one statement, their names in few more."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select

from outreach import clock
from outreach.businesses.models import Business, Zone
from outreach.database import batches, db
from outreach.dossiers.models import Procedure
from outreach.helpdesk import rules
from outreach.helpdesk.models import Conversation, Message, Rating
from outreach.helpdesk.queries.replies import next_replies
from outreach.helpdesk.rules.figures import Asked
from outreach.small_cells import may_show, shown_cells
from outreach.tutorials.models import Start, Tutorial, TutorialStep, TutorialVersion

AGAIN = frozenset({"replied_again", "late_again"})


class Wanted(NamedTuple):
    """Which questions: asked within days (both with them), about what, from where. See rules.figures.ONLY."""

    first: date
    last: date
    procedure_id: int | None = None
    zone_id: int | None = None
    channel: str | None = None
    tutorial_id: int | None = None
    step_key: str | None = None
    version_id: int | None = None
    only: str | None = None
    target: int | None = None  # for the reply that `only` names, in working minutes


class AskedLine(NamedTuple):
    """A conversation behind a number; none of its words."""

    public_id: str
    asked_at: datetime
    channel: str
    state: str
    business: str | None
    zone: str | None
    procedure: str | None
    step: str | None
    first_reply: int | None
    resolution: int | None
    next_reply: int | None  # the longest of those behind the first


class StepLine(NamedTuple):
    """A step in a version of a tutorial."""

    tutorial_id: int
    version_id: int
    number: int
    tutorial: str
    key: str
    title: str
    slug: str
    published_at: datetime | None


class Satisfied(NamedTuple):
    """A month's answers; None for counts that are hidden."""

    month: date
    answers: int
    levels: dict[str, int | None] | None


def asked(wanted: Wanted) -> list[Asked]:
    """The questions, oldest first. A handful of statements."""
    c = Conversation
    statement = (
        select(
            c.id, c.asked_at, c.channel, c.state, Business.zone_id, c.procedure_id, c.tutorial_id,
            c.version_id, c.step_key, c.first_reply_minutes, c.resolution_minutes, c.reopened,
        )
        .outerjoin(Business, Business.id == c.business_id)
        .where(*_conditions(wanted))
        .order_by(c.asked_at)
    )  # fmt: skip
    rows = db.session.execute(statement).all()
    saved = set(
        db.session.scalars(
            _saved().join(c, c.id == Message.conversation_id).where(*_period(wanted)).distinct()
        )
    )
    later = next_replies(*_conditions(wanted._replace(only=None)))
    return [Asked._make((*row, row.id in saved, later.get(row.id, ()))) for row in rows]


def asked_lines(wanted: Wanted, *, offset: int, limit: int) -> tuple[Sequence[AskedLine], int]:
    """The conversations behind a number, the latest first; and how many."""
    c = Conversation
    columns: list[Any] = [
        c.public_id, c.asked_at, c.channel, c.state, Business.name, Zone.name, Procedure.name,
        TutorialStep.title, c.first_reply_minutes, c.resolution_minutes, c.id,
    ]  # fmt: skip
    where = _conditions(wanted)
    total = db.session.scalar(
        select(func.count(c.id)).outerjoin(Business, Business.id == c.business_id).where(*where)
    )
    step = (TutorialStep.version_id == c.version_id) & (TutorialStep.key == c.step_key)
    rows = db.session.execute(
        select(*columns)
        .outerjoin(Business, Business.id == c.business_id)
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .outerjoin(Procedure, Procedure.id == c.procedure_id)
        .outerjoin(TutorialStep, step)
        .where(*where)
        .order_by(c.asked_at.desc(), c.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    later = next_replies(c.id.in_([row.id for row in rows])) if rows else {}
    lines = [AskedLine._make((*row[:-1], max(later.get(row.id, ()), default=None))) for row in rows]
    return lines, total or 0


def zones() -> dict[int, str]:
    """The zones in their order."""
    return {
        row.id: row.name for row in db.session.execute(select(Zone.id, Zone.name).order_by(Zone.name_sort))
    }


def procedures_asked() -> dict[int, tuple[str | None, str]]:
    """Code and name of the procedures that anybody ever asked about, by name."""
    ever = select(Conversation.procedure_id).where(Conversation.procedure_id.is_not(None)).distinct()
    rows = select(Procedure.id, Procedure.code, Procedure.name).where(Procedure.id.in_(ever))
    return {row.id: (row.code, row.name) for row in db.session.execute(rows.order_by(Procedure.name_sort))}


def steps(version_ids: Collection[int]) -> dict[tuple[int, str], StepLine]:
    """The steps of some versions, by version and key."""
    found: dict[tuple[int, str], StepLine] = {}
    for some in batches(version_ids):
        rows = db.session.execute(
            select(
                TutorialVersion.tutorial_id, TutorialVersion.id, TutorialVersion.number,
                TutorialVersion.title, TutorialStep.key, TutorialStep.title, Tutorial.slug,
                TutorialVersion.published_at,
            )
            .join(TutorialStep, TutorialStep.version_id == TutorialVersion.id)
            .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
            .where(TutorialVersion.id.in_(some))
        )  # fmt: skip
        found |= {(row[1], row[4]): StepLine(*row) for row in rows}
    return found


def starts(version_ids: Collection[int], first: date, last: date) -> dict[int, int]:
    """How often these versions were begun within days."""
    found: dict[int, int] = {}
    for some in batches(version_ids):
        counted = (
            select(Start.version_id, func.count())
            .where(Start.version_id.in_(some), Start.started_on.between(first, last))
            .group_by(Start.version_id)
        )
        found |= {row[0]: row[1] for row in db.session.execute(counted)}
    return found


def satisfaction(first: date, last: date) -> tuple[list[Satisfied], list[str]]:
    """By month, the latest first, and what was said in all of them, where enough have said something.

    Only months that are over: a number that grows by one tells who spoke.
    """
    done = clock.today().replace(day=1)
    counts: defaultdict[date, dict[str, int]] = defaultdict(lambda: dict.fromkeys(rules.LEVELS, 0))
    opinions: list[str] = []
    rows = db.session.execute(
        select(Rating.month, Rating.level, Rating.reason, Rating.words)
        .where(Rating.month.between(first.replace(day=1), last), Rating.month < done)
        .order_by(Rating.id)
    )
    for month, level, reason, own in rows:
        counts[month][level] += 1
        said = [str(rules.REASONS[reason])] if reason in rules.REASONS else []
        if said or own:
            opinions.append(": ".join([*said, own] if own else said))
    months = [
        Satisfied(
            month, sum(levels.values()), shown_cells(levels) if may_show(sum(levels.values())) else None
        )
        for month, levels in sorted(counts.items(), reverse=True)
    ]
    return months, opinions if may_show(len(opinions)) else []


def _period(wanted: Wanted) -> list[ColumnElement[bool]]:
    first, last = (datetime.combine(day, time(), clock.LOCAL) for day in (wanted.first, wanted.last))
    return [Conversation.asked_at >= first, Conversation.asked_at < last + timedelta(days=1)]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    c = Conversation
    where = [*_period(wanted), c.state != rules.MERGED]
    equal: tuple[tuple[Any, Any], ...] = (
        (c.procedure_id, wanted.procedure_id), (Business.zone_id, wanted.zone_id),
        (c.channel, wanted.channel), (c.tutorial_id, wanted.tutorial_id), (c.step_key, wanted.step_key),
        (c.version_id, wanted.version_id),
    )  # fmt: skip
    where += [
        column.is_(None) if value == 0 else column == value for column, value in equal if value is not None
    ]
    if wanted.only is not None:
        where.append(_only(wanted))
    return where


def _only(wanted: Wanted) -> ColumnElement[bool]:
    c, minutes = Conversation, Conversation.first_reply_minutes
    target = wanted.target if wanted.target is not None else -1
    if wanted.only in AGAIN:
        return _replied_again(wanted, target if wanted.only == "late_again" else -1)
    conditions: dict[str, ColumnElement[bool]] = {
        "answered": minutes.is_not(None),
        "unanswered": minutes.is_(None) & (c.state == rules.OPEN),
        "in_time": minutes <= target,
        "late": minutes > target,
        "saved": c.id.in_(_saved()),
        "reopened": c.reopened > 0,
        "closed": c.state == rules.CLOSED,
    }
    return conditions[wanted.only or ""]


def _replied_again(wanted: Wanted, over: int) -> ColumnElement[bool]:
    later = next_replies(*_conditions(wanted._replace(only=None)))
    ids = [id for id, minutes in later.items() if max(minutes) > over]
    return Conversation.id.in_(bindparam("again", ids, expanding=True, literal_execute=True))


def _saved() -> Any:
    return select(Message.conversation_id).where(Message.saved_reply_id.is_not(None))
