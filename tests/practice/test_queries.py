"""Reads of the practice room, on either database."""

from datetime import date, timedelta

from flask import Flask

from outreach import clock
from outreach.catalogue.models import DossierRedo, ProcedureCard, RedoReason
from outreach.database import db
from outreach.practice import actions, occasions, queries, rules
from outreach.practice.rules import Deed
from tests import factories
from tests.tutorials import samples


def test_what_nobody_recorded_is_the_usual_way_and_says_so(app: Flask) -> None:
    procedure = factories.procedure()
    way = queries.way_of(procedure.id)
    assert way is not None
    assert (way.signing, way.paying, way.collecting, way.known) == ("online", "online", "online", False)
    factories.add(
        ProcedureCard(procedure_id=procedure.id, signing="paper", paying="counter", collecting="post")
    )
    described = queries.way_of(procedure.id)
    assert described is not None
    assert (described.signing, described.paying, described.collecting) == ("paper", "counter", "post")
    assert described.known
    assert queries.way_of(999) is None


def test_the_most_frequent_reasons_are_asked_in_turn(app: Flask) -> None:
    procedure = factories.procedure()
    assert queries.supplement_reason(procedure.id, 1) is None
    reasons = [
        factories.add(RedoReason(procedure_id=procedure.id, code=f"r{number}", label=f"Lý do {number}"))
        for number in range(4)
    ]
    for number, reason in enumerate(reasons):
        for _ in range(number):  # the last one came back most often
            dossier = factories.dossier(None, date(2026, 3, 5))
            factories.add(DossierRedo(dossier_id=dossier.id, reason_id=reason.id, noted_on=date(2026, 3, 9)))
    asked = [queries.supplement_reason(procedure.id, turn) for turn in range(4)]
    assert asked == [("Lý do 3", None), ("Lý do 2", None), ("Lý do 1", None), ("Lý do 3", None)]


def test_drafts_teach_nobody(app: Flask) -> None:
    procedure = factories.procedure()
    version = samples.draft("noi-quy", procedure_id=procedure.id)
    assert queries.lessons(procedure.id) == {}
    samples.publish(version)
    assert queries.lessons(procedure.id)["sign_in"].key == "dang-nhap"


def test_seats_and_paces_of_a_room(app: Flask) -> None:
    room, business = factories.practice_room(), factories.business()
    sit = {"user_id": None, "business_id": None}
    first = actions.take_seat(room, seat="Máy 1", tax_code=business.tax_code, **sit)
    second = actions.take_seat(room, seat="Máy 2", tax_code=None, **sit)
    left = actions.take_seat(room, seat="Máy 3", tax_code=None, **sit)
    factories.practice_run()
    actions.leave(left)
    first.moved_at = clock.now() - timedelta(minutes=5)
    for deed in (
        Deed("account", "person"),
        Deed("phone", "no"),
        Deed("account", "organisation"),
        Deed("phone", "yes"),
    ):
        actions.act(second, deed)
    db.session.flush()
    seats = queries.seats(room, clock.now())
    assert [(seat.name, seat.business, seat.step, seat.mistakes, seat.ended) for seat in seats] == [
        ("Máy 1", business.name, "sign_in", 0, False),
        ("Máy 2", None, "choose", 1, False),
        ("Máy 3", None, "sign_in", 0, True),
    ]
    assert seats[0].minutes == 5
    assert seats[0].is_stuck
    found = {pace.step: pace for pace in queries.paces_of(room)}
    assert (found["sign_in"].passed, found["sign_in"].mistakes, found["sign_in"].there) == (1, 1, 2)
    assert [(line.seats, line.finished) for line in queries.list_rooms()] == [(3, 0)]


def test_a_room_is_found_by_its_code_while_it_is_open(app: Flask) -> None:
    room = factories.practice_room()
    at = clock.now()
    assert queries.find_open_room(f" {room.code.lower()}", at) is room
    assert queries.find_open_room("' OR 1=1", at) is None
    assert queries.find_open_room(room.code, at + rules.KEEP_ROOM) is None
    actions.close_room(room)
    closed_at = room.closed_at
    actions.close_room(room)
    assert room.closed_at == closed_at
    assert queries.find_open_room(room.code, at) is None
    assert queries.get_run("\x00") is None


def test_trainings_about_now_can_have_a_room(app: Flask) -> None:
    today = date(2026, 11, 20)
    near = factories.intervention(held_on=today - timedelta(days=3), title="Gần")
    next_one = factories.intervention(held_on=today + timedelta(days=1), title="Gần nhất")
    factories.intervention(held_on=today - timedelta(days=400))
    factories.intervention("visit", held_on=today)
    assert [one.intervention_id for one in occasions.around(today)] == [next_one.id, near.id]
