"""Two records of one business become one.

Registers name a business by tax code here, by the board's own code or by name there, so the same firm may
first stand in the books twice; the file that knows both shows it.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import bindparam, delete, update

from outreach.businesses.models import Business, Contact
from outreach.database import db

# Given {business that goes: business that stays}, moves what a feature above keeps about businesses.
Mover = Callable[[Mapping[int, int]], None]
_movers: list[Mover] = []


def when_merged(mover: Mover) -> Mover:
    """Register how a feature above moves its rows; usable as a decorator."""
    _movers.append(mover)
    return mover


def merge_businesses(into: Mapping[int, int]) -> None:
    """Move everything of the keys to the values and delete the keys. Nobody may sign in for a key."""
    if not into:
        return
    db.session.flush()
    db.session.connection().execute(
        update(Contact).where(Contact.business_id == bindparam("gone")).values(business_id=bindparam("kept")),
        [{"gone": gone, "kept": kept} for gone, kept in into.items()],
    )
    for move in _movers:
        move(into)
    db.session.flush()
    db.session.execute(delete(Business).where(Business.id.in_(into)))
