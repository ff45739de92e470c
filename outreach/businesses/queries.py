"""Reads of businesses, zones and contacts."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from outreach.accounts.models import AccessRecord, User
from outreach.businesses import personal
from outreach.businesses.models import Business, BusinessAlias, Consent, Contact, NameDecision, Zone
from outreach.businesses.rules import BusinessName
from outreach.businesses.rules.matching import Known, Register, alias_key, pick_by_name
from outreach.database import batches, db
from outreach.identifiers import phone_of
from outreach.text import business_key, like


def get_business(business_id: int) -> Business | None:
    """The business with this id."""
    return db.session.get(Business, business_id)


def find_business(
    *, tax_code: str | None = None, own_code: str | None = None, name: str | None = None
) -> Business | None:
    """The business meant: by tax code, else own code, else name when exactly one fits. Codes as stored.

    What contradicts a given code is another business.
    """
    if tax_code and (found := db.session.scalar(select(Business).where(Business.tax_code == tax_code))):
        return found
    found = db.session.scalar(select(Business).where(Business.own_code == own_code)) if own_code else None
    if found is not None and not (tax_code and found.tax_code):
        return found
    if not name:
        return None
    if said := _said(name, tax_code, own_code):
        return said
    rows = db.session.execute(_identities().where(Business.name_key == business_key(name)))
    known = pick_by_name(
        [Known(**row._mapping) for row in rows],
        name,
        without_tax_code=bool(tax_code),
        without_own_code=bool(own_code),
    )
    return get_business(known.id) if known else None


def _said(name: str, tax_code: str | None, own_code: str | None) -> Business | None:
    """Whom somebody said a name means, unless a code given says otherwise."""
    alias = BusinessAlias.name_folded == alias_key(name)
    found = db.session.scalar(select(Business).join(BusinessAlias).where(alias))
    if found is None or (tax_code and found.tax_code) or (own_code and found.own_code):
        return None
    return found


def load_register(named: Iterable[BusinessName] | None = None) -> Register:
    """Every business as matching sees it, for taking in whole files; or only those whom names could mean."""
    aliases = select(BusinessAlias.name_folded, BusinessAlias.business_id)
    if named is None:
        rows = db.session.execute(_identities().order_by(Business.id))
        own = set(db.session.scalars(select(NameDecision.business_id).where(NameDecision.verdict == "own")))
        everybody = (Known(**row._mapping, own=row.id in own) for row in rows)
        return Register(everybody, {row.name_folded: row.business_id for row in db.session.execute(aliases)})
    wanted = list(named)
    found: dict[int, Known] = {}
    keys = {alias_key(name.name) for name in wanted if name.name}
    few = len(keys) < 2_000  # else all that were ever decided are no more to read
    some_aliases = aliases.where(BusinessAlias.name_folded.in_(keys)) if few else aliases
    meant = {row.name_folded: row.business_id for row in db.session.execute(some_aliases)}
    for own_ids in batches(set(meant.values())):
        rows = db.session.execute(_identities().where(Business.id.in_(own_ids)))
        found |= {row.id: Known(**row._mapping) for row in rows}
    for column, values in (
        (Business.tax_code, {name.tax_code for name in wanted}),
        (Business.own_code, {name.own_code for name in wanted}),
        (Business.name_key, {business_key(name.name) for name in wanted if name.name}),
    ):
        for some in batches(sorted(filter(None, values))):
            rows = db.session.execute(_identities().where(column.in_(some)))
            found |= {row.id: Known(**row._mapping) for row in rows}
    return Register((found[own_id] for own_id in sorted(found)), meant)


def businesses_with_people() -> set[int]:
    """Ids of businesses somebody can sign in for."""
    statement = select(User.business_id).where(User.business_id.is_not(None)).distinct()
    return {business_id for business_id in db.session.scalars(statement) if business_id is not None}


def similar_businesses(name: str, *, except_id: int | None = None) -> Sequence[Business]:
    """Businesses whose name is the same but for the kind of company: likely the same one twice."""
    statement = select(Business).where(Business.name_key == business_key(name)).order_by(Business.name_sort)
    return db.session.scalars(statement.where(Business.id != (except_id or 0)).limit(5)).all()


def matching(term: str) -> Select[int]:
    """Ids of businesses whose name, tax code or own code holds the term; marks do not matter."""
    return select(Business.id).where(holds(term))


def holds(term: str) -> ColumnElement[bool]:
    """The same as a condition."""
    return holds_pattern(search_pattern(term))


def search_pattern(term: str) -> str:
    """The pattern of a term; digits find tax codes however they are grouped."""
    return like(re.sub(r"(?<=[0-9])[ .](?=[0-9])", "", term))


def holds_pattern(pattern: Any) -> ColumnElement[bool]:
    """Whether name, tax code or own code fits a pattern (text or a bound parameter)."""
    return or_(
        Business.name_folded.like(pattern, escape="\\"),
        Business.tax_code.like(pattern, escape="\\"),
        func.lower(Business.own_code).like(pattern, escape="\\"),
    )


def _identities() -> Select[int, str | None, str | None, str, bool, int | None, int | None, str]:
    return select(
        Business.id, Business.tax_code, Business.own_code, Business.name,
        Business.provisional, Business.zone_id, Business.employees, Business.name_key.label("key"),
    )  # fmt: skip


# ── zones ────────────────────────────────────────────────────────────────────────────────────────────────


class ZoneLine(NamedTuple):
    """A zone with how many businesses it holds."""

    id: int
    code: str | None
    name: str
    kind: str
    provisional: bool
    businesses: int


def list_zones() -> Sequence[Zone]:
    """All zones in Vietnamese order."""
    return db.session.scalars(select(Zone).order_by(Zone.name_sort, Zone.id)).all()


def zone_lines() -> list[ZoneLine]:
    """All zones with their number of businesses, those still to be checked first."""
    statement = (
        select(Zone.id, Zone.code, Zone.name, Zone.kind, Zone.provisional, func.count(Business.id))
        .outerjoin(Business, Business.zone_id == Zone.id)
        .group_by(Zone.id)
        .order_by(Zone.provisional.desc(), Zone.name_sort, Zone.id)
    )
    return [ZoneLine(*row) for row in db.session.execute(statement)]


def get_zone(zone_id: int) -> Zone | None:
    """The zone with this id."""
    return db.session.get(Zone, zone_id)


def count_businesses(zone_id: int) -> int:
    """How many businesses a zone holds."""
    return db.session.scalar(select(func.count()).where(Business.zone_id == zone_id)) or 0


# ── contacts ─────────────────────────────────────────────────────────────────────────────────────────────


def get_contact(contact_id: int) -> Contact | None:
    """The contact with this id."""
    return db.session.get(Contact, contact_id)


def list_contacts(business_id: int) -> Sequence[Contact]:
    """A business's people by given name, those who left last."""
    statement = (
        select(Contact)
        .where(Contact.business_id == business_id)
        .order_by(Contact.left_on.is_not(None), Contact.name_sort, Contact.id)
    )
    return db.session.scalars(statement).all()


