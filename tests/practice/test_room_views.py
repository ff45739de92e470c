"""The pages of practice rooms: the trainer's, and of those who sit in one."""

import re
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from outreach import clock
from outreach.campaigns.models import Attendance, ExposureRecord
from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.practice.models import PracticeRoom
from tests import factories
from tests.client import CheckedClient, words_of
from tests.practice.running import begin, run_at, sit_down, walk
from tests.tutorials import samples


def test_a_trainer_opens_a_room_for_a_training(helpdesk: CheckedClient, procedure: Procedure) -> None:
    training = factories.intervention(held_on=clock.today())
    page = helpdesk.get(f"/thuc-hanh/phong/mo?intervention={training.id}")
    assert training.title in words_of(page)
    answer = helpdesk.post(
        "/thuc-hanh/phong/mo", data={"procedure": procedure.id, "intervention": training.id}
    )
    assert answer.status_code == 303
    room = db.session.scalars(select(PracticeRoom)).one()
    assert (room.intervention_id, room.procedure_id) == (training.id, procedure.id)
    wall = helpdesk.get(f"{answer.headers['Location']}/chieu")
    assert "<svg" in wall.text
    assert f"/thuc-hanh/phong/vao/{room.code}" in wall.text
    bad = {"procedure": procedure.id, "intervention": factories.intervention("visit").id}
    assert helpdesk.post("/thuc-hanh/phong/mo", data=bad).status_code == 422


def test_the_training_leads_to_its_room(helpdesk: CheckedClient) -> None:
    training = factories.intervention(held_on=clock.today())
    assert f"/thuc-hanh/phong/mo?intervention={training.id}" in helpdesk.get(f"/hoat-dong/{training.id}").text


def test_the_code_leads_into_the_room(anonymous: CheckedClient, procedure: Procedure) -> None:
    room = factories.practice_room(procedure)
    answer = anonymous.get(f"/thuc-hanh/phong?code={room.code[:3].lower()}+{room.code[3:]}")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/thuc-hanh/phong/vao/{room.code}"
    page = anonymous.get("/thuc-hanh/phong?code=AAA999")
    assert "Chưa thấy phòng nào" in words_of(page)
    assert anonymous.post(f"/thuc-hanh/phong/vao/{room.code}", data={"seat": " "}).status_code == 422


def confirm(client: CheckedClient, room: PracticeRoom, *seats: str) -> TestResponse:
    """Say that these seats (addresses of runs) are who they said they are; none: all that wait."""
    chosen = {"seat": run_at(seats[0]).id} if seats else {"every": "1"}
    return client.post(f"/thuc-hanh/phong/{room.public_id}/dung-nguoi", data=chosen)


def attended() -> dict[int, int]:
    db.session.rollback()
    return {row.business_id: row.people for row in db.session.scalars(select(Attendance))}


def test_finishing_in_a_training_is_attendance_by_doing(
    app: Flask, anonymous: CheckedClient, clerk: CheckedClient, helpdesk: CheckedClient, procedure: Procedure
) -> None:
    training = factories.intervention(held_on=clock.today())
    room = factories.practice_room(procedure, intervention_id=training.id)
    samples.published("noi-quy", procedure_id=procedure.id)
    business = factories.business()
    walk(anonymous, sit_down(anonymous, room, seat="Máy 1", tax_code=business.tax_code))
    walk(anonymous, sit_down(anonymous, room, seat="Máy 2", tax_code=business.tax_code))
    walk(anonymous, sit_down(anonymous, room, seat="Máy 2", tax_code=business.tax_code))
    walk(anonymous, sit_down(anonymous, room, seat="Máy 3", tax_code="0100109106"))
    walk(clerk, sit_down(clerk, room, seat="Máy 4"))
    sit_down(anonymous, room, seat="Máy 5", tax_code=factories.business().tax_code)
    assert clerk.user is not None
    assert attended() == {clerk.user.business_id: 1}, "who has signed in counts at once"
    assert confirm(helpdesk, room).status_code == 303
    assert attended() == {business.id: 2, clerk.user.business_id: 1}
    assert db.session.scalars(select(ExposureRecord)).all() == [], "its attendance is its exposure"


