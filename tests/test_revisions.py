"""Every deed that changes what effects rest on moves a revision; reading, and the same again, does not."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.businesses import actions as businesses
from outreach.businesses.models import Business
from outreach.businesses.rules import BusinessName
from outreach.campaigns import actions as campaigns
from outreach.campaigns import rules
from outreach.campaigns.models import Attendance, Intervention
from outreach.database import db, reading
from outreach.dossiers import actions as dossiers
from outreach.dossiers.models import Dossier, Procedure
from outreach.revisions import MOST_REMEMBERED, REACHED, REGISTER, Revision, remembered, revision, touch
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

DAY = date(2026, 3, 5)
OCCASION = rules.Occasion(DAY)
CODE = "0300588569"
DOSSIERS = [
    {
        "row": 2,
        "dossier_code": "A-1",
        "received_on": DAY,
        "tax_code": "0300588569",
        "filing_channel": "online",
    }
]
BUSINESSES = [{"row": 2, "tax_code": CODE, "name": "Công ty TNHH Mẫu"}]
INTERVENTIONS = [{"row": 2, "intervention_code": "TH-1", "type": "training", "held_on": DAY}]
EXPOSURES = [{"row": 2, "intervention_code": "TH-1", "tax_code": CODE, "exposed_on": DAY, "how": None}]
LEVEL = {"vocabulary": "levels_2011", "level": "4", "wording": "4", "valid_from": date(2020, 1, 1)}


class Board:
    """Something of everything that deeds may change."""

    def __init__(self) -> None:
        self.business, self.other = factories.business(), factories.business()
        self.procedure = factories.procedure()
        self.level = factories.service_level(self.procedure, "2")
        self.dossier = factories.dossier(self.business, DAY, procedure_id=self.procedure.id)
        self.dossier.online_possible = False
        self.training, self.visit = factories.intervention(), factories.intervention("visit")
        self.reached = factories.attendance(self.training, self.other, recorded_by_id=factories.user().id)
        db.session.flush()


def edit_business(board: Board, **values: Any) -> None:
    business = board.business
    columns = ("name", "tax_code", "own_code", "zone_id", "employees", "note", "active")
    businesses.update_business(
        business=business, **({name: getattr(business, name) for name in columns} | values)
    )


def list_procedure(board: Board) -> None:
    said = {"procedure_code": board.procedure.code, "service_level": ("levels_2011", "4", "4")}
    board.level.valid_from = DAY - timedelta(days=9)
    board.level.valid_to = DAY - timedelta(days=1)
    dossiers.take_in_procedures([{"row": 2, **said}])


REGISTER_DEEDS: dict[str, Callable[[Board], Any]] = {
    "create a business": lambda b: businesses.create_business(name="Công ty TNHH Mới"),
    "close a business": lambda b: edit_business(b, active=False),
    "take in businesses": lambda b: businesses.take_in_businesses(BUSINESSES),
    "merge businesses": lambda b: businesses.merge_businesses({b.business.id: b.other.id}),
    "name a business": lambda b: businesses.resolve_businesses([BusinessName(name="Công ty TNHH Mới")]),
    "take in dossiers": lambda b: dossiers.take_in_dossiers(DOSSIERS),
    "say who filed": lambda b: dossiers.set_assistance(b.dossier, assistance="filed_for"),
    "remove a level": lambda b: dossiers.remove_level(b.level),
    "close a level": lambda b: dossiers.close_level(b.level, valid_to=DAY - timedelta(days=1)),
    "add a level": lambda b: dossiers.add_level(b.procedure, **LEVEL),
    "take in procedures": list_procedure,
}
REACHED_DEEDS: dict[str, Callable[[Board], Any]] = {
    "create": lambda b: campaigns.create_intervention(code="X", type="visit", title="Thăm", held_on=DAY),
    "change": lambda b: campaigns.update_intervention(intervention=b.visit, covers_all=True),
    "delete": lambda b: campaigns.delete_intervention(intervention=b.visit),
    "take in interventions": lambda b: campaigns.take_in_interventions(INTERVENTIONS),
    "take in exposures": lambda b: campaigns.take_in_exposures(EXPOSURES),
    "reach": lambda b: campaigns.reach(
        intervention=b.visit, people={b.other.id: 1}, occasion=OCCASION, recorded_by_id=None
    ),
    "unreach": lambda b: campaigns.unreach(intervention=b.training, business_ids=[b.other.id]),
    "save a roll": lambda b: campaigns.save_roll(
        intervention=b.training, people={}, removed=[b.other.id], occasion=OCCASION, recorded_by_id=None
    ),
    "record a list": lambda b: campaigns.record_list(
        intervention=b.visit, people={b.other.id: 1}, newcomers={}, occasion=OCCASION, recorded_by_id=None
    ),
    "undo": lambda b: campaigns.undo_batch(
        intervention=b.training, recorded_at=b.reached.recorded_at, recorded_by_id=b.reached.recorded_by_id
    ),
    "merge businesses": lambda b: businesses.merge_businesses({b.other.id: b.business.id}),
}


def numbers() -> dict[str, int]:
    return {row.name: row.number for row in db.session.execute(select(Revision.name, Revision.number))}


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        *(pytest.param(REGISTER, deed, id=title) for title, deed in REGISTER_DEEDS.items()),
        *(pytest.param(REACHED, deed, id=f"reach: {title}") for title, deed in REACHED_DEEDS.items()),
    ],
)
@pytest.mark.parametrize("touched_before", [True, False], ids=["again", "first"])
def test_a_deed_moves_its_revision(name: str, deed: Callable[[Board], Any], touched_before: bool) -> None:
    board = Board()
    if touched_before:
        touch(REGISTER)
        touch(REACHED)
    before = numbers()
    deed(board)
    assert numbers()[name] > before.get(name, 0)


@pytest.mark.parametrize(
    "deed",
    [
        lambda b: edit_business(b, note="Gọi buổi sáng", zone_id=None, employees=7),
        lambda b: dossiers.set_assistance(b.dossier, assistance=None),
        lambda b: dossiers.edit_procedure(b.procedure, code="1.1", name="Tên khác", field="Lao động"),
        lambda b: campaigns.reach(
            intervention=b.visit, people={}, occasion=OCCASION, recorded_by_id=None
        ),
        lambda b: campaigns.unreach(intervention=b.visit, business_ids=[b.business.id]),
        lambda b: dossiers.recount(),
    ],
)  # fmt: skip
def test_what_effects_do_not_rest_on_moves_nothing(deed: Callable[[Board], Any]) -> None:
    board = Board()
    deed(board)
    assert numbers() == {}


def test_the_same_files_again_move_nothing() -> None:
    def take_in() -> list[Any]:
        return [
            businesses.take_in_businesses(BUSINESSES), dossiers.take_in_dossiers(DOSSIERS),
            campaigns.take_in_interventions(INTERVENTIONS), campaigns.take_in_exposures(EXPOSURES),
        ]  # fmt: skip

    take_in()
    before = numbers()
    assert set(before) == {REGISTER, REACHED}
    assert [(taken.created, taken.updated) for taken in take_in()] == [(0, 0)] * 4
    assert numbers() == before


def test_a_deed_that_is_undone_takes_its_mark_back() -> None:
    trial = db.session.begin_nested()
    dossiers.take_in_dossiers(DOSSIERS)
    assert revision() > 0
    trial.rollback()
    assert revision() == 0
    assert db.session.scalar(select(Dossier.id)) is None


def test_all_revisions_add_up() -> None:
    for name in (REGISTER, REACHED, REGISTER):
        touch(name)
    assert numbers() == {REGISTER: 2, REACHED: 1}
    db.session.commit()
    with reading() as connection:
        assert revision(connection) == 3
    assert revision() == 3
    for table in (Business, Procedure, Intervention, Attendance):
        assert db.session.scalar(select(table.id)) is None


def computed(
    app: Flask, answers: Iterator[int], *, name: str = REGISTER, key: str = "total", method: str = "GET"
) -> int:
    """What a page is told that asks for it."""
    with app.test_request_context(method=method):
        return remembered(name, key, lambda: next(answers))


def test_what_was_computed_is_remembered_until_its_data_changes(app: Flask) -> None:
    answers = count(1)
    assert [computed(app, answers) for _ in range(3)] == [1, 1, 1]
    touch(REACHED)
    assert computed(app, answers) == 1
    touch(REGISTER)
    assert [computed(app, answers) for _ in range(2)] == [2, 2]
    assert computed(app, answers, name=REACHED) == 3
    assert computed(app, answers, key="another") == 4
    assert computed(app, answers) == 2


def test_a_deed_and_a_job_compute_anew(app: Flask) -> None:
    answers = count(1)
    assert computed(app, answers) == 1
    assert computed(app, answers, method="POST") == 2
    assert remembered(REGISTER, "total", lambda: next(answers)) == 3
    assert computed(app, answers) == 1


def test_what_changes_while_it_is_computed_is_computed_once_more(app: Flask) -> None:
    answers = count(1)

    def meanwhile() -> int:
        touch(REGISTER)  # as another process does
        return next(answers)

    with app.test_request_context():
        assert remembered(REGISTER, "total", meanwhile) == 1
    assert [computed(app, answers) for _ in range(2)] == [2, 2]


def test_only_the_last_are_remembered(app: Flask) -> None:
    answers = count(1)
    for number in range(MOST_REMEMBERED):
        computed(app, answers, key=f"list {number}")
    computed(app, answers)
    assert computed(app, answers, key="list 1") == 2
    assert computed(app, answers, key="list 0") == MOST_REMEMBERED + 2
