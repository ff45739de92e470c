"""What tutorials tell the rooms above: plain values, nobody's objects.

`published`: version_id, tutorial_id, number, slug, title, published_on, procedure_id.
`started`: version_id, user_id, business_id; each time somebody goes to the steps, also when counted before.
`completed`: version_id, tutorial_id, user_id, business_id, how, completed_on.
`asked`: report_id, kind, question, about (procedure_id, tutorial_id, version_id, step_key), user_id,
business_id, tax_code, phone, secret (of the private link); within the deed's transaction, as the next three.
`taken_up`: report_id; before staff write to a question, so that whoever keeps more of it locks its own first.
`answered`: report_id, answer, by.
`attached`: report_id, business_id, by.
"""

from blinker import Namespace

_signals = Namespace()
published = _signals.signal("tutorials.published")
started = _signals.signal("tutorials.started")
completed = _signals.signal("tutorials.completed")
asked = _signals.signal("tutorials.asked")
taken_up = _signals.signal("tutorials.taken_up")
answered = _signals.signal("tutorials.answered")
attached = _signals.signal("tutorials.attached")
