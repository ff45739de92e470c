"""How registers write things: one function per kind of value, from a cell to a clean value.

Each takes a cell as read (text, number, truth, date or nothing), gives None for an empty one, and raises
CellFault with a reason for the reader when it cannot be understood.
"""

from outreach.sheets.values.dates import parse_date
from outreach.sheets.values.numbers import parse_employees, parse_int, parse_share, parse_vnd
from outreach.sheets.values.texts import (
    parse_code,
    parse_own_code,
    parse_procedure_code,
    parse_tax_code,
    parse_text,
)
from outreach.sheets.values.wordings import (
    ServiceLevel,
    parse_assistance,
    parse_channel,
    parse_intervention_type,
    parse_online_mark,
    parse_return_channel,
    parse_service_level,
    parse_status,
    parse_yes_no,
)

__all__ = [
    "ServiceLevel",
    "parse_assistance",
    "parse_channel",
    "parse_code",
    "parse_date",
    "parse_employees",
    "parse_int",
    "parse_intervention_type",
    "parse_online_mark",
    "parse_own_code",
    "parse_procedure_code",
    "parse_return_channel",
    "parse_service_level",
    "parse_share",
    "parse_status",
    "parse_tax_code",
    "parse_text",
    "parse_vnd",
    "parse_yes_no",
]
