"""Two records of one business become one.

Registers name a business by tax code here, by the board's own code or by name there, so the same firm may
first stand in the books twice; the file that knows both shows it.
"""

from collections.abc import Mapping

from sqlalchemy import Integer, bindparam, column, delete, table, update

from outreach.businesses import merging
from outreach.businesses.models import Business
from outreach.database import db


def merge_businesses(into: Mapping[int, int]) -> None:
    """Move everything of the keys to the values and delete the keys. Nobody may sign in for a key."""
    if not into:
        return
    db.session.flush()
    pairs = [{"gone": gone, "kept": kept} for gone, kept in into.items()]
    for name in merging.plain_tables():
        rows = table(name, column("business_id", Integer))
        statement = update(rows).where(rows.c.business_id == bindparam("gone"))
        db.session.connection().execute(statement.values(business_id=bindparam("kept")), pairs)
    for move in merging.movers():
        move(into)
    db.session.flush()
    db.session.execute(delete(Business).where(Business.id.in_(into)))
