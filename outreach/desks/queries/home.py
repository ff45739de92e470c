"""What each role's first page needs to know: what waits, and how things stand."""

from typing import Any, NamedTuple

from sqlalchemy import Row, exists, func, select

from outreach import clock
from outreach.accounts.models import Invitation, PasswordRequest, User
from outreach.businesses.models import Business
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db
from outreach.dossiers.models import ImportRun, Procedure, ServiceLevel
from outreach.dossiers.queries.matching import waiting_names
from outreach.receipts.models import Receipt
from outreach.tutorials.models import StepReport

LATEST = 5


class Waiting(NamedTuple):
    """Counts of what somebody has to do something about."""

    trainings_without_attendance: int
    password_requests: int
    provisional_businesses: int
    procedures_without_level: int
    invitations_open: int
    imports_to_finish: int
    questions_open: int
    receipts_waiting: int
    names_to_match: int


def waiting() -> Waiting:
    """One statement for all counts."""
    now = clock.now()
    unattended = (
        select(func.count())
        .select_from(Intervention)
        .where(Intervention.type == "training", Intervention.held_on <= clock.today())
        .where(Intervention.cancelled_on.is_(None), Intervention.reported_attendances.is_(None))
        .where(~exists().where(Attendance.intervention_id == Intervention.id))
    )
    open_invitations = (
        select(func.count(func.distinct(Invitation.user_id)))
        .join(User, User.id == Invitation.user_id)
        .where(Invitation.used_at.is_(None), Invitation.expires_at > now, User.password_hash.is_(None))
    )
    row = db.session.execute(
        select(
            unattended.scalar_subquery(),
            select(func.count()).where(PasswordRequest.answered_at.is_(None)).scalar_subquery(),
            select(func.count()).where(Business.provisional.is_(True)).scalar_subquery(),
            select(func.count())
            .select_from(Procedure)
            .where(~exists().where(ServiceLevel.procedure_id == Procedure.id))
            .scalar_subquery(),
            open_invitations.scalar_subquery(),
            select(func.count()).where(ImportRun.state.in_(("asking", "uploaded"))).scalar_subquery(),
            select(func.count()).where(StepReport.state == "open").scalar_subquery(),
            select(func.count()).where(Receipt.state == "waiting").scalar_subquery(),
            waiting_names().scalar_subquery(),
        )
    ).one()
    return Waiting(*row)


def latest_interventions(limit: int = LATEST) -> list[Row[Any]]:
    """The newest first: (id, title, type, held_on, covers_all, reached businesses)."""
    attended = select(func.count()).where(Attendance.intervention_id == Intervention.id).scalar_subquery()
    reached = (
        select(func.count(func.distinct(ExposureRecord.business_id)))
        .where(ExposureRecord.intervention_id == Intervention.id)
        .scalar_subquery()
    )
    statement = (
        select(
            Intervention.id, Intervention.title, Intervention.type, Intervention.held_on,
            Intervention.covers_all, (attended + reached).label("businesses"),
        )
        .where(Intervention.cancelled_on.is_(None))
        .order_by(Intervention.held_on.desc(), Intervention.id.desc())
        .limit(limit)
    )  # fmt: skip
    return list(db.session.execute(statement))


def people_counts() -> dict[str, int]:
    """Active people per role."""
    statement = (
        select(User.role, func.count().label("people")).where(User.disabled_at.is_(None)).group_by(User.role)
    )
    return {row.role: row.people for row in db.session.execute(statement)}
