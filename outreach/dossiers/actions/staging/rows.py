"""Rows of a file as the stage holds them: what cannot be a dossier is refused, names become numbers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from outreach.businesses.actions.resolving import normal_name
from outreach.businesses.rules import BusinessName
from outreach.database import batches
from outreach.dossiers.models import Dossier
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.values.texts import CONTROL
from outreach.text import business_key, fold, fold_words

PLAIN = (
    "applicant", "received_on", "due_on", "finished_on", "returned_on", "filing_channel", "return_channel",
    "status", "paid_vnd", "digitised", "assistance",
)  # fmt: skip
STAGED = ("import_id", "code", "row", "earlier", "shape", "does", "business", "agency", "procedure", "field",
          "field_folded", *PLAIN)  # fmt: skip
NAMED = ("import_id", "number", "kind", "code", "own_code", "name", "key", "found_id")
CREATE, UPDATE, KEEP = "create", "update", "keep"
MOST_VND = 2**63 - 1  # what the column holds
REMEMBERED = 20_000  # of each kind; a name that was forgotten only gets a second number

Values = Mapping[str, Any]
Fault = tuple[str, str, LazyText]  # meaning, value, reason


class Shape(NamedTuple):
    """Which meanings a row has: the columns of its file. What it lacks, it changes nothing of."""

    number: int
    meanings: frozenset[str]

    @property
    def coded(self) -> bool:
        """Whether it names businesses by codes."""
        return bool(self.meanings & {"tax_code", "business_code"})

    @property
    def names_business(self) -> bool:
        """Whether it names businesses at all."""
        return self.coded or "applicant" in self.meanings

    @property
    def named_by_code_alone(self) -> bool:
        """Whether it says codes of businesses and not what they are called."""
        return self.coded and "applicant" not in self.meanings

    def may_keep(self, kind: str) -> bool:
        """Whether dossiers may keep the 'business' or 'procedure' that they have, whatever a row calls it."""
        if kind == "business":
            return self.names_business and not self.coded
        return self.names_procedure and "procedure_code" not in self.meanings

    @property
    def names_procedure(self) -> bool:
        """Whether it names procedures."""
        return bool(self.meanings & {"procedure_code", "procedure_name"})


class Prepared(NamedTuple):
    """One batch: rows and names in the order of STAGED and NAMED; (row, meaning, value, reason) refused."""

    rows: list[tuple[Any, ...]]
    names: list[tuple[Any, ...]]
    refused: list[tuple[int, str, str, LazyText]]


class Preparing:
    """One import's rows, batch by batch; it remembers what they name as far as memory is bounded."""

    def __init__(self, import_id: int) -> None:
        self.import_id = import_id
        self._numbers: dict[str, dict[Any, int]] = {"business": {}, "agency": {}, "procedure": {}}
        self._last = 0
        self._names: list[tuple[Any, ...]] = []
        self._fields: dict[str | None, str | None] = {}
        self._days = _Days()

    def prepare(
        self, rows: Iterable[tuple[int, Values]], shape: Shape, applicants: Mapping[str, str] | None = None
    ) -> Prepared:
        """Rows of one shape with their numbers. Of a code that comes twice the last row counts.

        `applicants` (code → name) is what the register says where the file has codes but no names.
        """
        kept: dict[str, tuple[Any, ...]] = {}
        refused: list[tuple[int, str, str, LazyText]] = []
        import_id, number, days = self.import_id, shape.number, self._days
        businesses, agencies, procedures, fields = *self._numbers.values(), self._fields
        for place, values in rows:
            get = values.get
            code, received, finished, returned = (
                get("dossier_code"), get("received_on"), get("finished_on"), get("returned_on"),
            )  # fmt: skip
            applicant, field, agency, paid = get("applicant"), get("field"), get("agency"), get("paid_vnd")
            called = applicant if applicants is None else applicants.get(code or "")
            business_name = (get("tax_code"), get("business_code"), called)
            procedure_name = (get("procedure_code"), get("procedure_name"))
            if (
                not code or received is None or not code.isprintable()
                or (finished is not None and finished < received)
                or (returned is not None and returned < received)
                or (paid is not None and not 0 <= paid <= MOST_VND)
                or business_name not in businesses or procedure_name not in procedures
                or agency not in agencies or field not in fields
            ):  # fmt: skip
                if fault := fault_of(values):
                    refused.append((place, *fault))
                    continue
                self._number("business", business_name)
                self._number("agency", agency)
                self._number("procedure", procedure_name)
                fields.setdefault(field, field and (fold_words(field) or fold(field)))
            earlier = kept.pop(code or "", None)
            kept[code or ""] = (
                import_id, code, place, earlier and _both(earlier), number, CREATE,
                businesses[business_name] or None, agencies[agency] or None,
                procedures[procedure_name] or None, field, fields[field], applicant, days[received],
                days[get("due_on")], days[finished], days[returned], get("filing_channel"),
                get("return_channel"), get("status"), paid, get("digitised"), get("assistance"),
            )  # fmt: skip
        self._forget_many()
        names, self._names = self._names, []
        return Prepared(list(kept.values()), names, refused)

    def _number(self, kind: str, named: Any) -> None:
        """Give whatever is named its number in this import; 0 when nothing is named."""
        if named in self._numbers[kind]:
            return
        said = self._said(kind, named)
        if said is not None:
            self._last += 1
            self._names.append((self.import_id, self._last, kind, *said, -self._last))
        self._numbers[kind][named] = 0 if said is None else self._last

    def _said(self, kind: str, named: Any) -> tuple[str | None, str | None, str | None, str | None] | None:
        """Code, own code, name and key; None when it says nothing."""
        if kind == "agency":
            return (None, None, named, None) if named else None
        if kind == "procedure":
            code, name = named
            return (code, None, name, fold(name) if name else None) if code or name else None
        meant = normal_name(BusinessName(*named))
        return None if meant == BusinessName() else (*meant, business_key(meant.name) if meant.name else None)

    def _forget_many(self) -> None:
        remembered: tuple[dict[Any, Any], ...] = (*self._numbers.values(), self._fields, self._days)
        for known in remembered:
            if len(known) > REMEMBERED:
                known.clear()


