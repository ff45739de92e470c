"""A paste becomes conversations of the businesses that speak in it; once, and undone as a whole."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role
from outreach.businesses.models import Business
from outreach.campaigns.models import ExposureRecord
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import rules
from outreach.helpdesk.models import Conversation, Message
from outreach.refusals import Refused
from outreach.zalo.actions import choosing, confirming, copying, pasting, undoing
from outreach.zalo.actions.choosing import Choices
from outreach.zalo.models import Paste, PastedPerson, PasteLine
from outreach.zalo.queries import pastes
from outreach.zalo.rules.lines import who_is_who
from tests import factories

DAY = date(2026, 3, 16)
TEXT = """[10:15, 12/03/2026] Lan (Công ty Mẫu Một): Mẫu 12 nộp ở đâu ạ?
[10:16, 12/03/2026] Hà - Công ty Mẫu Hai: Em cũng hỏi
[10:20, 12/03/2026] Minh: Chị Lan xem bước 3 nhé
[10:21, 12/03/2026] Lan (Công ty Mẫu Một): Dạ
[10:21, 12/03/2026] Lan (Công ty Mẫu Một): Dạ"""


class Board:
    """Two businesses, a clerk, and what the clerk chooses."""

    def __init__(self) -> None:
        self.one = factories.business("Công ty Mẫu Một")
        self.two = factories.business("Công ty Mẫu Hai")
        self.clerk = factories.user(Role.HELPDESK, name="Minh")

    def paste(self, text: str = TEXT, group: str = "Nhóm KCN Mẫu", day: date = DAY) -> Paste:
        read = pasting.prepare(group=group, text=text, day=day)
        return pasting.store(prepared=read, by=self.clerk.id)

    def confirm(self, paste: Paste, **changed: object) -> int:
        chosen = choices(paste)._replace(**changed)  # type: ignore[arg-type]
        return confirming.confirm(paste=paste, decided=choosing.decide(paste=paste, choices=chosen))


def choices(paste: Paste) -> Choices:
    lines = pastes.lines_of(paste.id)
    return Choices(
        who_is_who(lines), frozenset(line.place for line in lines if line.left_out),
        {line.place: line.business_id for line in lines if line.staff and line.business_id}, {},
    )  # fmt: skip


@pytest.fixture
def board(app: Flask) -> Board:
    return Board()


def told(business: Business) -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(Message.side, Message.text)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.business_id == business.id, Message.kind == rules.TEXT)
        .order_by(Conversation.id, Message.id)
    )
    return [(row.side, row.text) for row in rows]


def test_people_are_proposed(board: Board) -> None:
    paste = board.paste()
    assert who_is_who(pastes.lines_of(paste.id)) == {
        "Lan (Công ty Mẫu Một)": str(board.one.id), "Hà - Công ty Mẫu Hai": str(board.two.id),
        "Minh": "staff",
    }  # fmt: skip


def test_a_phone_and_a_contacts_name_say_whose_somebody_is(board: Board) -> None:
    factories.contact(board.two, name="Trần Thị Hoa", phone="0912345678")
    found = pastes.proposals("Nhóm", ["0912 345 678", "Trần Thị Hoa", "Hoa Sen", ""])
    assert [one.choice for one in found.values()] == [str(board.two.id)] * 2 + ["", ""]


def test_each_message_goes_to_its_senders_business_alone(board: Board) -> None:
    paste = board.paste()
    assert board.confirm(paste) == 5
    assert told(board.one) == [("business", "Mẫu 12 nộp ở đâu ạ?"), ("business", "Dạ"), ("business", "Dạ")]
    assert told(board.two) == [("business", "Em cũng hỏi"), ("staff", "Chị Lan xem bước 3 nhé")]
    for conversation in db.session.scalars(select(Conversation)):
        assert not conversation.released
        assert conversation.channel == rules.ZALO_PASTE
    assert (paste.state, paste.text) == ("confirmed", None)
    assert {line.text + line.person for line in pastes.lines_of(paste.id)} == {""}


def test_whom_staff_answered_can_be_corrected(board: Board) -> None:
    paste = board.paste()
    board.confirm(paste, to={2: board.one.id})
    assert ("staff", "Chị Lan xem bước 3 nhé") in told(board.one)
    first = db.session.scalars(select(Conversation).where(Conversation.business_id == board.one.id)).one()
    assert first.first_reply_at == datetime(2026, 3, 12, 10, 20, tzinfo=clock.LOCAL)
    assert first.waiting_since == datetime(2026, 3, 12, 10, 21, tzinfo=clock.LOCAL)


def test_the_same_again_adds_nothing(board: Board) -> None:
    board.confirm(board.paste())
    again = board.paste()
    assert all(line.known for line in pastes.lines_of(again.id))
    with pytest.raises(Refused, match="Không có tin nào mới"):
        board.confirm(again)


def test_an_overlap_in_another_shape_adds_only_what_is_new(board: Board) -> None:
    board.confirm(board.paste())
    text = (
        "Thứ Năm\nMinh 10:20\nChị Lan xem bước 3 nhé\nLan (Công ty Mẫu Một) 10h21\nDạ\n"
        "Lan (Công ty Mẫu Một) 10:21 SA\nDạ\nLan (Công ty Mẫu Một) 10:25\nEm thấy rồi"
    )
    again = board.paste(text)
    assert [line.known for line in pastes.lines_of(again.id)] == [True, True, True, False]
    assert board.confirm(again) == 1
    assert told(board.one)[-1] == ("business", "Em thấy rồi")
    assert db.session.scalar(select(func.count(Conversation.id))) == 2


def test_without_sure_days_neighbours_tell_what_is_known(board: Board) -> None:
    board.confirm(board.paste())
    text = (
        "\n".join(line.partition("] ")[2] for line in TEXT.split("\n")) + "\nMinh: Chúc chị một ngày tốt lành"
    )
    again = board.paste(text)
    assert [line.known for line in pastes.lines_of(again.id)] == [True] * 5 + [False]


def test_another_group_is_another_chat(board: Board) -> None:
    board.confirm(board.paste())
    other = board.paste(group="Nhóm khác")
    assert not any(line.known for line in pastes.lines_of(other.id))


def test_days_of_silence_begin_another_conversation(board: Board) -> None:
    text = (
        "[10:15, 02/03/2026] Lan (Công ty Mẫu Một): một\n[10:15, 05/03/2026] Lan (Công ty Mẫu Một): hai\n"
        "[10:16, 08/03/2026] Lan (Công ty Mẫu Một): ba"
    )
    board.confirm(board.paste(text))
    counts = db.session.execute(
        select(func.count()).where(Message.kind == rules.TEXT).group_by(Message.conversation_id)
    )
    assert sorted(row[0] for row in counts) == [1, 2]


def test_what_the_business_reads_is_not_continued(board: Board) -> None:
    from outreach.helpdesk.actions import handling

    board.confirm(board.paste())
    first = db.session.scalars(select(Conversation).where(Conversation.business_id == board.one.id)).one()
    handling.release(conversation_id=first.id, by=board.clerk.id)
    board.confirm(board.paste("[10:30, 12/03/2026] Lan (Công ty Mẫu Một): thêm"))
    newest = db.session.scalars(select(Conversation).order_by(Conversation.id.desc())).first()
    assert newest is not None
    assert (newest.business_id, newest.released) == (board.one.id, False)
    assert newest.id != first.id


def test_who_is_undecided_must_be_chosen_or_left_out(board: Board) -> None:
    paste = board.paste("[10:15, 12/03/2026] Bích: chào\n[10:16, 12/03/2026] Lan (Công ty Mẫu Một): hỏi")
    with pytest.raises(Refused, match="Còn 1 tin chưa rõ"):
        board.confirm(paste)
    db.session.expire_all()
    who = choices(paste).who
    assert board.confirm(paste, who={**who, "Bích": "out"}) == 1
    remembered = db.session.scalars(select(PastedPerson).where(PastedPerson.name_folded == "bich")).one()
    assert (remembered.staff, remembered.business_id) == (False, None)
    assert pastes.proposals("nhóm kcn mẫu", ["Bích"])["Bích"].choice == "out"


def test_recalled_ones_are_left_out(board: Board) -> None:
    paste = board.paste("[10:15, 12/03/2026] Lan (Công ty Mẫu Một): [Tin nhắn đã được thu hồi]")
    assert [line.left_out for line in pastes.lines_of(paste.id)] == [True]


def test_another_day_of_copying(board: Board) -> None:
    paste = board.paste("Hôm qua\nLan (Công ty Mẫu Một) 10:15\nChào")
    again = pasting.prepare_again(paste=paste, day=date(2026, 3, 10))
    pasting.store_again(paste=paste, prepared=again)
    (line,) = pastes.lines_of(paste.id)
    assert line.said_at == datetime(2026, 3, 9, 10, 15, tzinfo=clock.LOCAL)
    assert line.business_id == board.one.id


def test_long_messages_are_cut_and_too_much_is_refused(board: Board) -> None:
    paste = board.paste("[10:15, 12/03/2026] Minh: " + "a" * 4_001)
    assert [len(line.text) for line in pastes.lines_of(paste.id)] == [4_000, 1]
    for text, words in (("a" * 200_001, "200 kB"), ("[10:15] A: b\n" * 2_001, "2.000"), (" ", "Không thấy")):
        with pytest.raises(Refused, match=words):
            board.paste(text)
    with pytest.raises(Refused, match="tương lai"):
        board.paste(day=clock.today() + timedelta(days=1))


def test_undone_as_a_whole(board: Board) -> None:
    paste = board.paste()
    board.confirm(paste)
    assert db.session.scalar(select(func.count(ExposureRecord.id))) == 1
    assert undoing.undo(paste=paste) == (5, 0)
    for table in (Message, Conversation, ExposureRecord):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    again = board.paste()
    assert not any(line.known for line in pastes.lines_of(again.id))


def test_undo_leaves_what_somebody_went_on_with(board: Board) -> None:
    paste = board.paste()
    board.confirm(paste)
    first = db.session.scalars(select(Conversation).where(Conversation.business_id == board.one.id)).one()
    helpdesk.say(
        conversation_id=first.id, client_id="reply-0001", side=rules.STAFF, text="Chị xem bước 3",
        user_id=board.clerk.id, person="Minh",
    )  # fmt: skip
    assert undoing.undo(paste=paste) == (2, 1)
    assert len(told(board.one)) == 4
    again = board.paste()
    assert [line.known for line in pastes.lines_of(again.id)] == [True, False, False, True, True]


def test_each_paste_is_undone_by_itself(board: Board) -> None:
    first = board.paste()
    board.confirm(first)
    second = board.paste("[10:30, 12/03/2026] Lan (Công ty Mẫu Một): thêm")
    board.confirm(second)
    assert undoing.undo(paste=first) == (5, 0)
    assert told(board.one) == [("business", "thêm")]


def test_confirmed_twice_is_confirmed_once(board: Board) -> None:
    paste = board.paste()
    decided = choosing.decide(paste=paste, choices=choices(paste))
    assert confirming.confirm(paste=paste, decided=decided) == 5
    assert confirming.confirm(paste=paste, decided=decided) == 0
    assert db.session.scalar(select(func.count(PasteLine.id))) == 5
    with pytest.raises(Refused):
        confirming.drop(paste=paste)


def test_a_reply_carried_to_zalo_by_hand_comes_back_as_known(board: Board) -> None:
    board.confirm(board.paste())
    first = db.session.scalars(select(Conversation).where(Conversation.business_id == board.one.id)).one()
    reply = helpdesk.say(
        conversation_id=first.id, client_id="reply-0001", side=rules.STAFF, text="Chị xem trang 2\nnhé",
        user_id=board.clerk.id, person="Minh",
    )  # fmt: skip
    again = "[11:00, 12/03/2026] Minh: Chị xem trang 2 nhé\n[11:01, 12/03/2026] Minh: Câu khác"
    assert [line.known for line in pastes.lines_of(board.paste(again).id)] == [False, False]
    copying.note_copied(message_id=reply.id, by=board.clerk.id)
    assert [line.known for line in pastes.lines_of(board.paste(again).id)] == [True, False]


def test_what_nobody_confirmed_is_forgotten(board: Board) -> None:
    from outreach.zalo.actions.sweeping import sweep

    old, new = board.paste(), board.paste()
    done = board.paste(group="Nhóm khác")
    board.confirm(done)
    for one in (old, done):
        one.pasted_at = clock.now() - timedelta(days=31)
    kept = {new.id, done.id}
    db.session.commit()
    sweep()
    db.session.expire_all()
    assert set(db.session.scalars(select(Paste.id))) == kept
    assert set(db.session.scalars(select(PasteLine.paste_id))) == kept
