"""Writes of zones."""

from collections.abc import Iterable

from sqlalchemy import select, update

from outreach.businesses.models import Business, Zone
from outreach.businesses.rules import ZoneKey, zone_key
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.text import sort_key, squeeze


def resolve_zones(names: Iterable[str], *, create: bool = True) -> dict[str, int]:
    """Zone ids for names or codes as files write them; unknown ones are created as provisional.

    Without `create` they get an id below 0 that nobody has.

    A name without its kind ("Đồng Văn II") means the zone of that name when there is only one.
    """
    known = {row.id: row for row in db.session.execute(select(Zone.id, Zone.code, Zone.name))}
    by_code = {row.code.lower(): row.id for row in known.values() if row.code}
    by_key = {zone_key(row.name): row.id for row in known.values()}
    resolved: dict[str, int] = {}
    for name in sorted({*names}, key=lambda written: (zone_key(written).kind is None, written)):
        key = zone_key(name)
        zone_id = by_code.get(squeeze(name).lower()) or _pick(key, by_key)
        if zone_id is None:
            zone_id = by_key[key] = _add_provisional(name, key) if create else -1 - len(by_key)
        resolved[name] = zone_id
    return resolved


def create_zone(*, name: str, kind: str, code: str | None = None) -> Zone:
    """Add a zone."""
    zone = Zone(name=name, name_folded=str(zone_key(name)), name_sort=sort_key(name), kind=kind, code=code)
    db.session.add(zone)
    db.session.flush()
    return zone


def update_zone(*, zone: Zone, name: str, kind: str, code: str | None) -> Zone:
    """Rename a zone or set its kind; somebody looked at it, so it is provisional no more."""
    zone.name, zone.name_folded, zone.name_sort = name, str(zone_key(name)), sort_key(name)
    zone.kind, zone.code, zone.provisional = kind, code, False
    db.session.flush()
    return zone


def merge_zone(*, zone: Zone, into: Zone) -> Zone:
    """Move every business of a zone into another and delete the emptied one."""
    if zone.id == into.id:
        raise Refused(_l("Anh/Chị chọn một khu khác."), "into")
    db.session.execute(update(Business).where(Business.zone_id == zone.id).values(zone_id=into.id))
    db.session.delete(zone)
    db.session.flush()
    return into


def _pick(key: ZoneKey, by_key: dict[ZoneKey, int]) -> int | None:
    if key in by_key:
        return by_key[key]
    # A kind that one side leaves open contradicts nothing.
    like = [id for other, id in by_key.items() if other.words == key.words and None in (other.kind, key.kind)]
    return like[0] if len(like) == 1 else None


def _add_provisional(name: str, key: ZoneKey) -> int:
    written = squeeze(name)
    zone = Zone(
        name=written, name_folded=str(key), name_sort=sort_key(written),
        kind=key.kind or "industrial_zone", provisional=True,
    )  # fmt: skip
    db.session.add(zone)
    db.session.flush()
    return zone.id
