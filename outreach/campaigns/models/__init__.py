"""Plans and campaigns, interventions, who was reached by them, and what proves it."""

from outreach.campaigns.models.evidence import Evidence, Question
from outreach.campaigns.models.interventions import (
    Attendance,
    Draw,
    ExposureRecord,
    Intervention,
    ListedBusiness,
)
from outreach.campaigns.models.plans import (
    Campaign,
    Plan,
    PlanBasis,
    PlanContent,
    PlanItem,
    PlanTarget,
    PlanUnit,
)

__all__ = [
    "Attendance", "Campaign", "Draw", "Evidence", "ExposureRecord", "Intervention", "ListedBusiness", "Plan",
    "PlanBasis", "PlanContent", "PlanItem", "PlanTarget", "PlanUnit", "Question",
]  # fmt: skip
