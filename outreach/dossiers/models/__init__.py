"""Procedures with their dated service levels, the register of dossiers, its monthly counts, and imports."""

from outreach.dossiers.models.curtain import Curtain
from outreach.dossiers.models.expected import ExpectedFile, ImportSpan
from outreach.dossiers.models.imports import HOLDS, ImportRow, ImportRun, StagedDossier, StagedName
from outreach.dossiers.models.mappings import ColumnMap
from outreach.dossiers.models.matching import MeantDossier
from outreach.dossiers.models.months import Month, counted_month
from outreach.dossiers.models.outages import Outage
from outreach.dossiers.models.procedures import Agency, Procedure, ServiceLevel
from outreach.dossiers.models.register import Dossier, MonthlyCount

__all__ = [
    "HOLDS",
    "Agency",
    "ColumnMap",
    "Curtain",
    "Dossier",
    "ExpectedFile",
    "ImportRow",
    "ImportRun",
    "ImportSpan",
    "MeantDossier",
    "Month",
    "MonthlyCount",
    "Outage",
    "Procedure",
    "ServiceLevel",
    "StagedDossier",
    "StagedName",
    "counted_month",
]
