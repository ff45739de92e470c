"""Interventions: what was done, and who was reached."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.campaigns import listening  # noqa: F401 (connects itself to the rooms below)
    from outreach.campaigns.views import bp, interventions, listing, pasting, roll  # noqa: F401 (add their pages)

    app.register_blueprint(bp)
