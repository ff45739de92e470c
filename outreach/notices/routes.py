"""The addresses of notices."""

from outreach.web.routes import Routes

routes = Routes("notices")
