"""Whether an answer or reply still stands: not while it rests on a document that no longer holds.

An officer may keep it all the same; that counts for what had replaced the document then, and no longer.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, and_, exists, func, null, or_, select

from outreach.answers.models import Answer, AnswerBasis, SavedReply, SavedReplyBasis
from outreach.database import db
from outreach.documents.models import LegalDocument


class Basis(NamedTuple):
    """A document that something rests on, and what stands in its place now."""

    document_id: int
    number: str
    title: str
    url: str | None
    place: str | None
    over: bool
    kept: bool  # somebody has looked, since what replaced it did so
    replaced_by: str | None

    @property
    def withholds(self) -> bool:
        """Whether what cites it is held back."""
        return self.over and not self.kept


def over(today: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether a document no longer holds; a replaced one holds until its last day, when that is known."""
    ended = LegalDocument.expires_on <= today
    replaced = and_(LegalDocument.replaced_by_id.is_not(None), LegalDocument.expires_on.is_(None))
    return or_(ended, replaced)


def answer_withheld(today: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether an answer is held back."""
    return exists().where(
        AnswerBasis.answer_id == Answer.id, LegalDocument.id == AnswerBasis.document_id, over(today),
        _not_kept(AnswerBasis.kept_over),
    )  # fmt: skip


def reply_withheld(today: date) -> ColumnElement[bool]:
    """Whether a saved reply is held back."""
    return exists().where(
        SavedReplyBasis.reply_id == SavedReply.id, LegalDocument.id == SavedReplyBasis.document_id,
        over(today), _not_kept(SavedReplyBasis.kept_over),
    )  # fmt: skip


def answer_bases(answer_ids: Collection[int], today: date) -> Mapping[int, list[Basis]]:
    """What answers cite, by answer, in the order of the documents' numbers."""
    return _bases(AnswerBasis, AnswerBasis.answer_id, AnswerBasis.place, answer_ids, today)


def reply_bases(reply_ids: Collection[int], today: date) -> Mapping[int, list[Basis]]:
    """What replies rest on, by reply."""
    return _bases(SavedReplyBasis, SavedReplyBasis.reply_id, None, reply_ids, today)


def _bases(
    table: type[AnswerBasis] | type[SavedReplyBasis],
    whose: Any,
    place: Any,
    ids: Collection[int],
    today: date,
) -> dict[int, list[Basis]]:
    found: dict[int, list[Basis]] = {}
    if not ids:
        return found
    successor = LegalDocument.__table__.alias("successor")
    columns: list[Any] = [
        LegalDocument.id, LegalDocument.number, LegalDocument.title, LegalDocument.url,
        null() if place is None else place, over(today), ~_not_kept(table.kept_over), successor.c.number,
    ]  # fmt: skip
    rows = db.session.execute(
        select(whose, *columns)
        .join(LegalDocument, LegalDocument.id == table.document_id)
        .outerjoin(successor, successor.c.id == LegalDocument.replaced_by_id)
        .where(whose.in_(ids))
        .order_by(LegalDocument.number_folded)
    )
    for one, *basis in rows:
        found.setdefault(one, []).append(Basis(*basis))
    return found


def _not_kept(kept_over: Any) -> ColumnElement[bool]:
    return func.coalesce(kept_over, -1) != func.coalesce(LegalDocument.replaced_by_id, 0)
