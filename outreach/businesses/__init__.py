"""Zones, businesses, and their contacts."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging, models  # noqa: F401 (people, below, point to their business)
    from outreach.businesses.routes import routes
    from outreach.later import Later
    from outreach.outbox import consent

    routes.attach(app)
    consent.on_leaving(Later("outreach.businesses.actions.contacts:refuse_mail"))
    merging.register("contacts", "account_statements", "business_aliases", "name_decisions")
    merging.register("name_candidates", by=Later("outreach.businesses.actions.comparing:forget_candidates"))
