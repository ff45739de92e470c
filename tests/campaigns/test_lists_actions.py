"""Whom an intervention is meant for, and the lot: drawn once, and kept through all that happens later."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from outreach.businesses.actions import merge_businesses
from outreach.businesses.models import Business
from outreach.campaigns import actions, queries
from outreach.campaigns.models import Draw, Intervention, ListedBusiness
from outreach.campaigns.rules import lots
from outreach.database import db
from outreach.refusals import Refused
from outreach.revisions import revision
from tests import factories
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")


def places(at: Intervention) -> dict[int, int | None]:
    """Business → place."""
    return {row.business_id: row.place for row in queries.listed(at.id)}


def list_(at: Intervention, *businesses: Business, why: str | None = None, by: int | None = None) -> int:
    """Put businesses on the list."""
    return actions.list_businesses(
        intervention=at, businesses=[(b.id, why) for b in businesses], listed_by_id=by
    )


def draw(at: Intervention, seats: int = 2, seed: str | None = "2026", **values: Any) -> Draw:
    """Draw the lot."""
    values = {"witnesses": None, "drawn_by_id": None} | values
    return actions.draw_lots(intervention=at, seats=seats, seed=seed, **values)


def drawn(number: int = 5, seats: int = 2) -> tuple[Intervention, list[Business]]:
    """A training whose lot is drawn, and its businesses in that order."""
    training = factories.intervention()
    businesses = {b.id: b for b in (factories.business() for _ in range(number))}
    list_(training, *businesses.values())
    draw(training, seats)
    return training, [businesses[row.business_id] for row in queries.listed(training.id)]


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_business_is_listed_once_with_the_first_reason() -> None:
    training, first, second = factories.intervention(), factories.business("A"), factories.business("B")
    assert list_(training, first, why="toàn nộp giấy") == 1
    assert list_(training, first, second, why="khác") == 1
    assert [(row.name, row.reason) for row in queries.listed(training.id)] == [
        ("A", "toàn nộp giấy"), ("B", "khác"),
    ]  # fmt: skip


def test_an_unknown_business_refuses_the_whole_list() -> None:
    training, business = factories.intervention(), factories.business()
    with pytest.raises(Refused, match="không còn"):
        actions.list_businesses(
            intervention=training, businesses=[(business.id, None), (999_999, None)], listed_by_id=None
        )
    assert queries.listed(training.id) == []


@pytest.mark.parametrize("values", [{"type": "media", "covers_all": True}, {"type": "helpdesk"}])
def test_what_nobody_is_invited_to_has_no_list(values: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="không cần danh sách"):
        list_(factories.intervention(**values), factories.business())


def test_businesses_are_taken_off_again() -> None:
    training, stays, goes = factories.intervention(), factories.business(), factories.business()
    list_(training, stays, goes)
    assert actions.unlist(intervention=training, business_ids=[goes.id]) == 1
    assert actions.unlist(intervention=training, business_ids=[goes.id]) == 0
    assert list(places(training)) == [stays.id]


def test_one_deed_of_one_person_is_taken_back() -> None:
    training, person = factories.intervention(), factories.user()
    before, one, other = (factories.business() for _ in range(3))
    list_(training, before, by=factories.user().id)
    list_(training, one, other, by=person.id)
    at = db.session.scalar(select(ListedBusiness.listed_at).where(ListedBusiness.business_id == one.id))
    assert at is not None
    for taken in (2, 0):
        done = actions.unlist_batch(intervention=training, listed_at=at, listed_by_id=person.id)
        assert done == taken
    assert list(places(training)) == [before.id]


def test_planning_with_a_list_gives_the_next_code() -> None:
    person = factories.user()
    factories.intervention("visit", code="TV-2026-01")
    business = factories.business()
    visit = actions.plan_with_list(
        type="visit", title="Thăm tháng tư", held_on=date(2026, 4, 2),
        businesses=[(business.id, "3 hồ sơ giấy gần nhất")], planned_by_id=person.id,
    )  # fmt: skip
    assert (visit.code, visit.title, visit.created_by_id) == ("TV-2026-02", "Thăm tháng tư", person.id)
    assert [row.reason for row in queries.listed(visit.id)] == ["3 hồ sơ giấy gần nhất"]
    assert queries.draw_of(visit.id) is None


# ── the lot ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_order_is_the_one_that_the_recipe_gives() -> None:
    training, order = drawn()
    tickets = [lots.Ticket(b.id, b.tax_code or "") for b in order]
    assert [t.business_id for t in lots.draw("2026", reversed(tickets))] == [b.id for b in order]
    assert list(places(training).values()) == [1, 2, 3, 4, 5]
    assert [row.drawn_as for row in queries.listed(training.id)] == [b.tax_code for b in order]


def test_who_drew_with_which_seed_is_kept() -> None:
    training, person = factories.intervention(), factories.user(name="Trần Văn Rút")
    list_(training, *(factories.business() for _ in range(3)))
    draw(training, 1, "  Xổ số  48213 ", witnesses="Bà Lê", drawn_by_id=person.id)
    lot = queries.draw_of(training.id)
    assert lot is not None
    assert (lot.seats, lot.seed, lot.drawn_by, lot.witnesses) == (1, "Xổ số 48213", "Trần Văn Rút", "Bà Lê")


def test_without_a_seed_one_is_made_and_kept() -> None:
    training = factories.intervention()
    list_(training, *(factories.business() for _ in range(3)))
    draw(training, 1, None)
    lot = queries.draw_of(training.id)
    assert lot is not None
    assert len(lot.seed) == 12


def test_after_the_lot_the_list_stays_as_it_is() -> None:
    training, order = drawn()
    was = places(training)
    for deed in (
        partial(list_, training, factories.business()),
        partial(actions.unlist, intervention=training, business_ids=[order[0].id]),
        partial(draw, training, 3, "khác"),
    ):
        with pytest.raises(Refused, match="đã được bốc thăm"):
            deed()
    assert places(training) == was


@pytest.mark.parametrize(("number", "seats"), [(0, 1), (3, 0), (3, 3), (3, 4)])
def test_a_refused_lot_leaves_no_trace(number: int, seats: int) -> None:
    training = factories.intervention()
    list_(training, *(factories.business() for _ in range(number)))
    with pytest.raises(Refused):
        draw(training, seats)
    assert queries.draw_of(training.id) is None


def test_no_lot_is_drawn_when_somebody_has_come() -> None:
    training = factories.intervention()
    businesses = [factories.business() for _ in range(3)]
    list_(training, *businesses)
    factories.attendance(training, businesses[0])
    with pytest.raises(Refused, match="trước khi mời"):
        draw(training, 1)


def test_a_second_lot_is_impossible() -> None:
    training, _ = drawn()
    row = {"intervention_id": training.id, "seats": 1, "seed": "x", "drawn_at": training.created_at}
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(insert(Draw), [row])


def test_two_officers_at_once_draw_one_lot(app: Flask) -> None:
    training = factories.intervention()
    list_(training, *(factories.business() for _ in range(8)))
    db.session.commit()
    training_id, refused = training.id, []

    def press(seed: str) -> None:
        with app.app_context():
            found = queries.get_intervention(training_id)
            assert found is not None
            try:
                draw(found, 3, seed)
                db.session.commit()
            except Refused as refusal:
                refused.append(str(refusal))
                db.session.rollback()

    at_once(*(partial(press, f"hạt {number}") for number in range(4)))
    db.session.rollback()
    assert len(refused) == 3
    assert db.session.scalar(select(func.count()).select_from(Draw)) == 1
    lot = queries.draw_of(training_id)
    assert lot is not None
    rows = queries.listed(training_id)
    tickets = [lots.Ticket(row.business_id, row.tax_code or "") for row in rows]
    assert lots.draw(lot.seed, tickets) == tickets


def test_every_deed_moves_the_counter_on() -> None:
    training, business = factories.intervention(), factories.business()
    others = [factories.business() for _ in range(3)]
    for deed in (
        partial(list_, training, business, *others),
        partial(actions.unlist, intervention=training, business_ids=[business.id]),
        partial(draw, training),
        partial(merge_businesses, {others[0].id: others[1].id}),
        partial(actions.delete_intervention, intervention=training),
    ):
        before = revision()
        deed()
        assert revision() > before, deed


# ── what happens later ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("goes", "stays"), [(0, 3), (3, 0)])
def test_a_merged_business_keeps_the_better_place(goes: int, stays: int) -> None:
    training, order = drawn()
    code = order[0].tax_code
    kept = order[stays].id
    merge_businesses({order[goes].id: kept})
    rows = queries.listed(training.id)
    assert [(row.place, row.business_id) for row in rows][:1] == [(1, kept)]
    assert [row.place for row in rows] == [1, 2, 3, 5]
    assert rows[0].drawn_as == code
    by_code = [lots.Ticket(row.business_id, row.drawn_as or "") for row in rows]
    assert lots.draw("2026", by_code) == by_code


def test_a_merged_business_brings_its_place_along() -> None:
    training, order = drawn()
    other = factories.business()
    merge_businesses({order[1].id: other.id})
    assert places(training)[other.id] == 2


def test_three_records_of_one_business_become_one_entry() -> None:
    training, (one, two, three) = factories.intervention(), [factories.business() for _ in range(3)]
    list_(training, one, two, three, why="x")
    merge_businesses({one.id: three.id, two.id: three.id})
    assert places(training) == {three.id: None}


def test_lists_of_other_interventions_are_left_alone() -> None:
    training, order = drawn()
    other = factories.intervention()
    list_(other, order[0])
    merge_businesses({order[0].id: order[1].id})
    assert places(other) == {order[1].id: None}
    assert list(places(training).values()) == [1, 3, 4, 5]


def test_the_list_goes_with_its_intervention() -> None:
    training, _ = drawn()
    actions.delete_intervention(intervention=training)
    for table in (Draw, ListedBusiness):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
