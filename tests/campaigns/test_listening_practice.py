"""Practice becomes attendance in a training, and an exposure of its own elsewhere."""

from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role
from outreach.campaigns import queries
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db
from outreach.practice import actions, rules
from outreach.practice import queries as queries_of_rooms
from outreach.practice.models import PracticeRun
from outreach.practice.queries import way_of
from outreach.practice.rules import State
from tests import factories
from tests.practice.walking import right_deed
from tests.tutorials import samples


def finish(run: PracticeRun) -> None:
    """Go to the end."""
    way = way_of(run.procedure_id)
    assert way is not None
    while run.state is not None:
        actions.act(run, right_deed(State.read(run.state), way))
    assert run.step == rules.DONE


def sit(run_room: object, seat: str, tax_code: str | None) -> PracticeRun:
    """A seat without an account."""
    return actions.take_seat(run_room, seat=seat, tax_code=tax_code, user_id=None, business_id=None)  # type: ignore[arg-type]


def test_a_training_counts_seats_not_runs(app: Flask) -> None:
    training = factories.intervention(held_on=clock.today())
    room = factories.practice_room(intervention_id=training.id)
    business = factories.business()
    for seat in ("Máy 1", "Máy 2", "Máy 2"):
        finish(sit(room, seat, business.tax_code))
    finish(sit(room, "Máy 3", None))
    sit(room, "Máy 4", factories.business().tax_code)
    assert db.session.scalars(select(Attendance)).all() == [], "anybody can type a tax code"
    assert actions.confirm_seats(room) == 3
    assert actions.confirm_seats(room) == 0
    row = db.session.scalars(select(Attendance)).one()
    assert (row.business_id, row.people, row.attended_on, row.recorded_by_id) == (
        business.id,
        2,
        clock.today(),
        None,
    )
    [exposure] = queries.exposures(intervention_id=training.id)
    assert (exposure.business_id, exposure.offered) == (business.id, True)


def test_a_seat_confirmed_after_its_name_is_forgotten_counts_once(app: Flask) -> None:
    training = factories.intervention(held_on=clock.today())
    room, business = factories.practice_room(intervention_id=training.id), factories.business()
    for seat in ("Chị Mẫu", "Anh Mẫu", "Chị Mẫu", "#1"):
        finish(sit(room, seat, business.tax_code))
    again = sit(room, "Anh Mẫu", business.tax_code)  # goes on when the sweep comes by
    room.closed_at = clock.now() - rules.KEEP_SEATS * 2
    db.session.commit()
    for _time in range(2):
        actions.sweep()
    db.session.expire_all()
    seats = db.session.scalars(select(PracticeRun.seat).order_by(PracticeRun.id)).all()
    assert not any("Mẫu" in (seat or "") for seat in seats)
    finish(again)
    assert [seat.name for seat in queries_of_rooms.seats(room, clock.now())].count("Chỗ 2") == 2
    assert actions.confirm_seats(room) == 5
    assert db.session.scalars(select(Attendance)).one().people == 3


def test_at_home_the_guide_is_what_reached_the_business(app: Flask) -> None:
    procedure, person = factories.procedure(), factories.user(Role.BUSINESS)
    samples.published("noi-quy", procedure_id=procedure.id)
    for _ in range(2):
        run = actions.start_run(procedure_id=procedure.id, user_id=person.id, business_id=person.business_id)
        finish(run)
    record = db.session.scalars(select(ExposureRecord)).one()
    intervention = db.session.get_one(Intervention, record.intervention_id)
    assert intervention.code == "HD-noi-quy-1"
    assert (record.how, record.offered, record.business_id) == ("completed", False, person.business_id)


def test_a_room_without_a_training_is_practice_at_home(app: Flask) -> None:
    procedure, business = factories.procedure("Gia hạn dự án"), factories.business()
    room = factories.practice_room(procedure)
    finish(sit(room, "Máy 1", business.tax_code))
    finish(sit(room, "Máy 2", business.tax_code))
    actions.confirm_seats(room)
    record = db.session.scalars(select(ExposureRecord)).one()
    intervention = db.session.get_one(Intervention, record.intervention_id)
    assert (intervention.type, intervention.code) == ("tutorial", f"HD-thuc-hanh-{procedure.id}")
    assert intervention.title == "Phòng thực hành “Gia hạn dự án”"


def test_nobody_known_reaches_nobody(app: Flask) -> None:
    finish(factories.practice_run())
    assert db.session.scalars(select(Intervention)).all() == []
