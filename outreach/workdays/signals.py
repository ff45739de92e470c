"""What working days tell the rooms above.

`changed`: hours or special days are different; within the deed's transaction.
"""

from blinker import Namespace

_signals = Namespace()
changed = _signals.signal("workdays.changed")
