"""What each figure counts, held against a plain reading of the definitions and against the boards' totals."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from outreach.database import db
from outreach.dossiers import actions, measures
from outreach.dossiers.models import Dossier
from outreach.dossiers.rules import STATUSES
from outreach.dossiers.scope import WITHOUT, WITHOUT_FIELD, Scope
from tests import factories
from tests.dossiers import files
from tests.examples import examples

FIRST, LAST = date(2024, 3, 1), date(2024, 3, 31)


def counts(first: date, last: date, *, cut: bool = True) -> dict[str, int]:
    statement = select(*measures.counts(first, last)).select_from(Dossier)
    if cut:
        statement = statement.where(measures.is_relevant(first, last))
    return {key: int(value) for key, value in db.session.execute(statement).one()._mapping.items()}


def by_hand(d: dict[str, Any], first: date, last: date) -> set[str]:
    """The keys of the figures that count a dossier, written from the definitions and not from the SQL."""
    keys: set[str] = set()
    if d["status"] in ("registered", "not_received"):
        return keys
    resolved = d["returned_on"] or d["finished_on"]
    closed = d["status"] in ("sent_back", "withdrawn", "refused", "stopped")
    undated = resolved is None and d["status"] in ("finished", "returned")

    def open_after(day: date) -> bool:
        return not closed and not undated and d["received_on"] <= day and (resolved is None or resolved > day)

    if first <= d["received_on"] <= last:
        keys |= {"received_new", "total"}
        keys.add("received_online" if d["filing_channel"] == "online" else "received_other")
        keys |= {"paid_online"} if d["paid_vnd"] else set()
        keys |= {"digitised"} if d["digitised"] else set()
        keys |= {"returned_by_post"} if d["return_channel"] == "post" else set()
        keys |= {"sent_back"} if d["status"] == "sent_back" else set()
    if open_after(first - timedelta(days=1)):
        keys |= {"carried_over", "total"}
    if not closed and resolved is not None and first <= resolved <= last:
        keys.add("resolved")
        keys.add("late" if d["due_on"] is not None and resolved > d["due_on"] else "on_time")
        keys |= {"resolved_without_due"} if d["due_on"] is None else set()
    if open_after(last):
        keys.add("in_progress")
        is_late = d["due_on"] is not None and d["due_on"] <= last
        keys.add("in_progress_late" if is_late else "in_progress_on_time")
    return keys


days = st.dates(date(2024, 2, 20), date(2024, 4, 10))
dossiers = st.fixed_dictionaries(
    {
        "received_on": days, "due_on": st.none() | days, "finished_on": st.none() | days,
        "returned_on": st.none() | days, "status": st.none() | st.sampled_from(list(STATUSES)),
        "filing_channel": st.sampled_from([None, "online", "counter", "post"]),
        "return_channel": st.sampled_from([None, "online", "post"]),
        "paid_vnd": st.sampled_from([None, 0, 50_000]), "digitised": st.sampled_from([None, True, False]),
    }
)  # fmt: skip


@given(register=st.lists(dossiers, min_size=1, max_size=12))
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_figure_counts_what_its_definition_says(app: Flask, register: list[dict[str, Any]]) -> None:
    db.session.execute(delete(Dossier))
    for number, values in enumerate(register):
        db.session.add(Dossier(code=f"D-{number}", source="main", field_given=False, **values))
    db.session.flush()
    expected = dict.fromkeys(measures.FIGURES, 0) | {"paid_online_vnd": 0}
    for values in register:
        keys = by_hand(values, FIRST, LAST)
        for key in keys:
            expected[key] += 1
        expected["paid_online_vnd"] += values["paid_vnd"] if "paid_online" in keys else 0
    assert counts(FIRST, LAST) == expected
    assert counts(FIRST, LAST, cut=False) == expected
    for figure in measures.FIGURES:
        rows = db.session.scalars(select(Dossier.id).where(measures.rows_of(figure, FIRST, LAST))).all()
        assert len(rows) == expected[figure], figure
    db.session.rollback()


def test_the_periods_since_ever_and_for_ever_hold_everything(app: Flask) -> None:
    factories.dossier(None, date(2024, 3, 5))
    assert counts(date.min, date.max)["received_new"] == 1
    assert counts(date.min, date.max)["carried_over"] == 0


@pytest.mark.parametrize(
    ("name", "first", "last", "expected"),
    [
        (
            "hau-giang", date(2020, 1, 1), date(2020, 12, 31),
            {
                "received_new": 301, "resolved": 275, "sent_back": 26, "received_online": 91,
                "returned_by_post": 13,
            },
        ),
        ("hau-giang", date(2020, 1, 1), date(2020, 9, 30), {"received_online": 2}),
        ("hau-giang", date(2020, 10, 1), date(2020, 12, 31), {"received_online": 89}),
        (
            "ha-nam", date(2023, 4, 1), date(2023, 4, 30),
            {
                "total": 5479, "received_new": 4708, "received_online": 3085, "received_other": 1623,
                "carried_over": 771, "resolved": 4761, "on_time": 4743, "late": 18, "in_progress": 718,
                "in_progress_on_time": 697, "in_progress_late": 21, "paid_online": 297,
                "paid_online_vnd": 144_490_000,
            },
        ),
        (
            "hai-phong", date(2024, 2, 20), date(2024, 3, 19),
            {"received_new": 177, "received_online": 177, "resolved": 72, "late": 0, "digitised": 177},
        ),
    ],
)  # fmt: skip
def test_the_registers_give_the_published_totals(
    app: Flask, name: str, first: date, last: date, expected: dict[str, int]
) -> None:
    actions.take_in_dossiers(files.rows_of(files.REGISTERS[name]))
    found = counts(first, last)
    assert {key: found[key] for key in expected} == expected


def test_a_scope_narrows_by_everything_it_names(app: Flask) -> None:
    ours, theirs = factories.business(), factories.business()
    agency, procedure = factories.agency(), factories.procedure()
    day = date(2024, 3, 5)
    mine = factories.dossier(
        ours, day, agency_id=agency.id, procedure_id=procedure.id, field="Đầu tư", field_folded="dau tu",
        source="b", assistance="filed_for", online_possible=False,
    )  # fmt: skip
    other = factories.dossier(theirs, day)
    nobody = factories.dossier(None, day)

    def found(**filters: Any) -> set[int]:
        return set(db.session.scalars(Scope(**filters).where(select(Dossier.id))))

    assert found() == {mine.id, other.id, nobody.id}
    for filters in (
        {"business_id": ours.id}, {"zone_id": ours.zone_id}, {"agency_id": agency.id}, {"source": "b"},
        {"procedure_id": procedure.id}, {"field": "dau tu"},
    ):  # fmt: skip
        assert found(**filters) == {mine.id}, filters
    for filters in ({"agency_id": WITHOUT}, {"procedure_id": WITHOUT}, {"field": WITHOUT_FIELD}):
        assert found(**filters) == {other.id, nobody.id}, filters
    assert found(basis="possible") == found(without_filed_for=True) == {other.id, nobody.id}
    assert found(business_id=WITHOUT) == found(zone_id=WITHOUT) == {nobody.id}


def test_months_are_calendar_months(app: Flask) -> None:
    for day in (date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 31)):
        factories.dossier(None, day)
    months = db.session.scalars(
        select(measures.month_of(Dossier.received_on)).order_by(Dossier.received_on)
    ).all()
    assert months == [date(2024, 2, 1), date(2024, 3, 1), date(2024, 3, 1)]
