"""All writes of the helpdesk. They flush and never commit."""

from outreach.helpdesk.actions.beginning import About, Guest, begin
from outreach.helpdesk.actions.speaking import locked, say
from outreach.helpdesk.actions.targets import set_due

__all__ = ["About", "Guest", "begin", "locked", "say", "set_due"]
