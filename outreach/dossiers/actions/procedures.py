"""Procedures and their dated service levels: taken in from a list, or edited by hand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import selectinload

from outreach import clock
from outreach.businesses.rules import Changed, TakenIn
from outreach.clock import month_of
from outreach.database import db
from outreach.dossiers import rules
from outreach.dossiers.actions.counts import Key, hold_register, recount
from outreach.dossiers.models import Curtain, Dossier, ImportRow, Procedure, ServiceLevel
from outreach.dossiers.rules import Level
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.revisions import REGISTER, touch
from outreach.text import fold, fold_words, sort_key, squeeze

ONE_DAY = timedelta(days=1)
Values = Mapping[str, Any]


def take_in_procedures(rows: Sequence[Values], *, trial: bool = False) -> TakenIn:
    """Take in a list of procedures: procedure_code, name, field, service_level (vocabulary, level, wording).

    A missing meaning changes nothing, None clears it. A level that differs from the one that holds ends it
    today; the first level of a vocabulary holds since ever, because no list says since when. A procedure that
    a register named before is completed. A trial counts, and writes nothing: the session may only read.
    """
    if not trial:
        hold_register()
    taken = TakenIn()
    known = _Known(apart=trial)
    changed: list[Procedure] = []
    for row in rows:
        if not row.get("procedure_code"):
            blank = _l("Ô này không được để trống.")
            taken.refused.append((int(row.get("row") or 0), "procedure_code", "", blank))
            continue
        procedure = known.find(row["procedure_code"], row.get("name"))
        if procedure is None:
            changed.append(known.add(_create(row)))
            taken.created += 1
        elif _update(procedure, row, taken.changed if trial else None):
            changed.append(procedure)
            taken.updated += 1
        else:
            taken.unchanged += 1
    if not trial:
        db.session.add_all(changed)
        db.session.flush()
        _follow([*changed, *known.absorb_twins()])
    return taken


def create_procedure(*, code: str, name: str, field: str | None) -> Procedure:
    """A procedure entered by hand."""
    procedure = Procedure(code=code or None, provisional=False, levels=[])
    _name(procedure, name)
    _set_field(procedure, field)
    db.session.add(procedure)
    db.session.flush()
    return procedure


def edit_procedure(procedure: Procedure, *, code: str | None, name: str, field: str | None) -> Procedure:
    """Correct a procedure; dossiers whose register names no field follow."""
    hold_register()
    procedure.code = code or None
    procedure.provisional = False
    _name(procedure, name)
    _set_field(procedure, field)
    db.session.flush()
    _follow([procedure])
    return procedure


def add_level(
    procedure: Procedure,
    *,
    vocabulary: str,
    level: str,
    wording: str,
    valid_from: date,
    valid_to: date | None = None,
) -> Procedure:
    """Say how far a procedure can be done online from a day on; the level that held until then ends."""
    if (vocabulary, level) not in rules.LEVELS:
        raise Refused(_("Anh/Chị chọn một mức độ."), "level")
    if valid_to is not None and valid_to < valid_from:
        raise Refused(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), "valid_to")
    hold_register()
    same_words = [other for other in procedure.levels if other.vocabulary == vocabulary]
    until_then = [other for other in same_words if other.valid_to is None and other.valid_from < valid_from]
    if any(_overlap(other, valid_from, valid_to) for other in same_words if other not in until_then):
        raise Refused(_("Thời gian này trùng với một mức độ đã có; Anh/Chị xem lại các ngày."), "valid_from")
    for other in until_then:
        other.valid_to = valid_from - ONE_DAY
    _append(procedure, vocabulary, level, wording, valid_from, valid_to)
    db.session.flush()
    _follow([procedure])
    return procedure


def close_level(level: ServiceLevel, *, valid_to: date) -> ServiceLevel:
    """The last day on which a level held."""
    if valid_to < level.valid_from:
        raise Refused(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), "valid_to")
    hold_register()
    level.valid_to = valid_to
    db.session.flush()
    _follow([level.procedure])
    return level


def remove_level(level: ServiceLevel) -> None:
    """Take back a level that was entered by mistake."""
    hold_register()
    procedure = level.procedure
    procedure.levels.remove(level)
    db.session.flush()
    _follow([procedure])


# ── rows of a list ───────────────────────────────────────────────────────────────────────────────────────


class _Known:
    """Procedures by code; and those that a register named without a code, by name."""

    def __init__(self, *, apart: bool) -> None:
        procedures = db.session.scalars(
            select(Procedure).options(selectinload(Procedure.levels)).order_by(Procedure.id)
        ).all()
        for procedure in procedures if apart else ():
            db.session.expunge(procedure)  # nothing that becomes of it is written
        self._by_code = {p.code: p for p in procedures if p.code}
        self._uncoded = {p.name_folded: p for p in reversed(procedures) if not p.code}

    def find(self, code: str, name: str | None) -> Procedure | None:
        """The procedure of this code, else the uncoded one of this name."""
        return self._by_code.get(code) or self._uncoded.get(fold(name or ""))

    def absorb_twins(self) -> list[Procedure]:
        """What a register named without a code is the one procedure that now carries this name."""
        kept_ones: list[Procedure] = []
        coded: dict[str, list[Procedure]] = {}
        for procedure in self._by_code.values():
            coded.setdefault(procedure.name_folded, []).append(procedure)
        for name, twin in self._uncoded.items():
            if twin.code is None and len(coded.get(name, ())) == 1:
                (kept,) = coded[name]
                for rows in (Dossier, ImportRow):
                    db.session.execute(
                        update(rows).where(rows.procedure_id == twin.id).values(procedure_id=kept.id)
                    )
                db.session.delete(twin)
                kept_ones.append(kept)
        db.session.flush()
        return kept_ones

    def add(self, procedure: Procedure) -> Procedure:
        """Remember a new one."""
        self._by_code[str(procedure.code)] = procedure
        return procedure


def _create(row: Values) -> Procedure:
    procedure = Procedure(code=row["procedure_code"], provisional=False, levels=[])
    _name(procedure, row.get("name") or row["procedure_code"])
    _set_field(procedure, row.get("field"))
    _set_level(procedure, row.get("service_level"))
    return procedure


def _update(procedure: Procedure, row: Values, told: list[Changed] | None) -> bool:
    """Bring a procedure to what the row says; whether anything changed. `told` hears what."""
    before, said_before = _state(procedure), _said(procedure)
    procedure.code = row["procedure_code"]
    procedure.provisional = False
    if "name" in row:
        _name(procedure, row["name"] or row["procedure_code"])
    if "field" in row:
        _set_field(procedure, row["field"])
    if "service_level" in row:
        _set_level(procedure, row["service_level"])
    if _state(procedure) == before:
        return False
    if told is not None:
        pairs = zip(said_before, _said(procedure), strict=True)
        values = [(name, old, new) for (name, old), (_name, new) in pairs if old != new]
        told.append(Changed(int(row.get("row") or 0), procedure.name, values))
    return True


def _said(procedure: Procedure) -> list[tuple[str, str | None]]:
    """What a list of procedures says of one, as people read it."""
    levels = [str(rules.LEVELS[v.vocabulary, v.level][0]) for v in procedure.levels if v.valid_to is None]
    return [
        ("procedure_code", procedure.code), ("name", procedure.name), ("field", procedure.field),
        ("service_level", ", ".join(levels) or None),
    ]  # fmt: skip


def _state(procedure: Procedure) -> tuple[Any, ...]:
    levels = [(v.vocabulary, v.level, v.wording, v.valid_from, v.valid_to) for v in procedure.levels]
    return procedure.code, procedure.name, procedure.field, procedure.provisional, levels


def _set_level(procedure: Procedure, said: tuple[str, str, str] | None) -> None:
    today = clock.today()
    if said is None:
        for open_level in [v for v in procedure.levels if v.valid_to is None]:
            _end(procedure, open_level, today)
        return
    vocabulary, level, wording = said
    same_words = [v for v in procedure.levels if v.vocabulary == vocabulary]
    current = next((v for v in same_words if v.valid_to is None), None)
    if current is not None and current.level == level:
        current.wording = wording
        return
    if current is not None:
        _end(procedure, current, today)
    since = date.min if not same_words else today
    _append(procedure, vocabulary, level, wording, since, None)


def _end(procedure: Procedure, level: ServiceLevel, today: date) -> None:
    """A level is over; one that began today never held."""
    if level.valid_from < today:
        level.valid_to = today - ONE_DAY
    else:
        procedure.levels.remove(level)
        db.session.flush()  # its place among the unique ones must be free before the next one comes


def _append(
    procedure: Procedure, vocabulary: str, level: str, wording: str, valid_from: date, valid_to: date | None
) -> None:
    procedure.levels.append(
        ServiceLevel(
            vocabulary=vocabulary, level=level, wording=wording, valid_from=valid_from, valid_to=valid_to,
            may_file_online=rules.may_file_online(vocabulary, level),
        )
    )  # fmt: skip


def _overlap(other: ServiceLevel, first: date, last: date | None) -> bool:
    return (last is None or other.valid_from <= last) and (other.valid_to or date.max) >= first


def _name(procedure: Procedure, name: str) -> None:
    name = squeeze(name)
    if procedure.name != name:
        procedure.name, procedure.name_folded, procedure.name_sort = name, fold(name), sort_key(name)


def _set_field(procedure: Procedure, field: str | None) -> None:
    field = squeeze(field or "") or None
    if procedure.field != field:
        procedure.field = field
        procedure.field_folded = (fold_words(field) or fold(field)) if field else None


# ── what follows from a procedure ────────────────────────────────────────────────────────────────────────


def _follow(procedures: Iterable[Procedure]) -> None:
    """Dossiers of changed procedures: the field where the register gives none; could it be filed online?"""
    by_id = {procedure.id: procedure for procedure in procedures}
    if not by_id:
        return
    levels = {
        id: [Level(v.may_file_online, v.valid_from, v.valid_to) for v in procedure.levels]
        for id, procedure in by_id.items()
    }
    columns = (
        Dossier.id, Dossier.procedure_id, Dossier.business_id, Dossier.received_on, Dossier.field,
        Dossier.field_folded, Dossier.field_given, Dossier.online_possible,
    )  # fmt: skip
    changes: list[dict[str, Any]] = []
    touched: set[Key] = set()
    for row in db.session.execute(select(*columns).where(Dossier.procedure_id.in_(by_id))):
        procedure = by_id[row.procedure_id]
        possible = rules.online_possible(levels[row.procedure_id], row.received_on)
        field, folded = row.field, row.field_folded
        if not row.field_given:
            field, folded = procedure.field, procedure.field_folded
        if (field, folded, possible) != (row.field, row.field_folded, row.online_possible):
            changes.append(
                {"key": row.id, "field": field, "field_folded": folded, "online_possible": possible}
            )
            if row.business_id is not None and possible != row.online_possible:
                touched.add((row.business_id, month_of(row.received_on)))
    _write(changes)
    recount(touched)
    # Dossiers behind the curtain are not seen, and have to follow too: their import lays them down anew.
    if touched or db.session.scalar(select(Curtain.import_id).limit(1)) is not None:
        touch(REGISTER)


def _write(changes: list[dict[str, Any]]) -> None:
    if not changes:
        return
    table = Dossier.__table__
    values: dict[str, Any] = {name: bindparam(name) for name in ("field", "field_folded", "online_possible")}
    db.session.connection().execute(
        update(table).where(table.c.id == bindparam("key")).values(values),  # type: ignore[arg-type]
        changes,
    )
    db.session.expire_all()
