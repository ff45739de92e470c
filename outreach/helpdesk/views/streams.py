"""A conversation's stream: it says that there is something to look at, never what."""

from flask.typing import ResponseReturnValue

from outreach.accounts import guards
from outreach.helpdesk.live.answers import OPENING, answer
from outreach.helpdesk.views.opening import opened


@guards.everyone
def stream(conversation_key: str) -> ResponseReturnValue:
    """For whoever may open the conversation; 204 when every place is taken: the page asks by itself then."""
    with OPENING:
        head, by = opened(conversation_key)
        person = f"guest:{head.id}" if by.key else by.who
        return answer(person=person, side=by.side, conversation_id=head.id)
