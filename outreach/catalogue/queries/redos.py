"""Reads of why dossiers came back."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from outreach.catalogue.models import DossierRedo, RedoReason
from outreach.clock import month_of
from outreach.database import db

TOP = 3


class Reason(NamedTuple):
    """A coded reason and how many dossiers came back for it."""

    id: int
    code: str
    label: str
    label_en: str | None
    question: str | None
    question_en: str | None
    step_key: str | None
    dossiers: int


def list_reasons(procedure_id: int) -> Sequence[Reason]:
    """All reasons of a procedure, the most frequent first."""
    times = func.count(DossierRedo.id)
    rows = db.session.execute(
        select(
            RedoReason.id, RedoReason.code, RedoReason.label, RedoReason.label_en, RedoReason.question,
            RedoReason.question_en, RedoReason.step_key, times,
        )
        .outerjoin(DossierRedo, DossierRedo.reason_id == RedoReason.id)
        .where(RedoReason.procedure_id == procedure_id)
        .group_by(RedoReason.id)
        .order_by(times.desc(), RedoReason.id)
    )  # fmt: skip
    return [Reason(*row) for row in rows]


def top_three(procedure_id: int) -> Sequence[Reason]:
    """What the check before submission asks: the three most frequent reasons that have a question."""
    return [reason for reason in list_reasons(procedure_id) if reason.question][:TOP]


def get_reason(procedure_id: int, reason_id: int) -> RedoReason | None:
    """One reason of this procedure."""
    reason = db.session.get(RedoReason, reason_id)
    return reason if reason is not None and reason.procedure_id == procedure_id else None


def coded(dossier_id: int) -> set[int]:
    """Ids of the reasons for which a dossier came back."""
    statement = select(DossierRedo.reason_id).where(DossierRedo.dossier_id == dossier_id)
    return set(db.session.scalars(statement))


def months(procedure_id: int) -> dict[date, dict[int, int]]:
    """How many dossiers came back for each reason, by calendar month of the note; newest month first."""
    rows = db.session.execute(
        select(DossierRedo.noted_on, DossierRedo.reason_id)
        .join(RedoReason, RedoReason.id == DossierRedo.reason_id)
        .where(RedoReason.procedure_id == procedure_id)
        .order_by(DossierRedo.noted_on.desc())
    )
    found: dict[date, dict[int, int]] = {}
    for row in rows:
        month = found.setdefault(month_of(row.noted_on), {})
        month[row.reason_id] = month.get(row.reason_id, 0) + 1
    return found
