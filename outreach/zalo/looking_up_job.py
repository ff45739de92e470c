"""The job that asks Zalo for names, and for the account's own: people write before they say who they are."""

from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

from outreach import clock
from outreach.database import db, reading, record
from outreach.identifiers import phone_of
from outreach.outgoing import Broken, NotAllowed, NotReached
from outreach.zalo import api, tokens
from outreach.zalo.actions import people
from outreach.zalo.actions.quota import note_quota
from outreach.zalo.models import OfficialAccount, ZaloPerson
from outreach.zalo.rules import events

AT_ONCE = 20
AGAIN_AFTER = timedelta(days=30)
QUOTA_EVERY = timedelta(hours=6)


def look_up() -> int:
    """Ask for the names of people nobody has asked for, and for the account's quota; how many were found."""
    token = tokens.current()
    if token is None:
        return 0
    at = clock.now()
    with reading() as connection:
        wanted = (
            select(ZaloPerson.id, ZaloPerson.zalo_user_id)
            .where(ZaloPerson.name.is_(None), ZaloPerson.withdrawn_at.is_(None))
            .where(ZaloPerson.conversation_id.is_not(None))
            .where(~ZaloPerson.zalo_user_id.startswith(events.ANONYMOUS))
            .where(or_(ZaloPerson.looked_up_at.is_(None), ZaloPerson.looked_up_at < at - AGAIN_AFTER))
            .order_by(ZaloPerson.id)
            .limit(AT_ONCE)
        )
        unnamed = connection.execute(wanted).all()
        asked = select(OfficialAccount.name, OfficialAccount.quota_at).where(OfficialAccount.id == 1)
        account = connection.execute(asked).one()
    try:
        found = sum(_person(token, row) for row in unnamed)
        if account.name is None:
            _account(token)
        if account.quota_at is None or at - account.quota_at > QUOTA_EVERY:
            _quota(token)
    except (Broken, NotReached, NotAllowed):
        return 0  # the next run asks again
    return found


def _person(token: str, row: Any) -> bool:
    reply = api.person(token, row.zalo_user_id)
    name = events.tidy(reply.data.get("display_name"))[: events.LONGEST_NAME] if reply.error == api.OK else ""
    shared = reply.data.get("shared_info")
    phone = phone_of(str(shared.get("phone") or "")) if isinstance(shared, dict) else None
    person = db.session.get_one(ZaloPerson, row.id, populate_existing=True, with_for_update=True)
    person.looked_up_at = clock.now()
    if person.withdrawn_at is None:
        person.name, person.phone = person.name or name or None, person.phone or phone
        if name:
            people.name_what_was_said(person)
    db.session.commit()
    return bool(name)


def _account(token: str) -> None:
    reply = api.account(token)
    name = events.tidy(reply.data.get("name"))[: events.LONGEST_NAME]
    oa_id = events.tidy(reply.data.get("oa_id"))[: events.LONGEST_ID]
    if reply.error == api.OK and name:
        values = {"name": name, "oa_id": oa_id} if oa_id else {"name": name}
        with record() as connection:
            connection.execute(update(OfficialAccount).where(OfficialAccount.id == 1).values(**values))


def _quota(token: str) -> None:
    reply = api.quota(token)
    listed = reply.data.get("list")
    quotas = listed if isinstance(listed, list) else [reply.data]
    note_quota(quotas[0] if reply.error == api.OK and quotas and quotas[0] else {})
