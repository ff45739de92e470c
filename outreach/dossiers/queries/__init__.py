"""Reads of procedures, the register and imports."""

from outreach.dossiers.queries.imports import (
    ImportLine,
    find_import,
    find_same_import,
    list_imports,
    received_days,
    uploader_of,
)
from outreach.dossiers.queries.procedures import (
    ProcedureLine,
    get_level,
    get_procedure,
    list_fields,
    list_procedures,
    to_be_checked,
)
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
    "DossierLine",
    "ImportLine",
    "ProcedureLine",
    "RegisterFilter",
    "choices",
    "find_import",
    "find_same_import",
    "get_dossier",
    "get_level",
    "get_procedure",
    "import_of",
    "list_fields",
    "list_imports",
    "list_procedures",
    "names_of",
    "received_days",
    "register_days",
    "search_register",
    "to_be_checked",
    "uploader_of",
]
