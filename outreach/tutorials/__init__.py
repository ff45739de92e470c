"""Step-by-step guides for filing online: written in versions, followed step by step, reported when wrong."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature, and the ways to them from procedures and legal documents."""
    from outreach.catalogue import guides
    from outreach.documents import citations
    from outreach.tutorials import ways
    from outreach.tutorials.views import attach, bp

    attach()
    app.register_blueprint(bp)
    guides.register("tutorials", ways.guides_of)
    citations.register("tutorials", ways.citing)
