"""Who may do what in receipts."""

ROWS = {
    "GET receipts.before": ".......",
    "GET receipts.index": ".......",
    "GET receipts.news": "s..xxxx",
    "GET receipts.paste": "sxx..x.",
    "GET receipts.phone": "sxx..x.",
    "GET receipts.show": "0.0....",
    "GET receipts.waiting": "sxx..x.",
    "POST receipts.attach": "sxx..x.",
    "POST receipts.index": ".......",
    "POST receipts.mark_mistyped": "sxx..x.",
    "POST receipts.mark_seen": "sxx..x.",
    "POST receipts.news": "s..xxxx",
    "POST receipts.paste": "sxx..x.",
    "POST receipts.reopen": "sxx..x.",
    "POST receipts.undo_list": "sxx..x.",
}
