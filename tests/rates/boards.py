"""Boards for the tests of rates: the published registers, and made-up ones."""

import itertools
import json
from datetime import date
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import delete

from outreach.businesses.models import Business, Zone
from outreach.campaigns.models import Intervention
from outreach.database import db
from outreach.dossiers import actions
from outreach.dossiers.models import Agency, Dossier, Procedure
from outreach.dossiers.rules import STATUSES
from tests import factories
from tests.dossiers import files

PUBLISHED: dict[str, Any] = json.loads((files.DATA / "published_figures.json").read_text())
_numbers = itertools.count(1)


def take_in(name: str) -> None:
    """One of the three registers, committed."""
    actions.take_in_dossiers(files.rows_of(files.REGISTERS[name]), source="main")
    db.session.commit()


def dossiers(
    of: Business | None, day: str, online: int = 0, paper: int = 0, unknown: int = 0, **values: Any
) -> None:
    """So many dossiers received on a day; `paper` at the counter."""
    received_on = date.fromisoformat(day)
    for channel, count in (("online", online), ("counter", paper), (None, unknown)):
        for _ in range(count):
            factories.dossier(of, received_on, channel, **values)


def received_status() -> st.SearchStrategy[str | None]:
    """Any state, known or not."""
    return st.none() | st.sampled_from(list(STATUSES))


def registers(days: st.SearchStrategy[date]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Up to a dozen dossiers; `who`, `where` and `what` choose among two of a kind or none."""
    some = st.sampled_from([None, 0, 1])
    return st.lists(
        st.fixed_dictionaries(
            {
                "received_on": days, "due_on": st.none() | days, "returned_on": st.none() | days,
                "status": received_status(), "filing_channel": st.sampled_from([None, "online", "counter"]),
                "assistance": st.sampled_from([None, "alone", "filed_for"]),
                "online_possible": st.sampled_from([None, True, False]),
                "paid_vnd": st.sampled_from([None, 50_000]), "digitised": st.sampled_from([None, True]),
                "who": some, "where": some, "what": some,
            }
        ),
        max_size=12,
    )  # fmt: skip


def furnish(register: list[dict[str, Any]]) -> None:
    """Exactly these dossiers, with two businesses in two zones, two agencies, two procedures and fields."""
    for table in (Dossier, Business, Zone, Agency, Procedure):
        db.session.execute(delete(table))
    businesses = [factories.business() for _ in range(2)]
    agencies = [factories.agency() for _ in range(2)]
    procedures = [factories.procedure() for _ in range(2)]
    fields = [("Đầu tư", "dau tu"), ("Lao động", "lao dong")]
    for values in register:
        rest = dict(values)
        who, where, what = rest.pop("who"), rest.pop("where"), rest.pop("what")
        field, folded = fields[what] if what is not None else (None, None)
        db.session.add(
            Dossier(
                source="main", code=f"D-{next(_numbers)}", field_given=False, field=field,
                field_folded=folded,
                business_id=None if who is None else businesses[who].id,
                agency_id=None if where is None else agencies[where].id,
                procedure_id=None if what is None else procedures[what].id,
                **rest,
            )
        )  # fmt: skip
    db.session.flush()


def training_of_two(held_on: date) -> Intervention:
    """A training of two businesses in March 2025, with dossiers of theirs and of a third one."""
    ours = [factories.business(name) for name in ("An", "Bình")]
    found = factories.intervention(held_on=held_on, title="Tập huấn <đợt 1>", cost_vnd=20_000_000)
    for business in ours:
        factories.attendance(found, business)
        dossiers(business, "2025-03-05", online=1, paper=4)
        dossiers(business, "2025-04-05", online=4, paper=1, paid_vnd=5_000)
    dossiers(factories.business("Chi"), "2025-04-05", paper=5, paid_vnd=0)
    db.session.commit()
    return found
