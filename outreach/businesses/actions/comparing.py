"""Names that only registers gave, compared with all others: who may be meant waits there to be asked about.

Each name is compared once: when it is new, or called otherwise. What is decided then takes nothing back into
comparing, so a long queue costs its officers nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, or_, select, update

from outreach.businesses.models import Business, NameCandidate
from outreach.businesses.rules.likeness import Weights, words_of
from outreach.businesses.rules.lookup import Candidate, Lookup
from outreach.database import Base, batches, db, reading, record

BUSINESSES = Base.metadata.tables[Business.__tablename__]
AT_ONCE = 500  # names whose candidates are written in one transaction


class _Name(NamedTuple):
    id: int
    name: str
    waits: bool  # known by name only
    compared: bool


def any_to_compare() -> bool:
    """Whether there are names that nobody compared yet: one small read."""
    with reading() as connection:
        return connection.scalar(select(Business.id).where(~Business.compared).limit(1)) is not None


def compare_names() -> int:
    """Find whom each name known from registers only may mean, as far as names are new; of how many names.

    It works on a copy and writes in short transactions of its own, so nobody waits for it; killed at any
    moment, it does the rest the next time.
    """
    with reading() as connection:
        names = _names(connection)
    new = {one.id: one.name for one in names if not one.compared}
    if not new:
        return 0
    words = {one.id: words_of(one.name) for one in names}
    weights = Weights(words.values())
    everybody = Lookup(words, weights)
    arrived = Lookup({own_id: words[own_id] for own_id in new}, weights)
    waiting = {one.id for one in names if one.waits}
    _forget(new)
    for some in batches(sorted(waiting), AT_ONCE):
        found = {}
        for own_id in some:
            among = everybody if own_id in new else arrived
            candidates = among.find(words[own_id], except_id=own_id)
            # Of two names without codes the later one is asked about.
            found[own_id] = [one for one in candidates if one.id not in waiting or one.id < own_id]
        _write(found)
    _note_compared(new)
    return len(new)


def count_alike(new: Sequence[str]) -> int:
    """How many names that nobody has heard of will be asked about; in the order in which they become known.

    Nothing is written.
    """
    with reading() as connection:
        names = _names(connection)
    words = {one.id: words_of(one.name) for one in names}
    waiting = {one.id for one in names if one.waits}
    first = max(words, default=0) + 1
    coming = {place: words_of(name) for place, name in enumerate(new, first)}
    words |= coming
    everybody = Lookup(words, Weights(words.values()))
    return sum(
        any(
            one.id < own_id if one.id in coming or one.id in waiting else True
            for one in everybody.find(own, except_id=own_id)
        )
        for own_id, own in coming.items()
    )


def forget_candidates(into: Mapping[int, int]) -> None:
    """Of businesses that become others nothing is asked any more."""
    gone = or_(NameCandidate.business_id.in_(into), NameCandidate.candidate_id.in_(into))
    db.session.execute(delete(NameCandidate).where(gone))


def _names(connection: Connection) -> list[_Name]:
    waits = and_(Business.provisional, Business.tax_code.is_(None), Business.own_code.is_(None))
    columns = select(Business.id, Business.name, waits.label("waits"), Business.compared)
    return [_Name(*row) for row in connection.execute(columns.order_by(Business.id))]


def _write(found: Mapping[int, Sequence[Candidate]]) -> None:
    """Who may be meant by these names, as far as nobody has joined them meanwhile."""
    rows = [
        {"business_id": own_id, "candidate_id": one.id, "reason": one.reason, "score": one.score}
        for own_id, candidates in found.items()
        for one in candidates
    ]
    with record() as connection:
        there = _still_there(connection, {own_id for row in rows for own_id in _both(row)})
        rows = [row for row in rows if there.issuperset(_both(row))]
        if rows:
            connection.execute(_insert_or_replace(), rows)


def _both(row: Mapping[str, Any]) -> tuple[int, int]:
    return row["business_id"], row["candidate_id"]


def _insert_or_replace() -> Any:
    """Two who compare at the same time find the same."""
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    first = dialect.insert(NameCandidate)
    return first.on_conflict_do_update(
        index_elements=["business_id", "candidate_id"],
        set_={"reason": first.excluded.reason, "score": first.excluded.score},
    )


def _still_there(connection: Connection, ids: set[int]) -> set[int]:
    """Those that are there, and stay until this transaction ends."""
    found: set[int] = set()
    for some in batches(sorted(ids)):
        locked = select(Business.id).where(Business.id.in_(some)).with_for_update(read=True)
        found.update(connection.scalars(locked))
    return found


def _forget(new: Iterable[int]) -> None:
    """What was thought of names before they were changed."""
    for some in batches(new):
        with record() as connection:
            known = or_(NameCandidate.business_id.in_(some), NameCandidate.candidate_id.in_(some))
            connection.execute(delete(NameCandidate).where(known))


def _note_compared(new: Mapping[int, str]) -> None:
    """Unless somebody calls them otherwise since they were read."""
    own = (BUSINESSES.c.id == bindparam("own_id"), BUSINESSES.c.name == bindparam("called"))
    for some in batches(new.items(), AT_ONCE):
        with record() as connection:
            connection.execute(
                update(BUSINESSES).where(*own).values(compared=True),
                [{"own_id": own_id, "called": name} for own_id, name in some],
            )
