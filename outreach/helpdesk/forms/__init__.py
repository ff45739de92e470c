"""The forms of helpdesk."""
