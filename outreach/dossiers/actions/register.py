"""Dossiers of a register taken in, many at once; and the one thing of a dossier that staff set by hand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import Row, bindparam, insert, select, update

from outreach import clock
from outreach.businesses import actions as business_actions
from outreach.businesses.rules import BusinessName, TakenIn
from outreach.database import batches, db
from outreach.dossiers import rules
from outreach.dossiers.actions.counts import Key, hold_register, recount
from outreach.dossiers.actions.names import KnownProcedure as Known
from outreach.dossiers.actions.names import ProcedureFinder, resolve_agencies
from outreach.dossiers.measures import month_of
from outreach.dossiers.models import Dossier
from outreach.dossiers.rules import ProcedureName
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.revisions import REGISTER, touch
from outreach.sheets.values.texts import CONTROL
from outreach.text import fold, fold_words

PLAIN = (
    "applicant", "received_on", "due_on", "finished_on", "returned_on", "filing_channel", "return_channel",
    "status", "paid_vnd", "digitised", "assistance",
)  # fmt: skip
DERIVED = (
    "business_id",
    "agency_id",
    "procedure_id",
    "field",
    "field_folded",
    "field_given",
    "online_possible",
)
COLUMNS = (*PLAIN, *DERIVED)
MOST_VND = 2**63 - 1  # what the column holds

T = TypeVar("T")
Values = Mapping[str, Any]
Existing = Row[Any]


def take_in_dossiers(
    rows: Sequence[Values], *, source: str = "main", import_id: int | None = None
) -> TakenIn:
    """Take in rows of a register: new codes are created, changed ones updated, equal ones left alone.

    A row holds the meanings of `outreach.sheets` and its number in the sheet as "row". A missing meaning
    changes nothing, None clears it. Of a code that comes twice the last row counts. Unknown businesses,
    agencies and procedures become provisional. The monthly counts follow.
    """
    db.session.flush()
    hold_register()
    taken = TakenIn()
    good = _good_rows(rows, taken)
    existing = _existing(source, list(good))
    names = _Names(good, existing)
    created: list[dict[str, Any]] = []
    updated: list[dict[str, Any]] = []
    touched: set[Key] = set()
    for code, row in good.items():
        old = existing.get(code)
        new = names.complete(code, row, old)
        if old is not None and all(new[column] == getattr(old, column) for column in COLUMNS):
            taken.unchanged += 1
            continue
        touched.update(_keys(new["business_id"], new["received_on"]))
        if old is None:
            created.append({**new, "source": source, "code": code, "import_id": import_id})
        else:
            touched.update(_keys(old.business_id, old.received_on))
            updated.append({**new, "key": old.id, "import_id": import_id or old.import_id})
    _write(created, updated)
    recount(touched)
    taken.created, taken.updated = len(created), len(updated)
    if created or updated:
        touch(REGISTER)
    return taken


def set_assistance(dossier: Dossier, *, assistance: str | None) -> None:
    """Staff say who really filed it; None: unknown. A later file without that column leaves it alone."""
    if assistance is not None and assistance not in rules.ASSISTANCE:
        raise Refused(_("Anh/Chị chọn một trong các cách nộp."), "assistance")
    hold_register()
    if assistance != dossier.assistance:
        touch(REGISTER)
    dossier.assistance = assistance
    db.session.flush()
    recount(_keys(dossier.business_id, dossier.received_on))


def _write(created: list[dict[str, Any]], updated: list[dict[str, Any]]) -> None:
    table = Dossier.__table__
    connection = db.session.connection()
    if created:
        connection.execute(insert(table), created)  # type: ignore[arg-type]
    if updated:
        values: dict[str, Any] = {column: bindparam(column) for column in (*COLUMNS, "import_id")}
        connection.execute(update(table).where(table.c.id == bindparam("key")).values(values), updated)  # type: ignore[arg-type]
        db.session.expire_all()


def move_dossiers(into: Mapping[int, int]) -> None:
    """Dossiers of a business that turned out to be another one go to that one, and are counted there."""
    hold_register()
    month = month_of(Dossier.received_on)
    gone = select(Dossier.business_id, month).where(Dossier.business_id.in_(into)).distinct()
    touched: set[Key] = set()
    for one, day in db.session.execute(gone):
        touched |= {(one or 0, day), (into[one or 0], day)}
    for one, kept in into.items():
        db.session.execute(update(Dossier).where(Dossier.business_id == one).values(business_id=kept))
    recount(touched)
    touch(REGISTER)  # even without dossiers: there is one business less


def _keys(business_id: int | None, received_on: date) -> set[Key]:
    return set() if business_id is None else {(business_id, clock.month_of(received_on))}


def _existing(source: str, codes: list[str]) -> dict[str, Existing]:
    """The rows of the register with these codes, held against other writers until the transaction ends."""
    columns = [getattr(Dossier, column) for column in ("id", "code", "import_id", *COLUMNS)]
    found: dict[str, Existing] = {}
    for some in batches(codes):
        statement = select(*columns).where(Dossier.source == source, Dossier.code.in_(some))
        found.update((row.code, row) for row in db.session.execute(statement))
    return found


# ── rows that are taken ──────────────────────────────────────────────────────────────────────────────────


def _good_rows(rows: Sequence[Values], taken: TakenIn) -> dict[str, Values]:
    """The rows by code, the last of each; the others go to `taken.refused` with a reason."""
    good: dict[str, Values] = {}
    for row in rows:
        number = int(row.get("row") or 0)
        if fault := _fault(row):
            taken.refused.append((number, *fault))
            continue
        code = row["dossier_code"]
        if earlier := good.pop(code, None):
            again = _("Mã này có lại ở dòng %(row)d; dòng đó được dùng.", row=number)
            taken.refused.append((int(earlier.get("row") or 0), "dossier_code", code, again))
        good[code] = row
    return good


def _fault(row: Values) -> tuple[str, str, str] | None:
    """Meaning, value and reason when a row cannot be a dossier."""
    for meaning in ("dossier_code", "received_on"):
        if not row.get(meaning):
            return meaning, "", _("Ô này không được để trống.")
    for meaning in ("finished_on", "returned_on"):
        day = row.get(meaning)
        if day is not None and day < row["received_on"]:
            received = f"{row['received_on']:%d/%m/%Y}"
            return meaning, f"{day:%d/%m/%Y}", _("Ngày này trước ngày tiếp nhận (%(day)s).", day=received)
    paid = row.get("paid_vnd")
    if paid is not None and not 0 <= paid <= MOST_VND:
        return "paid_vnd", str(paid)[:40], _("Số tiền này không thể đúng.")
    for meaning, value in row.items():
        if isinstance(value, str) and not value.isprintable() and CONTROL.search(value):
            return meaning, "", _("Ô chứa ký tự điều khiển không đọc được.")
    return None


# ── what a row names ─────────────────────────────────────────────────────────────────────────────────────


class _Keep(Enum):
    """The row says nothing about it, or nothing new."""

    KEEP = 1


KEEP = _Keep.KEEP


def _business_named(row: Values, old: Existing | None) -> BusinessName | _Keep | None:
    """How the row names its business; None when it names nobody."""
    coded = "tax_code" in row or "business_code" in row
    if not coded and "applicant" not in row:
        return KEEP
    applicant = row["applicant"] if "applicant" in row else getattr(old, "applicant", None)
    if old is not None and not coded and old.applicant == applicant:
        return KEEP
    name = BusinessName(row.get("tax_code"), row.get("business_code"), applicant)
    return name if name.tax_code or name.own_code or name.name else None


def _procedure_named(row: Values, old: Known | None) -> ProcedureName | _Keep | None:
    """How the row names its procedure, which was `old`; None when it names none."""
    if "procedure_code" not in row and "procedure_name" not in row:
        return KEEP
    name = ProcedureName(row.get("procedure_code"), row.get("procedure_name"))
    if "procedure_code" not in row and name.name and old and fold(name.name) == old.name_folded:
        return KEEP
    return name if name.code or name.name else None


class _Names:
    """Businesses, agencies and procedures that a file names, resolved in bulk; then row by row the values."""

    def __init__(self, rows: Mapping[str, Values], existing: Mapping[str, Existing]) -> None:
        finder = ProcedureFinder()
        self._procedures = finder.known
        self._business_of: dict[str, BusinessName | _Keep | None] = {}
        self._procedure_of: dict[str, ProcedureName | _Keep | None] = {}
        for code, row in rows.items():
            old = existing.get(code)
            procedure = self._procedures.get(old.procedure_id) if old is not None else None
            self._business_of[code] = _business_named(row, old)
            self._procedure_of[code] = _procedure_named(row, procedure)
        self._procedure_ids = finder.resolve(_new(self._procedure_of.values()))
        self._agency_ids = resolve_agencies(_new(row.get("agency") for row in rows.values()))
        self._folded_fields = {
            f: fold_words(f) or fold(f) for f in _new(row.get("field") for row in rows.values())
        }
        self._business_ids = business_actions.resolve_businesses(_new(self._business_of.values()))

    def complete(self, code: str, row: Values, old: Existing | None) -> dict[str, Any]:
        """Every column of the dossier after this row."""
        new = {column: row[column] if column in row else getattr(old, column, None) for column in PLAIN}
        named: Any
        ids: Mapping[Any, int]
        for column, named, ids in (
            ("business_id", self._business_of[code], self._business_ids),
            ("procedure_id", self._procedure_of[code], self._procedure_ids),
        ):
            kept = getattr(old, column, None)
            new[column] = kept if named is KEEP else None if named is None else ids.get(named)
        new["agency_id"] = getattr(old, "agency_id", None)
        if "agency" in row:
            new["agency_id"] = self._agency_ids[row["agency"]] if row["agency"] else None
        self._derive(new, row, old)
        return new

    def _derive(self, new: dict[str, Any], row: Values, old: Existing | None) -> None:
        procedure = self._procedures.get(new["procedure_id"])
        if "field" in row:
            said, folded = row["field"], self._folded_fields.get(row["field"])
        elif old is not None and old.field_given:
            said, folded = old.field, old.field_folded
        else:
            said, folded = None, None
        new["field_given"] = said is not None
        if said is None and procedure:
            said, folded = procedure.field, procedure.field_folded
        new["field"], new["field_folded"] = said, folded
        new["online_possible"] = (
            rules.online_possible(procedure.levels, new["received_on"]) if procedure else None
        )


def _new(found: Iterable[T | _Keep | None]) -> list[T]:
    """What is named at all, each once, in the file's order."""
    return list(dict.fromkeys(one for one in found if one and not isinstance(one, _Keep)))
