"""The order of what an open plan holds: its lines, its targets, what it rests on."""

from collections.abc import Sequence
from typing import Any

from outreach.campaigns.actions.plans import held_open
from outreach.campaigns.models import PlanBasis, PlanItem, PlanTarget
from outreach.database import db


def move_item(*, item: PlanItem, by: int) -> None:
    """Put a line of an open plan so many places further up (-1) or down (+1)."""
    _move(held_open(item.plan).items, item, by)


def move_target(*, target: PlanTarget, by: int) -> None:
    """Put a target of an open plan further up (-1) or down (+1)."""
    _move(held_open(target.plan).targets, target, by)


def move_basis(*, basis: PlanBasis, by: int) -> None:
    """Put a document that an open plan rests on further up (-1) or down (+1)."""
    _move(held_open(basis.plan).bases, basis, by)


def _move(lines: Sequence[Any], line: Any, by: int) -> None:
    """Number the lines anew with one moved; at either end it stays."""
    order = list(lines)
    to = order.index(line) + by
    if 0 <= to < len(order):
        order.remove(line)
        order.insert(to, line)
    for place, one in enumerate(order, 1):
        one.place = place
    db.session.flush()
