"""Pages that draw on many features and own no tables."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature and the navigation."""
    from outreach.desks import navigation
    from outreach.desks.routes import routes

    routes.attach(app)
    app.context_processor(navigation.context)
