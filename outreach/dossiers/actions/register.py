"""Dossiers of a register taken in, many at once; and the one thing of a dossier that staff set by hand."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import delete, insert, select, update

from outreach import clock
from outreach.businesses.rules import TakenIn
from outreach.database import db
from outreach.dossiers import rules
from outreach.dossiers.actions import staging
from outreach.dossiers.actions.counts import Key, hold_register, recount
from outreach.dossiers.actions.staging import Preparing, Shape, carry_out, known_applicants
from outreach.dossiers.measures import month_of
from outreach.dossiers.models import Dossier, ImportRow, ImportRun
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.revisions import REGISTER, touch

Values = Mapping[str, Any]
UNREMEMBERED = "take in"  # the state of what is no import of anybody's


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
    run_id = import_id or _nobodys_import(source)
    connection = db.session.connection()
    taken, shapes = TakenIn(), dict[frozenset[str], Shape]()
    preparing = Preparing(run_id)
    for meanings, some in groupby(rows, lambda row: frozenset(row) - {"row"}):
        shape = shapes.setdefault(meanings, Shape(len(shapes), meanings))
        numbered = [(int(row.get("row") or 0), row) for row in some]
        known = known_applicants(
            connection, source, shape, [row.get("dossier_code") for _number, row in numbered]
        )
        taken.refused += preparing.add(numbered, shape, known)
        for prepared in preparing.take(shape):
            staging.write(connection, prepared)
    for row, code, counts in staging.repeated(connection, run_id):
        again = _l("Mã này có lại ở dòng %(row)d; dòng đó được dùng.", row=counts)
        taken.refused.append((row, "dossier_code", code, again))
    done = carry_out(
        run_id, source=source, shapes=shapes.values(), marked_at=None, remembered=import_id is not None
    )
    taken.created, taken.updated, taken.unchanged = done
    while staging.clear_some(connection, run_id):
        pass
    if import_id is None:
        db.session.execute(delete(ImportRun).where(ImportRun.id == run_id))
    return taken


def _nobodys_import(source: str) -> int:
    """The stage belongs to an import; this one is gone when its rows are written."""
    values = {
        "public_id": secrets.token_urlsafe(16), "kind": "dossiers", "source": source, "filename": "",
        "sha256": "", "state": UNREMEMBERED, "uploaded_at": clock.now(),
    }  # fmt: skip
    made = db.session.execute(insert(ImportRun).values(**values).returning(ImportRun.id))
    return made.scalar_one()


def set_assistance(dossier: Dossier, *, assistance: str | None) -> None:
    """Staff say who really filed it, and no later file says otherwise; None: unknown, unless a file says."""
    if assistance is not None and assistance not in rules.ASSISTANCE:
        raise Refused(_("Anh/Chị chọn một trong các cách nộp."), "assistance")
    hold_register()
    said = (assistance, assistance is not None)
    if said != (dossier.assistance, dossier.assistance_said):  # an import may have worked out otherwise
        touch(REGISTER)
    dossier.assistance, dossier.assistance_said = said
    db.session.flush()
    recount(_keys(dossier.business_id, dossier.received_on))


def move_dossiers(into: Mapping[int, int]) -> None:
    """Dossiers of a business that turned out to be another one go to that one, and are counted there."""
    hold_register()
    month = month_of(Dossier.received_on)
    gone = select(Dossier.business_id, month).where(Dossier.business_id.in_(into)).distinct()
    touched: set[Key] = set()
    for one, day in db.session.execute(gone):
        touched |= {(one or 0, day), (into[one or 0], day)}
    for one, kept in into.items():
        for rows in (Dossier, ImportRow):
            db.session.execute(update(rows).where(rows.business_id == one).values(business_id=kept))
    recount(touched)
    touch(REGISTER)  # even without dossiers: there is one business less


def _keys(business_id: int | None, received_on: date) -> set[Key]:
    return set() if business_id is None else {(business_id, clock.month_of(received_on))}
