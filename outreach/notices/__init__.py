"""Notices that a business finds in the portal."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging
    from outreach.notices.routes import routes

    routes.attach(app)
    merging.register("notices")
