"""Reads of procedures, the register and imports."""

from outreach.dossiers.queries.changes import DossierChange, changes_of
from outreach.dossiers.queries.imports import (
    ImportLine,
    find_import,
    find_same_import,
    has_rows,
    last_imports,
    list_imports,
    received_days,
    uploader_of,
)
from outreach.dossiers.queries.outages import (
    OutageLine,
    get_outage,
    known_systems,
    list_outages,
    outage_years,
    outages_between,
)
from outreach.dossiers.queries.procedures import (
    ProcedureLine,
    get_level,
    get_procedure,
    list_fields,
    list_procedures,
    to_be_checked,
)
from outreach.dossiers.queries.quality import Tallied, agency_names, count_doubles, tally_quality
from outreach.dossiers.queries.register import (
    Choices,
    DossierLine,
    RegisterFilter,
    choices,
    get_dossier,
    import_of,
    names_of,
    register_days,
    search_register,
)

__all__ = [
    "Choices",
    "DossierChange",
    "DossierLine",
    "ImportLine",
    "OutageLine",
    "ProcedureLine",
    "RegisterFilter",
    "Tallied",
    "agency_names",
    "changes_of",
    "choices",
    "count_doubles",
    "find_import",
    "find_same_import",
    "get_dossier",
    "get_level",
    "get_outage",
    "get_procedure",
    "has_rows",
    "import_of",
    "known_systems",
    "last_imports",
    "list_fields",
    "list_imports",
    "list_outages",
    "list_procedures",
    "names_of",
    "outage_years",
    "outages_between",
    "received_days",
    "register_days",
    "search_register",
    "tally_quality",
    "to_be_checked",
    "uploader_of",
]
