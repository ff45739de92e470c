"""What the national record says of a procedure, how it is filed, and the map from opening to operation."""

from flask import Flask

from outreach.later import Later


def init_app(app: Flask) -> None:
    """Attach the pages of this feature, and say which procedures cite legal documents."""
    from outreach.catalogue.routes import routes
    from outreach.documents import citations
    from outreach.dossiers import dependants
    from outreach.i18n import lazy_gettext as _l

    routes.attach(app)
    citations.register("catalogue", Later("outreach.catalogue.queries:citing"))
    dependants.register("outreach.catalogue.models:DossierRedo", _l("lý do bị trả lại hoặc phải bổ sung"))
