"""A session as an iCalendar file (RFC 5545, 5546) that goes with an e-mail or is taken from its page."""

from collections.abc import Sequence
from email.utils import parseaddr

from flask import current_app
from icalendar import Calendar, Event, vCalAddress

from outreach import clock
from outreach.i18n import gettext as _
from outreach.trainings import mail_texts
from outreach.trainings.models import Session


def write(session: Session, *, cancelled: bool = False) -> str:
    """The file: the same UID each time, so that a later one with a higher sequence replaces it."""
    cancelled = cancelled or session.cancelled_at is not None
    calendar = Calendar()
    calendar.add("prodid", "-//Outreach//VN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(_event(session, cancelled=cancelled))
    return str(calendar.to_ical().decode())


def write_many(sessions: Sequence[Session]) -> str:
    """Several sessions as one file, for a calendar that fetches them."""
    calendar = Calendar()
    calendar.add("prodid", "-//Outreach//VN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(current_app.config["BOARD_NAME"]))
    for session in sessions:
        calendar.add_component(_event(session, cancelled=session.cancelled_at is not None))
    return str(calendar.to_ical().decode())


def _event(session: Session, *, cancelled: bool) -> Event:
    event = Event()
    event.add("uid", f"{session.public_id}@{_domain()}")
    event.add("dtstamp", clock.now())
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("sequence", session.sequence)
    event.add("summary", session.intervention.title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("location", session.place or session.link or "")
    if session.link:
        event.add("url", session.link)
    described = [session.notes or "", _("Chi tiết: %(link)s", link=mail_texts.session_address(session))]
    event.add("description", "\n\n".join(filter(None, described)))
    organiser = vCalAddress(f"mailto:{_sender()}")
    organiser.params["cn"] = str(current_app.config["BOARD_NAME"])
    event.add("organizer", organiser)
    return event


def _sender() -> str:
    return parseaddr(str(current_app.config["SMTP_FROM"]))[1] or "noreply@outreach.invalid"


def _domain() -> str:
    return _sender().rpartition("@")[2]
