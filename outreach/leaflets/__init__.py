"""Leaflets made from tutorials: batches, handing out, scans, what they lead to, recall."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.leaflets.routes import routes

    routes.attach(app)
