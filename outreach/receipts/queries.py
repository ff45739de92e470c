"""Reads of receipts, of the codes a counter pasted, and of what goes with them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, union
from sqlalchemy.orm import aliased, joinedload

from outreach.accounts.models import User
from outreach.businesses.models import Business, Contact
from outreach.catalogue.models import ProcedureCard
from outreach.database import batches as batches_of
from outreach.database import db
from outreach.dossiers.models import Dossier, Procedure
from outreach.receipts.models import Receipt, SeenCode
from outreach.receipts.rules import Candidate
from outreach.tutorials.models import Tutorial, TutorialVersion

MOST_PROCEDURES = 200


class ReceiptLine(NamedTuple):
    """One row of a list of receipts; `others`: the same code was entered for another business too."""

    public_id: str
    code: str
    state: str
    entered_at: datetime
    seen_at: datetime | None
    filed_on: date | None
    procedure: str | None
    business_id: int | None
    business: str | None
    tax_code: str | None
    note: str | None
    due_on: date | None
    status: str | None
    dossier_id: int | None
    dossier_business_id: int | None
    others: bool


class Batch(NamedTuple):
    """One paste: how many codes, for which day, by whom, and how many of them receipts have asked for."""

    batch: str
    seen_on: date
    pasted_at: datetime
    by: str | None
    codes: int


def get(public_id: str) -> Receipt | None:
    """The receipt with this id, its dossier and procedure with it."""
    statement = (
        select(Receipt)
        .options(joinedload(Receipt.dossier), joinedload(Receipt.procedure))
        .where(Receipt.public_id == public_id)
    )
    return db.session.scalars(statement).one_or_none()


def find_own(business_id: int, code_key: str) -> Receipt | None:
    """The receipt of this code that somebody of the business has entered before."""
    statement = select(Receipt).where(Receipt.business_id == business_id, Receipt.code_key == code_key)
    return db.session.scalars(statement.order_by(Receipt.id).limit(1)).first()


def of_business(business_id: int, *, offset: int, limit: int) -> tuple[Sequence[ReceiptLine], int]:
    """A business's receipts, the newest first, and how many there are."""
    order = (Receipt.entered_at.desc(), Receipt.id.desc())
    return _lines([Receipt.business_id == business_id], order, offset, limit)


def to_look_at(shown: str, *, offset: int, limit: int) -> tuple[Sequence[ReceiptLine], int]:
    """The counter's queue, oldest first: codes nobody has seen yet, or what `rules.SHOWN` names else."""
    condition: ColumnElement[bool] = Receipt.state == shown
    if shown == "unattached":
        condition = and_(
            Receipt.state == "seen", Receipt.business_id.is_(None), Receipt.dossier_id.is_not(None)
        )
    elif shown == "other":
        condition = and_(
            Receipt.state == "seen",
            Receipt.business_id.is_not(None),
            Dossier.business_id.is_not(None),
            Dossier.business_id != Receipt.business_id,
        )
    return _lines([condition], (Receipt.entered_at, Receipt.id), offset, limit)


def without_dossier(conditions: Sequence[ColumnElement[bool]]) -> Sequence[Any]:
    """Receipts that no dossier belongs to yet: (id, state, code_key, business_id, tax_code, phone)."""
    whose = (Receipt.business_id, Receipt.tax_code, Receipt.phone)
    statement = (
        select(Receipt.id, Receipt.state, Receipt.code_key, *whose)
        .where(Receipt.dossier_id.is_(None), *conditions)
        .order_by(Receipt.id)
    )
    return db.session.execute(statement).all()


def dossiers_by_code(keys: Sequence[str]) -> dict[str, list[Candidate]]:
    """The dossiers of any source with these codes; one look through the register for two thousand codes."""
    # A register's code keeps the blanks inside it; what is compared has none.
    code = func.replace(Dossier.code, " ", "")
    columns = (code.label("key"), Dossier.id, Dossier.business_id, Business.tax_code, Dossier.received_on)
    found: dict[str, list[Candidate]] = {}
    for some in batches_of(keys):
        statement = (
            select(*columns)
            .outerjoin(Business, Business.id == Dossier.business_id)
            .where(code.in_(some))
            .order_by(Dossier.id)
        )
        for key, *rest in db.session.execute(statement):
            found.setdefault(key, []).append(Candidate(*rest))
    return found


