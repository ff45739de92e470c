"""Visits: a day's route, what was found at each business, and promises until they are kept."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.visits.routes import routes

    routes.attach(app)
