"""What people type about interventions, about who was reached, about campaigns and what proves them."""

from outreach.campaigns.forms.interventions import CancelForm, InterventionForm, intervention_form
from outreach.campaigns.forms.reaching import (
    ListForm,
    LotForm,
    PasteForm,
    ReachForm,
    RollForm,
    UploadForm,
    length_fault,
    read_id,
    read_people,
    usual_day,
)

__all__ = [
    "CancelForm",
    "InterventionForm",
    "ListForm",
    "LotForm",
    "PasteForm",
    "ReachForm",
    "RollForm",
    "UploadForm",
    "intervention_form",
    "length_fault",
    "read_id",
    "read_people",
    "usual_day",
]
