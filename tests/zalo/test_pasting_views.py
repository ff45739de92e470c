"""Pasting a chat in the browser: nothing typed is lost, nothing reaches a business before its release."""

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import AccessRecord, Role
from outreach.database import db
from outreach.helpdesk import actions as helpdesk_actions
from outreach.helpdesk import rules
from outreach.helpdesk.models import Conversation, Message
from outreach.zalo.models import Paste, PasteLine
from outreach.zalo.rules import placing
from tests import factories
from tests.client import CheckedClient
from tests.zalo.test_pastes import TEXT, Board

GROUP = "Nhóm KCN Mẫu"


@pytest.fixture
def board(app: Flask) -> Board:
    return Board()


def page(paste: Paste, deed: str = "") -> str:
    return f"/zalo/chep-vao/{paste.public_id}{deed}"


def pasted(client: CheckedClient, text: str = TEXT) -> Paste:
    answer = client.post("/zalo/chep-vao", data={"group": GROUP, "text": text, "day": "16/03/2026"})
    assert answer.status_code == 303
    return db.session.scalars(select(Paste).order_by(Paste.id.desc())).first() or Paste()


def sent(board: Board, **more: object) -> dict[str, object]:
    one, two = str(board.one.id), str(board.two.id)
    return {"who-0": one, "who-1": two, "who-2": "staff", "to-2": one, "deed": "confirm", **more}


def test_from_paste_to_release_and_back(helpdesk: CheckedClient, clerk: CheckedClient, board: Board) -> None:
    assert "Chưa chép lần nào" in helpdesk.get("/zalo/chep-vao").text
    paste = pasted(helpdesk)
    shown = helpdesk.get(page(paste)).text
    assert "5 tin mới" in shown
    assert "[giờ, ngày] Tên: nội dung" in shown
    assert shown.count("Công ty Mẫu Một") > 2
    answer = helpdesk.post(page(paste), data=sent(board, out="3"))
    assert answer.status_code == 303
    done = helpdesk.get(page(paste)).text
    assert "chỉ cán bộ xem" in done
    helpdesk.post(page(paste, "/cho-xem"), data={"business": board.one.id})
    released = db.session.execute(select(Conversation.business_id, Conversation.released)).all()
    assert set(map(tuple, released)) == {(board.one.id, True), (board.two.id, False)}
    assert "Hoàn tác" in done
    helpdesk.post(page(paste, "/hoan-tac"))
    assert db.session.scalars(select(Message)).all() == []
    assert "Đã hoàn tác lúc" in helpdesk.get(page(paste)).text


def test_a_refused_text_comes_back(helpdesk: CheckedClient) -> None:
    answer = helpdesk.post("/zalo/chep-vao", data={"group": "", "text": "Chữ đã dán", "day": "32/03/2026"})
    assert answer.status_code == 422
    assert "Chữ đã dán" in answer.text
    assert "32/03/2026" in answer.text
    long = helpdesk.post("/zalo/chep-vao", data={"group": GROUP, "text": "ờ " * 99_000, "day": "16/03/2026"})
    assert long.status_code == 422
    assert "200 kB" in long.text
    assert long.text.count("ờ ờ") > 1000


def test_refused_choices_come_back_as_they_were(helpdesk: CheckedClient, board: Board) -> None:
    paste = pasted(helpdesk)
    data = sent(board, **{"who-1": "", "name-1": "Không có công ty này", "out": "3"})
    answer = helpdesk.post(page(paste), data=data)
    assert answer.status_code == 422
    assert "Không tìm thấy doanh nghiệp nào." in answer.text
    assert "Không có công ty này" in answer.text
    assert 'value="3" checked' in answer.text
    undecided = helpdesk.post(page(paste), data=sent(board, **{"who-1": ""}))
    assert "Còn 1 tin chưa rõ của ai" in undecided.text
    assert db.session.scalars(select(Message)).all() == []


def test_several_meanings_are_offered(helpdesk: CheckedClient, board: Board) -> None:
    paste = pasted(helpdesk)
    answer = helpdesk.post(page(paste), data=sent(board, **{"who-1": "", "name-1": "công ty mẫu"}))
    assert answer.status_code == 422
    assert "Anh/Chị chọn một doanh nghiệp." in answer.text
    typed = helpdesk.post(page(paste), data=sent(board, **{"who-1": "", "name-1": board.two.tax_code}))
    assert typed.status_code == 303


