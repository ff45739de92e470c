"""What a register leaves out or says against itself: every count leads to exactly its rows."""

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from outreach import clock
from outreach.database import db
from outreach.dossiers import filters, queries
from outreach.dossiers.models import Dossier
from outreach.dossiers.oddities import args_of
from outreach.dossiers.queries.quality import COUNTED, tally_quality
from outreach.dossiers.rules import CONTRADICTIONS, DOUBLES, GAPS, ODDITIES
from tests import factories
from tests.client import CheckedClient

DAY = date(2026, 3, 5)
ONE_DAY = timedelta(days=1)
NUMBERS = itertools.count(1)


def whole(**values: Any) -> Dossier:
    """A dossier with nothing odd about it."""
    business = values.pop("business", None) or factories.business()
    said = {
        "agency_id": factories.agency(f"Phòng {next(NUMBERS)}").id, "procedure_id": factories.procedure().id,
        "field": "Đầu tư", "field_folded": "dau tu", "status": "returned", "online_possible": True,
        "due_on": DAY + 5 * ONE_DAY, "finished_on": DAY + 3 * ONE_DAY, "returned_on": DAY + 4 * ONE_DAY,
    }  # fmt: skip
    return factories.dossier(business, values.pop("received_on", DAY), **said | values)


def nobodys(**values: Any) -> Dossier:
    dossier = whole(**values)
    dossier.business_id = None
    return dossier


def tomorrow() -> date:
    return clock.today() + ONE_DAY


ODD: dict[str, Callable[[], Any]] = {
    "without_tax_code": lambda: whole(business=factories.business(tax_code=None)),
    "without_business": nobodys,
    "provisional_business": lambda: whole(business=factories.business(provisional=True)),
    "without_zone": lambda: whole(business=factories.business(zone_id=None)),
    "channel_unknown": lambda: whole(channel=None),
    "without_procedure": lambda: whole(procedure_id=None),
    "provisional_procedure": lambda: whole(procedure_id=factories.procedure(provisional=True).id),
    "level_unknown": lambda: whole(online_possible=None),
    "without_field": lambda: whole(field=None, field_folded=None),
    "without_agency": lambda: whole(agency_id=None),
    "status_unknown": lambda: whole(status=None),
    "without_due": lambda: whole(due_on=None),
    "due_before_received": lambda: whole(due_on=DAY - ONE_DAY),
    "finished_before_received": lambda: whole(finished_on=DAY - ONE_DAY),
    "returned_before_finished": lambda: whole(returned_on=DAY + 2 * ONE_DAY),
    "in_future": lambda: whole(returned_on=tomorrow()),
    "settled_without_day": lambda: whole(finished_on=None, returned_on=None),
    "open_with_day": lambda: whole(status="processing"),
    "open_for_a_year": lambda: whole(
        status="processing", finished_on=None, returned_on=None,
        received_on=clock.add_months(clock.today(), -12) - ONE_DAY, due_on=tomorrow(),
    ),
}  # fmt: skip
# What cannot be had without another.
WITH_IT = {"without_business": {"without_tax_code", "without_zone"}}


def counted() -> dict[str, int]:
    found: dict[str, int] = {}
    for one in tally_quality():
        for name, rows in one.odd.items():
            found[name] = found.get(name, 0) + rows
    return found


def listed(oddity: str) -> list[int]:
    asked = filters.read({name: str(value) for name, value in args_of(oddity).items()})
    rows, total = queries.search_register(asked.wanted, offset=0, limit=50)
    assert total == len(rows)
    return [row.id for row in rows]


def test_every_oddity_has_a_name_and_an_example() -> None:
    assert set(ODD) == {*GAPS, *CONTRADICTIONS} == set(COUNTED)
    assert set(ODDITIES) == {*ODD, *DOUBLES}


