"""Pastes: what was read, who the names are, what is there already, which conversations came of it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from outreach import clock
from outreach.accounts.models import STAFF, User
from outreach.businesses.models import Business, Contact
from outreach.businesses.queries import holds
from outreach.catalogue import queries as catalogue
from outreach.database import batches, db
from outreach.dossiers.models import Procedure
from outreach.helpdesk.models import Conversation, Message
from outreach.identifiers import phone_of
from outreach.text import business_key, fold
from outreach.zalo.models import Paste, PastedPerson, PasteLine
from outreach.zalo.rules.lines import OUT, STAFF_SAID, UNDECIDED, Line
from outreach.zalo.rules.pasting import OURSELVES
from outreach.zalo.rules.placing import Print

READ, CONFIRMED, UNDONE = "read", "confirmed", "undone"
MOST = 8
FURTHEST = 4_000  # stored messages of a group that are compared
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]+)[)\]）]")
_BREAKS = re.compile(r"\s[-–—|_/]\s|\s?[-–—|_/]\s|\n")


class Meant(NamedTuple):
    """A business that a name or some words may mean."""

    id: int
    name: str
    tax_code: str | None


class Proposal(NamedTuple):
    """Who a name in a group may be. `choice`: 'staff', 'out', a business's id, or '' for undecided."""

    choice: str
    meant: tuple[Meant, ...] = ()
    remembered: bool = False


class PasteRow(NamedTuple):
    """A paste in the list."""

    public_id: str
    group: str
    state: str
    pasted_at: datetime
    by: str | None
    lines: int


class Outcome(NamedTuple):
    """A conversation that a paste's messages are in."""

    id: int
    public_id: str
    business_id: int | None
    business: str | None
    released: bool
    state: str
    lines: int


def find_paste(public_id: str) -> Paste | None:
    """A paste by its address."""
    return db.session.scalars(select(Paste).where(Paste.public_id == public_id)).one_or_none()


def lines_of(paste_id: int) -> list[Line]:
    """What was read, in order."""
    columns = [getattr(PasteLine, name) for name in Line._fields]
    rows = db.session.execute(
        select(*columns).where(PasteLine.paste_id == paste_id).order_by(PasteLine.place)
    )
    return [Line._make(row) for row in rows]


def last_line(paste_id: int) -> tuple[int, int] | None:
    """The id and place of the last line: both change when the text is read anew."""
    last = select(PasteLine.id, PasteLine.place).where(PasteLine.paste_id == paste_id)
    row = db.session.execute(last.order_by(PasteLine.place.desc()).limit(1)).one_or_none()
    return (row.id, row.place) if row is not None else None


def states_of_group(group_folded: str) -> tuple[tuple[int, str], ...]:
    """All pastes of a group, and how each stands: what is known of it changes with these."""
    rows = select(Paste.id, Paste.state).where(Paste.group_folded == group_folded, Paste.state != READ)
    return tuple((row.id, row.state) for row in db.session.execute(rows.order_by(Paste.id)))


