"""What tutorials tell the rooms above: plain values, nobody's objects.

`published`: version_id, tutorial_id, number, slug, title, published_on, procedure_id.
`started`: version_id, user_id, business_id; each time somebody goes to the steps, also when counted before.
`completed`: version_id, tutorial_id, user_id, business_id, how, completed_on.
"""

from blinker import Namespace

_signals = Namespace()
published = _signals.signal("tutorials.published")
started = _signals.signal("tutorials.started")
completed = _signals.signal("tutorials.completed")
