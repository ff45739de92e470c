"""Rows of a file as the stage holds them, and why a row cannot be a dossier."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.values.texts import CONTROL

PLAIN = (
    "applicant", "received_on", "due_on", "finished_on", "returned_on", "filing_channel", "return_channel",
    "status", "paid_vnd", "digitised", "assistance",
)  # fmt: skip
STAGED = ("code", "row", "earlier", "business", "agency", "procedure", "field", "field_folded", *PLAIN)
NAMED = ("import_id", "number", "kind", "code", "own_code", "name", "key", "found_id")
CREATE, UPDATE, KEEP = "create", "update", "keep"
BATCH = 500  # the rows that are written at once: on SQLite everybody who writes waits for them
MOST_VND = 2**63 - 1  # what the column holds

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
    """One batch for the stage, of one import and shape: rows and names in the order of STAGED and NAMED."""

    import_id: int
    shape: Shape
    rows: list[tuple[Any, ...]]
    names: list[tuple[Any, ...]]


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
