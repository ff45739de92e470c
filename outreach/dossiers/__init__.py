"""Procedures and the register of dossiers."""

from flask import Flask

from outreach.later import Later


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging
    from outreach.dossiers.routes import routes

    routes.attach(app)
    merging.register(
        "dossiers", "monthly_counts", "import_rows", by=Later("outreach.dossiers.actions:move_dossiers")
    )
