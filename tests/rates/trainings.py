"""Trainings with who came."""

from datetime import date
from typing import Any

from outreach.campaigns.models import Intervention
from outreach.database import db
from tests import factories

HELD = date(2025, 3, 5)


def training(*businesses: Any, held_on: date = HELD, **values: Any) -> Intervention:
    """A committed training with these businesses."""
    found = factories.intervention(held_on=held_on, **values)
    for business in businesses:
        factories.attendance(found, business)
    db.session.commit()
    return found
