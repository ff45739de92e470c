"""The addresses of the counter."""

from outreach.web.routes import Routes

routes = Routes("counter")
