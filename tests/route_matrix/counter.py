"""Who may do what in counter."""

ROWS = {
    "GET counter.complete": "sxx..x.",
    "GET counter.helps": "sxx....",
    "GET counter.index": "sxx..x.",
    "GET counter.months": "sxx....",
    "GET counter.record": "sxx..x.",
    "POST counter.complete": "sxx..x.",
    "POST counter.record": "sxx..x.",
    "POST counter.undo": "sxx..x.",
    "POST counter.without_dossier": "sxx..x.",
}
