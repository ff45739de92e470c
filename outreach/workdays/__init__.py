"""Working days: holidays and days worked in exchange, as data."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.workdays.routes import routes

    routes.attach(app)
