"""From the stage into the register: what every row would do, and then all of it in one short transaction."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Insert,
    Select,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    update,
)

from outreach.database import db
from outreach.dossiers.actions.counts import hold_register, recount_touched, touched_by
from outreach.dossiers.actions.staging import meant, naming
from outreach.dossiers.actions.staging.rows import CREATE, KEEP, UPDATE, Shape
from outreach.dossiers.actions.staging.stage import STAGE, TABLES, of_part
from outreach.dossiers.actions.staging.statements import COLUMNS, Completed
from outreach.dossiers.models import Curtain, Dossier, ImportRow, ServiceLevel
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.revisions import REGISTER, number, touch

DOSSIERS, ROWS, CURTAINS = (TABLES[model.__tablename__] for model in (Dossier, ImportRow, Curtain))


class Counts(NamedTuple):
    """How many dossiers an import makes, changes, and finds as they are."""

    created: int
    updated: int
    unchanged: int


def mark(
    connection: Connection, import_id: int, source: str, shapes: Iterable[Shape],
    codes: tuple[str, str] | None = None, *, anew: bool = False,
) -> None:  # fmt: skip
    """Compare staged rows with the register: which of them change a dossier that is there, and which not.

    `codes` (after, up to) are those to look at. Without them all are looked at; then, and when it is done
    `anew`, earlier marks are forgotten.
    """
    own = [STAGE.c.import_id == import_id]
    if codes is None or anew:
        was = [STAGE.c.does != CREATE, *own]
        if codes is not None:
            was += [STAGE.c.code > codes[0], STAGE.c.code <= codes[1]]
        connection.execute(update(STAGE).where(*was).values(does=CREATE, dossier_id=None))
    for shape in shapes:
        rows = Completed(shape, existing=True, levels=_any_levels(connection))
        assert rows.old is not None
        marks = rows.select(*rows.marks(), by_code=True).where(
            rows.row.c.import_id == import_id, rows.old.c.source == source
        )
        if codes is not None:
            marks = marks.where(rows.row.c.code > codes[0], rows.row.c.code <= codes[1])
        found = marks.subquery("found")
        same = (STAGE.c.code == found.c.code, *own)
        connection.execute(update(STAGE).where(*same).values(dossier_id=found.c.id, does=found.c.does))


def count(connection: Connection, import_id: int) -> Counts:
    """What the rows would do, as they are marked."""
    per = select(*(func.count().filter(STAGE.c.does == does) for does in (CREATE, UPDATE, KEEP)))
    return Counts._make(connection.execute(per.where(STAGE.c.import_id == import_id)).one())


def carry_out(
    import_id: int, *, source: str, shapes: Iterable[Shape], marked_at: int | None, remembered: bool = True
) -> Counts:
    """Write what is staged into the register, in the session's transaction: all of it, or nothing.

    `marked_at` is the revision of the register that the rows were compared with; when it has moved since,
    they are compared again. What is not `remembered` is no import that anybody could look at or undo.
    """
    db.session.flush()
    hold_register()
    connection, shapes = db.session.connection(), list(shapes)
    _pass_the_curtain(connection, import_id)
    stale = marked_at is None or marked_at != number(REGISTER)
    if stale:
        _settle(connection, import_id)
        mark(connection, import_id, source, shapes)
    if _settle(connection, import_id, shapes, create=True):  # somebody else is meant than when it was marked
        mark(connection, import_id, source, shapes)
    counts = count(connection, import_id)
    told = meant.arrange(connection, import_id, source, shapes)
    last = connection.scalar(select(func.max(DOSSIERS.c.id))) or 0
    named_as = literal(import_id) if remembered else null()
    for does, some in ((UPDATE, counts.updated), (KEEP, counts.unchanged)):
        if some:
            connection.execute(noting(import_id, does))
    for shape in shapes:
        if counts.updated:
            _change(connection, import_id, shape, import_id if remembered else None)
        if counts.created:
            connection.execute(insertion(connection, import_id, shape, source, named_as))
    if counts.created:
        made = select(literal(import_id), DOSSIERS.c.id, literal(CREATE)).where(DOSSIERS.c.id > last)
        connection.execute(insert(ROWS).from_select(["import_id", "dossier_id", "did"], made))
    told.write(connection)
    if counts.created or counts.updated:
        recount_touched(touched_by(import_id))
        touch(REGISTER)
        db.session.expire_all()
    return counts


def _pass_the_curtain(connection: Connection, import_id: int) -> None:
    """Raise this import's own curtain, behind which there is nothing; behind another's it may not write."""
    connection.execute(delete(CURTAINS).where(CURTAINS.c.import_id == import_id))
    if connection.execute(select(CURTAINS.c.import_id)).first() is not None:
        raise Refused(_("Một tệp khác đang được ghi vào sổ; Anh/Chị thử lại sau ít phút."))


def _settle(
    connection: Connection, import_id: int, shapes: Iterable[Shape] = (), *, create: bool = False
) -> bool:
    """Say whom the names mean; whether one that was known means somebody else now."""
    moved = False
    for part in naming.find(import_id, create=create, shapes=shapes):
        naming.note(connection, import_id, part.found)
        moved = moved or part.moved
    return moved


def _any_levels(connection: Connection) -> bool:
    """Looking for the level of a day costs every row; many boards have no list of procedures yet."""
    return connection.execute(select(ServiceLevel.id).limit(1)).first() is not None


def noting(import_id: int, does: str, *, part: bool = False) -> Insert:
    """What the import does to dossiers that are there, and what they said before; `part`: as `of_part`."""
    formerly = COLUMNS if does == UPDATE else ()
    columns: list[Any] = [literal(import_id), DOSSIERS.c.id, literal(does)]
    names = ["import_id", "dossier_id", "did", *formerly]
    columns += [DOSSIERS.c[name] for name in formerly]
    if formerly:
        names.append("former_import_id")
        columns.append(DOSSIERS.c.import_id)
    rows = select(*columns).select_from(STAGE.join(DOSSIERS, DOSSIERS.c.id == STAGE.c.dossier_id))
    own = (STAGE.c.import_id == import_id, STAGE.c.does == does, *(of_part(STAGE) if part else ()))
    return insert(ROWS).from_select(names, rows.where(*own))


def becoming(connection: Connection, import_id: int, shape: Shape) -> Select[Any]:
    """Of dossiers that change: id, and COLUMNS as the staged rows make them."""
    rows = Completed(shape, existing=True, levels=_any_levels(connection))
    assert rows.old is not None
    columns = [rows.old.c.id.label("key"), *(rows.new[name].label(name) for name in COLUMNS)]
    own = (rows.row.c.import_id == import_id, rows.row.c.does == UPDATE)
    return rows.select(*columns).where(*own)


def _change(connection: Connection, import_id: int, shape: Shape, named_as: int | None) -> None:
    """Dossiers that are there become what the staged rows make of them."""
    new = becoming(connection, import_id, shape).subquery("new")
    values: dict[str, Any] = {name: new.c[name] for name in COLUMNS}
    if named_as is not None:
        values["import_id"] = literal(named_as)
    connection.execute(update(DOSSIERS).where(DOSSIERS.c.id == new.c.key).values(values))


def insertion(
    connection: Connection, import_id: int, shape: Shape, source: str, named_as: Any, *, part: bool = False
) -> Insert:  # fmt: skip
    """New dossiers as the staged rows say them; `part`: as `of_part`."""
    rows = Completed(shape, existing=False, levels=_any_levels(connection))
    columns = [rows.new[name].label(name) for name in COLUMNS]
    own = [rows.row.c.import_id == import_id, rows.row.c.does == CREATE]
    if part:
        own += of_part(rows.row)
    new = rows.select(literal(source), rows.row.c.code, named_as, *columns).where(*own)
    names = ["source", "code", "import_id", *COLUMNS]
    return insert(DOSSIERS).from_select(names, new, include_defaults=False)
