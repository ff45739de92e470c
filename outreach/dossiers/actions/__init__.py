"""Writes about procedures, the register and imports. They flush and never commit."""

from outreach.dossiers.actions.counts import hold_register, recount
from outreach.dossiers.actions.imports import ask_to_undo, create_import, discard_import, queue_import
from outreach.dossiers.actions.outages import change_outage, delete_outage, end_outage, record_outage
from outreach.dossiers.actions.procedures import (
    add_level,
    close_level,
    create_procedure,
    edit_procedure,
    remove_level,
    take_in_procedures,
)
from outreach.dossiers.actions.register import move_dossiers, set_assistance, take_in_dossiers
from outreach.dossiers.actions.undoing import undo_import, why_needed

__all__ = [
    "add_level",
    "ask_to_undo",
    "change_outage",
    "close_level",
    "create_import",
    "create_procedure",
    "delete_outage",
    "discard_import",
    "edit_procedure",
    "end_outage",
    "hold_register",
    "move_dossiers",
    "queue_import",
    "record_outage",
    "recount",
    "remove_level",
    "set_assistance",
    "take_in_dossiers",
    "take_in_procedures",
    "undo_import",
    "why_needed",
]
