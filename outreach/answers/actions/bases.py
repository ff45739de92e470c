"""Which legal documents something rests on: written, and kept by an officer although they were replaced."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from outreach.answers import queries, rules
from outreach.answers.models import AnswerBasis, SavedReplyBasis
from outreach.database import db
from outreach.documents import rules as documents
from outreach.documents.models import LegalDocument
from outreach.i18n import gettext as _
from outreach.refusals import Refused

Table = type[AnswerBasis] | type[SavedReplyBasis]


def found_bases(cited: Sequence[rules.Cited]) -> dict[int, str | None]:
    """Ids of documents with the places in them; refused when the register does not have one."""
    known = queries.documents_numbered([one.number for one in cited])
    found: dict[int, str | None] = {}
    for one in cited:
        document_id = known.get(documents.fold_number(one.number))
        if document_id is None:
            words = _("Danh mục chưa có văn bản “%(number)s”. Anh/Chị thêm văn bản trước.", number=one.number)
            raise Refused(words, "bases")
        if one.place and len(one.place) > rules.LONGEST_PLACE:
            raise Refused(_("Chỗ dẫn dài quá %(most)s ký tự.", most=rules.LONGEST_PLACE), "bases")
        found[document_id] = one.place
    return found


def write_bases(table: Table, owner: str, owner_id: int, wanted: Mapping[int, str | None]) -> None:
    """Make these the documents; what an officer kept of those that stay stands."""
    key = {owner: owner_id}
    rows: Iterable[AnswerBasis | SavedReplyBasis] = db.session.scalars(select(table).filter_by(**key))
    known = {row.document_id: row for row in rows}
    for document_id in known.keys() - wanted.keys():
        db.session.execute(delete(table).filter_by(**key, document_id=document_id))
        db.session.expunge(known[document_id])
    for document_id, place in wanted.items():
        values: dict[str, Any] = {"place": place} if table is AnswerBasis else {}
        row = known.get(document_id)
        if row is None:
            db.session.add(table(**key, document_id=document_id, **values))
        elif isinstance(row, AnswerBasis):
            row.place = place
    db.session.flush()


def keep_bases(table: Table, owner: str, owner_id: int) -> None:
    """Somebody has looked, and keeps what is cited although other documents stand in the place of some."""
    rows: Iterable[Any] = db.session.execute(
        select(table, LegalDocument.replaced_by_id)
        .join(LegalDocument, LegalDocument.id == table.document_id)
        .filter(getattr(table, owner) == owner_id)
    )
    for row, replaced_by_id in rows:
        row.kept_over = replaced_by_id or 0
    db.session.flush()
