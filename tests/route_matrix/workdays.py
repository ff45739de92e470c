"""Who may do what in workdays."""

ROWS = {
    "GET workdays.hours": "sxx....",
    "GET workdays.index": "sxx....",
    "POST workdays.forget": "sxxx.x.",
    "POST workdays.note": "sxxx.x.",
    "POST workdays.note_fixed": "sxxx.x.",
    "POST workdays.set_hours": "sxxx.x.",
}
