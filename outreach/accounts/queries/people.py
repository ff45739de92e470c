"""Reads of people."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, func, or_, select

from outreach.accounts import rules
from outreach.accounts.models import Role, SignInSession, User
from outreach.accounts.queries.signed_in import businesses, find_credentials
from outreach.database import db
from outreach.identifiers import mask_phone
from outreach.text import like


class PersonRow(NamedTuple):
    """One line of the list of people."""

    id: int
    name: str
    role: Role
    email: str | None
    phone: str | None
    business_name: str | None
    disabled_at: datetime | None
    has_password: bool
    last_seen_at: datetime | None

    @property
    def state(self) -> str:
        """'invited', 'active' or 'disabled'."""
        return rules.person_state(disabled=self.disabled_at is not None, password=self.has_password)

    @property
    def account(self) -> str:
        """The e-mail, or the masked phone."""
        return self.email or mask_phone(self.phone or "")


def list_people(
    *,
    roles: Collection[Role],
    words: str | None = None,
    role: str | None = None,
    state: str | None = None,
    offset: int = 0,
    limit: int = 20,
) -> tuple[list[PersonRow], int]:
    """Some of the people of these roles, in Vietnamese order of given names, and how many there are.

    `state` is one of `rules.STATES`.
    """
    conditions: list[Any] = [User.role.in_([r.value for r in roles])]
    if words:
        conditions.append(_matches(words))
    if role:
        conditions.append(User.role == role)
    if state:
        conditions.append(_state(state))
    base = select(User).outerjoin(businesses(), businesses().c.id == User.business_id).where(*conditions)
    total = db.session.scalar(base.with_only_columns(func.count(User.id))) or 0
    seen = select(func.max(SignInSession.last_seen_at)).where(SignInSession.user_id == User.id)
    statement = base.with_only_columns(
        User.id, User.name, User.role, User.email, User.phone, businesses().c.name.label("business_name"),
        User.disabled_at, User.password_hash.is_not(None).label("has_password"),
        seen.scalar_subquery().label("last_seen_at"),
    ).order_by(User.name_sort, User.id)  # fmt: skip
    rows = db.session.execute(statement.offset(offset).limit(limit))
    return [_person_row(row) for row in rows], total


def _person_row(row: Row[Any]) -> PersonRow:
    return PersonRow(**{**row._mapping, "role": Role(row.role), "has_password": bool(row.has_password)})


def _matches(words: str) -> Any:
    term = like(words)
    columns = (User.name_folded, User.email, User.phone, businesses().c.name_folded, businesses().c.tax_code)
    return or_(*(column.like(term, escape="\\") for column in columns))


def _state(state: str) -> Any:
    if state == "disabled":
        return User.disabled_at.is_not(None)
    has_password = User.password_hash.is_not(None) if state == "active" else User.password_hash.is_(None)
    return User.disabled_at.is_(None) & has_password


def get_user(user_id: int) -> User | None:
    """One person."""
    return db.session.get(User, user_id)


def find_staff(email: str) -> User | None:
    """The person of staff with this (tidy) e-mail."""
    return db.session.scalars(select(User).where(User.email == email)).one_or_none()


def find_person(account: rules.Account) -> User | None:
    """The person behind an account who may sign in."""
    found = find_credentials(account)
    return db.session.get(User, found.user_id) if found and found.welcome else None


class Employer(NamedTuple):
    """What accounts need to know of a business."""

    id: int
    name: str
    tax_code: str
    active: bool


def find_employer(tax_code: str) -> Employer | None:
    """The business with this tax code."""
    return _employer(businesses().c.tax_code == tax_code)


def employer_of(user: User) -> Employer | None:
    """The business a person belongs to."""
    return _employer(businesses().c.id == user.business_id)


def _employer(condition: Any) -> Employer | None:
    table = businesses()
    statement = select(table.c.id, table.c.name, table.c.tax_code, table.c.active)
    row = db.session.execute(statement.where(condition)).one_or_none()
    return Employer(row.id, row.name, row.tax_code or "", bool(row.active)) if row else None
