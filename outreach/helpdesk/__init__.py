"""The helpdesk: conversations of businesses with the board, live, and what follows from them."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging
    from outreach.helpdesk.routes import routes

    routes.attach(app)
    merging.register("conversations", "complaints")
