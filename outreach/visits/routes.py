"""The addresses of visits."""

from outreach.web.routes import Routes

routes = Routes("visits")
