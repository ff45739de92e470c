"""Planning a session: when, where, for how many; changing it, calling it off, and its materials."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from outreach import clock
from outreach.campaigns.models import Intervention
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.revisions import REACHED, touch
from outreach.trainings.actions import telling
from outreach.trainings.actions.seats import lock, move_up
from outreach.trainings.models import Material, Participant, Session
from outreach.twins import twin

# What a calendar shows; a change of anything else is nobody's new appointment.
APPOINTMENT = ("starts_at", "ends_at", "place", "link")


def create_session(
    *,
    intervention: Intervention,
    starts_at: datetime,
    ends_at: datetime,
    place: str | None = None,
    link: str | None = None,
    capacity: int | None = None,
    seats_per_business: int = 5,
    open_to_all: bool = True,
    closes_on: date | None = None,
    trainers: str | None = None,
    notes: str | None = None,
    created_by_id: int | None,
) -> Session:
    """One session of an intervention. `capacity` counts people; None: no limit. Said twice it is one."""
    _check_times(starts_at, ends_at, closes_on)
    said: dict[str, Any] = {
        "intervention_id": intervention.id, "starts_at": starts_at, "ends_at": ends_at, "place": place,
        "link": link, "capacity": capacity, "seats_per_business": seats_per_business,
        "open_to_all": open_to_all, "closes_on": closes_on, "trainers": trainers, "notes": notes,
        "created_by_id": created_by_id,
    }  # fmt: skip
    if created_by_id and (sent := twin(Session, Session.created_at, **said)):
        return sent
    session = Session(
        public_id=secrets.token_urlsafe(9), seats_taken=0, sequence=0, created_at=clock.now(), **said
    )
    db.session.add(session)
    db.session.flush()
    return session


def update_session(*, session: Session, **values: Any) -> bool:
    """Change a session (the keywords of `create_session`); whether the appointment itself is another now.

    More seats let those who wait move up; fewer than are taken are refused. Once somebody is ticked the day
    stays: on it their businesses were reached.
    """
    other_day = clock.local(values["starts_at"]).date() != clock.local(session.starts_at).date()
    if other_day:
        touch(REACHED)  # before the session, as whoever ticks does
    lock(session)
    _check_times(values["starts_at"], values["ends_at"], values["closes_on"])
    capacity = values["capacity"]
    if capacity is not None and capacity < session.seats_taken:
        raise Refused(
            _("Đã có %(taken)s người được xếp chỗ; số chỗ không thể ít hơn.", taken=session.seats_taken),
            "capacity",
        )
    if other_day:
        _refuse_if_held(session, "starts_at")
    moved = any(values[name] != getattr(session, name) for name in APPOINTMENT)
    for name, value in values.items():
        setattr(session, name, value)
    if moved:
        session.sequence += 1
    db.session.flush()
    if moved and session.cancelled_at is None:
        telling.tell_registered(session, "changed")
    move_up(session)
    return moved


def cancel_session(*, session: Session, because: str | None) -> None:
    """Call a session off and tell those who registered; once more changes nothing.

    Refused when somebody was there: what they came to did take place, and stays counted.
    """
    touch(REACHED)  # before the session, as whoever ticks does
    lock(session)
    if session.cancelled_at is not None:
        return
    _refuse_if_held(session, "because")
    session.cancelled_at, session.cancelled_because = clock.now(), because
    session.sequence += 1
    db.session.flush()
    telling.tell_registered(session, "cancelled")


def restore_session(*, session: Session) -> None:
    """It takes place after all: registrations and seats are as they were."""
    lock(session)
    if session.cancelled_at is None:
        return
    session.cancelled_at = session.cancelled_because = None
    session.sequence += 1
    db.session.flush()
    telling.tell_registered(session, "changed")
    move_up(session)


def add_material(*, session: Session, title: str, url: str) -> Material:
    """Something to read; the same address twice is one."""
    own = select(Material).where(Material.session_id == session.id, Material.url == url)
    known = db.session.scalars(own).first()
    if known is not None:
        known.title = title
        return known
    material = Material(session_id=session.id, title=title, url=url)
    db.session.add(material)
    db.session.flush()
    return material


def remove_material(*, session: Session, material_id: int) -> None:
    """Take it off again; gone already is fine."""
    material = db.session.get(Material, material_id)
    if material is not None and material.session_id == session.id:
        db.session.delete(material)
        db.session.flush()


def _refuse_if_held(session: Session, field: str) -> None:
    came = db.session.scalar(
        select(func.count()).where(
            Participant.session_id == session.id, Participant.checked_in_at.is_not(None)
        )
    )
    if came:
        raise Refused(
            _("Đã điểm danh %(count)s người nên buổi này không hủy, không đổi ngày được; "
              "ghi nhầm thì Anh/Chị bỏ điểm danh trước.", count=came), field,
        )  # fmt: skip


def _check_times(starts_at: datetime, ends_at: datetime, closes_on: date | None) -> None:
    if ends_at <= starts_at:
        raise Refused(_("Giờ kết thúc phải sau giờ bắt đầu."), "ends_at")
    if (ends_at - starts_at).days >= 7:
        raise Refused(_("Một buổi kéo dài không quá một tuần; Anh/Chị lập nhiều buổi."), "ends_at")
    if closes_on is not None and closes_on > clock.local(starts_at).date():
        raise Refused(_("Hạn đăng ký không thể sau ngày tổ chức."), "closes_on")
