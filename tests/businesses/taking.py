"""Rows as files and registers bring them, and what became of them."""

from typing import Any

from sqlalchemy import select

from outreach.businesses import actions, queries
from outreach.businesses.models import Business
from outreach.businesses.rules import BusinessName, TakenIn
from outreach.database import db

A, B, C = "0300588569", "0101248141", "0100109106"


def take(*rows: dict[str, Any]) -> TakenIn:
    return actions.take_in_businesses([{"row": number, **row} for number, row in enumerate(rows, start=2)])


def counts(taken: TakenIn) -> tuple[int, int, int, int]:
    return taken.created, taken.updated, taken.unchanged, len(taken.refused)


def everything() -> list[tuple[Any, ...]]:
    columns = (Business.tax_code, Business.own_code, Business.name, Business.employees, Business.provisional)
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(Business.id))]


def provisional(**by: str) -> Business:
    """What a register that names a business so makes of it."""
    name = BusinessName(**by)
    return db.session.get_one(Business, actions.resolve_businesses([name])[name])


def business(**by: str) -> Business:
    found = queries.find_business(**by)
    assert found is not None
    return found
