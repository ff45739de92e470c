"""Writes of the catalogue: cards, facts, what a procedure rests on, redo reasons, the shipped catalogue."""

from outreach.catalogue.actions.cards import (
    add_basis,
    add_fact,
    card_mark,
    change_card,
    change_fact,
    delete_fact,
    fact_mark,
    remove_basis,
)
from outreach.catalogue.actions.loading import Loaded, load_shipped
from outreach.catalogue.actions.redos import (
    change_reason,
    code_redo,
    create_reason,
    delete_reason,
    reason_mark,
)

__all__ = [
    "Loaded",
    "add_basis", "add_fact", "card_mark", "change_card", "change_fact", "change_reason", "code_redo",
    "create_reason", "delete_fact", "delete_reason", "fact_mark", "load_shipped", "reason_mark",
    "remove_basis",
]  # fmt: skip
