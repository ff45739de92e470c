"""Visits: a day's route, what was found at each business, and promises until they are kept."""

from flask import Flask

from outreach.later import Later


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging, personal
    from outreach.visits.routes import routes

    routes.attach(app)
    merging.register("visit_stops", by=Later("outreach.visits.actions:move_stops"))
    merging.register("promises")
    personal.register(
        "visits",
        collect=Later("outreach.visits.personal:collect"),
        erase=Later("outreach.visits.personal:erase"),
    )
