"""The helpdesk: conversations of businesses with the board, live, and what follows from them."""

from flask import Flask
from flask_login import current_user

from outreach.later import Later

# Signals know a receiver by its identity: one of each, however many applications are made.
OPEN_CONVERSATION = Later("outreach.helpdesk.stuck:open_conversation")
LOCK_FIRST = Later("outreach.helpdesk.stuck:lock_first")
TAKE_OVER_ANSWER = Later("outreach.helpdesk.stuck:take_over_answer")
ANSWER_QUESTION = Later("outreach.helpdesk.stuck:answer_question")
GIVE_TO_BUSINESS = Later("outreach.helpdesk.stuck:give_to_business")
WAY_TO = Later("outreach.helpdesk.stuck:way_to")
WAKE_STREAMS = Later("outreach.helpdesk.live.commits:note")
RECOMPUTE = Later("outreach.helpdesk.actions:recompute")


def init_app(app: Flask) -> None:
    """Attach the pages of this feature, what it does when somebody is stuck, and the number in the header."""
    from outreach.answers import sources
    from outreach.businesses import merging, personal
    from outreach.dossiers import dependants
    from outreach.helpdesk import signals
    from outreach.helpdesk.routes import routes
    from outreach.i18n import lazy_gettext as _l
    from outreach.tutorials import signals as tutorial_signals
    from outreach.tutorials import talks
    from outreach.workdays import signals as workday_signals

    routes.attach(app)
    merging.register("conversations", "complaints")
    dependants.register("outreach.helpdesk.models:Conversation", _l("cuộc trò chuyện nhắc đến"))
    personal.register(
        "conversations",
        collect=Later("outreach.helpdesk.personal:collect"),
        erase=Later("outreach.helpdesk.personal:erase"),
    )
    tutorial_signals.asked.connect(OPEN_CONVERSATION)
    tutorial_signals.taken_up.connect(LOCK_FIRST)
    tutorial_signals.answered.connect(TAKE_OVER_ANSWER)
    tutorial_signals.attached.connect(GIVE_TO_BUSINESS)
    signals.said.connect(ANSWER_QUESTION)
    signals.said.connect(WAKE_STREAMS)
    signals.changed.connect(WAKE_STREAMS)
    workday_signals.changed.connect(RECOMPUTE)
    talks.register(WAY_TO)
    sources.register(
        "helpdesk",
        talk=Later("outreach.helpdesk.lent:talk"),
        known=Later("outreach.helpdesk.queries.talk:known"),
        copied=Later("outreach.helpdesk.lent:copied"),
    )
    app.context_processor(lambda: {"unread_messages": _unread})


def _unread() -> int:
    """How many messages of staff wait for the signed-in person of a business."""
    if current_user.business_id is None:
        return 0
    from outreach.helpdesk import queries

    return queries.unread(current_user.business_id, current_user.id)
