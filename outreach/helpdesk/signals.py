"""What the helpdesk tells the rooms above: plain values, nobody's objects, within the deed's transaction.

`said`: message_id, conversation_id, side, kind, channel; after a message was stored.
`answered`: conversation_id, business_id, procedure_id, answered_on, user_id; the first reply to a business.
`answered_elsewhere`: answers, as (business_id, answered_on); the same of many conversations taken in at once.
`changed`: conversation_id; state, assignment, labels or what it is about.
"""

from blinker import Namespace

_signals = Namespace()
said = _signals.signal("helpdesk.said")
answered = _signals.signal("helpdesk.answered")
answered_elsewhere = _signals.signal("helpdesk.answered_elsewhere")
changed = _signals.signal("helpdesk.changed")
