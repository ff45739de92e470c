"""What is known of a conversation, for replies that are filled and for names that must not be published."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from outreach.accounts.models import User
from outreach.answers.rules import Known
from outreach.answers.sources import Talk
from outreach.businesses.models import Business, Contact
from outreach.database import db
from outreach.dossiers.models import Dossier, Procedure
from outreach.helpdesk import rules
from outreach.helpdesk.models import Conversation, Message
from outreach.tutorials.models import TutorialStep

MOST_CODES = 300  # of a business's dossiers, the latest


def talk(public_id: str) -> Talk | None:
    """A conversation as replies need it; None when there is none of that id. Two statements."""
    row = db.session.execute(
        select(Conversation, Business, Procedure.name, Dossier.code, TutorialStep.title)
        .outerjoin(Business, Business.id == Conversation.business_id)
        .outerjoin(Procedure, Procedure.id == Conversation.procedure_id)
        .outerjoin(Dossier, Dossier.id == Conversation.dossier_id)
        .outerjoin(
            TutorialStep,
            (TutorialStep.version_id == Conversation.version_id)
            & (TutorialStep.key == Conversation.step_key),
        )
        .where(Conversation.public_id == public_id)
    ).one_or_none()
    if row is None:
        return None
    conversation, business, procedure, dossier, step = row
    asked = _last_asked(conversation.id)
    return Talk(
        public_id, business.name if business else None, asked[1] or conversation.guest_name,
        conversation.procedure_id, procedure, conversation.tutorial_id, conversation.step_key, step, dossier,
        asked[0],
    )  # fmt: skip


def copied(public_id: str, message_key: str) -> tuple[str, str] | None:
    """(question, answer) of what staff said: the question is what they quoted, else what came before."""
    quoted = aliased(Message)
    row = db.session.execute(
        select(Message.conversation_id, Message.id, Message.text, quoted.text)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .outerjoin(quoted, (quoted.id == Message.quoted_id) & (quoted.side == rules.BUSINESS))
        .where(Conversation.public_id == public_id, Message.public_id == message_key)
        .where(Message.side == rules.STAFF, Message.kind == rules.TEXT)
        .where(Message.taken_back_at.is_(None), Message.moved_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    return row[3] or _last_asked(row[0], before=row[1])[0], row[2]


def _last_asked(conversation_id: int, before: int | None = None) -> tuple[str, str | None]:
    """What its business said last (before some message), and who said it."""
    statement = (
        select(Message.text, func.coalesce(User.name, Message.person))
        .outerjoin(User, User.id == Message.user_id)
        .where(Message.conversation_id == conversation_id, Message.side == rules.BUSINESS)
        .where(Message.taken_back_at.is_(None), Message.moved_at.is_(None))
    )
    if before is not None:
        statement = statement.where(Message.id < before)
    row = db.session.execute(statement.order_by(Message.id.desc()).limit(1)).first()
    return (row[0], row[1]) if row else ("", None)


def known(public_id: str) -> Known | None:
    """The names and numbers of whoever took part for its business, and of the business."""
    conversation = db.session.scalar(select(Conversation).where(Conversation.public_id == public_id))
    if conversation is None:
        return None
    business = db.session.get(Business, conversation.business_id) if conversation.business_id else None
    said = select(Message.person).where(Message.conversation_id == conversation.id).distinct()
    people = [*db.session.scalars(said.where(Message.side == rules.BUSINESS)), conversation.guest_name]
    numbers = [conversation.guest_tax_code, conversation.guest_phone]
    if business is not None:
        numbers.append(business.tax_code)
        for table in (Contact, User):
            named = select(table.name, table.phone).where(table.business_id == business.id)
            for name, phone in db.session.execute(named):
                people.append(name)
                numbers.append(phone)
    names = [business.name] if business else []
    return Known(names, _given(people), _codes(conversation), _given(numbers))


def _codes(conversation: Conversation) -> list[str]:
    codes = list(db.session.scalars(select(Dossier.code).where(Dossier.id == conversation.dossier_id)))
    if conversation.business_id is not None:
        own = select(Dossier.code).where(Dossier.business_id == conversation.business_id)
        codes += db.session.scalars(own.order_by(Dossier.received_on.desc()).limit(MOST_CODES))
    return _given(codes)


def _given(values: Iterable[str | None]) -> list[str]:
    return sorted({value for value in values if value})