def answers(contact_ids: Sequence[int]) -> dict[int, dict[str, Consent]]:
    """The latest answer per contact and channel."""
    statement = select(Consent).where(Consent.contact_id.in_(contact_ids)).order_by(Consent.id)
    latest: dict[int, dict[str, Consent]] = {}
    for consent in db.session.scalars(statement):
        latest.setdefault(consent.contact_id, {})[consent.channel] = consent
    return latest


class AnswerLine(NamedTuple):
    """One answer of the past with who recorded it."""

    channel: str
    given: bool
    how: str
    wording: str
    answered_on: date
    at: datetime
    recorded_by: str | None


def consent_history(contact_id: int) -> list[AnswerLine]:
    """Every answer a person ever gave, the newest first."""
    statement = (
        select(
            Consent.channel, Consent.given, Consent.how, Consent.wording, Consent.answered_on, Consent.at,
            User.name.label("recorded_by"),
        )
        .outerjoin(User, User.id == Consent.recorded_by_id)
        .where(Consent.contact_id == contact_id)
        .order_by(Consent.id.desc())
    )  # fmt: skip
    return [AnswerLine(**row._mapping) for row in db.session.execute(statement)]


def everything_about(contact: Contact, *, released: bool = False, elsewhere: bool = True) -> dict[str, Any]:
    """All that is kept about a person, as plain values for a file: data, answers, words, and who looked.

    `elsewhere`: with what other features keep; `released`: of that only what the business may read itself.
    """
    person = personal.Person(contact.business_id, contact.name, contact.phone, released=released)
    looked = (
        select(AccessRecord.at, AccessRecord.what, AccessRecord.purpose)
        .where(AccessRecord.object_type == "contact", AccessRecord.object_id == str(contact.id))
        .order_by(AccessRecord.id)
    )
    return {
        "business": {"name": contact.business.name, "tax_code": contact.business.tax_code},
        "contact": {
            "name": contact.name, "job": contact.job, "phone": contact.phone, "email": contact.email,
            "left_on": contact.left_on.isoformat() if contact.left_on else None,
        },
        "consents": [
            {
                "channel": line.channel, "given": line.given, "how": line.how, "wording": line.wording,
                "answered_on": line.answered_on.isoformat(), "recorded_at": line.at.isoformat(),
            }
            for line in reversed(consent_history(contact.id))
        ],
        "looked_at": [
            {"at": row.at.isoformat(), "what": row.what, "purpose": row.purpose}
            for row in db.session.execute(looked)
        ],
        **(personal.everything(person) if elsewhere else {}),
    }  # fmt: skip


