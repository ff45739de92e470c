"""All writes about leaflets: their words, batches, handing out, scans, recall."""

from outreach.leaflets.actions.batches import change_batch, delete_batch, order_batch
from outreach.leaflets.actions.designs import create_leaflet, delete_leaflet, save_words
from outreach.leaflets.actions.handouts import Handed, hand_out, undo_handout
from outreach.leaflets.actions.recall import keep_batch, recall_batch, undo_keep, undo_recall
from outreach.leaflets.actions.scans import note_scan, note_start

__all__ = [
    "Handed",
    "change_batch", "create_leaflet", "delete_batch", "delete_leaflet", "hand_out", "keep_batch",
    "note_scan", "note_start", "order_batch", "recall_batch", "save_words", "undo_handout", "undo_keep",
    "undo_recall",
]  # fmt: skip
