"""What the desk knows: replies to reuse, and answers that everybody may read."""

from flask import Flask

from outreach.later import Later

# Signals know a receiver by its identity: one, however many applications are made.
NOTE_VERSION = Later("outreach.answers.actions:note_version")


def init_app(app: Flask) -> None:
    """Attach the pages of this feature, the ways to them from documents and steps, and what it listens to."""
    from outreach.answers.routes import routes
    from outreach.businesses import personal
    from outreach.documents import citations
    from outreach.tutorials import notes, signals

    routes.attach(app)
    citations.register("answers", Later("outreach.answers.ways:citing"))
    notes.register(
        "answers",
        notes=Later("outreach.answers.ways:notes_at"),
        waiting=Later("outreach.answers.ways:waiting_at"),
    )
    personal.register(
        "answers",
        collect=Later("outreach.answers.personal:collect"),
        erase=Later("outreach.answers.personal:erase"),
    )
    signals.published.connect(NOTE_VERSION)
