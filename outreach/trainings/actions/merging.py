"""When two records of a business become one: its registrations, people, invitations and letters."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select, update

from outreach.database import db
from outreach.trainings.actions.coming import recount
from outreach.trainings.models import Participant, Registration, Session, SessionInvitation, SessionMail
from outreach.trainings.rules import CANCELLED, REGISTERED, WAITING

_RANK = {REGISTERED: 0, WAITING: 1, CANCELLED: 2}


def move_sessions(into: Mapping[int, int]) -> None:
    """Hand everything about the businesses that go to those that stay: one registration per session is left.

    Two with seats, or two that wait, add up; else the one with seats counts, then the one that waits.
    """
    _invitations(into)
    _mails(into)
    came = select(Participant.session_id, Participant.business_id).where(
        Participant.business_id.in_(into), Participant.checked_in_at.is_not(None)
    )
    touched = {(session_id, into[id]) for session_id, id in db.session.execute(came) if id is not None}
    _registrations(into)
    for goes, stays in into.items():
        db.session.execute(
            update(Participant).where(Participant.business_id == goes).values(business_id=stays)
        )
    db.session.flush()
    for session_id, business_id in sorted(touched):
        recount(db.session.get_one(Session, session_id), {business_id}, None)


def _registrations(into: Mapping[int, int]) -> None:
    statement = select(Registration).where(Registration.business_id.in_({*into, *into.values()}))
    groups: dict[tuple[int, int], list[Registration]] = defaultdict(list)
    for one in db.session.scalars(statement.order_by(Registration.id)):
        groups[one.session_id, into.get(one.business_id, one.business_id)].append(one)
    for (_session, stays), rows in groups.items():
        rows.sort(key=lambda one: (_RANK[one.state], one.business_id != stays, one.id))
        kept = rows[0]
        for other in rows[1:]:
            _join(kept, other)
        db.session.flush()
        kept.business_id = stays
        db.session.flush()


def _join(kept: Registration, other: Registration) -> None:
    own = Participant.registration_id == other.id
    if other.state == kept.state != CANCELLED:
        kept.seats += other.seats
        if kept.waiting_since and other.waiting_since:
            kept.waiting_since = min(kept.waiting_since, other.waiting_since)
        db.session.execute(update(Participant).where(own).values(registration_id=kept.id))
    else:
        db.session.execute(delete(Participant).where(own, Participant.checked_in_at.is_(None)))
        db.session.execute(update(Participant).where(own).values(registration_id=None))
    db.session.delete(other)


def _invitations(into: Mapping[int, int]) -> None:
    """The earlier place of a lot stays, else that of the business that stays; what was done, too."""
    statement = select(SessionInvitation).where(SessionInvitation.business_id.in_({*into, *into.values()}))
    groups: dict[tuple[int, int], list[SessionInvitation]] = defaultdict(list)
    for one in db.session.scalars(statement.order_by(SessionInvitation.id)):
        groups[one.session_id, into.get(one.business_id, one.business_id)].append(one)
    for (_session, stays), rows in groups.items():
        rows.sort(key=lambda one: (one.place is None, one.place or 0, one.business_id != stays, one.id))
        kept = rows[0]
        for other in rows[1:]:
            for name in ("copied_at", "printed_at", "opened_at"):
                known = [at for at in (getattr(kept, name), getattr(other, name)) if at]
                setattr(kept, name, min(known, default=None))
            db.session.delete(other)
        db.session.flush()
        kept.business_id = stays
        db.session.flush()


def _mails(into: Mapping[int, int]) -> None:
    statement = select(SessionMail).where(SessionMail.business_id.in_({*into, *into.values()}))
    rows = db.session.scalars(statement.order_by(SessionMail.id)).all()
    taken = {_key(one, one.business_id) for one in rows if one.business_id not in into}
    for one in rows:
        if one.business_id is None or one.business_id not in into:
            continue
        stays = into[one.business_id]
        key = _key(one, stays)
        if key in taken:
            db.session.delete(one)
        else:
            taken.add(key)
            one.business_id = stays
    db.session.flush()


def _key(mail: SessionMail, business_id: int | None) -> tuple[Any, ...]:
    return (mail.session_id, mail.kind, mail.sequence, mail.address, business_id)
