"""What officers write of a procedure; the second of two who edit at once is told, and overwrites nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from outreach import clock
from outreach.catalogue import rules
from outreach.catalogue.models import ProcedureBasis, ProcedureCard, ProcedureFact
from outreach.database import db
from outreach.documents import queries as documents
from outreach.documents.rules import mark_of
from outreach.dossiers.models import Procedure
from outreach.i18n import LazyText
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import squeeze

CARD_FIELDS = (
    "portal_url", "system", "signing", "paying", "collecting", "phase", "place", "everyday", "decision",
    "source", "seen_on",
)  # fmt: skip
FACT_FIELDS = ("kind", "place", "text", "note", "source", "seen_on")
_CHOICES: dict[str, Mapping[str, LazyText]] = {
    "system": rules.SYSTEMS, "signing": rules.SIGNING, "paying": rules.PAYING,
    "collecting": rules.COLLECTING, "phase": rules.PHASES,
}  # fmt: skip


def change_card(*, procedure: Procedure, seen: str | None = None, **values: Any) -> ProcedureCard:
    """Say how a procedure is filed (CARD_FIELDS; what is None is not known).

    `seen` is the mark (`card_mark`) of what the editor saw: refused when it has changed since.
    """
    for name, known in _CHOICES.items():
        if values.get(name) is not None and values[name] not in known:
            raise Refused(_("Anh/Chị chọn một mục có trong danh sách."), name)
    if values.get("portal_url") and not values["portal_url"].startswith("https://"):
        raise Refused(_("Địa chỉ bắt đầu bằng https://."), "portal_url")
    _check_day(values.get("seen_on"))
    _hold(procedure)
    card = db.session.get(ProcedureCard, procedure.id, populate_existing=True)
    _check_seen(seen, card_mark(card))
    if card is None:
        card = ProcedureCard(procedure_id=procedure.id)
        db.session.add(card)
    values["everyday"] = ", ".join(rules.everyday_words(values.get("everyday"))) or None
    for name in CARD_FIELDS:
        setattr(card, name, values.get(name))
    db.session.flush()
    return card


def add_fact(
    *,
    procedure: Procedure,
    kind: str,
    text: str | None,
    source: str,
    seen_on: date,
    note: str | None = None,
    place: int | None = None,
) -> ProcedureFact:
    """A line of the national record, with where it stands and the day somebody saw it there."""
    fact = ProcedureFact(procedure_id=procedure.id)
    _fill(fact, kind=kind, text=text, source=source, seen_on=seen_on, note=note, place=place)
    db.session.add(fact)
    db.session.flush()
    return fact


def change_fact(*, fact: ProcedureFact, seen: str | None = None, **values: Any) -> ProcedureFact:
    """Correct a line; refused when somebody else changed it since the editor saw it (`fact_mark`)."""
    db.session.refresh(fact, with_for_update=True)
    _check_seen(seen, fact_mark(fact))
    _fill(fact, **values)
    db.session.flush()
    return fact


def delete_fact(*, fact: ProcedureFact) -> None:
    """Take a line back: the page then sends readers to the portal for it."""
    db.session.delete(fact)
    db.session.flush()


def add_basis(*, procedure: Procedure, number: str) -> ProcedureBasis:
    """Say that a procedure rests on a document of the register; nothing happens when it is said already."""
    document = documents.find(number)
    if document is None:
        raise Refused(_("Chưa có văn bản số này trong danh mục; Anh/Chị thêm văn bản trước."), "number")
    _hold(procedure)
    known = select(ProcedureBasis).where(
        ProcedureBasis.procedure_id == procedure.id, ProcedureBasis.document_id == document.id
    )
    basis = db.session.scalar(known)
    if basis is None:
        basis = ProcedureBasis(procedure_id=procedure.id, document_id=document.id)
        db.session.add(basis)
        db.session.flush()
    return basis


def remove_basis(*, procedure: Procedure, document_id: int) -> None:
    """A procedure does not rest on a document after all."""
    db.session.execute(
        delete(ProcedureBasis).where(
            ProcedureBasis.procedure_id == procedure.id, ProcedureBasis.document_id == document_id
        )
    )


def card_mark(card: ProcedureCard | None) -> str:
    """What an editor of a card sees; also of one that is not there yet."""
    return mark_of(getattr(card, name) if card else None for name in CARD_FIELDS)


def fact_mark(fact: ProcedureFact) -> str:
    """What an editor of a fact sees."""
    return mark_of(getattr(fact, name) for name in FACT_FIELDS)


def _hold(procedure: Procedure) -> None:
    """Whoever changes the same procedure's card waits until this deed is done."""
    db.session.execute(select(Procedure.id).where(Procedure.id == procedure.id).with_for_update())


def _check_seen(seen: str | None, now: str) -> None:
    if seen is not None and seen != now:
        raise Refused(_("Người khác vừa sửa chỗ này. Chưa ghi gì; Anh/Chị mở lại trang để xem bản mới nhất."))


def _check_day(seen_on: date | None) -> None:
    if seen_on is not None and seen_on > clock.today():
        raise Refused(_("Ngày xem nguồn không thể ở tương lai."), "seen_on")


def _fill(fact: ProcedureFact, **values: Any) -> None:
    if values["kind"] not in rules.FACTS:
        raise Refused(_("Anh/Chị chọn một mục có trong danh sách."), "kind")
    source = squeeze(values.get("source") or "")
    if not source:
        raise Refused(_("Anh/Chị ghi nguồn: địa chỉ trang hoặc văn bản."), "source")
    _check_day(values["seen_on"])
    fact.kind, fact.source, fact.seen_on = values["kind"], source, values["seen_on"]
    fact.text, fact.note = (values.get("text") or "").strip() or None, values.get("note") or None
    fact.place = values.get("place") or 0
