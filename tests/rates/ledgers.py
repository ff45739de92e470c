"""A stand-in for the estimator, and a board for it: the ledger's keeping is tested without its arithmetic."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from outreach.database import db, reading
from outreach.rates.models import LedgerEntry, LedgerRun
from outreach.rates.queries import LedgerState, ledger_state
from outreach.rates.rules.ledger import Entry, Outcome, Verdict
from tests import factories

DAY = date(2026, 3, 5)


class Method:
    """Gives entries that name the dossiers it saw; `before_each` runs before every one."""

    def __init__(self, before_each: Callable[[], None] = lambda: None) -> None:
        self.before_each = before_each
        self.asked: list[Outcome] = []

    def entries(self, inputs: Any, outcome: Outcome) -> Iterator[Entry]:
        self.asked.append(outcome)
        for deed in inputs.deeds:
            self.before_each()
            yield Entry(
                deed.id, deed.type, outcome, Verdict.TOO_FEW,
                exposed_businesses=len(inputs.reaches), dossiers_after=len(inputs.day),
            )  # fmt: skip

    def entry_of_type(self, inputs: Any, type: str, outcome: Outcome) -> Entry:
        self.before_each()
        return Entry(None, type, outcome, Verdict.UNCLEAR, len(inputs.reaches), len(inputs.day))

    def mark_discoveries(self, entries: list[Entry]) -> list[Entry]:
        return [replace(entry, stands_out=False) for entry in entries]


def board(interventions: int = 2) -> list[int]:
    """One dossier, and trainings that reached its business; committed. Their ids."""
    business = factories.business()
    factories.dossier(business, DAY)
    held = [factories.intervention() for _ in range(interventions)]
    for one in held:
        factories.attendance(one, business)
    db.session.commit()
    return [one.id for one in held]


def runs() -> list[Any]:
    """All runs, oldest first, as another connection sees them."""
    with reading() as connection:
        return list(connection.execute(select(LedgerRun.__table__).order_by(LedgerRun.id)))


def state() -> LedgerState:
    """As a page reads it, whose session ends."""
    try:
        return ledger_state()
    finally:
        db.session.rollback()


def stored() -> dict[tuple[str, str], int]:
    """(subject, outcome) → the dossiers that the method saw."""
    with reading() as connection:
        rows = connection.execute(select(LedgerEntry.__table__)).all()
    return {(row.subject, row.outcome): row.entry["dossiers_after"] for row in rows}


def compute(seconds: float) -> None:
    """Compute the ledger as the worker's process does, so many seconds for each entry."""
    from outreach.rates.actions import run_ledger
    from wsgi import app

    with app.app_context():
        run_ledger(Method(lambda: time.sleep(seconds)))
