"""What rooms below tell by signal becomes interventions and exposures, in the same transaction.

The ledger reads them like all others; businesses come to these by themselves, so that it gives no effect.
"""

from datetime import date
from typing import Any

from flask_babel import force_locale
from sqlalchemy import exists, select

from outreach import clock
from outreach.campaigns import rules
from outreach.campaigns.actions import create_intervention, reach
from outreach.campaigns.models import ExposureRecord, Intervention
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.revisions import REACHED, touch
from outreach.tutorials import queries as tutorials
from outreach.tutorials import signals as tutorial_signals

TUTORIAL = "tutorial"
CODE = "HD-{slug}-{number}"


@tutorial_signals.published.connect
def note_publishing(
    sender: Any, *, slug: str, number: int, title: str, published_on: date, **_others: Any
) -> None:
    """A published version is one intervention, held on the day it came out."""
    _tutorial_intervention(slug, number, title, published_on)


@tutorial_signals.completed.connect
def note_completion(
    sender: Any,
    *,
    version_id: int,
    user_id: int,
    business_id: int | None,
    completed_on: date,
    **_others: Any,
) -> None:
    """Who finished a published version reached their business by it, once however many do."""
    name = tutorials.name_of(version_id)
    if business_id is None or name is None or name.published_at is None:
        return
    touch(REACHED)  # two colleagues who finish at once: the second sees what the first recorded
    published_on = clock.local(name.published_at).date()
    intervention = _tutorial_intervention(name.slug, name.number, name.title, published_on)
    reached = exists().where(
        ExposureRecord.intervention_id == intervention.id, ExposureRecord.business_id == business_id
    )
    if intervention.type == TUTORIAL and not db.session.scalar(select(reached)):
        occasion = rules.Occasion(completed_on, rules.USUAL_PROOFS[TUTORIAL], offered=False)
        reach(
            intervention=intervention, people={business_id: 1}, occasion=occasion, recorded_by_id=user_id
        )  # fmt: skip


def _tutorial_intervention(slug: str, number: int, title: str, published_on: date) -> Intervention:
    code = CODE.format(slug=slug, number=number)
    known = db.session.scalar(select(Intervention).where(Intervention.code == code))
    if known is not None:
        return known
    with force_locale("vi"):  # data, in the board's language whoever publishes
        words = str(_("Bài hướng dẫn “%(title)s”, bản %(number)s", title=title, number=number))
    return create_intervention(code=code, type=TUTORIAL, title=words, held_on=published_on)
