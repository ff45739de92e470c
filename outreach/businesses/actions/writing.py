"""Writing many businesses at once: a few statements, however many rows."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete, func, insert, inspect, select, update

from outreach.businesses.models import Business, BusinessAlias
from outreach.businesses.rules.matching import Known, alias_key
from outreach.database import batches, db
from outreach.revisions import REGISTER, touch
from outreach.text import business_key, business_sort_key, fold


def name_columns(name: str) -> dict[str, Any]:
    """A name with its shadows for search, matching and order; it is to be compared with all others again."""
    return {
        "compared": False,
        "name": name,
        "name_folded": fold(name),
        "name_key": business_key(name),
        "name_sort": business_sort_key(name),
    }


def insert_businesses(new: Collection[Known]) -> None:
    """Write businesses that have no id yet and give them one. Nobody else bears their codes or names."""
    if not new:
        return
    before = db.session.scalar(select(func.max(Business.id))) or 0
    db.session.execute(insert(Business), [_columns(known) for known in new])
    touch(REGISTER)
    # Bulk inserts give no ids back in order on SQLite, except one statement a row.
    written = db.session.execute(
        select(Business.tax_code, Business.own_code, Business.name, Business.id).where(Business.id > before)
    )
    ids = {(tax_code, own_code, name): own_id for tax_code, own_code, name, own_id in written}
    for known in new:
        known.id = ids[known.tax_code, known.own_code, known.name]
    bear_names({known.id: known.name for known in new if not (known.provisional or known.codeless)})


def bear_names(named: Mapping[int, str]) -> None:
    """A name means the registered business that bears it, whatever it was said to mean before that came.

    Otherwise its dossiers would go on to whom somebody meant. A namesake that bears the name too keeps it.
    """
    bearers = {alias_key(name): own_id for own_id, name in named.items()}
    said = select(BusinessAlias.id, BusinessAlias.name_folded, BusinessAlias.business_id, Business.name)
    gone: list[int] = []
    for some in batches(bearers):
        rows = said.join(Business, Business.id == BusinessAlias.business_id)
        for row in db.session.execute(rows.where(BusinessAlias.name_folded.in_(some))):
            other = row.business_id != bearers[row.name_folded]
            if other and alias_key(row.name) != row.name_folded:
                gone.append(row.id)
    for few in batches(gone):
        db.session.execute(delete(BusinessAlias).where(BusinessAlias.id.in_(few)))
    if gone:
        touch(REGISTER)


def update_businesses(changed: Collection[Known]) -> None:
    """Write every column that matching knows; codes are set free first, so that they may change hands."""
    if not changed:
        return
    free = [{"id": known.id, "tax_code": None, "own_code": None} for known in changed]
    db.session.execute(update(Business), free)
    db.session.execute(update(Business), [{"id": known.id, **_columns(known)} for known in changed])
    _forget_loaded(known.id for known in changed)


def _columns(known: Known) -> dict[str, Any]:
    return {
        **name_columns(known.name),
        "tax_code": known.tax_code,
        "own_code": known.own_code,
        "zone_id": known.zone_id,
        "employees": known.employees,
        "provisional": known.provisional,
    }


def _forget_loaded(ids: Iterable[int]) -> None:
    """Objects the session already holds would show what was there before."""
    written = set(ids)
    for thing in list(db.session().identity_map.values()):
        identity = inspect(thing).identity  # known even of one that was merged away and is expired
        if isinstance(thing, Business) and identity and identity[0] in written:
            db.session.expire(thing)
