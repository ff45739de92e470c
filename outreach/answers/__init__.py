"""What the desk knows: replies to reuse, and answers that everybody may read."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.answers.routes import routes

    routes.attach(app)
