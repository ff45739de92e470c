"""Outreach: how a board's businesses come to file online, and what helped."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config

ROOT = Path(__file__).resolve().parent.parent


def create_app(config: Config | None = None) -> Flask:
    """Build the application; without `config` the settings come from the environment."""
    from outreach import (
        accounts,
        answers,
        businesses,
        campaigns,
        catalogue,
        cli,
        counter,
        database,
        desks,
        documents,
        dossiers,
        fetching,
        helpdesk,
        i18n,
        leaflets,
        notices,
        practice,
        rates,
        receipts,
        trainings,
        tutorials,
        visits,
        web,
        workdays,
        zalo,
    )

    settings = config or Config.from_environment()
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.url_rule_class = web.LateRule
    app.config.from_mapping(settings.flask_settings())
    if settings.proxy_count:
        hops = settings.proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    database.init_app(app)
    i18n.init_app(app)
    web.init_app(app)
    for feature in (
        accounts,
        workdays,
        businesses,
        notices,
        documents,
        dossiers,
        fetching,
        catalogue,
        tutorials,
        answers,
        practice,
        receipts,
        helpdesk,
        campaigns,
        rates,
        trainings,
        visits,
        leaflets,
        counter,
        zalo,
        desks,
        cli,
    ):
        feature.init_app(app)
    web.everyone_may(app.view_functions["static"])
    return app
