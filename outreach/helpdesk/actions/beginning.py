"""Beginning a conversation: once, however often the form that begins it is sent."""

import secrets
from datetime import datetime
from importlib import import_module
from typing import NamedTuple

from sqlalchemy import select

from outreach import clock
from outreach.accounts.rules import token_hash
from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.actions.targets import set_due
from outreach.helpdesk.models import Conversation
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import fold


class About(NamedTuple):
    """What a conversation is about, as far as it is known."""

    procedure_id: int | None = None
    tutorial_id: int | None = None
    version_id: int | None = None
    step_key: str | None = None
    dossier_id: int | None = None
    step_report_id: int | None = None


class Guest(NamedTuple):
    """Somebody without an account, as typed; nothing of it is proof."""

    name: str | None = None
    tax_code: str | None = None
    phone: str | None = None


NOTHING = About()
NOBODY = Guest()


def begin(
    *,
    client_id: str,
    channel: str,
    business_id: int | None,
    about: About = NOTHING,
    guest: Guest = NOBODY,
    secret: str | None = None,
    subject: str | None = None,
    asked_at: datetime | None = None,
    released: bool = True,
) -> Conversation:
    """A conversation without a word yet; the one that `client_id` has begun already, if it has.

    `secret`: of a guest's private link. Refused when the `client_id` is that of somebody else's conversation.
    """
    at = asked_at or clock.now()
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    values = {
        "public_id": secrets.token_urlsafe(12), "client_id": client_id, "business_id": business_id,
        "channel": channel, "subject": subject, "subject_folded": fold(subject) if subject else None,
        "state": rules.OPEN, "asked_at": at, "last_at": at, "last_from": rules.BUSINESS, "last_text": "",
        "guest_name": guest.name, "guest_tax_code": guest.tax_code, "guest_phone": guest.phone,
        "key_hash": token_hash(secret) if secret else None, "released": released, "version": 0, "reopened": 0,
        "rated": False, **about._asdict(),
    }  # fmt: skip
    new = dialect.insert(Conversation).values(values).on_conflict_do_nothing(index_elements=["client_id"])
    is_new = db.session.scalar(new.returning(Conversation.id)) is not None
    conversation = db.session.scalars(select(Conversation).where(Conversation.client_id == client_id)).one()
    mine = conversation.business_id == business_id and conversation.key_hash == values["key_hash"]
    known = business_id is not None or secret is not None or not released  # the last: the desk's own notes
    if not is_new and not (mine and known):
        raise Refused(_("Không mở được cuộc trao đổi này. Anh/Chị tải lại trang rồi gửi lại."))
    if is_new:
        set_due(conversation)
    return conversation
