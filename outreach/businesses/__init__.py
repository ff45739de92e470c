"""Zones, businesses, and their contacts."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import views

    app.register_blueprint(views.bp)
