"""Rows of a file on their way to the stage: what cannot be a dossier is refused, names become numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, select

from outreach.businesses.actions.resolving import normal_name
from outreach.businesses.rules import BusinessName
from outreach.database import batches
from outreach.dossiers.actions.staging.rows import (
    BATCH,
    CREATE,
    MOST_VND,
    STAGED,
    Prepared,
    Shape,
    Values,
    fault_of,
)
from outreach.dossiers.models import Dossier
from outreach.i18n import LazyText
from outreach.text import business_key, fold, fold_words

REMEMBERED = 20_000  # of each kind; a name that was forgotten only gets a second number

CODE, PLACE, EARLIER = map(STAGED.index, ("code", "row", "earlier"))

Refused = tuple[int, str, str, LazyText]  # row, meaning, value, reason
Applicants = Mapping[str, str]  # code → what the register calls who filed, where the file has codes alone


class Preparing:
    """One import's rows, gathered until a batch is taken; it remembers names as far as memory is bounded.

    Of a code that comes twice the last row counts, and knows the numbers of the others.
    """

    def __init__(self, import_id: int) -> None:
        self.import_id = import_id
        self._numbers: dict[str, dict[Any, int | None]] = {"business": {}, "agency": {}, "procedure": {}}
        self._last = 0
        self._rows: dict[str, tuple[Any, ...]] = {}
        self._names: list[tuple[Any, ...]] = []
        self._fields: dict[str | None, str | None] = {}
        self._days = _Days()

    def __len__(self) -> int:
        return len(self._rows)

    def take(self) -> list[Prepared]:
        """What was gathered since the last time, in batches; each name comes no later than its row."""
        rows, names = list(self._rows.values()), self._names
        self._rows, self._names = {}, []
        remembered: tuple[dict[Any, Any], ...] = (*self._numbers.values(), self._fields, self._days)
        for known in remembered:
            if len(known) > REMEMBERED:
                known.clear()
        starts = range(0, len(rows), BATCH)
        return [Prepared(rows[at : at + BATCH], names if at == 0 else []) for at in starts]

    def add(
        self, rows: Iterable[tuple[int, Values]], shape: Shape, applicants: Applicants | None = None
    ) -> list[Refused]:
        """Gather rows of one shape, each with its number in the sheet; those that cannot be are refused."""
        refused: list[Refused] = []
        places: list[int] = []
        good: list[Values] = []
        for place, values in rows:
            if fault := fault_of(values):
                refused.append((place, *fault))
            else:
                places.append(place)
                good.append(values)
        columns = {name: [values[name] for values in good] for name in shape.meanings}
        for row in self._finished(places, columns, shape, applicants) if good else ():
            earlier = self._rows.pop(row[CODE], None)
            self._rows[row[CODE]] = _after(earlier, row) if earlier else row
        return refused

    def add_columns(
        self, places: Sequence[int], values: Mapping[str, Sequence[Any]], shape: Shape,
        applicants: Applicants | None = None,
    ) -> bool:  # fmt: skip
        """The same for rows by column, much faster; False, and nothing gathered, when one needs a look."""
        codes = values.get("dossier_code", ())
        if not self._all_good(codes, values) or not self._rows.keys().isdisjoint(codes):
            return False
        self._rows.update(zip(codes, self._finished(places, values, shape, applicants), strict=True))
        return True

    def _all_good(self, codes: Sequence[Any], values: Mapping[str, Sequence[Any]]) -> bool:
        """Whether no row is refused and no code comes twice."""
        received = values.get("received_on", (None,))
        if not codes or not all(codes) or len(set(codes)) < len(codes) or None in received:
            return False
        for name in ("finished_on", "returned_on"):
            days = values.get(name, ())
            if any(day is not None and day < first for day, first in zip(days, received, strict=False)):
                return False
        if any(paid is not None and not 0 <= paid <= MOST_VND for paid in set(values.get("paid_vnd", ()))):
            return False
        return all("".join(some).isprintable() for some in _texts(values))

    def _finished(
        self, places: Sequence[int], values: Mapping[str, Sequence[Any]], shape: Shape,
        applicants: Applicants | None,
    ) -> Iterator[tuple[Any, ...]]:  # fmt: skip
        """Good rows in the order of STAGED."""

        def column(name: str) -> Iterable[Any]:
            return values.get(name) or repeat(None, len(places))

        def days(name: str) -> Iterable[str | None]:
            return map(self._days.__getitem__, column(name))

        codes, field = values["dossier_code"], values.get("field") or [None] * len(places)
        called = column("applicant") if applicants is None else [applicants.get(code) for code in codes]
        businesses = list(zip(column("tax_code"), column("business_code"), called, strict=True))
        procedures = list(zip(column("procedure_code"), column("procedure_name"), strict=True))
        for new in set(field) - self._fields.keys():
            self._fields[new] = new and (fold_words(new) or fold(new))
        return zip(
            repeat(self.import_id), codes, places, repeat(None), repeat(shape.number), repeat(CREATE),
            self._numbered("business", businesses), self._numbered("agency", list(column("agency"))),
            self._numbered("procedure", procedures), field, map(self._fields.__getitem__, field),
            column("applicant"), days("received_on"), days("due_on"), days("finished_on"),
            days("returned_on"), column("filing_channel"), column("return_channel"), column("status"),
            column("paid_vnd"), column("digitised"), column("assistance"),
        )  # fmt: skip

    def _numbered(self, kind: str, named: list[Any]) -> Iterator[int | None]:
        """The number in this import of whatever is named; None when nothing is."""
        numbers = self._numbers[kind]
        for new in dict.fromkeys(named):
            if new not in numbers:
                said = self._said(kind, new)
                if said is not None:
                    self._last += 1
                    self._names.append((self.import_id, self._last, kind, *said, -self._last))
                numbers[new] = None if said is None else self._last
        return map(numbers.__getitem__, named)

    def _said(self, kind: str, named: Any) -> tuple[str | None, str | None, str | None, str | None] | None:
        """Code, own code, name and key; None when it says nothing."""
        if kind == "agency":
            return (None, None, named, None) if named else None
        if kind == "procedure":
            code, name = named
            return (code, None, name, fold(name) if name else None) if code or name else None
        meant = normal_name(BusinessName(*named))
        return None if meant == BusinessName() else (*meant, business_key(meant.name) if meant.name else None)


class _Days(dict[date | None, str | None]):
    """Days as both databases read them."""

    def __missing__(self, day: date | None) -> str | None:
        self[day] = text = day.isoformat() if day is not None else None
        return text


def _texts(values: Mapping[str, Sequence[Any]]) -> Iterator[Iterable[str]]:
    """The different texts of each column that holds any."""
    for column in values.values():
        if texts := {value for value in set(column) if type(value) is str}:
            yield texts


def _after(earlier: tuple[Any, ...], row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row that counts; it knows the numbers of one that does not, and of those before it."""
    before, place = earlier[EARLIER], earlier[PLACE]
    return (*row[:EARLIER], f"{before} {place}" if before else str(place), *row[EARLIER + 1 :])


def known_applicants(
    connection: Connection, source: str, shape: Shape, codes: Iterable[str | None]
) -> dict[str, str] | None:
    """Code → applicant as the register has it, where a file names businesses by code alone; else None."""
    if not shape.named_by_code_alone:
        return None
    found: dict[str, str] = {}
    for some in batches(filter(None, codes)):
        statement = select(Dossier.code, Dossier.applicant).where(
            Dossier.source == source, Dossier.code.in_(some), Dossier.applicant.is_not(None)
        )
        found.update((code, applicant or "") for code, applicant in connection.execute(statement))
    return found
