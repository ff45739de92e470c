"""People, roles, sign-in."""

from flask import Flask, Response, g

from outreach.later import Later


def init_app(app: Flask) -> None:
    """Attach sign-in and the pages of this feature."""
    from outreach.accounts import sessions
    from outreach.accounts.routes import routes
    from outreach.accounts.throttle import TooManyTries

    sessions.init_app(app)
    routes.attach(app)
    app.after_request(_note_shown)
    app.register_error_handler(TooManyTries, Later("outreach.accounts.waiting:too_many_tries"))


def _note_shown(response: Response) -> Response:
    if "shown_all_the_same" not in g:
        return response
    from outreach.accounts.actions.access import note_shown

    return note_shown(response)
