"""Who may do what in documents."""

ROWS = {
    "GET documents.create": "sxxx.x.",
    "GET documents.delete": "sxxx.x.",
    "GET documents.edit": "sxxx.x.",
    "GET documents.index": "sxx....",
    "GET documents.show": "sxx....",
    "POST documents.create": "sxxx.x.",
    "POST documents.delete": "sxxx.x.",
    "POST documents.edit": "sxxx.x.",
    "POST documents.replace": "sxxx.x.",
    "POST documents.undo_replacement": "sxxx.x.",
}
