"""The ways to answers from what lies below: from legal documents, and from steps of guides."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from outreach import clock
from outreach.answers import queries, rules
from outreach.answers.models import Answer, AnswerBasis, SavedReply, SavedReplyBasis
from outreach.database import db
from outreach.documents.citations import Citing
from outreach.tutorials.notes import Note


def citing(document_ids: Collection[int]) -> Sequence[Citing]:
    """The answers, withdrawn ones aside, and the replies in use that rest on any of some documents."""
    answers = db.session.execute(
        select(AnswerBasis.document_id, Answer.id, Answer.question)
        .join(Answer, Answer.id == AnswerBasis.answer_id)
        .where(AnswerBasis.document_id.in_(document_ids), Answer.state != rules.WITHDRAWN)
        .order_by(Answer.folded)
    )
    found = [Citing(row[0], row[2], "answers.answer", {"answer_id": row[1]}) for row in answers]
    replies = db.session.execute(
        select(SavedReplyBasis.document_id, SavedReply.id, SavedReply.title)
        .join(SavedReply, SavedReply.id == SavedReplyBasis.reply_id)
        .where(SavedReplyBasis.document_id.in_(document_ids), SavedReply.retired_at.is_(None))
        .order_by(SavedReply.folded)
    )
    found += [Citing(row[0], row[2], "answers.reply_edit", {"reply_id": row[1]}) for row in replies]
    return found


def notes_at(tutorial_id: int, step_key: str, language: str) -> list[Note]:
    """What readers of a step may read beside it."""
    found = queries.at_step(tutorial_id, step_key, language)
    return [_note(one, one.published_at, "answers.question", answer_slug=one.slug) for one in found]


def waiting_at(tutorial_id: int, step_key: str) -> list[Note]:
    """What the author of a step's next version is to write into it."""
    found = queries.waiting_for_version(tutorial_id, step_key)
    return [_note(one, one.written_at, "answers.answer", answer_id=one.id) for one in found]


def _note(
    one: queries.PublicLine | queries.AnswerLine, at: datetime, endpoint: str, **values: object
) -> Note:
    return Note(one.question, one.answer, one.language, clock.local(at).date(), endpoint, values)