def list_pastes(*, offset: int, limit: int) -> tuple[list[PasteRow], int]:
    """All pastes, those that wait first."""
    count = select(func.count()).where(PasteLine.paste_id == Paste.id).scalar_subquery()
    rows = db.session.execute(
        select(Paste.public_id, Paste.group, Paste.state, Paste.pasted_at, User.name, count)
        .outerjoin(User, User.id == Paste.pasted_by_id)
        .order_by(Paste.state != READ, Paste.pasted_at.desc(), Paste.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [PasteRow(*row) for row in rows], db.session.scalar(select(func.count(Paste.id))) or 0


def groups() -> Sequence[str]:
    """Names of groups pasted before, the latest first."""
    statement = select(Paste.group).group_by(Paste.group).order_by(func.max(Paste.id).desc())
    return db.session.scalars(statement.limit(50)).all()


def remembered_names(group: str) -> frozenset[str]:
    """Folded names that are known to be people of a group."""
    statement = select(PastedPerson.name_folded).where(PastedPerson.group_folded == fold(group))
    return frozenset(db.session.scalars(statement))


def counts(fingerprints: Collection[str], *, but: int) -> dict[str, int]:
    """How often each is stored already, by pastes other than `but`."""
    found: dict[str, int] = {}
    for some in batches(sorted(set(fingerprints))):
        rows = db.session.execute(
            select(PasteLine.fingerprint, func.count())
            .join(Paste, Paste.id == PasteLine.paste_id)
            .where(PasteLine.fingerprint.in_(some), *is_stored(but))
            .group_by(PasteLine.fingerprint)
        )
        found |= {row[0]: row[1] for row in rows}
    return found


def stored(group_folded: str, *, but: int) -> list[Print]:
    """What is stored of a group, oldest first, as far back as anybody pastes."""
    rows = db.session.execute(
        select(PasteLine.fingerprint, PasteLine.words_print, PasteLine.said_at, PasteLine.day_guessed)
        .join(Paste, Paste.id == PasteLine.paste_id)
        .where(Paste.group_folded == group_folded, *is_stored(but))
        .order_by(PasteLine.paste_id.desc(), PasteLine.place.desc())
        .limit(FURTHEST)
    ).all()
    return [Print(*row) for row in reversed(rows)]


def copied_words(group_folded: str) -> set[str]:
    """What staff wrote here and carried to this group by hand: it comes back with the next paste."""
    here = (
        select(Message.conversation_id)
        .join(PasteLine, PasteLine.message_id == Message.id)
        .join(Paste, Paste.id == PasteLine.paste_id)
        .where(Paste.group_folded == group_folded)
    )
    by_hand = (Message.side == STAFF_SAID, Message.user_id.is_not(None), Message.delivery == "sent")
    texts = db.session.scalars(select(Message.text).where(Message.conversation_id.in_(here), *by_hand))
    return {" ".join(text.split()) for text in texts}


def is_stored(but: int) -> list[ColumnElement[bool]]:
    """Lines whose messages are (or were) there, of other pastes than `but`."""
    placed = (Paste.state == CONFIRMED) & ~PasteLine.left_out & ~PasteLine.known
    return [PasteLine.paste_id != but, or_(placed, PasteLine.message_id.is_not(None))]


def proposals(group: str, names: Iterable[str]) -> dict[str, Proposal]:
    """Who the names are: as said before, our own people, or businesses by contact, brackets, phone."""
    wanted = list(names)
    statement = select(PastedPerson).where(PastedPerson.group_folded == fold(group))
    before = {one.name_folded: one for one in db.session.scalars(statement)}
    ours = set(db.session.scalars(select(User.name_folded).where(User.role.in_(STAFF))))
    contacts = _contacts() if any(fold(name) not in before for name in wanted) else {}
    return {name: _proposal(name, before.get(fold(name)), ours, contacts) for name in wanted}


def _contacts() -> dict[str, set[int]]:
    """The businesses of everybody who is a contact today, by folded name."""
    found: dict[str, set[int]] = {}
    for row in db.session.execute(select(Contact.business_id, Contact.name).where(Contact.left_on.is_(None))):
        found.setdefault(fold(row.name), set()).add(row.business_id)
    return found


def _proposal(
    name: str, before: PastedPerson | None, ours: set[str], contacts: Mapping[str, set[int]]
) -> Proposal:
    folded = fold(name)
    if before is not None and before.business_id is not None:
        return Proposal(str(before.business_id), tuple(_named([before.business_id])), True)
    if before is not None:
        return Proposal(STAFF_SAID if before.staff else OUT, (), True)
    if folded in ours or folded in OURSELVES:
        return Proposal(STAFF_SAID)
    meant = tuple(_guessed(name, contacts))
    return Proposal(str(meant[0].id) if len(meant) == 1 else UNDECIDED, meant)


def _guessed(name: str, contacts: Mapping[str, set[int]]) -> list[Meant]:
    if not name.strip():
        return []
    if phone := phone_of(name):
        return _named(db.session.scalars(select(Contact.business_id).where(Contact.phone == phone)).all())
    parts = [*_BRACKETS.findall(name), *_BREAKS.split(_BRACKETS.sub("\n", name)), name]
    for part in parts:
        key = business_key(part)
        if len(key) < 3:
            continue
        exact = db.session.scalars(select(Business.id).where(Business.name_key == key).limit(MOST)).all()
        if exact:
            return _named(exact)
    whole = fold(_BRACKETS.sub(" ", name)).strip()
    if same := contacts.get(whole):
        return _named(same)
    inside = [part for part in parts[:-1] if len(business_key(part)) >= 5]
    return [one for part in inside for one in candidates(business_key(part))][:MOST]


def _named(ids: Collection[int]) -> list[Meant]:
    rows = db.session.execute(
        select(Business.id, Business.name, Business.tax_code)
        .where(Business.id.in_(set(ids)))
        .order_by(Business.name_sort)
        .limit(MOST)
    )
    return [Meant(*row) for row in rows]


def named(ids: Collection[int]) -> dict[int, Meant]:
    """Businesses by id."""
    found: dict[int, Meant] = {}
    for some in batches(sorted(set(ids))):
        rows = db.session.execute(
            select(Business.id, Business.name, Business.tax_code).where(Business.id.in_(some))
        )
        found |= {row.id: Meant(*row) for row in rows}
    return found


def candidates(words: str) -> list[Meant]:
    """Businesses that a clerk's words may mean; the exact tax code or name alone when there is one."""
    exact = (Business.tax_code == words) | (Business.own_code == words) | (Business.name == words)
    rows = db.session.execute(
        select(Business.id, Business.name, Business.tax_code, exact.label("exact"))
        .where(exact | holds(words))
        .order_by(Business.name_sort)
        .limit(MOST)
    ).all()
    return [Meant(*row[:3]) for row in [row for row in rows if row.exact] or rows]


def procedure_of(text: str) -> int | None:
    """The procedure that a question is most likely about."""
    found = catalogue.search(text[:300], today=clock.today(), limit=1) if text.strip() else []
    return found[0].id if found else None


def procedure_choices() -> Sequence[tuple[int, str]]:
    """Every procedure: id and name, in Vietnamese order."""
    rows = db.session.execute(select(Procedure.id, Procedure.name).order_by(Procedure.name_sort))
    return [(row.id, row.name) for row in rows]


def outcomes(paste_id: int) -> list[Outcome]:
    """Where a confirmed paste's messages are now."""
    c = Conversation
    rows = db.session.execute(
        select(c.id, c.public_id, c.business_id, Business.name, c.released, c.state, func.count(PasteLine.id))
        .join(Message, Message.conversation_id == c.id)
        .join(PasteLine, PasteLine.message_id == Message.id)
        .outerjoin(Business, Business.id == c.business_id)
        .where(PasteLine.paste_id == paste_id)
        .group_by(c.id, c.public_id, c.business_id, Business.name, c.released, c.state)
        .order_by(Business.name, c.id)
    )
    return [Outcome(*row) for row in rows]
