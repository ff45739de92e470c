"""Pages that draw on many features and own no tables."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature and the navigation, and answer forms below that ask for clashes."""
    from outreach.campaigns import clashing
    from outreach.desks import navigation
    from outreach.desks.routes import routes
    from outreach.later import Later

    routes.attach(app)
    clashing.register(Later("outreach.desks.queries.clashes:warn"))
    app.context_processor(navigation.context)
