"""The online-submission rate, before and after each intervention."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.rates import views

    app.register_blueprint(views.bp)
