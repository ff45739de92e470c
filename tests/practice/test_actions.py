"""Runs and rooms in the database: what is kept while they live, and what remains."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.jobs import jobs
from outreach.practice import actions, queries, rules
from outreach.practice.models import PracticeRoom, PracticeRun
from outreach.practice.rules import Deed, State
from outreach.practice.signals import finished
from outreach.refusals import Refused
from tests import factories
from tests.practice.walking import right_deed
from tests.threads import at_once


def finish(run: PracticeRun) -> None:
    """Go to the end."""
    way = queries.way_of(run.procedure_id)
    assert way is not None
    while run.state is not None:
        actions.act(run, right_deed(State.read(run.state), way))


def swept() -> int:
    """The sweep, as its job runs it; how many runs it wiped."""
    db.session.commit()
    wiped = actions.sweep()
    db.session.expire_all()
    return wiped


def test_a_run_needs_a_procedure(app: Flask) -> None:
    with pytest.raises(Refused):
        actions.start_run(procedure_id=999)
    with pytest.raises(Refused):
        actions.open_room(procedure_id=999, intervention_id=None, opened_by_id=None)


def test_finishing_says_so_once_with_plain_values(app: Flask) -> None:
    person = factories.user(Role.BUSINESS)
    run = factories.practice_run(user_id=person.id, business_id=person.business_id)
    told: list[dict[str, object]] = []

    def hear(sender: object, **values: object) -> None:
        told.append(values)

    with finished.connected_to(hear):
        finish(run)
        actions.act(run, Deed("collect"))
        actions.leave(run)
    assert told == [
        {"run_id": run.id, "user_id": person.id, "business_id": person.business_id,
         "procedure_id": run.procedure_id, "room_id": None, "intervention_id": None,
         "finished_on": clock.today()}
    ]  # fmt: skip
    assert run.finished_at == run.ended_at or run.ended_at is not None


def test_what_remains_of_a_run(app: Flask) -> None:
    person = factories.user(Role.BUSINESS)
    run = factories.practice_run(user_id=person.id, business_id=person.business_id)
    actions.act(run, Deed("account", "person"))
    actions.act(run, Deed("phone", "yes"))
    finish(run)
    db.session.commit()
    row = db.session.execute(select(PracticeRun.__table__)).mappings().one()
    assert row["state"] is None
    assert row["user_id"] is None
    assert (row["business_id"], row["mistakes"], row["step"]) == (person.business_id, 1, "done")


def test_a_run_keeps_its_pace(app: Flask) -> None:
    run = factories.practice_run()
    run.moved_at = clock.now() - timedelta(seconds=75)
    actions.act(run, Deed("account", "person"))
    actions.act(run, Deed("phone", "yes"))
    actions.act(run, Deed("account", "organisation"))
    actions.act(run, Deed("phone", "yes"))
    assert run.pace["sign_in"][0] >= 75
    assert run.pace["sign_in"][1] == 1
    assert run.step == "choose"
    assert clock.now() - run.moved_at < timedelta(seconds=60)


def test_the_sweep_wipes_what_was_left_standing(app: Flask) -> None:
    at = clock.now()
    person = factories.user(Role.BUSINESS)
    left, going = factories.practice_run(user_id=person.id), factories.practice_run(user_id=person.id)
    finished_run = factories.practice_run()
    finish(finished_run)
    db.session.commit()
    ended_at = finished_run.ended_at
    left.moved_at = at - rules.KEEP_RUN - timedelta(minutes=1)
    assert swept() == 1
    assert (left.state, left.user_id) == (None, None)
    assert left.ended_at is not None
    assert left.finished_at is None
    assert going.state is not None
    assert finished_run.ended_at == ended_at
    assert swept() == 0
    assert "sweep practice" in [job.name for job in jobs()]


def test_the_sweep_closes_forgotten_rooms_and_forgets_who_sat_where(app: Flask) -> None:
    room = factories.practice_room()
    business = factories.business()
    run = actions.take_seat(room, seat="Chị Mẫu", tax_code=business.tax_code, user_id=None, business_id=None)
    finish(run)
    still = actions.take_seat(room, seat="Anh Mẫu", tax_code=None, user_id=None, business_id=None)
    room.opened_at = clock.now() - rules.KEEP_ROOM - timedelta(minutes=1)
    assert queries.find_open_room(room.code, clock.now()) is None, "also before the sweep comes by"
    swept()
    assert room.closed_at is not None
    assert run.seat == "Chị Mẫu", "the trainer may still look at the room"
    db.session.execute(update(PracticeRoom).values(closed_at=clock.now() - rules.KEEP_SEATS * 2))
    swept()
    assert (run.seat, run.business_id) == (rules.forgotten_seat(run.id), business.id)
    assert still.seat == "Anh Mẫu", "who still practises keeps the name until the run ends"
    assert [seat.name for seat in queries.seats(room, clock.now())] == ["Anh Mẫu", "Chỗ 1"]


def test_a_seats_business(app: Flask) -> None:
    room, business, own = factories.practice_room(), factories.business(), factories.business()
    sit = {"seat": "Máy 1", "user_id": None}
    by_code = actions.take_seat(room, tax_code=business.tax_code, business_id=None, **sit)  # type: ignore[arg-type]
    signed_in = actions.take_seat(room, tax_code=business.tax_code, business_id=own.id, **sit)  # type: ignore[arg-type]
    unknown = actions.take_seat(room, tax_code="0100109106", business_id=None, **sit)  # type: ignore[arg-type]
    assert (by_code.business_id, signed_in.business_id, unknown.business_id) == (business.id, own.id, None)
    actions.close_room(room)
    with pytest.raises(Refused):
        actions.take_seat(room, tax_code=None, business_id=None, **sit)  # type: ignore[arg-type]


def test_rooms_have_codes_of_their_own(app: Flask) -> None:
    rooms = [factories.practice_room() for _ in range(30)]
    codes = {room.code for room in rooms}
    assert len(codes) == 30
    assert all(rules.read_code(code) == code for code in codes)
    lines = queries.list_rooms(limit=5)
    assert [line.key for line in lines] == [room.public_id for room in reversed(rooms)][:5]


def test_two_tabs_at_once_do_one_thing_each(app: Flask) -> None:
    run = factories.practice_run()
    way = queries.way_of(run.procedure_id)
    assert way is not None
    while run.step != "attach":
        assert run.state is not None
        actions.act(run, right_deed(State.read(run.state), way))
    db.session.commit()
    key = run.public_id

    def attach(slot: str) -> None:
        with app.app_context():
            mine = queries.get_run(key, to_write=True)
            assert mine is not None
            actions.act(mine, Deed("attach", f"{slot}-signed", slot))
            db.session.commit()

    at_once(lambda: attach("form"), lambda: attach("enclosure"), lambda: attach("form"))
    db.session.expire_all()
    assert run.state is not None
    assert set(run.state["files"]) == {"form", "enclosure"}, "none of the two was lost"