def test_a_tax_code_that_anybody_typed_counts_once_the_trainer_confirms_the_seat(
    anonymous: CheckedClient, helpdesk: CheckedClient, procedure: Procedure
) -> None:
    training = factories.intervention(held_on=clock.today())
    room, other = factories.practice_room(procedure, intervention_id=training.id), factories.practice_room()
    one, two = factories.business("Công ty Thật"), factories.business("Công ty Mạo Danh")
    seats = [
        sit_down(anonymous, room, seat=f"Máy {number}", tax_code=business.tax_code)
        for number, business in enumerate((one, two), 1)
    ]
    board = f"/thuc-hanh/phong/{room.public_id}"
    assert "Đúng người" not in words_of(helpdesk.get(board)), "nothing to confirm before a seat has finished"
    for seat in seats:
        walk(anonymous, seat)
        assert "Xong" in words_of(anonymous.get(seat))
    said = words_of(helpdesk.get(board))
    assert "Đã xong 2" in said
    assert "Đúng người Máy 1" in said
    assert "Xác nhận 2 chỗ" in said
    assert attended() == {}
    assert confirm(helpdesk, other, seats[0]).status_code == 404, "a seat of another room"
    helpdesk.post(f"{board}/dung-nguoi", data={"seat": "abc"})
    assert attended() == {}, "no seat is not every seat"
    assert confirm(anonymous, room, seats[0]).status_code == 303
    assert attended() == {}, "nobody else's to say"
    for _twice in range(2):
        assert confirm(helpdesk, room, seats[0]).headers["Location"] == board
    assert attended() == {one.id: 1}
    said = words_of(helpdesk.get(board))
    assert "Đúng người Máy 1" not in said
    assert "Đúng người Máy 2" in said
    assert "Đã xong 2" in said


def test_a_typed_tax_code_reaches_nobody_in_a_room_of_its_own_either(
    anonymous: CheckedClient, helpdesk: CheckedClient, procedure: Procedure
) -> None:
    room = factories.practice_room(procedure)
    walk(anonymous, sit_down(anonymous, room, tax_code=factories.business().tax_code))
    assert db.session.scalars(select(ExposureRecord)).all() == []
    confirm(helpdesk, room)
    assert len(db.session.scalars(select(ExposureRecord)).all()) == 1


def test_what_a_clerk_counted_by_hand_is_never_made_less(
    anonymous: CheckedClient, helpdesk: CheckedClient, procedure: Procedure
) -> None:
    training, business = factories.intervention(held_on=clock.today()), factories.business()
    factories.attendance(training, business, people=3)
    room = factories.practice_room(procedure, intervention_id=training.id)
    walk(anonymous, sit_down(anonymous, room, tax_code=business.tax_code))
    confirm(helpdesk, room)
    assert attended() == {business.id: 3}


def test_the_trainers_screen(
    anonymous: CheckedClient, helpdesk: CheckedClient, procedure: Procedure, count_queries: Callable[[], int]
) -> None:
    room = factories.practice_room(procedure)
    board = f"/thuc-hanh/phong/{room.public_id}"
    assert "Chưa có ai vào phòng" in words_of(helpdesk.get(board))
    first = sit_down(anonymous, room, seat="Máy 1")
    second = sit_down(anonymous, room, seat="Máy 2")
    anonymous.post(second, data={"deed": "account", "what": "person"})
    anonymous.post(second, data={"deed": "phone", "what": "no"})
    anonymous.post(f"{first}/giup", data={"wanted": "yes"})
    part = helpdesk.part(board)
    assert part.text.lstrip().startswith("<div")
    said = words_of(part)
    assert said.index("Máy 1") < said.index("Máy 2"), "who asked stands first"
    assert "cần giúp" in said
    seen = re.search(r"seen=([0-9a-f]{12})", part.text)
    assert seen is not None
    count_queries()
    assert helpdesk.part(f"{board}?seen={seen[1]}").status_code == 204
    assert count_queries() <= 5
    walk(anonymous, first, until="choose")
    later = helpdesk.part(f"{board}?seen={seen[1]}")
    assert later.status_code == 200
    assert "Đang cần giúp 0" in words_of(later), "moving on takes the hand down"
    assert "Phòng chậm nhất ở bước: Đăng nhập" in words_of(later)


