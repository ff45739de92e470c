"""All writes of help at the counter. They flush and never commit."""

from outreach.counter.actions.completing import give_code, say_without_dossier
from outreach.counter.actions.matching import match_helps
from outreach.counter.actions.recording import record_help, undo_help

__all__ = ["give_code", "match_helps", "record_help", "say_without_dossier", "undo_help"]
