"""All reads of help at the counter."""

from outreach.counter.queries.choosing import (
    FoundBusiness,
    OfferedProcedure,
    find_businesses,
    offered_procedures,
    recent_businesses,
)
from outreach.counter.queries.helps import (
    HelpFilter,
    HelpLine,
    MonthTotals,
    count_to_complete,
    get_help,
    get_line,
    list_helps,
    months,
    names,
    today_helps,
    totals,
)

__all__ = [
    "FoundBusiness", "HelpFilter", "HelpLine", "MonthTotals", "OfferedProcedure",
    "count_to_complete", "find_businesses", "get_help", "get_line", "list_helps", "months", "names",
    "offered_procedures", "recent_businesses", "today_helps", "totals",
]  # fmt: skip