def test_the_trainer_takes_a_hand_down(
    anonymous: CheckedClient, helpdesk: CheckedClient, procedure: Procedure
) -> None:
    room, other = factories.practice_room(procedure), factories.practice_room(procedure)
    seat = sit_down(anonymous, room, seat="Máy 1")
    anonymous.post(f"{seat}/giup", data={"wanted": "yes"})
    page = helpdesk.get(f"/thuc-hanh/phong/{room.public_id}")
    assert "Đã giúp Máy 1" in words_of(page)
    run_id = run_at(seat).id
    elsewhere = helpdesk.post(f"/thuc-hanh/phong/{other.public_id}/da-giup", data={"seat": run_id})
    assert elsewhere.status_code == 404, "a seat of another room"
    assert run_at(seat).needs_help_since is not None
    answer = helpdesk.post(f"/thuc-hanh/phong/{room.public_id}/da-giup", data={"seat": run_id})
    assert answer.headers["Location"] == f"/thuc-hanh/phong/{room.public_id}"
    assert run_at(seat).needs_help_since is None
    assert "Đã giúp" not in words_of(helpdesk.get(f"/thuc-hanh/phong/{room.public_id}"))


def test_a_hand_goes_up_in_rooms_only(anonymous: CheckedClient, procedure: Procedure) -> None:
    alone = begin(anonymous, procedure)
    anonymous.post(f"{alone}/giup", data={"wanted": "yes"})
    assert run_at(alone).needs_help_since is None
    seat = sit_down(anonymous, factories.practice_room(procedure))
    anonymous.post(f"{seat}/giup", data={"wanted": "yes"})
    first = run_at(seat).needs_help_since
    assert first is not None
    anonymous.post(f"{seat}/giup", data={"wanted": "yes"})
    assert run_at(seat).needs_help_since == first
    anonymous.post(f"{seat}/giup", data={"wanted": "gì"})
    anonymous.post(f"{seat}/giup", data={"wanted": "no"})
    assert run_at(seat).needs_help_since is None


def test_a_closed_room_lets_nobody_in_and_those_inside_finish(
    anonymous: CheckedClient, helpdesk: CheckedClient, procedure: Procedure
) -> None:
    training = factories.intervention(held_on=clock.today())
    room = factories.practice_room(procedure, intervention_id=training.id)
    business = factories.business()
    url = sit_down(anonymous, room, tax_code=business.tax_code)
    assert helpdesk.post(f"/thuc-hanh/phong/{room.public_id}/dong").status_code == 303
    answer = anonymous.post(f"/thuc-hanh/phong/vao/{room.code}", data={"seat": "Máy 2"})
    assert answer.status_code == 404
    assert "Phòng này không mở" in words_of(answer)
    walk(anonymous, url)
    confirm(helpdesk, room)
    assert attended() == {business.id: 1}, "also after it was closed"
    board = helpdesk.get(f"/thuc-hanh/phong/{room.public_id}")
    assert "hx-trigger" not in board.text, "nothing more to ask for"


def test_only_those_at_the_counter_see_rooms(
    clerk: CheckedClient, anonymous: CheckedClient, helpdesk: CheckedClient, procedure: Procedure
) -> None:
    room = factories.practice_room(procedure)
    assert clerk.get(f"/thuc-hanh/phong/{room.public_id}").status_code == 403
    assert anonymous.get(f"/thuc-hanh/phong/{room.public_id}").status_code == 303
    assert room.public_id in helpdesk.get("/thuc-hanh/phong").text
    assert room.public_id not in clerk.get("/thuc-hanh/phong").text
    assert helpdesk.get("/thuc-hanh/phong/khong-co").status_code == 404
