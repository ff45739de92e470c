"""The desk's stream: which conversations changed, so that one stream serves its list and what is open."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach.accounts import guards
from outreach.helpdesk import rules
from outreach.helpdesk.live.answers import answer


@guards.counter
def desk_stream() -> ResponseReturnValue:
    """For whoever may work at the desk; 204 when every place is taken."""
    return answer(person=f"user:{current_user.id}", side=rules.STAFF)
