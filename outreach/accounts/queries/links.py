"""Reads of single-use links, and of requests for them."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from outreach import clock
from outreach.accounts import rules
from outreach.accounts.models import Invitation, PasswordRequest, Role, User
from outreach.accounts.queries.signed_in import businesses, of_open_business
from outreach.database import db, reading
from outreach.identifiers import spell_phone


class OpenLink(NamedTuple):
    """What a link opens: whose password may be set, and what that password must not be made of."""

    invitation_id: int
    user_id: int
    purpose: str
    name: str
    account: str
    own_words: tuple[str, ...]


def find_open_link(token: str) -> OpenLink | None:
    """What a link's token opens now; None when unknown, used, expired, or its person has no way in."""
    table = businesses()
    statement = (
        select(Invitation.id, Invitation.purpose, Invitation.user_id, User.name, User.email, User.phone)
        .add_columns(table.c.tax_code, table.c.name.label("business_name"))
        .join(User, User.id == Invitation.user_id)
        .outerjoin(table, table.c.id == User.business_id)
        .where(Invitation.token_hash == rules.token_hash(token), Invitation.used_at.is_(None))
        .where(Invitation.expires_at > clock.now(), User.disabled_at.is_(None), of_open_business())
    )
    with reading() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    account = row.email or f"{row.tax_code or row.business_name} · {spell_phone(row.phone)}"
    words = rules.own_words(row.name, row.email, row.phone, row.tax_code, row.business_name)
    return OpenLink(row.id, row.user_id, row.purpose, row.name, account, words)


def latest_invitation(user_id: int) -> Invitation | None:
    """The last link made for a person."""
    return db.session.scalars(
        select(Invitation).where(Invitation.user_id == user_id).order_by(Invitation.id.desc()).limit(1)
    ).first()


def list_password_requests(roles: Collection[Role]) -> Sequence[PasswordRequest]:
    """Open requests of people of these roles, oldest first."""
    return db.session.scalars(
        select(PasswordRequest)
        .join(PasswordRequest.user)
        .options(joinedload(PasswordRequest.user))
        .where(PasswordRequest.answered_at.is_(None), User.disabled_at.is_(None))
        .where(User.role.in_([role.value for role in roles]))
        .order_by(PasswordRequest.asked_at, PasswordRequest.id)
    ).all()


def get_password_request(request_id: int) -> PasswordRequest | None:
    """One request that nobody has answered yet."""
    found = db.session.get(PasswordRequest, request_id)
    return found if found is not None and found.answered_at is None else None


def has_password_request(user_id: int) -> bool:
    """Whether somebody's request is still open."""
    statement = select(PasswordRequest.id).where(
        PasswordRequest.user_id == user_id, PasswordRequest.answered_at.is_(None)
    )
    return db.session.execute(statement.limit(1)).first() is not None
