"""What people type about interventions, about who was reached, about campaigns and what proves them."""

from outreach.campaigns.forms.reaching import (
    InterventionForm,
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
    "InterventionForm",
    "ListForm",
    "LotForm",
    "PasteForm",
    "ReachForm",
    "RollForm",
    "UploadForm",
    "length_fault",
    "read_id",
    "read_people",
    "usual_day",
]