def test_the_undecided_come_first_and_what_is_known_is_folded_away(
    helpdesk: CheckedClient, board: Board
) -> None:
    first = pasted(helpdesk)
    assert 'class="more"' not in helpdesk.get(page(first)).text
    helpdesk.post(page(first), data=sent(board))
    more = pasted(helpdesk, TEXT + "\n[10:30, 12/03/2026] Cô Bảy: Cho hỏi\n[10:31, 12/03/2026] Minh: Dạ")
    shown = helpdesk.get(page(more)).text
    assert "Còn 1 tên chưa rõ là ai" in shown
    assert shown.index("<b>Cô Bảy</b>") < shown.index("<b>Lan (Công ty Mẫu Một)</b>")
    assert '<details class="more">' in shown
    assert "5 tin đã có · 12/03/2026 10:15" in shown


def test_whom_staff_may_have_answered_speaks_nearby() -> None:
    """Not everybody of the group: five hundred answers with forty businesses each were most of a page."""
    turns = [placing.Turn(number % 2 == 1, number // 2 if number % 2 == 0 else None) for number in range(400)]
    near = placing.near(turns)
    assert near.keys() == {place for place, turn in enumerate(turns) if turn.staff}
    assert near[201] == [100, 99, 98, 97, 96, 95, 101, 102, 103, 104, 105, 106]
    assert placing.near([placing.Turn(True, 7), placing.Turn(False, 8)]) == {0: [7, 8]}


def test_choices_are_kept_for_later(helpdesk: CheckedClient, board: Board) -> None:
    procedure = factories.procedure()
    paste = pasted(helpdesk)
    data = sent(board, **{"who-1": "out", "deed": "save", "procedure-0": procedure.id})
    assert helpdesk.post(page(paste), data=data).status_code == 303
    lines = db.session.scalars(select(PasteLine).order_by(PasteLine.place)).all()
    assert [line.left_out for line in lines] == [False, True, False, False, False]
    assert lines[0].procedure_id == procedure.id
    helpdesk.post(page(paste), data={**data, "deed": "confirm"})
    assert db.session.scalars(select(Conversation.procedure_id)).all() == [procedure.id]


@pytest.mark.parametrize("value", ["-1", "9" * 30, "abc", "0", "٣"])
def test_nobody_chooses_what_is_not_there(helpdesk: CheckedClient, board: Board, value: str) -> None:
    paste = pasted(helpdesk)
    data = sent(board, **{"who-0": value, "to-2": value, "procedure-0": value, "out": value, "to-x": value})
    assert helpdesk.post(page(paste), data=data).status_code == 422


def test_another_day_and_thrown_away(helpdesk: CheckedClient) -> None:
    paste = pasted(helpdesk, "Hôm qua\nLan Anh 10:15\nChào")
    assert "15/03/2026" in helpdesk.get(page(paste)).text
    helpdesk.post(page(paste, "/doc-lai"), data={"day": "10/03/2026"})
    assert "09/03/2026" in helpdesk.get(page(paste)).text
    assert helpdesk.post(page(paste, "/doc-lai"), data={"day": ""}).status_code == 303
    address = page(paste)
    helpdesk.post(address + "/bo")
    assert helpdesk.get(address).status_code == 404


def test_every_look_is_recorded(helpdesk: CheckedClient) -> None:
    paste = pasted(helpdesk)
    helpdesk.get(page(paste))
    looks = db.session.query(AccessRecord).filter_by(what="zalo_paste.view", object_id=paste.public_id)
    assert looks.count() == 1


def test_a_reply_is_copied_by_hand_and_logged(helpdesk: CheckedClient, board: Board) -> None:
    paste = pasted(helpdesk)
    helpdesk.post(page(paste), data=sent(board))
    first = db.session.scalars(select(Conversation).where(Conversation.business_id == board.one.id)).one()
    reply = helpdesk_actions.say(
        conversation_id=first.id, client_id="reply-0001", side=rules.STAFF, text="Chị xem “bước 3”",
        user_id=helpdesk.user.id, person="Cán bộ",
    )  # fmt: skip
    db.session.commit()
    desk = helpdesk.get(f"/ban-ho-tro/{first.public_id}").text
    assert desk.count("Chép sang Zalo") == 1, "what was pasted is there already"
    copy = f"/zalo/chep-sang/{first.public_id}/{reply.public_id}"
    part = helpdesk.post(copy, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "Đã chép sang Zalo" in part.text
    helpdesk.post(copy)
    db.session.expire_all()
    assert db.session.get_one(Message, reply.id).delivery == "sent"
    told = db.session.query(Message).filter(Message.text.startswith("copied")).all()
    assert [one.user_id for one in told] == [helpdesk.user.id]
    assert "Chép sang Zalo" not in helpdesk.get(f"/ban-ho-tro/{first.public_id}").text


def test_a_reply_elsewhere_is_not_copied(helpdesk: CheckedClient) -> None:
    from tests.helpdesk import chats

    talk = chats.conversation()
    said = chats.said(talk, by=factories.user(Role.HELPDESK))
    answer = helpdesk.post(f"/zalo/chep-sang/{talk.public_id}/{said.public_id}")
    assert answer.status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Message, said.id).delivery is None
