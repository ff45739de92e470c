"""The rehearsal of the demo board: who gets stuck, where, and how her conversation stands."""

from typing import NamedTuple

from sqlalchemy import func, select

from outreach.accounts.models import Role, User
from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.models import Conversation, Message, Participant
from outreach.tutorials.models import StepReport, Tutorial, TutorialStep, TutorialVersion

QUESTION = "Bấm Ký số thì máy báo “Không tìm thấy chứng thư số”, USB em đã cắm rồi. Em phải làm gì tiếp ạ?"
THANKS = "Dạ em thấy rồi, em làm theo được ạ. Cảm ơn anh chị!"


class Scene(NamedTuple):
    """Her conversation of this rehearsal, and what has happened in it."""

    conversation_id: int
    replied: int | None  # the latest message of staff
    seen: int  # how far she has read
    said: int  # how often she has written


def heroine() -> User | None:
    """The first clerk of a business on the demo board."""
    return db.session.scalars(
        select(User).where(User.role == Role.BUSINESS, User.disabled_at.is_(None)).order_by(User.id).limit(1)
    ).one_or_none()


def sticking_point() -> tuple[int, int, str] | None:
    """(tutorial, version, step) where people get stuck: the step that was asked about most, if any."""
    row = db.session.execute(
        select(StepReport.tutorial_id, TutorialVersion.id, StepReport.step_key)
        .join(Tutorial, Tutorial.id == StepReport.tutorial_id)
        .join(TutorialVersion, TutorialVersion.tutorial_id == Tutorial.id)
        .join(
            TutorialStep,
            (TutorialStep.version_id == TutorialVersion.id) & (TutorialStep.key == StepReport.step_key),
        )
        .where(TutorialVersion.state == "published")
        .group_by(StepReport.tutorial_id, TutorialVersion.id, StepReport.step_key)
        .order_by(func.count().desc(), StepReport.step_key)
        .limit(1)
    ).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def scene(report_id: int, person_id: int) -> Scene | None:
    """How the conversation about her question stands; None when that question is none of hers."""
    conversation_id = db.session.scalar(
        select(Conversation.id)
        .join(StepReport, StepReport.id == Conversation.step_report_id)
        .where(StepReport.id == report_id, StepReport.user_id == person_id)
    )
    if conversation_id is None:
        return None
    spoken = select(Message.id).where(
        Message.conversation_id == conversation_id, Message.kind.in_(rules.SPOKEN)
    )
    replied = db.session.scalar(
        select(func.max(Message.id)).where(Message.id.in_(spoken), Message.side == rules.STAFF)
    )
    seen = db.session.scalar(
        select(Participant.seen_up_to).where(
            Participant.conversation_id == conversation_id, Participant.user_id == person_id
        )
    )
    said = db.session.scalar(
        select(func.count()).select_from(Message).where(
            Message.id.in_(spoken), Message.side == rules.BUSINESS
        )
    )  # fmt: skip
    return Scene(conversation_id, replied, seen or 0, said or 0)
