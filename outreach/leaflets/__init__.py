"""Leaflets made from tutorials: batches, handing out, scans, what they lead to, recall."""

from flask import Flask

from outreach.later import Later

# Signals know a receiver by its identity: one, however many applications are made.
NOTE_START = Later("outreach.leaflets.listening:note_start")


def init_app(app: Flask) -> None:
    """Attach the pages of this feature, and what it does when somebody begins a tutorial."""
    from outreach.businesses import merging
    from outreach.leaflets.routes import routes
    from outreach.tutorials import signals

    routes.attach(app)
    signals.started.connect(NOTE_START)
    merging.register("handouts", "leaflet_scans")
