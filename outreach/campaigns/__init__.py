"""Interventions: what was done, and who was reached."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.campaigns import listening  # noqa: F401 (connects itself to the rooms below)
    from outreach.campaigns.occasions import trainings_around
    from outreach.campaigns.views import bp, interventions, listing, pasting, roll  # noqa: F401 (add their pages)
    from outreach.practice import occasions

    occasions.take_from(trainings_around)
    app.register_blueprint(bp)
