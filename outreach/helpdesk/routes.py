"""The addresses of the helpdesk."""

from outreach.web.routes import Routes

routes = Routes("helpdesk")
