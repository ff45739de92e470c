"""The addresses of Zalo."""

from outreach.web.routes import Routes

routes = Routes("zalo")
