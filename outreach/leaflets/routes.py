"""The addresses of leaflets."""

from outreach.web.routes import Routes

routes = Routes("leaflets")
