"""What the practice room tells the rooms above: plain values, nobody's objects.

`finished`: run_id, user_id, business_id, procedure_id, room_id, intervention_id, finished_on. It is sent in
the transaction that ends the run, or in that with which the trainer confirms who sat there, so what a
listener writes is committed with it.
"""

from blinker import Namespace

_signals = Namespace()
finished = _signals.signal("practice.finished")
