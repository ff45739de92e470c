"""Legal documents: what procedures, tutorials, answers and plans rest on, and what has replaced what."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.documents.routes import routes

    routes.attach(app)
