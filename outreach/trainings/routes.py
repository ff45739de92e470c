"""The addresses of trainings."""

from outreach.web.routes import Routes

routes = Routes("trainings")
