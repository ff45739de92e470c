"""What rooms below tell by signal becomes interventions and exposures, in the same transaction.

The ledger reads them like all others; businesses come to guides and to practice at home by themselves, so
that these give no effect. Practice in the room of a training is attendance, by doing.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import force_locale
from sqlalchemy import exists, select

from outreach import clock
from outreach.campaigns import rules
from outreach.campaigns.actions import create_intervention, reach
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.practice import queries as practice
from outreach.revisions import REACHED, touch
from outreach.tutorials import queries as tutorials

TUTORIAL = "tutorial"
CODE = "HD-{slug}-{number}"
HELPDESK = "helpdesk"
HELPDESK_CODE = "HOI-{month:%Y-%m}"
PRACTICE_CODE = "HD-thuc-hanh-{procedure_id}"


def note_completion(
    sender: Any,
    *,
    version_id: int,
    user_id: int,
    business_id: int | None,
    completed_on: date,
    **_others: Any,
) -> None:
    """Who finished a published version reached their business by it, once however many do.

    A version is an intervention from its first business on: guides nobody finished would fill the ledger.
    """
    name = tutorials.name_of(version_id)
    if business_id is None or name is None or name.published_at is None:
        return
    touch(REACHED)  # two colleagues who finish at once: the second sees what the first recorded
    published_on = clock.local(name.published_at).date()
    intervention = _tutorial_intervention(name.slug, name.number, name.title, published_on)
    _reached_by_itself(intervention, business_id, completed_on, user_id)


def note_practice(
    sender: Any, *, user_id: int | None, business_id: int | None, procedure_id: int, room_id: int | None,
    intervention_id: int | None, finished_on: date, **_others: Any,
) -> None:  # fmt: skip
    """Who practised to the end in the room of a training was there; elsewhere it reached their business."""
    if business_id is None:
        return
    touch(REACHED)  # two seats of a business that finish at once are counted one after the other
    intervention = db.session.get(Intervention, intervention_id) if intervention_id else None
    if intervention is not None and room_id is not None:
        _attended_by_doing(intervention, business_id, room_id, finished_on)
        return
    taught = next(iter(tutorials.of_procedure(procedure_id)), None)
    version = tutorials.published(taught.slug) if taught else None
    if version is not None and version.published_at is not None:
        published_on = clock.local(version.published_at).date()
        intervention = _tutorial_intervention(version.slug, version.number, version.title, published_on)
    else:
        intervention = _practice_intervention(procedure_id, finished_on)
    _reached_by_itself(intervention, business_id, finished_on, user_id)


def note_answer(
    sender: Any, *, business_id: int | None, answered_on: date, user_id: int | None, **_others: Any
) -> None:  # fmt: skip
    """A business that got an answer was reached by its month's helpdesk, once however much it asked."""
    if business_id is None:
        return
    touch(REACHED)  # two answers at once: the second sees what the first recorded
    _reached_by_itself(_helpdesk_intervention(answered_on), business_id, answered_on, user_id)


def note_answers(sender: Any, *, answers: Sequence[tuple[int, date]], **_others: Any) -> None:
    """The same for many businesses at once, in a few statements."""
    touch(REACHED)
    first: dict[tuple[date, int], date] = {}
    for business_id, day in answers:
        key = clock.month_of(day), business_id
        first[key] = min(first.get(key, day), day)
    for month in sorted({month for month, _business in first}):
        intervention = _helpdesk_intervention(month)
        e = ExposureRecord
        known = set(db.session.scalars(select(e.business_id).where(e.intervention_id == intervention.id)))
        by_day: dict[date, dict[int, int]] = {}
        for (of, business_id), day in first.items():
            if of == month and business_id not in known and intervention.type in rules.SELF_SELECTED:
                by_day.setdefault(day, {})[business_id] = 1
        for day, people in sorted(by_day.items()):
            occasion = rules.Occasion(day, rules.USUAL_PROOFS[intervention.type], offered=False)
            reach(intervention=intervention, people=people, occasion=occasion, recorded_by_id=None)


def _attended_by_doing(intervention: Intervention, business_id: int, room_id: int, day: date) -> None:
    """A seat counts as a person; what somebody has counted by hand is never made less."""
    known = db.session.scalar(
        select(Attendance.people).where(
            Attendance.intervention_id == intervention.id, Attendance.business_id == business_id
        )
    )
    people = max(known or 0, practice.finished_seats(room_id, business_id), 1)
    occasion = rules.Occasion(day, rules.USUAL_PROOFS.get(intervention.type, "attended"))
    reach(
        intervention=intervention, people={business_id: people}, occasion=occasion, recorded_by_id=None
    )  # fmt: skip


def _reached_by_itself(intervention: Intervention, business_id: int, day: date, user_id: int | None) -> None:
    reached = exists().where(
        ExposureRecord.intervention_id == intervention.id, ExposureRecord.business_id == business_id
    )
    if intervention.type in rules.SELF_SELECTED and not db.session.scalar(select(reached)):
        occasion = rules.Occasion(day, rules.USUAL_PROOFS[intervention.type], offered=False)
        reach(
            intervention=intervention, people={business_id: 1}, occasion=occasion, recorded_by_id=user_id
        )  # fmt: skip


def _helpdesk_intervention(day: date) -> Intervention:
    """The helpdesk of a month, held from its first day on."""
    code = HELPDESK_CODE.format(month=day)
    known = db.session.scalar(select(Intervention).where(Intervention.code == code))
    if known is not None:
        return known
    with force_locale("vi"):
        words = str(_("Hỏi đáp với doanh nghiệp, tháng %(month)s", month=f"{day:%m/%Y}"))
    return create_intervention(code=code, type=HELPDESK, title=words, held_on=clock.month_of(day))


def _practice_intervention(procedure_id: int, day: date) -> Intervention:
    """For procedures without a guide: practising them is one intervention, held from its first run on."""
    code = PRACTICE_CODE.format(procedure_id=procedure_id)
    known = db.session.scalar(select(Intervention).where(Intervention.code == code))
    if known is not None:
        return known
    way = practice.way_of(procedure_id)
    with force_locale("vi"):
        words = str(_("Phòng thực hành “%(title)s”", title=way.name if way else code))
    return create_intervention(code=code, type=TUTORIAL, title=words, held_on=day)


def _tutorial_intervention(slug: str, number: int, title: str, published_on: date) -> Intervention:
    code = CODE.format(slug=slug, number=number)
    known = db.session.scalar(select(Intervention).where(Intervention.code == code))
    if known is not None:
        return known
    with force_locale("vi"):  # data, in the board's language whoever publishes
        words = str(_("Bài hướng dẫn “%(title)s”, bản %(number)s", title=title, number=number))
    return create_intervention(code=code, type=TUTORIAL, title=words, held_on=published_on)
