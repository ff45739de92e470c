"""All reads of the helpdesk."""

from outreach.helpdesk.queries.targets import targets

__all__ = ["targets"]
