"""What waits for somebody, with how much of it and since when: one statement for all that SQL counts."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, exists, func, or_, select, true

from outreach import clock
from outreach.answers import queries as answers
from outreach.campaigns.models import Evidence, Intervention, Plan, Question
from outreach.campaigns.rules.evidence import PROOFS_WANTED
from outreach.counter.models import CounterHelp
from outreach.counter.queries.helps import in_state
from outreach.database import UtcDateTime, db
from outreach.desks.rules.todo import AHEAD, AHEAD_DAYS, BACK_DAYS, KINDS
from outreach.dossiers.queries.expected import late_files
from outreach.fetching.models import RegisterSource
from outreach.fetching.queries import troubled
from outreach.helpdesk.models import Conversation
from outreach.leaflets import queries as leaflets
from outreach.outbox.models import OutgoingMessage
from outreach.outbox.queries import is_silent
from outreach.outbox.rules import LONGEST_SENDING
from outreach.receipts.models import Receipt
from outreach.trainings.models import Participant, Registration, Session, SessionInvitation
from outreach.tutorials.models import StepReport
from outreach.tutorials.queries import authoring
from outreach.visits.models import Promise
from outreach.visits.rules import OPEN, end_of_week
from outreach.zalo.models import OfficialAccount, ZaloPerson, ZaloSending
from outreach.zalo.rules.connecting import CONSENT_NEEDED, EXPIRING
from outreach.zalo.rules.sending import UNDECIDED

MOST_ROWS = 100
TROUBLED = (CONSENT_NEEDED, EXPIRING)  # states of Zalo's account that need an administrator
# Who has been helped is itself the proof of these.
PROVED_BY_LIST = ("counter_help",)
# The lines that one statement counts.
COUNTED = (
    "stuck", "receipts", "helps", "promises_overdue", "promises_due", "plans", "sessions", "invitations",
    "evidence", "questions", "registers", "mails_failed", "mails_unknown", "zalo_account", "zalo_confirm",
    "zalo_failed", "zalo_unknown", "zalo_people",
)  # fmt: skip
_TODAY: Any = bindparam("today", type_=Date)
_NOW: Any = bindparam("now", type_=UtcDateTime)
_SILENT_SINCE: Any = bindparam("silent_since", type_=UtcDateTime)


class Line(NamedTuple):
    """A kind of work that waits: how many, and the oldest day (for what is still to come: the nearest)."""

    name: str
    number: int
    oldest: date | None


class Glance(NamedTuple):
    """All of it in one sentence: how many things wait, of how many kinds, since when."""

    number: int
    kinds: int
    oldest: date | None


class Row(NamedTuple):
    """One thing behind a line; `key` is an intervention's id or a session's address."""

    key: int | str
    title: str
    day: date
    number: int | None


def lines(names: Collection[str]) -> list[Line]:
    """The lines with these names that have anything, in the order of rules."""
    found = counted(names)
    today = clock.today()
    if "tutorials" in names:
        found["tutorials"] = Line("tutorials", len(authoring.to_review(today)), None)
    if "batches" in names:
        due = [one for one in leaflets.list_batches(today) if one.due]
        found["batches"] = Line("batches", len(due), min((one.ordered_on for one in due), default=None))
    if "files_late" in names:
        late = [one.newest.period.due_on for one in late_files() if one.newest]
        found["files_late"] = Line("files_late", len(late), min(late, default=None))
    return [found[name] for name in KINDS if name in found and found[name].number]


def glance(names: Collection[str]) -> Glance:
    """What can be counted by one statement; the first pages show it."""
    found = [line for line in counted(names).values() if line.number]
    days = [line.oldest for line in found if line.oldest and line.name not in AHEAD]
    return Glance(sum(line.number for line in found), len(found), min(days, default=None))


def counted(names: Collection[str]) -> dict[str, Line]:
    """Those of the lines that SQL counts, also empty ones: one statement."""
    wanted = [name for name in COUNTED if name in names]
    if not wanted:
        return {}
    row = db.session.connection().execute(_counts(tuple(wanted)), _instants()).one()
    return {
        name: Line(name, row[2 * place], _day(row[2 * place + 1])) for place, name in enumerate(wanted)
    }  # fmt: skip


@cache
def _counts(names: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Number and oldest day of each, in one row; the days that they depend on are parameters."""
    every = _parts()
    parts = [every[name].subquery(name) for name in names]
    statement = select(*(column for part in parts for column in part.c)).select_from(parts[0])
    for part in parts[1:]:
        statement = statement.join(part, true())
    return statement


def _instants() -> dict[str, Any]:
    now, today = clock.now(), clock.today()
    return {
        "now": now, "soon_at": now + timedelta(days=AHEAD_DAYS), "silent_since": now - LONGEST_SENDING,
        "today": today, "soon": today + timedelta(days=AHEAD_DAYS), "sunday": end_of_week(today),
        "long_ago": today - timedelta(days=BACK_DAYS),
    }  # fmt: skip


