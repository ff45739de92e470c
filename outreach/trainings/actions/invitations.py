"""Inviting businesses to a session, and what they answer to their private link."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import force_locale
from sqlalchemy import update

from outreach import clock
from outreach.database import batches, db, record
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.notices.actions import notify, withdraw
from outreach.notices.models import Notice
from outreach.refusals import Refused
from outreach.trainings import mail_texts
from outreach.trainings.actions.mails import write_mails
from outreach.trainings.actions.registering import Contact, cancel, find, register
from outreach.trainings.actions.seats import lock
from outreach.trainings.models import Registration, Session, SessionInvitation
from outreach.trainings.queries import invitations as queries
from outreach.trainings.queries.people import named_people
from outreach.trainings.rules import CANCELLED
from outreach.trainings.rules.invitations import MOST_INVITED, next_places
from outreach.trainings.rules.mails import INVITED
from outreach.trainings.rules.people import Person

LONGEST_REASON = 500


class Sent(NamedTuple):
    """How many businesses were invited now, and how many e-mails were written to them."""

    businesses: int
    mails: int


def invite(*, session: Session, business_ids: Collection[int], invited_by_id: int | None) -> Sent:
    """Invite businesses: a row, a notice in the portal and the e-mails of each, all in one transaction.

    Whoever is invited already stays as they are. Of a list whose order was drawn the next places are invited
    and no others. Once it has begun they are only called or shown their link: no e-mail would come in time.
    """
    lock(session)
    begun = clock.now() >= session.starts_at
    if session.cancelled_at is not None or clock.now() >= session.ends_at:
        _open(session)
    wanted = queries.among(session, business_ids)
    if len(wanted) > MOST_INVITED:
        raise Refused(_("Mỗi lần mời nhiều nhất %(most)s doanh nghiệp.", most=MOST_INVITED))
    _in_order(session, wanted)
    drawn = queries.lot_of(session) is not None
    for one in wanted:
        _add(session, one.business_id, one.place if drawn else None, invited_by_id)
    db.session.flush()
    ids = [one.business_id for one in wanted]
    return Sent(len(ids), write_mails(session, INVITED, business_ids=ids) if ids and not begun else 0)


def withdraw_invitation(*, session: Session, invitation: SessionInvitation) -> None:
    """Take an invitation back: its link leads nowhere, its notice goes, e-mails that still wait stay here."""
    registration = find(session.id, invitation.business_id)
    if registration is not None and registration.state != CANCELLED:
        raise Refused(_l("Doanh nghiệp đã đăng ký; Anh/Chị hủy đăng ký trước."))
    _withdraw_notice(invitation)
    db.session.delete(invitation)
    db.session.flush()


def mark_copied(*, invitation: SessionInvitation) -> None:
    """Its text was copied, to be pasted into Zalo."""
    invitation.copied_at = invitation.copied_at or clock.now()
    db.session.flush()


def mark_printed(*, session: Session, public_ids: Collection[str]) -> None:
    """Its letter was printed."""
    for some in batches(public_ids):
        db.session.execute(
            update(SessionInvitation)
            .where(
                SessionInvitation.session_id == session.id, SessionInvitation.public_id.in_(some),
                SessionInvitation.printed_at.is_(None),
            )
            .values(printed_at=clock.now()),
            execution_options={"synchronize_session": False},
        )  # fmt: skip


def mark_opened(invitation_id: int, opened_at: datetime | None) -> None:
    """Somebody has opened the link; a short write of its own, since it happens while reading."""
    if opened_at is None:
        with record() as connection:
            connection.execute(
                update(SessionInvitation)
                .where(SessionInvitation.id == invitation_id, SessionInvitation.opened_at.is_(None))
                .values(opened_at=clock.now())
            )


def accept(
    *,
    session: Session,
    invitation: SessionInvitation,
    seats: int,
    names: Sequence[Person] = (),
    contact: Contact | None = None,
) -> Registration:
    """Seats by the private link, or another number of them; a no from before holds no more.

    The page shows no names given before, so without new ones those stay.
    """
    kept = names or _known_names(session, invitation)
    registration = register(
        session=session, business_id=invitation.business_id, seats=seats, names=kept, how="link",
        contact=contact,
    )  # fmt: skip
    invitation.declined_at = invitation.declined_because = None
    db.session.flush()
    return registration


def decline(*, session: Session, invitation: SessionInvitation, because: str | None) -> None:
    """The business cannot come; seats it had are free again."""
    registration = find(session.id, invitation.business_id)
    if registration is not None and registration.state != CANCELLED:
        cancel(session=session, registration=registration, how="link")
    _open(session)
    invitation.declined_at = invitation.declined_at or clock.now()
    invitation.declined_because = because or None
    _withdraw_notice(invitation)
    db.session.flush()


def _known_names(session: Session, invitation: SessionInvitation) -> list[Person]:
    rows = named_people(session.id, invitation.business_id)
    return [Person(str(row.name), row.job, row.phone) for row in rows if not row.walk_in]


def _open(session: Session) -> None:
    if session.cancelled_at is not None:
        raise Refused(_l("Buổi này đã hủy."))
    if clock.now() >= session.starts_at:
        raise Refused(_l("Buổi này đã bắt đầu hoặc đã qua."))


def _in_order(session: Session, wanted: Sequence[queries.Candidate]) -> None:
    """Places of a lot are taken in its order: who comes later never before who comes earlier."""
    chosen = sorted(one.place for one in wanted if one.place is not None)
    if not chosen or queries.lot_of(session) is None:
        return
    places = [one.place for one in queries.listed(session) if one.place is not None]
    if chosen != next_places(places, [], len(chosen)):
        raise Refused(
            _l("Danh sách này đã bốc thăm: Anh/Chị mời lần lượt theo thứ tự, không bỏ qua doanh nghiệp nào.")
        )


def _add(session: Session, business_id: int, place: int | None, by: int | None) -> None:
    public_id = secrets.token_urlsafe(16)
    with force_locale("vi"):  # kept as text, whoever reads it
        title = _("Mời tham dự: %(title)s", title=session.intervention.title)
        text = mail_texts.facts_of(session)
    notice = notify(
        business_id=business_id, title=title, text=text, path=f"/moi/{public_id}",
        until=clock.local(session.starts_at).date(),
    )  # fmt: skip
    db.session.add(
        SessionInvitation(
            public_id=public_id, session_id=session.id, business_id=business_id, place=place,
            invited_at=clock.now(), invited_by_id=by, notice_id=notice.id,
        )
    )  # fmt: skip


def _withdraw_notice(invitation: SessionInvitation) -> None:
    notice = db.session.get(Notice, invitation.notice_id) if invitation.notice_id is not None else None
    if notice is not None:
        withdraw(notice=notice)
