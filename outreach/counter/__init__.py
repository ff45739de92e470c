"""Help at the one-stop counter, recorded in two taps."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging
    from outreach.counter.routes import routes
    from outreach.dossiers import dependants
    from outreach.i18n import lazy_gettext as _l

    routes.attach(app)
    merging.register("counter_helps")
    dependants.register("outreach.counter.models:CounterHelp", _l("lượt hỗ trợ tại quầy"))
