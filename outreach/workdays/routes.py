"""The addresses of workdays."""

from outreach.web.routes import Routes

routes = Routes("workdays")
