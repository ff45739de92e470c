"""Reads of legal documents."""

import functools
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import aliased

from outreach.database import db
from outreach.documents import rules
from outreach.documents.models import LegalDocument
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import like


class DocumentLine(NamedTuple):
    """One row of the register, with the number of what replaced it."""

    id: int
    kind: str
    number: str
    title: str
    issuer: str | None
    issued_on: date | None
    in_force_on: date | None
    expires_on: date | None
    replaced_by_id: int | None
    url: str | None
    seen_on: date | None
    replaced_by: str | None

    def state(self, today: date) -> str:
        """A key of rules.STATES."""
        return rules.state_on(
            today,
            in_force_on=self.in_force_on,
            expires_on=self.expires_on,
            replaced=self.replaced_by_id is not None,
        )


def get(document_id: int) -> LegalDocument | None:
    """One document; None when there is none of that id."""
    return db.session.get(LegalDocument, document_id)


def find(words: str, issued_on: date | None = None) -> LegalDocument | None:
    """The document that is cited so, however its number is written; None when the register has none.

    `issued_on` says the day where the words do not. Refused (field `number`), asking which: a number of
    several years without a day, or a day that is not that of the document.
    """
    cited = rules.read_citation(words)
    day, year = cited.issued_on or issued_on, cited.year or (issued_on.year if issued_on else None)
    found = list(with_number(cited.number))
    if year is not None:
        found = [one for one in found if (one.issued_on.year if one.issued_on else year) == year]
    if len(found) > 1:
        known = "; ".join(rules.cite(one.number, one.issued_on) for one in found)
        raise Refused(
            _("Có nhiều văn bản cùng số này, Anh/Chị ghi rõ ngày: %(known)s.", known=known), "number"
        )
    if found and day and found[0].issued_on not in (day, None):
        known = rules.cite(found[0].number, found[0].issued_on)
        raise Refused(_("Danh mục ghi ngày khác, Anh/Chị kiểm tra lại: %(known)s.", known=known), "number")
    return found[0] if found else None


def with_number(number: str) -> Sequence[LegalDocument]:
    """All documents of a number, however it is written: one a year, the oldest first."""
    folded = rules.fold_number(number)
    statement = select(LegalDocument).where(LegalDocument.number_folded == folded)
    return db.session.scalars(statement.order_by(LegalDocument.numbered_in)).all() if folded else []


def list_documents(
    *,
    words: str | None = None,
    kind: str | None = None,
    state: str | None = None,
    today: date,
    offset: int = 0,
    limit: int = 1000,
) -> tuple[Sequence[DocumentLine], int]:
    """One page of the register, newest first, and how many there are; `state` is a key of rules.STATES."""
    conditions: list[ColumnElement[bool]] = []
    if words:
        conditions.append(_named(words))
    if kind:
        conditions.append(LegalDocument.kind == kind)
    if state:
        conditions.append(_in_state(state, today))
    total = db.session.scalar(select(func.count()).select_from(LegalDocument).where(*conditions)) or 0
    undated_last = LegalDocument.issued_on.is_(None)
    order = (undated_last, LegalDocument.issued_on.desc(), LegalDocument.number_folded)
    rows = db.session.execute(_lines().where(*conditions).order_by(*order).offset(offset).limit(limit))
    return _read(rows), total


def search(words: str, limit: int = 20) -> Sequence[DocumentLine]:
    """Documents whose number or content reads so; a number is understood however it is written."""
    order = (func.length(LegalDocument.number_folded), LegalDocument.numbered_in, LegalDocument.id)
    statement = _lines().where(_named(words)).order_by(*order)
    return _read(db.session.execute(statement.limit(limit)))


def lines(document_ids: Collection[int]) -> dict[int, DocumentLine]:
    """Some documents by id."""
    statement = _lines().where(LegalDocument.id.in_(document_ids)).order_by(LegalDocument.number_folded)
    return {line.id: line for line in _read(db.session.execute(statement))} if document_ids else {}


def numbers(limit: int = 300, *, without: int | None = None) -> Sequence[tuple[str, str]]:
    """(citation, content) of documents: what fields that ask for a number propose; `without` is an id."""
    document = LegalDocument
    statement = select(document.number, document.issued_on, document.title).where(
        document.id != (without or 0)
    )
    rows = db.session.execute(statement.order_by(document.number_folded, document.numbered_in).limit(limit))
    return [(rules.cite(row.number, row.issued_on), row.title) for row in rows]


def replaces(document_id: int) -> Sequence[DocumentLine]:
    """What a document stands in the place of."""
    statement = _lines().where(LegalDocument.replaced_by_id == document_id)
    return _read(db.session.execute(statement.order_by(LegalDocument.number_folded)))


def successors() -> dict[int, int | None]:
    """What replaced what: only documents that were replaced."""
    statement = select(LegalDocument.id, LegalDocument.replaced_by_id)
    rows = db.session.execute(statement.where(LegalDocument.replaced_by_id.is_not(None)))
    return {row.id: row.replaced_by_id for row in rows}


def _read(rows: Iterable[Any]) -> list[DocumentLine]:
    return [DocumentLine(*row) for row in rows]


def _named(words: str) -> ColumnElement[bool]:
    by_title = LegalDocument.title_folded.like(like(words), escape="\\")
    number = rules.fold_number(rules.read_citation(words).number) if re.search(r"\d", words) else ""
    if not number:
        return by_title
    return or_(by_title, LegalDocument.number_folded.like(like(number), escape="\\"))


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    """As rules.state_on, in SQL."""
    document = LegalDocument
    ends_later = and_(document.expires_on.is_not(None), document.expires_on > today)
    replaced = and_(document.replaced_by_id.is_not(None), not_(ends_later))
    expired = and_(document.expires_on.is_not(None), document.expires_on <= today)
    later = and_(document.in_force_on.is_not(None), document.in_force_on > today)
    over = or_(replaced, expired)
    return {
        "replaced": replaced,
        "expired": and_(expired, not_(replaced)),
        "not_yet": and_(later, not_(over)),
        "in_force": and_(not_(later), not_(over)),
    }[state]


@functools.cache
def _lines() -> Select[*tuple[Any, ...]]:
    successor = aliased(LegalDocument)
    return select(
        LegalDocument.id, LegalDocument.kind, LegalDocument.number, LegalDocument.title, LegalDocument.issuer,
        LegalDocument.issued_on, LegalDocument.in_force_on, LegalDocument.expires_on,
        LegalDocument.replaced_by_id, LegalDocument.url, LegalDocument.seen_on, successor.number,
    ).outerjoin(successor, successor.id == LegalDocument.replaced_by_id)  # fmt: skip
