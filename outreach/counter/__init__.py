"""Help at the one-stop counter, recorded in two taps."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging
    from outreach.counter.routes import routes

    routes.attach(app)
    merging.register("counter_helps")
