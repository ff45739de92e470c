"""Taking in procedures and their service levels."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.database import db
from outreach.dossiers import actions
from outreach.dossiers.models import Dossier, Procedure, ServiceLevel
from outreach.refusals import Refused
from tests.dossiers import files
from tests.dossiers.registering import (
    DAY,
    FOUR,
    FULL,
    assert_rollup_is_a_full_recount,
    rollup,
    row,
    take,
)


def procedure_row(level: tuple[str, str, str] | None, **values: Any) -> dict[str, Any]:
    facts = {"row": 2, "procedure_code": "1.009664", "name": "Cấp giấy", "field": "Đầu tư"}
    return {**facts, "service_level": level, **values}


def levels() -> list[tuple[str, str, date, date | None]]:
    db.session.expire_all()
    found = db.session.scalars(
        select(ServiceLevel).order_by(ServiceLevel.valid_from, ServiceLevel.vocabulary)
    )
    return [(v.vocabulary, v.level, v.valid_from, v.valid_to) for v in found]


def take_procedure(level: tuple[str, str, str] | None, **values: Any) -> tuple[int, int, int]:
    taken = actions.take_in_procedures([procedure_row(level, **values)])
    return taken.created, taken.updated, taken.unchanged


THREE = ("levels_2011", "3", "Mức độ 3")


def test_the_same_list_of_procedures_again_changes_nothing(app: Flask) -> None:
    for name in ("hau-giang-2020", "hai-phong-2024-03"):
        rows = files.rows_of(files.DATA / name / "procedures.csv", "procedures")
        first, again = actions.take_in_procedures(rows), actions.take_in_procedures(rows)
        assert (first.created, again.unchanged) == (len(rows), len(rows))


def test_a_first_level_holds_since_ever_and_a_changed_one_from_today(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert take_procedure(THREE) == (1, 0, 0)
    monkeypatch.setattr(clock, "today", lambda: date(2024, 6, 1))
    assert take_procedure(FOUR) == (0, 1, 0)
    assert take_procedure(FOUR) == (0, 0, 1)
    assert levels() == [
        ("levels_2011", "3", date.min, date(2024, 5, 31)),
        ("levels_2011", "4", date(2024, 6, 1), None),
    ]


def test_the_two_vocabularies_stand_side_by_side(app: Flask) -> None:
    take_procedure(FOUR)
    take_procedure(FULL)
    assert levels() == [("levels_2011", "4", date.min, None), ("levels_2022", "full", date.min, None)]


def test_an_empty_cell_ends_the_level_and_a_missing_column_does_not(app: Flask) -> None:
    take_procedure(FOUR)
    without = procedure_row(None)
    del without["service_level"]
    assert actions.take_in_procedures([without]).unchanged == 1
    assert take_procedure(None) == (0, 1, 0)
    assert [level[3] is None for level in levels()] == [False]


def test_a_correction_on_the_same_day_replaces(app: Flask) -> None:
    take_procedure(THREE)
    for level in (FOUR, THREE, FOUR):
        take_procedure(level)
    assert [level[1:3] for level in levels()] == [("3", date.min), ("4", clock.today())]


def test_a_level_says_whether_a_dossier_could_be_filed_online_that_day(app: Flask) -> None:
    dossiers = [
        row(f"A-{m}", received_on=date(2024, m, 5), procedure_code="1.5", tax_code="0300588569")
        for m in (2, 4)
    ]
    take(*dossiers)
    assert {d.online_possible for d in db.session.scalars(select(Dossier))} == {None}
    procedure = db.session.scalars(select(Procedure)).one()
    for level, first in (("2", date(2024, 1, 1)), ("4", date(2024, 3, 1))):
        actions.add_level(procedure, vocabulary="levels_2011", level=level, wording=level, valid_from=first)
    db.session.expire_all()
    by_code = {d.code: d.online_possible for d in db.session.scalars(select(Dossier))}
    assert by_code == {"A-2": False, "A-4": True}
    assert {found[1]: found[6] for found in rollup()} == {date(2024, 2, 1): 0, date(2024, 4, 1): 1}
    assert_rollup_is_a_full_recount()


def test_levels_by_hand_end_the_one_before_and_never_overlap(app: Flask) -> None:
    procedure = actions.create_procedure(code="1.5", name="Cấp giấy", field=None)
    add: dict[str, Any] = {"vocabulary": "levels_2011", "wording": "x"}
    actions.add_level(procedure, level="3", valid_from=date(2020, 1, 1), **add)
    actions.add_level(procedure, level="4", valid_from=date(2022, 1, 1), **add)
    assert [v.valid_to for v in procedure.levels] == [date(2021, 12, 31), None]
    for first, last in ((date(2021, 1, 1), None), (date(2019, 1, 1), date(2020, 1, 1))):
        with pytest.raises(Refused):
            actions.add_level(procedure, level="2", valid_from=first, valid_to=last, **add)
    actions.add_level(procedure, level="2", valid_from=date(2019, 1, 1), valid_to=date(2019, 12, 31), **add)
    with pytest.raises(Refused):
        actions.close_level(procedure.levels[1], valid_to=date(2021, 12, 31))
    actions.close_level(procedure.levels[1], valid_to=date(2024, 6, 30))
    with pytest.raises(Refused):
        actions.add_level(procedure, level="9", valid_from=DAY, **add)
    with pytest.raises(Refused):
        actions.add_level(procedure, level="1", valid_from=DAY, valid_to=date(2024, 3, 4), **add)
    for level in list(procedure.levels):
        actions.remove_level(level)
    assert levels() == []
