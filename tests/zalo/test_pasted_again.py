"""The same chat pasted again adds only what is new, wherever a paste was cut off and whatever copied it."""

import unicodedata
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.database import db
from outreach.refusals import Refused
from outreach.zalo.queries import edges, pastes
from tests.client import CheckedClient
from tests.examples import examples
from tests.zalo.test_pastes import TEXT, Board, told
from tests.zalo.test_pasting_views import pasted

LAN = "[10:15, 12/03/2026] Lan (Công ty Mẫu Một): "
WHOLE = f"{LAN}Cho em hỏi mẫu 12 nộp ở đâu ạ?\nEm cảm ơn\n[10:20, 12/03/2026] Minh: Chị xem bước 3 nhé"


@pytest.fixture
def board(app: Flask) -> Board:
    return Board()


@pytest.mark.parametrize(
    ("end", "first", "rest"),
    [
        ("nộp ở", "Cho em hỏi mẫu 12 nộp ở", "đâu ạ?\nEm cảm ơn"),
        ("nộp ở đ", "Cho em hỏi mẫu 12 nộp ở đ", "đâu ạ?\nEm cảm ơn"),
        ("ạ?", "Cho em hỏi mẫu 12 nộp ở đâu ạ?", "Em cảm ơn"),
    ],
)
def test_what_was_cut_off_is_completed_once(board: Board, end: str, first: str, rest: str) -> None:
    cut = WHOLE[: WHOLE.index(end) + len(end)]
    assert board.confirm(board.paste(cut)) == 1
    again = board.paste(WHOLE)
    assert edges.begun(pastes.lines_of(again.id), again.group_folded, but=again.id).keys() == {0}
    assert board.confirm(again) == 2
    words = [text for _side, text in told(board.one)]
    assert [" ".join(one.split()) for one in words] == [
        first, " ".join(rest.split()), "Chị xem bước 3 nhé",
    ]  # fmt: skip
    for text in (WHOLE, cut):
        with pytest.raises(Refused, match="Không có tin nào mới"):
            board.confirm(board.paste(text))


def test_the_preview_shows_only_what_would_be_added(helpdesk: CheckedClient, board: Board) -> None:
    board.confirm(board.paste(WHOLE[: WHOLE.index(" ở đâu")]))
    db.session.commit()
    paste = pasted(helpdesk, WHOLE)
    page = helpdesk.get(f"/zalo/chep-vao/{paste.public_id}").text
    assert "phần đầu đã có" in page
    assert '<p class="kept-lines" hx-ignore> ở đâu ạ?' in page


def test_what_this_paste_cuts_off_is_known(board: Board) -> None:
    board.confirm(board.paste(WHOLE))
    begins_within = board.paste("đâu ạ?\nEm cảm ơn\n[10:20, 12/03/2026] Minh: Chị xem bước 3 nhé")
    assert [line.known for line in pastes.lines_of(begins_within.id)] == [True, True]
    ends_within = board.paste(WHOLE[: WHOLE.index(" ở đâu")])
    assert [line.known for line in pastes.lines_of(ends_within.id)] == [True]
    another = board.paste("[10:16, 12/03/2026] Lan (Công ty Mẫu Một): Cho em hỏi mẫu 12")
    assert [line.known for line in pastes.lines_of(another.id)] == [False], "a minute later it is another"


@pytest.mark.parametrize(
    "again",
    [
        TEXT.replace("\n", "\r\n"), unicodedata.normalize("NFD", TEXT), "\ufeff" + TEXT.replace("\n", "\r"),
        TEXT.replace("12/03/2026", "12/3/26"), TEXT.replace(", 12/03/2026", " Hôm qua"),
        TEXT.replace("10:", "10h"), TEXT.replace("Lan (Công ty Mẫu Một)", "LAN (công ty mẫu một)"),
    ],
)  # fmt: skip
def test_the_same_in_other_writing_is_known(board: Board, again: str) -> None:
    board.confirm(board.paste())
    lines = pastes.lines_of(board.paste(again, day=date(2026, 3, 13)).id)
    assert [line.known for line in lines] == [True] * 5


@given(cuts=st.lists(st.integers(0, 12), min_size=2, max_size=2))
@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stretches_that_overlap_make_the_whole(app: Flask, cuts: list[int]) -> None:
    """However the stretches are chosen, together every message is there once."""
    board = Board()
    lines = [
        f"[10:{15 + number // 3}, 12/03/2026] {('Lan (Công ty Mẫu Một)', 'Minh')[number % 5 == 4]}: "
        f"{('Dạ', 'Dạ', 'Em hỏi', 'Mẫu 12 ạ?')[number % 4]}"
        for number in range(12)
    ]
    first, last = sorted(cuts)
    for stretch in (lines[first:last], lines[: last + 1], lines[first:], lines):
        if not stretch:
            continue
        try:
            board.confirm(board.paste("\n".join(stretch)))
        except Refused as refusal:
            assert "Không có tin nào mới" in str(refusal) or "Chưa rõ cán bộ" in str(refusal)  # noqa: PT017
            db.session.expire_all()
    said = sorted(text for _side, text in told(board.one))
    assert said == sorted(line.partition(": ")[2] for line in lines)
    db.session.rollback()
