"""What the next clerk of a business needs to know, whoever of the former ones has left."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from outreach.catalogue.models import DossierRedo, RedoReason
from outreach.database import db
from outreach.dossiers import queries as dossiers
from outreach.dossiers.models import Dossier, Procedure
from outreach.dossiers.scope import Scope

MOST = 100  # rows of each list; a business has far fewer


class RedoLine(NamedTuple):
    """Why one dossier came back, and the guide's step that prevents it."""

    noted_on: date
    label: str
    label_en: str | None
    dossier_id: int
    code: str
    procedure_id: int | None
    procedure: str | None
    step_key: str | None


def open_dossiers(business_id: int) -> Sequence[dossiers.DossierLine]:
    """What the register says is still going on, by the day it is due."""
    wanted = dossiers.RegisterFilter(Scope(business_id=business_id), state="in_progress", order="due")
    return dossiers.search_register(wanted, offset=0, limit=MOST)[0]


def past_redos(business_id: int) -> list[RedoLine]:
    """Why the business's dossiers came back, newest first."""
    columns: list[Any] = [
        DossierRedo.noted_on, RedoReason.label, RedoReason.label_en, Dossier.id, Dossier.code,
        Dossier.procedure_id, Procedure.name, RedoReason.step_key,
    ]  # fmt: skip
    rows = db.session.execute(
        select(*columns)
        .join(RedoReason, RedoReason.id == DossierRedo.reason_id)
        .join(Dossier, Dossier.id == DossierRedo.dossier_id)
        .outerjoin(Procedure, Procedure.id == Dossier.procedure_id)
        .where(Dossier.business_id == business_id)
        .order_by(DossierRedo.noted_on.desc(), DossierRedo.id.desc())
        .limit(MOST)
    )
    return [RedoLine(*row) for row in rows]
