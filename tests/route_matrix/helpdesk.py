"""Who may do what in the helpdesk."""

ROWS = {
    "GET helpdesk.figure_rows": "sxx....",
    "GET helpdesk.figures": "sxx....",
    "GET helpdesk.file": "s.0....",
    "GET helpdesk.index": ".......",
    "GET helpdesk.messages": "s.0....",
    "GET helpdesk.private": ".......",
    "GET helpdesk.show": "s.0....",
    "GET helpdesk.stream": "s.0....",
    "GET helpdesk.targets": "sxxx.x.",
    "POST helpdesk.draft": "s.0....",
    "POST helpdesk.index": ".......",
    "POST helpdesk.mark": "s.0....",
    "POST helpdesk.rate": "s.0xxxx",
    "POST helpdesk.send": "s.0....",
    "POST helpdesk.take_back": "s.0....",
    "POST helpdesk.targets": "sxxx.x.",
    "POST helpdesk.upload": "s.0....",
}