# ── persons ──────────────────────────────────────────────────────────────────────────────────────────────


class Subject(NamedTuple):
    """Somebody whose data are asked for or erased: who it is here, under each name that they have."""

    title: str
    business: Business | None
    phone: str | None
    contacts: Sequence[Contact]
    accounts: Sequence[User]
    persons: list[personal.Person]


CONTACT, ACCOUNT, STRANGER = "lien-he", "tai-khoan", "khach"


def is_own(contact: Contact, user_id: int) -> bool:
    """Whether a contact is the person with this account."""
    user = db.session.get(User, user_id)
    return user is not None and user.phone is not None and user.phone == contact.phone


def find_subject(kind: str, key: str) -> Subject | None:
    """By a contact's or account's number, or a stranger's phone; None when there is nobody."""
    if kind == STRANGER:
        phone = phone_of(key)
        return Subject(phone, None, phone, [], [], [personal.Person(None, None, phone)]) if phone else None
    row = _person_row(kind, key)
    business = get_business(row.business_id) if row is not None and row.business_id else None
    if row is None or business is None:
        return None
    contacts: Sequence[Contact] = [row] if isinstance(row, Contact) else []
    accounts: Sequence[User] = [row] if isinstance(row, User) else []
    if row.phone:
        same = select(Contact).where(Contact.business_id == business.id, Contact.phone == row.phone)
        contacts = db.session.scalars(same.order_by(Contact.id)).all()
        users = select(User).where(User.business_id == business.id, User.phone == row.phone)
        accounts = db.session.scalars(users).all()
    user_id = accounts[0].id if accounts else None
    everybody: list[Contact | User] = [*contacts, *accounts]
    persons = [personal.Person(business.id, one.name, one.phone, user_id, one.email) for one in everybody]
    return Subject(row.name, business, row.phone, contacts, accounts, persons)


def find_subjects(words: str) -> list[tuple[str, str, str, str, str | None]]:
    """Who the words may mean, 20 at most each: kind, key, name, business, phone."""
    phone = phone_of(words)
    found: list[tuple[str, str, str, str, str | None]] = []
    for kind, table in ((ACCOUNT, User), (CONTACT, Contact)):
        columns: Any = select(table.id, table.name, Business.name, table.phone).join(
            Business, Business.id == table.business_id
        )
        meant = table.phone == phone if phone else table.name.icontains(words, autoescape=True)
        rows = db.session.execute(columns.where(meant).order_by(table.name_sort, table.id).limit(20))
        found += [(kind, str(row[0]), row[1], row[2], row[3]) for row in rows]
    return found


def _person_row(kind: str, key: str) -> Contact | User | None:
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        return None
    if kind == CONTACT:
        return db.session.get(Contact, int(key))
    return db.session.get(User, int(key)) if kind == ACCOUNT else None
