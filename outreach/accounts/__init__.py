"""People, roles, sign-in."""

from flask import Flask

from outreach.later import Later


def init_app(app: Flask) -> None:
    """Attach sign-in and the pages of this feature."""
    from outreach.accounts import sessions
    from outreach.accounts.routes import routes
    from outreach.accounts.throttle import TooManyTries

    sessions.init_app(app)
    routes.attach(app)
    app.register_error_handler(TooManyTries, Later("outreach.accounts.waiting:too_many_tries"))
