"""The e-mails of a session: written with the deed that causes them, each once, to who may be written to."""

from collections.abc import Collection, Mapping, Sequence

from flask_babel import force_locale
from sqlalchemy import select, update

from outreach import clock
from outreach.accounts.letters import can_be_sent
from outreach.database import db
from outreach.notices.actions import notify, withdraw
from outreach.outbox.actions import new_message_id, queue_email
from outreach.trainings import mail_calendar, mail_texts
from outreach.trainings.models import Registration, Session, SessionMail
from outreach.trainings.queries import mails as queries
from outreach.trainings.queries.mails import Addressee, Party, Person
from outreach.trainings.rules import CANCELLED, REGISTERED
from outreach.trainings.rules import mails as rules

PURPOSE = "session"


def write_mails(
    session: Session,
    kind: str,
    *,
    business_ids: Collection[int] | None = None,
    survey_links: Mapping[int, Sequence[str]] | None = None,
) -> int:
    """Write a kind of e-mail (rules.mails.KINDS) to everybody it concerns, or only of these businesses.

    Gives how many were written now: nobody gets the same kind twice for one state (`sequence`) of the
    session. Contacts are written to when their latest answer to "by e-mail?" is yes; the address that a
    registration was made with, unless that person said no. `survey_links`: whole addresses by business,
    one for each person present, for 'thanks'. While e-mail is not set up only notices are written.
    """
    if kind not in rules.KINDS:
        raise ValueError(f"no such kind of mail: {kind!r}")
    # One at a time: two deeds at once must not both find that nothing has been written yet.
    db.session.execute(select(Session.id).where(Session.id == session.id).with_for_update())
    concerned = _concerned(session, kind, business_ids)
    known = queries.written(session.id, kind, session.sequence)
    _notify(session, kind, concerned, known)
    count = 0
    if not can_be_sent():
        return count
    for party, addressee in _addressees(kind, concerned):
        if (party.business_id, addressee.address) not in known:
            known.add((party.business_id, addressee.address))
            links = (survey_links or {}).get(party.business_id, ())
            _write(session, kind, party, addressee, links)
            count += 1
    db.session.flush()
    return count


def forget_address(address: str) -> None:
    """Whoever reads it wants no more e-mail: businesses that registered with it are told in the portal."""
    db.session.execute(
        update(Registration).where(Registration.contact_email == address).values(contact_email=None)
    )


def _notify(
    session: Session, kind: str, concerned: Sequence[Party], known: set[tuple[int | None, str]]
) -> None:
    """The same in the portal, where everybody who signs in for the business finds it."""
    if kind not in rules.NOTICED:
        return
    if kind in rules.TO_INVITED:  # what the invitations say of time and place is wrong by now
        for notice in queries.invitation_notices(session.id):
            withdraw(notice=notice)
    for party in concerned:
        if (party.business_id, rules.PORTAL) in known:
            continue
        with force_locale("vi"):  # kept as text, whoever reads it
            title, text = mail_texts.in_portal(session, kind, party)
        notify(
            business_id=party.business_id, title=title, text=text,
            path=mail_texts.path_of(session, party), until=clock.local(session.ends_at).date(),
        )  # fmt: skip
        _mark(session, kind, party.business_id, rules.PORTAL, None)


def _concerned(session: Session, kind: str, business_ids: Collection[int] | None) -> list[Party]:
    found = queries.parties(session.id, business_ids)
    if kind == rules.THANKS:
        there = queries.present(session.id)
        return _present(session, there if business_ids is None else there & set(business_ids), found)
    return [party for party in found if _concerns(kind, party)]


def _present(session: Session, there: set[int], found: Sequence[Party]) -> list[Party]:
    """Those who came, also without having been invited or registered."""
    known = {party.business_id: party for party in found}
    names = queries.names(there - known.keys())
    return [
        known.get(id) or Party(id, names[id], None, False, None, None, 0, None, None) for id in sorted(there)
    ]


def _concerns(kind: str, party: Party) -> bool:
    if kind in rules.TO_SEATED:
        return party.state == REGISTERED
    registered = party.state is not None and party.state != CANCELLED
    if kind == rules.INVITED:
        return party.invitation is not None and not party.declined and not registered
    if kind in rules.TO_INVITED:
        invited = party.invitation is not None and not party.declined and party.state is None
        return registered or invited
    return registered


def _addressees(kind: str, concerned: Sequence[Party]) -> list[tuple[Party, Addressee]]:
    ids = [party.business_id for party in concerned]
    people = queries.people_of(ids)
    typed = {party.contact_email for party in concerned if party.contact_email}
    refused = queries.refused_addresses(ids, typed)
    found = []
    for party in concerned:
        own = people.get(party.business_id, [])
        mail = party.contact_email
        if kind != rules.INVITED and mail and (party.business_id, mail) not in refused:
            locale = next((one.locale for one in own if one.email == mail), "vi")
            found.append((party, Addressee(party.business_id, party.contact_name, mail, locale)))
        else:
            found += [(party, _as_addressee(one)) for one in own if one.email and one.by_email]
    return found


def _as_addressee(person: Person) -> Addressee:
    return Addressee(person.business_id, person.name, str(person.email), person.locale)


def _write(session: Session, kind: str, party: Party, to: Addressee, links: Sequence[str]) -> None:
    message_id = new_message_id()
    subject, body = mail_texts.compose(session, kind, party, to, message_id, links)
    calendar = None
    if kind in rules.WITH_CALENDAR and party.state == REGISTERED:
        calendar = mail_calendar.write(session, cancelled=kind == rules.CANCELLED_MAIL)
    message = queue_email(
        address=to.address, subject=subject, body=body, calendar=calendar, purpose=PURPOSE,
        message_id=message_id,
    )  # fmt: skip
    _mark(session, kind, party.business_id, to.address, message.id)


def _mark(session: Session, kind: str, business_id: int, address: str, message_id: int | None) -> None:
    db.session.add(
        SessionMail(
            session_id=session.id, business_id=business_id, kind=kind, sequence=session.sequence,
            address=address, message_id=message_id, written_at=clock.now(),
        )
    )  # fmt: skip
