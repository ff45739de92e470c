"""Who may do what in practice."""

ROWS = {
    "GET practice.find_room": ".......",
    "GET practice.index": ".......",
    "GET practice.join": ".......",
    "GET practice.open_room": "sxx..x.",
    "GET practice.projector": "sxx..x.",
    "GET practice.room": "sxx..x.",
    "GET practice.run": ".......",
    "GET practice.sample": ".......",
    "POST practice.act": ".......",
    "POST practice.ask_for_help": ".......",
    "POST practice.close_room": "sxx..x.",
    "POST practice.confirm": "sxx..x.",
    "POST practice.helped": "sxx..x.",
    "POST practice.join": ".......",
    "POST practice.leave": ".......",
    "POST practice.open_room": "sxx..x.",
    "POST practice.start": ".......",
}
