"""What the desk knows beside a conversation: who looks, who can take it, the business's past."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func, select

from outreach import clock
from outreach.accounts.models import COUNTER, User
from outreach.businesses.models import Business, Zone
from outreach.businesses.queries import holds
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db
from outreach.desks.rules.desk import LOOKING
from outreach.dossiers.models import Agency, Procedure
from outreach.helpdesk.models import (
    CheckedDocument,
    Conversation,
    ConversationLabel,
    HandOver,
    Label,
    Participant,
)
from outreach.helpdesk.rules import MERGED, STAFF

MOST = 8


class Earlier(NamedTuple):
    """Another conversation of the same business."""

    public_id: str
    title: str | None
    last_text: str
    state: str
    asked_at: datetime


class Reached(NamedTuple):
    """Something that has reached the business."""

    intervention_id: int
    title: str
    day: date


class Candidate(NamedTuple):
    """A business that a clerk's words may mean."""

    id: int
    name: str
    tax_code: str | None
    zone: str | None


def earlier(business_id: int, except_id: int) -> list[Earlier]:
    """What the business asked before, the latest first."""
    c = Conversation
    rows = db.session.execute(
        select(c.public_id, func.coalesce(c.subject, Procedure.name), c.last_text, c.state, c.asked_at)
        .outerjoin(Procedure, Procedure.id == c.procedure_id)
        .where(c.business_id == business_id, c.id != except_id, c.state != MERGED)
        .order_by(c.last_at.desc(), c.id.desc())
        .limit(MOST)
    )
    return [Earlier(*row) for row in rows]


def reached(business_id: int) -> list[Reached]:
    """What reached the business lately: trainings it came to, visits, guides it finished."""
    parts: list[Any] = [
        select(Intervention.id, Intervention.title, day.label("day"))
        .join(table, table.intervention_id == Intervention.id)
        .where(table.business_id == business_id, Intervention.type != "helpdesk")
        for table, day in ((Attendance, Intervention.held_on), (ExposureRecord, ExposureRecord.exposed_on))
    ]
    both = parts[0].union_all(parts[1]).subquery()
    rows = db.session.execute(select(both).order_by(both.c.day.desc(), both.c.id.desc()).limit(MOST))
    return [Reached(*row) for row in rows]


def labels_of(conversation_id: int) -> Sequence[Label]:
    """The labels of a conversation, by name."""
    return db.session.scalars(
        select(Label)
        .join(ConversationLabel, ConversationLabel.label_id == Label.id)
        .where(ConversationLabel.conversation_id == conversation_id)
        .order_by(Label.name_folded)
    ).all()


def all_labels() -> Sequence[Label]:
    """Every word of the desk."""
    return db.session.scalars(select(Label).order_by(Label.name_folded)).all()


def handovers_of(conversation_id: int) -> Sequence[HandOver]:
    """What other offices were asked, the latest first."""
    statement = select(HandOver).where(HandOver.conversation_id == conversation_id)
    return db.session.scalars(statement.order_by(HandOver.id.desc())).all()


def get_handover(conversation_id: int, handover_id: int) -> HandOver | None:
    """A question to another office, of this conversation."""
    statement = select(HandOver).where(
        HandOver.id == handover_id, HandOver.conversation_id == conversation_id
    )
    return db.session.scalars(statement).one_or_none()


def checked(conversation_id: int) -> set[str]:
    """The documents that are there: folded words."""
    statement = select(CheckedDocument.document_key).where(CheckedDocument.conversation_id == conversation_id)
    return set(db.session.scalars(statement))


def agencies() -> Sequence[str]:
    """Names of offices that the register knows, for whom to ask."""
    return db.session.scalars(select(Agency.name).order_by(Agency.name)).all()


def procedure_choices() -> Sequence[tuple[int, str]]:
    """Every procedure: id and name, in Vietnamese order."""
    rows = db.session.execute(select(Procedure.id, Procedure.name).order_by(Procedure.name_sort))
    return [(row.id, row.name) for row in rows]


def desk_people() -> Sequence[tuple[int, str]]:
    """Who can take a conversation: id and name."""
    rows = db.session.execute(
        select(User.id, User.name)
        .where(User.role.in_(COUNTER), User.disabled_at.is_(None))
        .order_by(User.name_sort)
    )
    return [(row.id, row.name) for row in rows]


def candidates(words: str) -> list[Candidate]:
    """Businesses that these words may mean; the exact tax code or name alone when there is one."""
    exact = (Business.tax_code == words) | (Business.own_code == words) | (Business.name == words)
    rows = db.session.execute(
        select(Business.id, Business.name, Business.tax_code, Zone.name, exact.label("exact"))
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(exact | holds(words))
        .order_by(case((exact, 0), else_=1), Business.name_sort)
        .limit(MOST)
    ).all()
    meant = [row for row in rows if row.exact] or rows
    return [Candidate(*row[:4]) for row in meant]


def looking(conversation_id: int, user_id: int) -> list[str]:
    """Which colleagues have it open now."""
    statement = (
        select(User.name)
        .join(Participant, Participant.user_id == User.id)
        .where(Participant.conversation_id == conversation_id, Participant.side == STAFF)
        .where(Participant.looked_at > clock.now() - LOOKING, User.id != user_id)
        .order_by(User.name_sort)
    )
    return list(db.session.scalars(statement))
