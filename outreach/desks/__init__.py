"""Pages that draw on many features and own no tables."""

from flask import Flask

from outreach.later import Later

# The same one however many applications are made: it is registered once.
OTHER_ROWS = Later("outreach.desks.queries.desk:others")


def init_app(app: Flask) -> None:
    """Attach the pages of this feature and the navigation, and answer forms below that ask for clashes."""
    from outreach.campaigns import clashing
    from outreach.desks import navigation
    from outreach.desks.routes import routes
    from outreach.helpdesk.live import beside

    routes.attach(app)
    clashing.register(Later("outreach.desks.queries.clashes:warn"))
    beside.register(OTHER_ROWS)
    app.context_processor(navigation.context)
