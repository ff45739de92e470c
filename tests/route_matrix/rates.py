"""Who may do what in rates."""

ROWS = {
    "GET rates.before_after": "sxx....",
    "GET rates.create_reported": "sxxx.x.",
    "GET rates.delete_reported": "sxxx.x.",
    "GET rates.delete_summary": "sxxx.x.",
    "GET rates.edit_reported": "sxxx.x.",
    "GET rates.figures": "sxx....",
    "GET rates.ledger": "sxx....",
    "GET rates.months": "sxx....",
    "GET rates.planned": "sxx....",
    "GET rates.reach_next": "sxx....",
    "GET rates.reach_plan": "sxxx.x.",
    "GET rates.reach_route": "sxx....",
    "GET rates.reported": "sxx....",
    "GET rates.summaries": "sxx....",
    "GET rates.summary": "sxx....",
    "POST rates.create_reported": "sxxx.x.",
    "POST rates.delete_reported": "sxxx.x.",
    "POST rates.delete_summary": "sxxx.x.",
    "POST rates.edit_reported": "sxxx.x.",
    "POST rates.reach_plan": "sxxx.x.",
}