def known_people(phones: Iterable[str]) -> set[tuple[int, str]]:
    """(business, phone) of people with these phones: contacts who have not left, accounts not disabled."""
    found: set[tuple[int, str]] = set()
    for some in batches_of(phones):
        contacts = select(Contact.business_id, Contact.phone).where(
            Contact.phone.in_(some), Contact.left_on.is_(None)
        )
        accounts = select(User.business_id, User.phone).where(
            User.phone.in_(some), User.disabled_at.is_(None), User.business_id.is_not(None)
        )
        rows: Sequence[Any] = db.session.execute(union(contacts, accounts)).all()
        found.update((row.business_id, row.phone) for row in rows)
    return found


def known_codes(keys: Sequence[str]) -> set[str]:
    """Which of these codes the counter has pasted before."""
    return set(db.session.scalars(select(SeenCode.code_key).where(SeenCode.code_key.in_(keys))))


def last_list() -> datetime | None:
    """When the counter pasted a list last."""
    return db.session.scalar(select(func.max(SeenCode.pasted_at)))


def batches(limit: int = 5) -> list[Batch]:
    """The latest pastes."""
    statement = (
        select(
            SeenCode.batch, func.max(SeenCode.seen_on), func.max(SeenCode.pasted_at),
            func.max(User.name), func.count(),
        )
        .outerjoin(User, User.id == SeenCode.pasted_by_id)
        .group_by(SeenCode.batch)
        .order_by(func.max(SeenCode.pasted_at).desc(), SeenCode.batch)
        .limit(limit)
    )  # fmt: skip
    return [Batch(*row) for row in db.session.execute(statement)]


def procedures(asked: int | None = None) -> list[tuple[int, str]]:
    """Procedures to choose from: those the catalogue holds, and the one an address asks for."""
    known = exists().where(ProcedureCard.procedure_id == Procedure.id)
    statement = select(Procedure.id, Procedure.name).where(
        Procedure.provisional.is_(False), or_(known, Procedure.id == (asked or 0))
    )
    rows = db.session.execute(statement.order_by(Procedure.name_sort, Procedure.id).limit(MOST_PROCEDURES))
    return [(row.id, row.name) for row in rows]


def business_of(receipt: Receipt) -> Business | None:
    """The business a receipt belongs to."""
    return db.session.get(Business, receipt.business_id) if receipt.business_id else None


def guides(procedure_id: int) -> list[tuple[str, str]]:
    """Published tutorials of a procedure: (slug, title)."""
    statement = (
        select(Tutorial.slug, TutorialVersion.title)
        .join(TutorialVersion, TutorialVersion.tutorial_id == Tutorial.id)
        .where(Tutorial.procedure_id == procedure_id, TutorialVersion.state == "published")
        .order_by(Tutorial.slug)
    )
    return [(row.slug, row.title) for row in db.session.execute(statement)]


def _lines(
    conditions: Sequence[ColumnElement[bool]], order: Sequence[Any], offset: int, limit: int
) -> tuple[Sequence[ReceiptLine], int]:
    other = aliased(Receipt)
    elsewhere = exists().where(
        other.code_key == Receipt.code_key,
        other.id != Receipt.id,
        func.coalesce(other.tax_code, "") != func.coalesce(Receipt.tax_code, ""),
        func.coalesce(other.business_id, 0) != func.coalesce(Receipt.business_id, 0),
    )
    statement = (
        select(
            Receipt.public_id, Receipt.code, Receipt.state, Receipt.entered_at, Receipt.seen_at,
            Receipt.filed_on, Procedure.name.label("procedure"), Receipt.business_id,
            Business.name.label("business"), Receipt.tax_code, Receipt.note, Dossier.due_on, Dossier.status,
            Receipt.dossier_id, Dossier.business_id.label("dossier_business_id"), elsewhere.label("others"),
            func.count().over().label("total"),
        )
        .outerjoin(Procedure, Procedure.id == Receipt.procedure_id)
        .outerjoin(Business, Business.id == Receipt.business_id)
        .outerjoin(Dossier, Dossier.id == Receipt.dossier_id)
        .where(*conditions)
        .order_by(*order)
    )  # fmt: skip
    rows = db.session.execute(statement.offset(offset).limit(limit)).all()
    total = rows[0].total if rows else 0
    if not rows and offset:
        total = db.session.scalar(
            select(func.count()).select_from(Receipt).outerjoin(Dossier, Dossier.id == Receipt.dossier_id)
            .where(*conditions)
        ) or 0  # fmt: skip
    names = ReceiptLine._fields
    return [ReceiptLine(**{name: row._mapping[name] for name in names}) for row in rows], total
