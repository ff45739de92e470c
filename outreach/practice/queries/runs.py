"""Reads for one run: the run, how its procedure is filed, what teaches each step."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from outreach.catalogue.models import DossierRedo, ProcedureCard, RedoReason
from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.practice import rules
from outreach.practice.models import PracticeRoom, PracticeRun
from outreach.practice.rules import ways
from outreach.tutorials.models import Tutorial, TutorialStep, TutorialVersion
from outreach.tutorials.queries.reading import shown

USUAL_REASONS = 3  # of a procedure: those that come back most often


class Lesson(NamedTuple):
    """The step of a tutorial that teaches a step of the practice room."""

    slug: str
    key: str
    title: str
    title_en: str | None


def get_run(key: str, *, to_write: bool = False) -> PracticeRun | None:
    """The run with this address; `to_write` lets nobody else write to it until the transaction ends."""
    if "\x00" in key:
        return None
    statement = select(PracticeRun).where(PracticeRun.public_id == key)
    if to_write:
        statement = statement.with_for_update()
    else:
        statement = statement.options(joinedload(PracticeRun.room).joinedload(PracticeRoom.procedure))
    return db.session.scalar(statement)


def is_over(run: PracticeRun, at: datetime) -> bool:
    """Whether a run has ended, or stood still for so long that it counts as left."""
    return run.ended_at is not None or at - run.moved_at > rules.KEEP_RUN


def way_of(procedure_id: int) -> rules.Way | None:
    """How a procedure is filed; what nobody has recorded is taken as the usual way and marked so."""
    procedure = db.session.get(Procedure, procedure_id)
    if procedure is None:
        return None
    card = db.session.get(ProcedureCard, procedure_id)
    signing, paying, collecting = (card.signing, card.paying, card.collecting) if card else (None,) * 3
    return rules.Way(
        procedure_id=procedure.id,
        code=procedure.code,
        name=procedure.name,
        field=procedure.field,
        signing=signing or ways.SIGNED_ONLINE,
        paying=paying or ways.PAID_ONLINE,
        collecting=collecting or ways.SENT_ONLINE,
        known=all((signing, paying, collecting)),
    )


def supplement_reason(procedure_id: int, turn: int) -> tuple[str, str | None] | None:
    """One of the reasons for which this procedure's dossiers come back most often, and its English words.

    `turn` goes through them, so that not every run is asked the same. None when none has been recorded.
    """
    often = func.count(DossierRedo.id)
    rows = db.session.execute(
        select(RedoReason.label, RedoReason.label_en)
        .outerjoin(DossierRedo, DossierRedo.reason_id == RedoReason.id)
        .where(RedoReason.procedure_id == procedure_id)
        .group_by(RedoReason.id, RedoReason.label, RedoReason.label_en)
        .order_by(often.desc(), RedoReason.id)
        .limit(USUAL_REASONS)
    ).all()
    if not rows:
        return None
    label, label_en = rows[turn % len(rows)]
    return label, label_en


def lessons(procedure_id: int) -> Mapping[str, Lesson]:
    """Which tutorial step teaches each step of the room; the procedure's own before what all need."""
    own = Tutorial.procedure_id == procedure_id
    rows = db.session.execute(
        select(
            TutorialStep.practice_step, Tutorial.slug, TutorialStep.key, TutorialStep.title,
            TutorialStep.title_en,
        )
        .join(TutorialVersion, TutorialVersion.id == TutorialStep.version_id)
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .where(shown(), TutorialStep.practice_step.is_not(None), own | Tutorial.procedure_id.is_(None))
        .order_by(Tutorial.procedure_id.is_(None), Tutorial.id, TutorialStep.place)
    )  # fmt: skip
    found: dict[str, Lesson] = {}
    for step, slug, key, title, title_en in rows:
        found.setdefault(str(step), Lesson(slug, key, title, title_en))
    return found


def finished_seats(room_id: int, business_id: int) -> int:
    """How many seats of a business have finished in a room and count; one that practised twice is one.

    Also after the sweep has forgotten their names: it leaves which runs were one person's.
    """
    seat = func.coalesce(PracticeRun.seat, PracticeRun.public_id)
    statement = select(func.count(seat.distinct())).where(
        PracticeRun.room_id == room_id,
        PracticeRun.business_id == business_id,
        PracticeRun.finished_at.is_not(None),
    )
    return db.session.scalar(statement) or 0
