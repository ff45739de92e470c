"""Who may do what in catalogue."""

ROWS = {
    "GET catalogue.edit": "sxxx.x.",
    "GET catalogue.fact_create": "sxxx.x.",
    "GET catalogue.fact_edit": "sxxx.x.",
    "GET catalogue.index": ".......",
    "GET catalogue.map": ".......",
    "GET catalogue.map_svg": ".......",
    "GET catalogue.reason_edit": "sxxx.x.",
    "GET catalogue.reasons": "sxxx.x.",
    "GET catalogue.redo": "sxx..x.",
    "GET catalogue.show": ".......",
    "POST catalogue.basis_add": "sxxx.x.",
    "POST catalogue.basis_remove": "sxxx.x.",
    "POST catalogue.edit": "sxxx.x.",
    "POST catalogue.fact_create": "sxxx.x.",
    "POST catalogue.fact_delete": "sxxx.x.",
    "POST catalogue.fact_edit": "sxxx.x.",
    "POST catalogue.reason_delete": "sxxx.x.",
    "POST catalogue.reason_edit": "sxxx.x.",
    "POST catalogue.reasons": "sxxx.x.",
    "POST catalogue.redo": "sxx..x.",
}
