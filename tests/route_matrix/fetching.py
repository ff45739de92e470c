"""Who may do what with sources of registers."""

ROWS = {
    "GET fetching.create": "sxxx.x.",
    "GET fetching.delete": "sxxx.x.",
    "GET fetching.edit": "sxxx.x.",
    "GET fetching.index": "sxxx.x.",
    "GET fetching.show": "sxxx.x.",
    "POST fetching.ask": "sxxx.x.",
    "POST fetching.create": "sxxx.x.",
    "POST fetching.delete": "sxxx.x.",
    "POST fetching.edit": "sxxx.x.",
    "POST fetching.pause": "sxxx.x.",
    "POST fetching.resume": "sxxx.x.",
}
