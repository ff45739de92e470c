"""Interventions: what was done, and who was reached."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.campaigns import views

    app.register_blueprint(views.bp)
