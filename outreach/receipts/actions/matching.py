"""Codes that confirm themselves: found in the register, or in a list that the counter pasted."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from outreach import clock
from outreach.database import db
from outreach.receipts import letters, queries, rules
from outreach.receipts.models import Receipt, SeenCode
from outreach.receipts.rules import Candidate


def match_register(receipt_ids: Sequence[int] | None = None) -> int:
    """Look every code without a dossier up in the register, or only those of these receipts.

    Gives how many were found. Those that nobody had seen yet are seen from now on; the register also speaks
    against "mistyped". Twice is as good as once.
    """
    db.session.flush()
    conditions = [] if receipt_ids is None else [Receipt.id.in_(receipt_ids)]
    waiting = queries.without_dossier(conditions)
    dossiers = queries.dossiers_by_code(sorted({row.code_key for row in waiting}))
    matched = [row for row in waiting if row.code_key in dossiers]
    people = queries.known_people({row.phone for row in matched if row.business_id is None and row.phone})
    found = [_values(row, dossiers[row.code_key], people) for row in matched]
    seen = [row.id for row in matched if row.state != "seen"]
    if found:
        _write(found)
        _mark_seen(seen, "register")
        db.session.expire_all()
        letters.tell(seen)
    return len(found)


def match_lists(receipt_ids: Sequence[int] | None = None) -> list[int]:
    """Mark what stands in the counter's lists as seen; gives the receipts that nobody had seen before."""
    db.session.flush()
    statement = select(Receipt.id).where(
        Receipt.state == "waiting", Receipt.code_key.in_(select(SeenCode.code_key))
    )
    if receipt_ids is not None:
        statement = statement.where(Receipt.id.in_(receipt_ids))
    ids = list(db.session.scalars(statement.order_by(Receipt.id)))
    if ids:
        _mark_seen(ids, "list")
        db.session.expire_all()
        letters.tell(ids)
    return ids


def _values(
    receipt: Any, dossiers: Sequence[Candidate], people: Collection[tuple[int, str]]
) -> dict[str, Any]:
    """The receipt's own dossier among those with its code, and the business when it is sure whose it is."""
    business_id, tax_code = receipt.business_id, receipt.tax_code
    meant = rules.best(dossiers, business_id=business_id, tax_code=tax_code)
    if business_id is None:
        business_id = rules.business_of(meant, tax_code=tax_code, phone=receipt.phone, people=people)
    return {"key": receipt.id, "dossier": meant.dossier_id, "business": business_id}


def _write(found: list[dict[str, Any]]) -> None:
    table = Receipt.__table__
    statement = (
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == bindparam("key"), table.c.dossier_id.is_(None))
        .values(dossier_id=bindparam("dossier"), business_id=bindparam("business"))
    )
    db.session.connection().execute(statement, found)


def _mark_seen(ids: Sequence[int], how: str) -> None:
    if not ids:
        return
    table = Receipt.__table__
    statement = (
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == bindparam("key"), table.c.state != "seen")
        .values(state="seen", seen_at=clock.now(), seen_how=how, seen_by_id=None)
    )
    db.session.connection().execute(statement, [{"key": one} for one in ids])
