"""The survey of those who were present: a link that works once, and answers that lead back to nobody."""

import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, update

from outreach import clock
from outreach.accounts.rules import token_hash
from outreach.database import db
from outreach.trainings.actions.seats import lock
from outreach.trainings.models import Participant, Session, SurveyAnswer


class Link(NamedTuple):
    """A participant, and the secret of their link: shown once, only its hash is kept."""

    participant: Participant
    secret: str


def new_links(*, session: Session) -> Sequence[Link]:
    """A new link for everybody present who has not answered; former ones stop working."""
    lock(session)
    statement = (
        select(Participant)
        .where(
            Participant.session_id == session.id,
            Participant.checked_in_at.is_not(None),
            ~Participant.survey_used,
        )
        .order_by(Participant.business_id, Participant.id)
    )
    links = []
    for participant in db.session.scalars(statement):
        secret = secrets.token_urlsafe(12)
        participant.survey_key = token_hash(secret)
        links.append(Link(participant, secret))
    db.session.flush()
    return links


def answer(
    *, participant: Participant, level: str, can_file_alone: str | None = None, missing: str | None = None
) -> bool:
    """Take an answer; False when this link has been used, by whichever of two clicks came first.

    The row of the answer says the session and the day and nothing else of where it came from.
    """
    used: Any = db.session.execute(
        update(Participant)
        .where(Participant.id == participant.id, ~Participant.survey_used)
        .values(survey_used=True),
        execution_options={"synchronize_session": False},
    )
    if not used.rowcount:
        return False
    db.session.add(
        SurveyAnswer(
            session_id=participant.session_id, level=level, can_file_alone=can_file_alone,
            missing=missing or None, answered_on=clock.today(),
        )
    )  # fmt: skip
    db.session.flush()
    return True