def rows(name: str) -> list[Row]:
    """What stands behind a line that no list of its own shows, the oldest first."""
    condition, columns = {
        "sessions": (_to_close(), (Session.public_id, Intervention.title, Session.starts_at, None)),
        "invitations": (
            _unanswered(), (Session.public_id, Intervention.title, _closing(), func.count())
        ),
        "evidence": (_unproved(), (Intervention.id, Intervention.title, Intervention.held_on, None)),
    }[name]  # fmt: skip
    key, title, day, number = columns
    statement: Select[Any] = select(key, title, day, *([number] if number is not None else []))
    if name != "evidence":
        statement = statement.select_from(Session).join(Intervention)
    if name == "invitations":
        statement = statement.join(SessionInvitation, SessionInvitation.session_id == Session.id)
        statement = statement.group_by(Session.id, Intervention.id)
    found = db.session.connection().execute(
        statement.where(condition).order_by(day).limit(MOST_ROWS), _instants()
    )
    return [
        Row(row[0], row[1], _day(row[2]) or clock.today(), row[3] if len(row) > 3 else None) for row in found
    ]


def _parts() -> dict[str, Select[*tuple[Any, ...]]]:
    promised = Promise.state == OPEN
    overdue = and_(Question.answered_on.is_(None), Question.due_on < _TODAY)
    invited = (
        _waits(_closing(), _unanswered())
        .select_from(SessionInvitation)
        .join(Session, Session.id == SessionInvitation.session_id)
    )
    return {
        "stuck": _waits(StepReport.asked_at, StepReport.state == "open"),
        "receipts": _waits(Receipt.entered_at, Receipt.state == "waiting"),
        "helps": _waits(CounterHelp.helped_on, in_state("to_complete")),
        "promises_overdue": _waits(Promise.due_on, and_(promised, Promise.due_on < _TODAY)),
        "promises_due": _waits(
            Promise.due_on, and_(promised, Promise.due_on.between(_TODAY, bindparam("sunday", type_=Date)))
        ),
        "plans": _waits(Plan.submitted_at, Plan.state == "submitted"),
        "sessions": _waits(Session.starts_at, _to_close()),
        "invitations": invited,
        "evidence": _waits(Intervention.held_on, _unproved()),
        "questions": _waits(Question.due_on, overdue),
        "answers_withheld": answers.withheld_counts(clock.today()),
        "answers_waiting": answers.to_approve(),
        "registers": _waits(func.coalesce(RegisterSource.new_at, RegisterSource.created_at), troubled(_NOW)),
        "mails_failed": _waits(OutgoingMessage.created_at, OutgoingMessage.state == "failed"),
        "mails_unknown": _waits(OutgoingMessage.created_at, is_silent(_SILENT_SINCE)),
        "zalo_account": _waits(OfficialAccount.fault_at, OfficialAccount.state.in_(TROUBLED)),
        "zalo_people": _waits(
            ZaloPerson.last_interaction_at,
            and_(
                ZaloPerson.conversation_id == Conversation.id,
                ZaloPerson.business_id.is_(None),
                Conversation.business_id.is_(None),
            ),
        ),
        **{f"zalo_{state}": _waits(ZaloSending.due_at, ZaloSending.state == state) for state in UNDECIDED},
    }


def _waits(day: Any, condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(func.count().label("number"), func.min(day).label("oldest")).where(condition)


def _to_close() -> ColumnElement[bool]:
    """Over, and nobody has been ticked."""
    came = exists().where(Participant.session_id == Session.id, Participant.checked_in_at.is_not(None))
    return and_(Session.ends_at < _NOW, Session.cancelled_at.is_(None), ~came)


def _closing() -> Any:
    """The last day to register; a session without one is taken by the day it begins, near enough in UTC."""
    return func.coalesce(Session.closes_on, func.date(Session.starts_at))


def _unanswered() -> ColumnElement[bool]:
    """Neither registered nor declined, and the closing day is near."""
    answered = exists().where(
        Registration.session_id == SessionInvitation.session_id,
        Registration.business_id == SessionInvitation.business_id,
    )
    closes = or_(
        Session.closes_on.between(_TODAY, bindparam("soon", type_=Date)),
        and_(Session.closes_on.is_(None), Session.starts_at < bindparam("soon_at", type_=UtcDateTime)),
    )
    open_ = and_(Session.starts_at > _NOW, Session.cancelled_at.is_(None), closes)
    return and_(open_, SessionInvitation.declined_at.is_(None), ~answered)


def _unproved() -> ColumnElement[bool]:
    """Held within the last year, and neither a file, a link nor minutes show it."""
    i = Intervention
    ended = func.coalesce(i.ends_on, i.held_on)
    proof = exists().where(Evidence.intervention_id == i.id)
    kinds = [type for type in PROOFS_WANTED if type not in PROVED_BY_LIST]
    return and_(
        i.type.in_(kinds), i.cancelled_on.is_(None), i.provisional.is_(False), ended < _TODAY,
        ended >= bindparam("long_ago", type_=Date), func.coalesce(i.minutes, "") == "",
        func.coalesce(i.details["link"].as_string(), "") == "", ~proof,
    )  # fmt: skip


def _day(value: Any) -> date | None:
    """A day of ours, whatever the column holds."""
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return clock.local(value).date() if isinstance(value, datetime) else value
