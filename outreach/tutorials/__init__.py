"""Step-by-step guides for filing online: written in versions, followed step by step, reported when wrong."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.tutorials.views import attach, bp

    attach()
    app.register_blueprint(bp)
