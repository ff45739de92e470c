"""The addresses of saved replies and public answers."""

from outreach.web.routes import Routes

routes = Routes("answers")
