"""Interventions: what was done, and who was reached."""

from flask import Flask

from outreach.later import Later

# Signals know a receiver by its identity: one of each, however many applications are made.
NOTE_COMPLETION = Later("outreach.campaigns.listening:note_completion")
NOTE_PRACTICE = Later("outreach.campaigns.listening:note_practice")
NOTE_ANSWER = Later("outreach.campaigns.listening:note_answer")
NOTE_ANSWERS = Later("outreach.campaigns.listening:note_answers")


def init_app(app: Flask) -> None:
    """Attach the pages of this feature, and what it does when the rooms below have news."""
    from outreach.businesses import merging, personal
    from outreach.campaigns.routes import routes
    from outreach.documents import citations
    from outreach.helpdesk import signals as helpdesk_signals
    from outreach.practice import occasions
    from outreach.practice import signals as practice_signals
    from outreach.tutorials import signals as tutorial_signals

    routes.attach(app)
    citations.register("plans", Later("outreach.campaigns.queries.plans:citing"))
    occasions.take_from(Later("outreach.campaigns.occasions:trainings_around"))
    tutorial_signals.completed.connect(NOTE_COMPLETION)
    practice_signals.finished.connect(NOTE_PRACTICE)
    helpdesk_signals.answered.connect(NOTE_ANSWER)
    helpdesk_signals.answered_elsewhere.connect(NOTE_ANSWERS)
    merging.register("attendances", "exposures", by=Later("outreach.campaigns.actions:move_reach"))
    merging.register("listed_businesses", by=Later("outreach.campaigns.actions:move_lists"))
    merging.register("evidence", "dialogue_questions")
    personal.register(
        "dialogues",
        collect=Later("outreach.campaigns.personal:collect"),
        erase=Later("outreach.campaigns.personal:erase"),
    )
