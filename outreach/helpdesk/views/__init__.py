"""The views of helpdesk."""