class _Days(dict[date | None, str | None]):
    """Days as both databases read them."""

    def __missing__(self, day: date | None) -> str | None:
        self[day] = text = day.isoformat() if day is not None else None
        return text


def _both(earlier: tuple[Any, ...]) -> str:
    """The numbers of a row that does not count and of those before it."""
    return f"{earlier[3]} {earlier[2]}" if earlier[3] else str(earlier[2])


def fault_of(row: Values) -> Fault | None:
    """Meaning, value and reason when a row cannot be a dossier."""
    for meaning in ("dossier_code", "received_on"):
        if not row.get(meaning):
            return meaning, "", _l("Ô này không được để trống.")
    for meaning in ("finished_on", "returned_on"):
        day = row.get(meaning)
        if day is not None and day < row["received_on"]:
            received = f"{row['received_on']:%d/%m/%Y}"
            return meaning, f"{day:%d/%m/%Y}", _l("Ngày này trước ngày tiếp nhận (%(day)s).", day=received)
    paid = row.get("paid_vnd")
    if paid is not None and not 0 <= paid <= MOST_VND:
        return "paid_vnd", str(paid)[:40], _l("Số tiền này không thể đúng.")
    for meaning, value in row.items():
        if isinstance(value, str) and not value.isprintable() and CONTROL.search(value):
            return meaning, "", _l("Ô chứa ký tự điều khiển không đọc được.")
    return None


def known_applicants(
    connection: Connection, source: str, shape: Shape, rows: Iterable[tuple[int, Values]]
) -> dict[str, str] | None:
    """Code → applicant as the register has it, where a file names businesses by code alone; else None."""
    if not shape.named_by_code_alone:
        return None
    found: dict[str, str] = {}
    for some in batches(values["dossier_code"] for _number, values in rows if values.get("dossier_code")):
        statement = select(Dossier.code, Dossier.applicant).where(
            Dossier.source == source, Dossier.code.in_(some), Dossier.applicant.is_not(None)
        )
        found.update((code, applicant or "") for code, applicant in connection.execute(statement))
    return found
