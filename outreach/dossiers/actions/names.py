"""Agencies and procedures as a register names them: found, or created as provisional, in bulk."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from outreach.database import db
from outreach.dossiers.models import Agency, Procedure, ServiceLevel
from outreach.dossiers.rules import Level, ProcedureName
from outreach.text import fold, fold_words, sort_key


@dataclass
class KnownProcedure:
    """What the register needs to know of a procedure."""

    id: int
    code: str | None
    name: str
    name_folded: str
    field: str | None
    field_folded: str | None
    provisional: bool
    levels: list[Level] = dataclasses.field(default_factory=list)


def resolve_agencies(names: Iterable[str], *, create: bool = True) -> dict[str, int]:
    """Each name's agency; those unknown so far are created, or left out of the answer."""
    wanted = {name: fold_words(name) or fold(name) for name in names}
    known = {row.name_folded: row.id for row in db.session.execute(select(Agency.id, Agency.name_folded))}
    missing = {folded: name for name, folded in reversed(wanted.items()) if folded not in known}
    for folded, name in reversed(missing.items()) if create else ():
        values = {"name": name, "name_folded": folded, "name_sort": sort_key(name)}
        made = db.session.execute(insert(Agency).values(**values).returning(Agency.id))
        known[folded] = made.scalar_one()
    return {name: known[folded] for name, folded in wanted.items() if folded in known}


def load_procedures() -> dict[int, KnownProcedure]:
    """All procedures with their levels: some thousands at most."""
    procedures = select(
        Procedure.id, Procedure.code, Procedure.name, Procedure.name_folded,
        Procedure.field, Procedure.field_folded, Procedure.provisional,
    ).order_by(Procedure.id)  # fmt: skip
    known = {row.id: KnownProcedure(**row._mapping) for row in db.session.execute(procedures)}
    columns = (ServiceLevel.may_file_online, ServiceLevel.valid_from, ServiceLevel.valid_to)
    levels = select(ServiceLevel.procedure_id, *columns).order_by(ServiceLevel.id)
    for row in db.session.execute(levels):
        known[row.procedure_id].levels.append(Level(row.may_file_online, row.valid_from, row.valid_to))
    return known


class ProcedureFinder:
    """Finds procedures by code, else by name when one alone has it; what nobody knows becomes provisional.

    Without `create` nothing is written: what nobody knows has an id below 0.
    """

    def __init__(self, *, create: bool = True) -> None:
        self._create_them = create
        self._unwritten = 0
        self.known = load_procedures()
        self._by_code = {p.code: p for p in self.known.values() if p.code}
        self._by_name: dict[str, list[KnownProcedure]] = {}
        for procedure in self.known.values():
            self._by_name.setdefault(procedure.name_folded, []).append(procedure)

    def resolve(self, wanted: Iterable[ProcedureName]) -> dict[ProcedureName, int]:
        """Each name's procedure. Codes come first, so that a name alone finds one that this file codes."""
        found: dict[ProcedureName, int] = {}
        for name in sorted(dict.fromkeys(wanted), key=lambda n: (n.code is None, n.name is None)):
            procedure = self._coded(name.code, name.name) if name.code else self._named(name.name or "")
            found[name] = procedure.id
        return found

    def _coded(self, code: str, name: str | None) -> KnownProcedure:
        procedure = self._by_code.get(code)
        if procedure is None and name:
            alone = [p for p in self._by_name.get(fold(name), ()) if p.code is None]
            if len(alone) == 1:
                procedure = alone[0]
                self._change(procedure, code=code)
        if procedure is None:
            procedure = self._create(code, name or code)
        elif name and procedure.provisional and procedure.name == procedure.code:
            self._rename(procedure, name)
        return procedure

    def _named(self, name: str) -> KnownProcedure:
        candidates = self._by_name.get(fold(name), [])
        if len(candidates) == 1:
            return candidates[0]
        uncoded = [p for p in candidates if p.code is None]
        return uncoded[0] if uncoded else self._create(None, name)

    def _create(self, code: str | None, name: str) -> KnownProcedure:
        values = {
            "code": code,
            "name": name,
            "name_folded": fold(name),
            "name_sort": sort_key(name),
            "provisional": True,
        }
        procedure = KnownProcedure(self._written(values), code, name, fold(name), None, None, True)
        self.known[procedure.id] = procedure
        self._by_name.setdefault(procedure.name_folded, []).append(procedure)
        if code:
            self._by_code[code] = procedure
        return procedure

    def _written(self, values: dict[str, Any]) -> int:
        if self._create_them:
            return db.session.execute(insert(Procedure).values(**values).returning(Procedure.id)).scalar_one()
        self._unwritten -= 1
        return self._unwritten

    def _rename(self, procedure: KnownProcedure, name: str) -> None:
        self._by_name[procedure.name_folded].remove(procedure)
        procedure.name, procedure.name_folded = name, fold(name)
        self._by_name.setdefault(procedure.name_folded, []).append(procedure)
        self._change(procedure, name=name, name_folded=fold(name), name_sort=sort_key(name))

    def _change(self, procedure: KnownProcedure, **values: str) -> None:
        if code := values.get("code"):
            procedure.code = code
            self._by_code[code] = procedure
        if self._create_them:
            db.session.execute(
                update(Procedure).where(Procedure.id == procedure.id).values(**values),
                execution_options={"synchronize_session": False},
            )
