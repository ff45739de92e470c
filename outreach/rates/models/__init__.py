"""The stored ledger, totals that a report gives without their split, and figures of summary forms."""

from outreach.rates.models.ledger import LedgerEntry, LedgerRun, ReportedTotal
from outreach.rates.models.summaries import FormerFigure, ReportedFigure, SummaryForm

__all__ = [
    "FormerFigure",
    "LedgerEntry",
    "LedgerRun",
    "ReportedFigure",
    "ReportedTotal",
    "SummaryForm",
]
