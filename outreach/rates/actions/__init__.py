"""All writes of rates."""

from outreach.rates.actions.ledger import run_ledger
from outreach.rates.actions.refreshing import refresh_ledger

__all__ = ["refresh_ledger", "run_ledger"]
