"""Counting readers and their yes or no, each in a short write of its own."""

from collections.abc import Mapping

from sqlalchemy import select, update

from outreach.answers import rules
from outreach.answers.models import Answer
from outreach.database import record

YES, NO = "yes", "no"


def note_opened(answer_id: int) -> None:
    """Somebody reads it."""
    with record() as connection:
        connection.execute(update(Answer).where(Answer.id == answer_id).values(opened=Answer.opened + 1))


def note_vote(*, slug: str, vote: str, before: Mapping[str, str]) -> int | None:
    """Somebody says whether it helped (YES or NO); its id, or None when nothing is published there.

    `before`: what this browser has said, by id; what it said of this one no longer counts.
    """
    columns = {YES: Answer.helped, NO: Answer.did_not_help}
    with record() as connection:
        found = select(Answer.id).where(Answer.slug == slug, Answer.state == rules.PUBLISHED)
        answer_id = connection.scalar(found)
        former = before.get(str(answer_id))
        if answer_id is None or former == vote:
            return answer_id
        values = {columns[vote].key: columns[vote] + 1}
        if former in columns:
            values[columns[former].key] = columns[former] - 1
        connection.execute(update(Answer).where(Answer.id == answer_id).values(**values))
        return answer_id
