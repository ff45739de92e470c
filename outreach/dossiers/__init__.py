"""Procedures and the register of dossiers."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.dossiers.routes import routes

    routes.attach(app)
