"""The shipped national catalogue: added where it is missing; what a board has written stays as it is."""

import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from outreach.catalogue.actions.cards import add_basis, add_fact, change_card
from outreach.catalogue.models import ProcedureCard
from outreach.database import db
from outreach.documents import actions as documents
from outreach.dossiers import actions as dossiers
from outreach.dossiers.models import Procedure

SHIPPED = Path(__file__).parent.parent / "content" / "procedures.json"


class Loaded(NamedTuple):
    """What a loading added."""

    documents: int
    procedures: int
    cards: int


def load_shipped() -> Loaded:
    """Add shipped documents, procedures, cards and facts that are not there; a second time adds nothing.

    A procedure that only a register named is completed. Rows of one province (`local`) are left out: their
    names carry that province's board.
    """
    added = documents.load_shipped()
    content: dict[str, Any] = json.loads(SHIPPED.read_text())
    rows = [row for row in content["procedures"] if "local" not in row]
    finished = set(db.session.scalars(select(Procedure.code).where(Procedure.provisional.is_(False))))
    missing = [row for row in rows if row["code"] not in finished]
    dossiers.take_in_procedures(
        [
            {"row": n, "procedure_code": row["code"], "name": row["name"], "field": row["field"]}
            for n, row in enumerate(missing, 1)
        ]
    )
    by_code = {procedure.code: procedure for procedure in db.session.scalars(select(Procedure))}
    described = set(db.session.scalars(select(ProcedureCard.procedure_id)))
    bare = [row for row in rows if by_code[row["code"]].id not in described]
    for row in bare:
        _describe(by_code[row["code"]], row, content["source"], date.fromisoformat(content["seen_on"]))
    return Loaded(added, len(missing), len(bare))


def _describe(procedure: Procedure, row: dict[str, Any], source: str, seen_on: date) -> None:
    change_card(
        procedure=procedure, system=row.get("system"), paying=row.get("paying"), phase=row["phase"],
        place=row["place"], everyday=row.get("everyday"), source=source, seen_on=seen_on,
    )  # fmt: skip
    for place, fact in enumerate(row.get("facts", ()), 1):
        day = date.fromisoformat(fact["seen_on"]) if "seen_on" in fact else seen_on
        add_fact(
            procedure=procedure, kind=fact["kind"], text=fact["text"], note=fact.get("note"), place=place,
            source=fact.get("source", source), seen_on=day,
        )  # fmt: skip
    for number in row.get("bases", ()):
        add_basis(procedure=procedure, number=number)
