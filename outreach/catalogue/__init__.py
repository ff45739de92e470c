"""What the national record says of a procedure, how it is filed, and the map from opening to operation."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature, and say which procedures cite legal documents."""
    from outreach.catalogue import queries, views
    from outreach.documents import citations

    app.register_blueprint(views.bp)
    citations.register("catalogue", queries.citing)