@pytest.mark.parametrize("oddity", ODD)
def test_what_is_counted_is_what_is_listed(app: Flask, oddity: str) -> None:
    for _ in range(2):
        whole()
    dossier = ODD[oddity]()
    db.session.commit()
    assert {name for name, rows in counted().items() if rows} == {oddity, *WITH_IT.get(oddity, ())}
    assert counted()[oddity] == 1
    assert listed(oddity) == [dossier.id]


@pytest.mark.parametrize(
    "values",
    [
        {"due_on": DAY, "finished_on": DAY, "returned_on": DAY},  # all on the day
        {"returned_on": None},
        {"finished_on": None},
        {"status": "withdrawn"},  # the day on which it ended
        {"status": "withdrawn", "finished_on": None, "returned_on": None, "received_on": date(2020, 1, 2)},
        {
            "status": "processing", "finished_on": None, "returned_on": None, "received_on": clock.today(),
            "due_on": clock.today(),
        },
        {"returned_on": clock.today(), "due_on": date(2099, 1, 1)},  # due dates lie ahead
    ],
)  # fmt: skip
def test_what_is_in_order(app: Flask, values: dict[str, Any]) -> None:
    whole(**values)
    db.session.commit()
    assert not any(counted().values())


def test_the_tally_is_by_source_agency_and_month(app: Flask) -> None:
    first = whole(source="a")
    whole(source="a", agency_id=first.agency_id, due_on=None, received_on=DAY + ONE_DAY)
    whole(source="a", agency_id=None)
    whole(source="b", received_on=DAY - 40 * ONE_DAY)
    db.session.commit()
    found = {(one.source, one.agency_id, one.month): one.rows for one in tally_quality()}
    assert found[("a", first.agency_id, date(2026, 3, 1))] == 2
    assert found[("a", None, date(2026, 3, 1))] == 1
    assert sum(found.values()) == 4
    assert {one.source for one in tally_quality(date(2026, 3, 1))} == {"a"}
    assert {one.source for one in tally_quality(last=date(2026, 2, 28))} == {"b"}


def test_what_two_sources_have_both(app: Flask) -> None:
    business, procedure = factories.business(), factories.procedure()
    one = whole(source="a", code="H-1", business=business, procedure_id=procedure.id)
    same_deed = whole(source="b", code="B-9", business=business, procedure_id=procedure.id)
    whole(source="a", code="H-2", business=business, procedure_id=procedure.id)  # told apart by its code
    same_code = whole(source="b", code="H-1", received_on=DAY + ONE_DAY)
    nobodys(source="a", code="N-1", procedure_id=procedure.id)
    nobodys(source="b", code="N-2", procedure_id=procedure.id)
    db.session.commit()
    everything = queries.count_doubles(date.min, date.max)
    assert everything == {"same_code": {"a": 1, "b": 1}, "same_deed": {"a": 2, "b": 1}}
    assert set(listed("same_code")) == {one.id, same_code.id}
    assert same_deed.id in listed("same_deed")
    assert len(listed("same_deed")) == 3
    assert queries.count_doubles(DAY + ONE_DAY, date.max)["same_deed"] == {}


def test_the_list_says_what_it_is_narrowed_to_and_takes_nonsense(officer: CheckedClient) -> None:
    whole(code="DUNG-1")
    whole(code="SAI-1", due_on=DAY - ONE_DAY)
    db.session.commit()
    text = officer.get("/ho-so?odd=due_before_received").text
    assert "Hẹn trả trước ngày tiếp nhận" in text
    assert "SAI-1" in text
    assert "DUNG-1" not in text
    assert "DUNG-1" in officer.get("/ho-so?odd=gi-do").text


def test_people_of_a_business_are_not_asked_about_the_register(clerk: CheckedClient) -> None:
    assert clerk.user is not None
    whole(business=clerk.user.business, code="CUA-TOI")
    db.session.commit()
    assert "CUA-TOI" in clerk.get("/ho-so?odd=due_before_received").text
