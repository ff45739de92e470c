"""Who may do what in workdays."""

ROWS = {
    "GET workdays.index": "sxx....",
    "POST workdays.forget": "sxxx.x.",
    "POST workdays.note": "sxxx.x.",
    "POST workdays.note_fixed": "sxxx.x.",
}
