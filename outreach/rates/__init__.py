"""The online-submission rate, before and after each intervention."""

from functools import partial
from importlib import import_module

from flask import Flask
from werkzeug.local import LocalProxy

from outreach.later import Later


def init_app(app: Flask) -> None:
    """Attach the pages of this feature, and its words for whatever page speaks of before and after."""
    from outreach.campaigns import measured
    from outreach.rates.routes import routes

    routes.attach(app)
    measured.register(Later("outreach.rates.queries.targets:measured"))
    app.jinja_env.globals["rates_wording"] = LocalProxy(partial(import_module, "outreach.rates.wording"))
