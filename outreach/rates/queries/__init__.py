"""Reads for the rates: figures, series by month, before and after, dossiers as dots."""

from outreach.rates.queries.changes import before_after, business_before_after, register
from outreach.rates.queries.figures import breakdown, figures, glance
from outreach.rates.queries.ledger import (
    LedgerState,
    ledger_entry,
    ledger_state,
)
from outreach.rates.queries.marks import WallBusiness, WallOfZone, dots, marks_of, wall
from outreach.rates.queries.months import months, months_of_all

__all__ = [
    "LedgerState",
    "WallBusiness",
    "WallOfZone",
    "before_after",
    "breakdown",
    "business_before_after",
    "dots",
    "figures",
    "glance",
    "ledger_entry",
    "ledger_state",
    "marks_of",
    "months",
    "months_of_all",
    "register",
    "wall",
]
