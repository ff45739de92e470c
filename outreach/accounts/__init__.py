"""People, roles, sign-in."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach sign-in and the pages of this feature."""
    from outreach.accounts import sessions, views

    sessions.init_app(app)
    app.register_blueprint(views.bp)
