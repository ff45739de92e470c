"""Who the fictional board invited to its next session, how each was told, and what they answered."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import current_app
from sqlalchemy import Select, select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.actions import add_contact, record_consent
from outreach.businesses.models import Business
from outreach.campaigns.models import Intervention
from outreach.database import db
from outreach.demo.trainings import COMING, GIVEN, SURNAMES
from outreach.outbox.models import OutgoingMessage
from outreach.trainings.actions import invitations
from outreach.trainings.actions.registering import Contact
from outreach.trainings.models import Registration, Session, SessionInvitation
from outreach.trainings.rules.people import Person
from outreach.web import whole_url

SEED = 2204
INVITED = 12
CHANNELS = (("email", "zalo"), ("email",), ("zalo",), (), ("email",), ("zalo",))
REASONS = ("Tuần này công ty kiểm toán, xin dự buổi sau.", "Nhân sự phụ trách đang nghỉ thai sản.")
FAULTS = {1: ("failed", "550 5.1.1 no such user here"), 3: ("claimed", "TimeoutError: timed out")}


def invite() -> None:
    """Businesses that wait for no seat yet: some with e-mail, some with Zalo, some with nothing but paper."""
    session = db.session.scalars(
        select(Session).join(Intervention).where(Intervention.code == COMING)
    ).first()
    if session is None or session.starts_at <= clock.now():
        return
    chance = random.Random(SEED)
    officer = db.session.scalars(select(User).where(User.role == Role.OFFICER).order_by(User.id)).first()
    businesses = _businesses(session)
    for number, business in enumerate(businesses):
        _person(chance, business, CHANNELS[number % len(CHANNELS)])
    db.session.flush()
    with _mail_set_up():
        ids = [business.id for business in businesses]
        invitations.invite(session=session, business_ids=ids, invited_by_id=officer.id if officer else None)
        _answered(session)
    _delivered()


def _businesses(session: Session) -> list[Business]:
    """Last those that somebody signs in for, so that the demo's clerks find a notice and have not answered."""
    registered = select(Registration.business_id).where(Registration.session_id == session.id)
    statement = (
        select(Business)
        .where(Business.active, ~Business.provisional, Business.id.not_in(registered))
        .order_by(Business.id.in_(_with_people()).desc(), Business.id.desc())
        .limit(INVITED)
    )
    return list(db.session.scalars(statement))[::-1]


def _with_people() -> Select[int | None]:
    return select(User.business_id).where(User.business_id.is_not(None))


def _person(chance: random.Random, business: Business, agreed: tuple[str, ...]) -> None:
    number = chance.randrange(10_000, 99_999)
    contact = add_contact(
        business=business, name=f"{chance.choice(SURNAMES)} Mẫu {chance.choice(GIVEN)}", job="Nhân sự",
        phone=f"09000{number}", email=f"nhansu{number}@mau.example.vn",
    )  # fmt: skip
    for channel in ("email", "zalo", "phone"):
        if channel in agreed or channel == "email":
            record_consent(
                contact=contact, channel=channel, given=channel in agreed, how="spoken",
                answered_on=clock.today(), by=None,
            )  # fmt: skip


def _answered(session: Session) -> None:
    """One comes, two cannot; one text was copied, the letters of three were printed."""
    own = select(SessionInvitation).where(SessionInvitation.session_id == session.id)
    rows = db.session.scalars(own.order_by(SessionInvitation.id)).all()
    for row in rows:
        row.invited_at = clock.now() - timedelta(days=2)
    clerks = set(db.session.scalars(_with_people()))
    rows = [row for row in rows if row.business_id not in clerks]
    for number, row in enumerate(rows):
        row.invited_at = clock.now() - timedelta(days=2)
        if number < 5:
            row.opened_at = clock.now() - timedelta(hours=30 - number)
    invitations.accept(
        session=session, invitation=rows[0], seats=2, names=[Person("Vũ Mẫu Khuê", "Kế toán trưởng")],
        contact=Contact("Vũ Mẫu Khuê", "0900055555", None),
    )  # fmt: skip
    for row, reason in zip(rows[1:3], REASONS, strict=True):
        invitations.decline(session=session, invitation=row, because=reason)
    invitations.mark_copied(invitation=rows[5])
    invitations.mark_printed(session=session, public_ids=[row.public_id for row in rows[3:4] + rows[9:11]])


def _delivered() -> None:
    """Nothing of the demo ever leaves this machine: each e-mail has an end already."""
    waiting = select(OutgoingMessage).where(OutgoingMessage.state == "waiting").order_by(OutgoingMessage.id)
    sent_at = clock.now() - timedelta(days=2)
    for number, message in enumerate(db.session.scalars(waiting)):
        message.state, message.fault = FAULTS.get(number, ("sent", None))
        message.created_at, message.tries = sent_at, 1
        if message.state == "sent":
            message.sent_at, message.body, message.calendar = sent_at, "", None
        if message.state == "claimed":
            message.claimed_at = message.handed_at = sent_at
    db.session.flush()


@contextmanager
def _mail_set_up() -> Iterator[None]:
    """E-mails are written as if there were a mail server; the addresses in them are nobody's."""
    settings = current_app.config
    kept = {name: settings[name] for name in ("SMTP_URL", "SMTP_FROM", "PUBLIC_URL")}
    settings.update(SMTP_URL="smtp://demo.invalid", SMTP_FROM="bql@mau.example.vn", PUBLIC_URL=whole_url(""))
    try:
        yield
    finally:
        settings.update(kept)
