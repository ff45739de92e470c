"""Rows of a register on their way in, and what became of them."""

from datetime import date
from typing import Any

from sqlalchemy import select

from outreach.database import db
from outreach.dossiers import actions
from outreach.dossiers.models import Dossier, MonthlyCount

DAY = date(2024, 3, 5)
FOUR = ("levels_2011", "4", "Mức độ 4")
FULL = ("levels_2022", "full", "Toàn trình")


def row(code: str = "A-1", **values: Any) -> dict[str, Any]:
    return {"row": 2, "dossier_code": code, "received_on": DAY, **values}


def take(*rows: dict[str, Any], source: str = "main") -> tuple[int, int, int]:
    taken = actions.take_in_dossiers(rows, source=source)
    db.session.expire_all()
    return taken.created, taken.updated, taken.unchanged


def only() -> Dossier:
    db.session.expire_all()
    return db.session.scalars(select(Dossier)).one()


def rollup() -> set[tuple[Any, ...]]:
    columns = (column for column in MonthlyCount.__table__.columns if column.name != "curtain")
    rows = [tuple(found) for found in db.session.execute(select(*columns))]
    assert len(rows) == len({row[:2] for row in rows})
    return set(rows)


def assert_rollup_is_a_full_recount() -> None:
    kept = rollup()
    actions.recount(None)
    assert kept == rollup()
