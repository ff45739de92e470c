"""The online-submission rate, before and after each intervention."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature, and its words for whatever page speaks of before and after."""
    from outreach.rates import views, wording

    app.register_blueprint(views.bp)
    app.jinja_env.globals["rates_wording"] = wording
