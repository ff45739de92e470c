"""Sessions that people come to: invitations, registrations, check-in, surveys, certificates."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.trainings.routes import routes

    routes.attach(app)
