"""Forgetting who asked at dialogues long ago, and photos of visits: that there were some stays."""

from datetime import date

from flask import current_app
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute

from outreach import clock
from outreach.campaigns.models import Evidence, Intervention, Question
from outreach.database import record

PHOTO = "photo"


def forget_photos() -> int:
    """Take photos of businesses away from old visits; how many.

    The row stays without a file, so that what was proved stays proved; the file goes with the next sweep.
    """
    e = Evidence
    with record() as connection:
        done = connection.execute(
            update(e)
            .where(e.kind == PHOTO, e.business_id.is_not(None), e.mime.is_not(None))
            .where(_held_before(e.intervention_id, _months_ago("KEEP_PHOTOS_MONTHS")))
            .values(stored_as="", title="", file_name=None, mime=None, size=None, sha256=None)
        )
    return done.rowcount


def forget_askers() -> int:
    """Take away who asked old questions that have their answer; how many."""
    q = Question
    with record() as connection:
        done = connection.execute(
            update(q)
            .where(q.asked_by.is_not(None), q.answered_on.is_not(None))
            .where(_held_before(q.intervention_id, _months_ago("KEEP_NAMES_MONTHS")))
            .values(asked_by=None)
        )
    return done.rowcount


def _months_ago(setting: str) -> date:
    return clock.add_months(clock.today(), -int(current_app.config[setting]))


def _held_before(intervention_id: InstrumentedAttribute[int], day: date) -> ColumnElement[bool]:
    return intervention_id.in_(select(Intervention.id).where(Intervention.held_on < day))
