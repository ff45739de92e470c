"""What staged rows would change, before anything is written: former values beside the new ones."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select

from outreach.database import db
from outreach.dossiers.actions.staging.rows import UPDATE, Shape
from outreach.dossiers.actions.staging.stage import NAMES, STAGE
from outreach.dossiers.actions.staging.statements import Completed
from outreach.dossiers.models import ServiceLevel
from outreach.dossiers.queries.changes import NAMED, SHOWN, names_behind


class Coming(NamedTuple):
    """A dossier that would change: (column, before, after) of each changed one, ids as names."""

    dossier_id: int
    code: str
    row: int
    changed: list[tuple[str, Any, Any]]


def coming(import_id: int, shape: Shape, *, offset: int, limit: int) -> tuple[list[Coming], int]:
    """Some of the dossiers that an import would change, by their codes, and how many there are in all."""
    own = (STAGE.c.import_id == import_id, STAGE.c.does == UPDATE)
    total = db.session.scalar(select(func.count()).select_from(STAGE).where(*own)) or 0
    levels = db.session.execute(select(ServiceLevel.id).limit(1)).first() is not None
    rows = Completed(shape, existing=True, levels=levels)
    assert rows.old is not None
    columns = [rows.old.c.id, rows.row.c.code, rows.row.c.row]
    columns += [rows.old.c[name].label(f"old_{name}") for name in SHOWN]
    columns += [rows.new[name].label(f"new_{name}") for name in SHOWN]
    statement = (
        rows.select(*columns)
        .where(rows.row.c.import_id == import_id, rows.row.c.does == UPDATE)
        .order_by(rows.row.c.code)
        .offset(offset)
        .limit(limit)
    )
    found = db.session.execute(statement).all()
    names = _names(import_id, found)
    return [Coming(row[0], row[1], row[2], _changed(row, names)) for row in found], total


Names = dict[tuple[str, int], str]


def _changed(row: Row[Any], names: Names) -> list[tuple[str, Any, Any]]:
    values = row._mapping
    pairs = ((name, values[f"old_{name}"], values[f"new_{name}"]) for name in SHOWN)
    return [
        (name, names.get((name, old), old), names.get((name, new), new))
        for name, old, new in pairs
        if old != new
    ]


def _names(import_id: int, found: Sequence[Row[Any]]) -> Names:
    """What ids stand for; one below 0 is somebody who would be made known."""
    wanted = {
        (name, row._mapping[f"{when}_{name}"]) for row in found for name in NAMED for when in ("old", "new")
    }
    unknown = {-value: name for name, value in wanted if value is not None and value < 0}
    statement = select(NAMES.c.number, func.coalesce(NAMES.c.name, NAMES.c.code, NAMES.c.own_code)).where(
        NAMES.c.import_id == import_id, NAMES.c.number.in_(unknown)
    )
    coming = {(unknown[number], -number): text for number, text in db.session.execute(statement)}
    return names_behind({(name, value) for name, value in wanted if value is not None}) | coming
