"""Who may do what in desks."""

ROWS = {
    "GET desks.business": "s.0....",
    "GET desks.business_ladder": "s.0....",
    "GET desks.businesses": "sxx....",
    "GET desks.calendar": "sxx....",
    "GET desks.clashes": "sxx....",
    "GET desks.favicon": ".......",
    "GET desks.handover": "s.0....",
    "GET desks.health": ".......",
    "GET desks.home": "s......",
    "GET desks.ladder": "sxx....",
    "GET desks.manifest": ".......",
    "GET desks.offline": ".......",
    "GET desks.robots": ".......",
    "GET desks.service_worker": ".......",
    "GET desks.sitemap": ".......",
    "GET desks.stencils": ".......",
    "GET desks.todo": "sxx....",
    "GET desks.todo_rows": "sxx0000",
    "GET desks.wall": "sxx....",
    "GET desks.wall_dossiers": "sxx....",
}
