"""The practice room: a mock portal, plainly marked as one, that keeps nothing past a run."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging
    from outreach.practice.routes import routes

    routes.attach(app)
    merging.register("practice_runs")
