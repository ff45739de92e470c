"""Registers that boards publish at an address: fetched on schedule, then treated like an upload."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.fetching.routes import routes

    routes.attach(app)
