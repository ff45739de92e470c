"""Zones, businesses, and their contacts."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging, models  # noqa: F401 (people, below, point to their business)
    from outreach.businesses.routes import routes

    routes.attach(app)
    merging.register("contacts", "account_statements")
