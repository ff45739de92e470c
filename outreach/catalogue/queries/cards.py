"""Reads of one procedure: its card, the facts of the national record, and what it rests on."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from outreach.catalogue.models import ProcedureBasis, ProcedureCard, ProcedureFact
from outreach.catalogue.rules import DECREES
from outreach.database import db
from outreach.documents import queries as documents
from outreach.documents.citations import Citing
from outreach.documents.queries import DocumentLine
from outreach.dossiers.models import Procedure
from outreach.dossiers.queries import get_procedure


def procedure_in_public(procedure_id: int) -> Procedure | None:
    """The procedure with its levels; None for one that only a register has named so far."""
    procedure = get_procedure(procedure_id)
    return procedure if procedure is not None and not procedure.provisional else None


def card(procedure_id: int) -> ProcedureCard | None:
    """How it is filed, signed, paid and collected; None when nobody has said anything of that."""
    return db.session.get(ProcedureCard, procedure_id)


def facts(procedure_id: int) -> Sequence[ProcedureFact]:
    """What the national record says of it, kind by kind in order; what is not here reads "xem trên Cổng"."""
    statement = select(ProcedureFact).where(ProcedureFact.procedure_id == procedure_id)
    order = (ProcedureFact.kind, ProcedureFact.place, ProcedureFact.id)
    return list(db.session.scalars(statement.order_by(*order)))


def get_fact(procedure_id: int, fact_id: int) -> ProcedureFact | None:
    """One fact of this procedure."""
    fact = db.session.get(ProcedureFact, fact_id)
    return fact if fact is not None and fact.procedure_id == procedure_id else None


def bases(procedure_id: int) -> Sequence[DocumentLine]:
    """The legal documents it rests on, with what replaced them."""
    statement = select(ProcedureBasis.document_id).where(ProcedureBasis.procedure_id == procedure_id)
    return list(documents.lines(list(db.session.scalars(statement))).values())


def citing(document_ids: Collection[int]) -> Sequence[Citing]:
    """The procedures that rest on any of some documents."""
    rows = db.session.execute(
        select(ProcedureBasis.document_id, Procedure.id, Procedure.code, Procedure.name)
        .join(Procedure, Procedure.id == ProcedureBasis.procedure_id)
        .where(ProcedureBasis.document_id.in_(document_ids))
        .order_by(Procedure.name_sort)
    )
    return [
        Citing(document_id, f"{code or ''} {name}".strip(), "catalogue.show", {"procedure_id": procedure_id})
        for document_id, procedure_id, code, name in rows
    ]


def decrees(today: date) -> dict[str, DocumentLine]:
    """The decree behind each vocabulary of levels, as far as the register has it."""
    found = {words: documents.find(number) for words, number in DECREES.items()}
    lines = documents.lines([document.id for document in found.values() if document])
    return {words: lines[document.id] for words, document in found.items() if document}
