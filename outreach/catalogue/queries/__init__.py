"""Reads of the catalogue: cards and facts, search, the map, redo reasons."""

from outreach.catalogue.queries.cards import (
    bases,
    card,
    citing,
    decrees,
    facts,
    get_fact,
    procedure_in_public,
)
from outreach.catalogue.queries.found import ProcedureLine, browse, by_phase, public_ids, search
from outreach.catalogue.queries.redos import (
    Reason,
    coded,
    get_reason,
    list_reasons,
    months,
    top_three,
)

__all__ = [
    "ProcedureLine", "Reason",
    "bases", "browse", "by_phase", "card", "citing", "coded", "decrees", "facts", "get_fact", "get_reason",
    "list_reasons", "months", "procedure_in_public", "public_ids", "search", "top_three",
]  # fmt: skip
