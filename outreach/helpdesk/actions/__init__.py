"""All writes of the helpdesk. They flush and never commit."""

from outreach.helpdesk.actions.attaching import MOST_WAITING, attach_file, sweep_files, waiting_files
from outreach.helpdesk.actions.beginning import NOBODY, NOTHING, About, Guest, begin
from outreach.helpdesk.actions.drafting import drop_draft, save_draft
from outreach.helpdesk.actions.handling import attach, close
from outreach.helpdesk.actions.looking import note_file, note_look, note_search
from outreach.helpdesk.actions.purging import purge, set_retention
from outreach.helpdesk.actions.rating import rate
from outreach.helpdesk.actions.reading import look_in, mark_own, mark_received, mark_seen
from outreach.helpdesk.actions.speaking import locked, say
from outreach.helpdesk.actions.taking_back import WITHIN, take_back
from outreach.helpdesk.actions.targets import recompute, set_due, set_targets

__all__ = [
    "MOST_WAITING",
    "NOBODY",
    "NOTHING",
    "WITHIN",
    "About",
    "Guest",
    "attach",
    "attach_file",
    "begin",
    "close",
    "drop_draft",
    "locked",
    "look_in",
    "mark_own",
    "mark_received",
    "mark_seen",
    "note_file",
    "note_look",
    "note_search",
    "purge",
    "rate",
    "recompute",
    "save_draft",
    "say",
    "set_due",
    "set_retention",
    "set_targets",
    "sweep_files",
    "take_back",
    "waiting_files",
]
