"""The trainings that practice rooms can be opened for."""

from collections.abc import Sequence
from datetime import date, timedelta

from outreach.campaigns import queries, rules
from outreach.practice.occasions import Occasion

AROUND = timedelta(days=120)


def trainings_around(day: date) -> Sequence[Occasion]:
    """The trainings held some weeks before or after a day, the nearest first."""
    rows = queries.list_interventions(day - AROUND, day + AROUND, rules.TRAINING)
    nearest = sorted(rows, key=lambda row: (abs((row.held_on - day).days), row.id))
    return [Occasion(row.id, row.title, row.held_on) for row in nearest]
