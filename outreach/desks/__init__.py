"""Pages that draw on many features and own no tables."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.desks import views

    app.register_blueprint(views.bp)
