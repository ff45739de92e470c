"""How often people got stuck at a step before and after something was published about it."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, func, select

from outreach import clock
from outreach.answers import rules
from outreach.database import db
from outreach.tutorials.models import Start, StepReport, TutorialVersion


def gain(*, tutorial_id: int, step_key: str | None, published_on: date, today: date) -> rules.Gain | None:
    """Both sides of the day of publication, of a step or of all; None while no whole day has passed since."""
    both = rules.spans(published_on, today)
    if both is None:
        return None
    before, after = (_side(tutorial_id, step_key, span) for span in both)
    return rules.Gain(before, after)


def _side(tutorial_id: int, step_key: str | None, span: rules.Span) -> rules.Side:
    at = StepReport.tutorial_id == tutorial_id
    if step_key is not None:
        at = and_(at, StepReport.step_key == step_key)
    starts = db.session.scalar(
        select(func.count())
        .select_from(Start)
        .join(TutorialVersion, TutorialVersion.id == Start.version_id)
        .where(TutorialVersion.tutorial_id == tutorial_id)
        .where(Start.started_on.between(span.first, span.last))
    )
    stuck = db.session.scalar(
        select(func.count())
        .select_from(StepReport)
        .where(at, StepReport.kind == "stuck", StepReport.asked_at >= _midnight(span.first))
        .where(StepReport.asked_at < _midnight(span.last + timedelta(days=1)))
    )
    return rules.Side(span, starts or 0, stuck or 0)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LOCAL)
