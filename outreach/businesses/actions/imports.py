"""Taking in a file of businesses: all good rows at once, the others listed with their reasons."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from outreach.businesses import queries
from outreach.businesses.actions.merging import merge_businesses
from outreach.businesses.actions.writing import insert_businesses, update_businesses
from outreach.businesses.actions.zones import resolve_zones
from outreach.businesses.models import Zone
from outreach.businesses.rules import Changed, TakenIn
from outreach.businesses.rules.matching import Known, Register, shared_names
from outreach.businesses.rules.rows import BadCell, Line, read_line, split_repeated
from outreach.database import db
from outreach.i18n import LazyText, show_number
from outreach.i18n import lazy_gettext as _l
from outreach.text import business_key


def take_in_businesses(rows: Sequence[dict[str, Any]], *, trial: bool = False) -> TakenIn:
    """Write the rows of a businesses file: by tax code, else own code, else name.

    Keys: row, business_code, tax_code, name, zone, employees. A missing key changes nothing, None clears
    (never the name, nor a code when only the name told who is meant). A trial counts, and writes nothing.
    """
    if not trial:
        db.session.flush()
    taken = TakenIn()
    lines = []
    for row in rows:
        try:
            lines.append(read_line(row))
        except BadCell as bad:
            taken.refused.append((bad.row, bad.column, bad.value, bad.reason))
    lines, repeated = split_repeated(lines)
    taken.refused += [
        (line.row, line.key_column, line.key, _l("Trùng với dòng %(row)s; dòng sau được dùng.", row=later))
        for line, later in repeated
    ]
    _Intake(taken, trial=trial).take(lines)
    taken.refused.sort(key=lambda refused: refused[0])
    return taken


@dataclass(eq=False)
class _Change:
    """A line, the business it is about, and what that business was before."""

    line: Line
    known: Known
    by_name: bool
    before: tuple[object, ...]


class _Intake:
    """One file on its way in: match every line, let codes change hands, then write."""

    def __init__(self, taken: TakenIn, *, trial: bool) -> None:
        self.taken = taken
        self.trial = trial
        self.register: Register = queries.load_register()
        self.people = queries.businesses_with_people()
        self.claimed: dict[Known, Line] = {}
        self.changes: list[_Change] = []
        self.merged: dict[Known, Known] = {}

    def take(self, lines: list[Line]) -> None:
        """Everything, in a few statements however many lines there are."""
        self.shared = shared_names((line.tax_code, line.own_code, line.name) for line in lines)
        self._match(lines)
        accepted, held = self._hand_over_codes()
        self._fill(accepted)
        self._write(accepted)
        for change in held:
            self._refuse_held(change)

    # Who is meant. Sure matches claim their business before weaker ones may.

    def _match(self, lines: list[Line]) -> None:
        left = self._claim(lines, lambda line: self.register.by_tax_code.get(line.tax_code or ""))
        left = self._claim(left, lambda line: self.register.by_own_code.get(line.own_code or ""))
        for coded in (True, False):
            named = [line for line in left if bool(line.tax_code or line.own_code) == coded]
            # Whole names first, lest "Sao Mai" takes what "Công ty TNHH Sao Mai" means exactly.
            for exactly in (True, False):
                named = self._claim(named, partial(self._named, exactly=exactly), by_name=True)
            for line in named:
                self._add(line)

    def _claim(self, lines: Iterable[Line], find: Any, *, by_name: bool = False) -> list[Line]:
        left = []
        for line in lines:
            known = find(line)
            if known is None or (known in self.claimed and (line.tax_code or line.own_code)):
                left.append(line)
            elif known in self.claimed:
                row = self.claimed[known].row
                self._refuse(line, _l("Cùng doanh nghiệp với dòng %(row)s.", row=row))
            else:
                self._note(line, known, by_name=by_name)
        return left

    def _named(self, line: Line, *, exactly: bool) -> Known | None:
        coded = line.tax_code or line.own_code
        if not line.name or (coded and business_key(line.name) in self.shared):
            return None
        # A row with a code says of the other code's empty cell that there is none.
        known = self.register.find_by_name(
            line.name,
            without_tax_code=bool(line.tax_code or (coded and line.has_tax_code)),
            without_own_code=bool(line.own_code or (coded and line.has_own_code)),
            exactly=exactly,
        )
        return None if coded and known in self.claimed else known

    def _add(self, line: Line) -> None:
        name = line.name or line.tax_code or line.own_code or ""
        known = Known(0, line.tax_code, line.own_code, name)
        self.register.add_name(known)
        self._note(line, known, by_name=False)

    def _note(self, line: Line, known: Known, *, by_name: bool) -> None:
        self.claimed[known] = line
        self.changes.append(_Change(line, known, by_name, _state(known)))
        said = by_name and self.register.find_by_alias(line.name or "") is known  # what else it is called
        if line.name and line.name != known.name and not said:
            self.register.set_name(known, line.name)

    # Codes. A line waits until the business that holds its code has given it up.

    def _hand_over_codes(self) -> tuple[list[_Change], list[_Change]]:
        """Lines whose codes are theirs now, and those whose code somebody else keeps."""
        ready, waiting = deque(self.changes), defaultdict[str, list[_Change]](list)
        accepted = []
        while ready:
            change = ready.popleft()
            holder = self._holder(change)
            if holder is not None:
                waiting[holder].append(change)
                continue
            before = {f"tax {change.known.tax_code}", f"own {change.known.own_code}"}
            self.register.set_codes(change.known, *self._codes(change))
            accepted.append(change)
            for freed in before - {f"tax {change.known.tax_code}", f"own {change.known.own_code}"}:
                ready.extend(waiting.pop(freed, ()))
        return accepted, [change for changes in waiting.values() for change in changes]

    def _codes(self, change: _Change) -> tuple[str | None, str | None]:
        line, known = change.line, change.known
        keep = change.by_name
        tax_code = line.tax_code if line.tax_code or (line.has_tax_code and not keep) else known.tax_code
        own_code = line.own_code if line.own_code or (line.has_own_code and not keep) else known.own_code
        return tax_code, own_code

    def _holder(self, change: _Change) -> str | None:
        """The code that another business holds, unless that one turns out to be the same business."""
        tax_code, own_code = self._codes(change)
        for kind, code, register in (
            ("tax", tax_code, self.register.by_tax_code),
            ("own", own_code, self.register.by_own_code),
        ):
            other = register.get(code or "")
            if other is not None and other is not change.known and not self._merge(change, other):
                return f"{kind} {code}"
        return None

    def _merge(self, change: _Change, other: Known) -> bool:
        known = change.known
        complementary = not (known.tax_code and other.tax_code) and not (known.own_code and other.own_code)
        if other in self.claimed or not known.id or not complementary:
            return False
        if other.provisional and other.id not in self.people:
            gone = other
        elif known.provisional and known.id not in self.people:
            gone, change.known = known, other
            self.claimed[other] = self.claimed.pop(known)
            if change.line.name:
                self.register.set_name(other, change.line.name)
        else:
            return False
        self.merged[gone] = change.known
        self.register.remove(gone, kept=change.known)
        return True

    def _refuse_held(self, change: _Change) -> None:
        own_code = change.line.own_code or ""
        other = self.register.by_own_code.get(own_code)
        if other is not None and other is not change.known:
            column, value = "business_code", own_code
        else:
            column, value = "tax_code", change.line.tax_code or ""
            other = self.register.by_tax_code.get(value)
        name = other.name if other else ""
        self._refuse(change.line, _l("Mã này đang thuộc %(name)s.", name=name), column, value)

    # The rest of the line, then writing.

    def _fill(self, accepted: list[_Change]) -> None:
        named = (change.line.zone for change in accepted if change.line.zone)
        zones = resolve_zones(named, create=not self.trial)
        for change in accepted:
            line, known = change.line, change.known
            if not line.name and known.name in change.before[:2]:  # a code stood in for the name
                self.register.set_name(known, known.tax_code or known.own_code or known.name)
            if line.has_zone:
                known.zone_id = zones[line.zone] if line.zone else None
            if line.has_employees:
                known.employees = line.employees
            known.provisional = known.nameless

    def _write(self, accepted: list[_Change]) -> None:
        self._absorb_waiting(accepted)
        grown = set(self.merged.values())
        new = [change.known for change in accepted if not change.known.id]
        changed = [
            change.known for change in accepted
            if change.known.id and (change.known in grown or _state(change.known) != change.before)
        ]  # fmt: skip
        if self.trial:
            self.taken.changed = _told(change for change in accepted if change.known in changed)
        else:
            merge_businesses({gone.id: kept.id for gone, kept in self.merged.items()})
            update_businesses(changed)
            insert_businesses(new)
        self.taken.created, self.taken.updated = len(new), len(changed)
        self.taken.unchanged = len(accepted) - len(new) - len(changed)

    def _absorb_waiting(self, accepted: list[_Change]) -> None:
        """A business known by name only becomes part of the one a code found under the same name."""
        for change in accepted:
            line, known = change.line, change.known
            if not known.id or change.by_name or not line.name or business_key(line.name) in self.shared:
                continue
            double = self.register.find_waiting(known)
            if double is not None and double not in self.claimed and double.id not in self.people:
                self.merged[double] = known
                self.register.remove(double, kept=known)

    def _refuse(
        self, line: Line, reason: LazyText, column: str | None = None, value: str | None = None
    ) -> None:
        self.taken.refused.append(
            (line.row, column or line.key_column, line.key if value is None else value, reason)
        )


def _told(changes: Iterable[_Change]) -> list[Changed]:
    """What a file would change, value by value: codes, name, zone and number of employees."""
    zones = {zone.id: zone.name for zone in db.session.execute(select(Zone.id, Zone.name))}

    def words(state: tuple[Any, ...]) -> dict[str, str | None]:
        tax_code, own_code, name, zone_id, employees, _provisional = state
        return {
            "tax_code": tax_code, "business_code": own_code, "name": name, "zone": zones.get(zone_id),
            "employees": None if employees is None else show_number(employees),
        }  # fmt: skip

    told = []
    for change in changes:
        before, after = words(change.before), words(_state(change.known))
        if change.line.has_zone:  # one that nobody knows yet has no id in a trial
            after["zone"] = zones.get(change.known.zone_id or 0) or change.line.zone
        values = [(name, before[name], after[name]) for name in before if before[name] != after[name]]
        told.append(Changed(change.line.row, change.known.name, values))
    return sorted(told)


def _state(known: Known) -> tuple[object, ...]:
    return (known.tax_code, known.own_code, known.name, known.zone_id, known.employees, known.provisional)
