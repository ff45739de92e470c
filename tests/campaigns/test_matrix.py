"""The matrix of contents, channels and audiences."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import python_calamine

from outreach.campaigns.rules import TYPES, cells
from outreach.campaigns.rules.cells import Deed, Intended
from outreach.campaigns.rules.matrix import CHANNELS, CONTENTS
from outreach.database import db
from tests import factories
from tests.client import CheckedClient, words_of
from tests.factories import committed

PAST = date(2026, 3, 5)


def intended(channel: str | None = "leaflet", contents: tuple[str, ...] = ("g",), times: int = 1) -> Intended:
    return Intended(1, 1, "Việc", "leaflet", channel, contents, times, 2026, 1, 1_000_000)


def deed(channel: str | None = "leaflet", contents: tuple[str, ...] = ("g",), **values: Any) -> Deed:
    facts = {
        "id": 1, "code": "TR-1", "title": "Phát tờ rơi", "type": "leaflet", "held_on": PAST,
        "covers_all": False, "cost_vnd": None, "proofs": 0, "businesses": frozenset({1, 2}), "people": 0,
        "at_least": False,
    }  # fmt: skip
    return Deed(channel=channel, contents=contents, **{**facts, **values})


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_letters_skip_as_the_document_does() -> None:
    assert "".join(CONTENTS) == "abcdeghiklm"


def test_every_channel_belongs_to_a_type() -> None:
    assert len(CHANNELS) >= 34
    assert {channel.type for channel in CHANNELS.values()} <= TYPES.keys()


def test_businesses_are_counted_once_and_turns_are_added() -> None:
    table = cells.matrix(
        [], [deed(businesses=frozenset({1, 2}), people=3), deed(businesses=frozenset({2, 3}), people=4)]
    )
    assert (table.whole.businesses, table.whole.people) == (3, 7)


def test_a_deed_of_two_contents_stands_in_both_and_once_in_the_sums() -> None:
    table = cells.matrix([intended(contents=("e", "g"), times=2)], [deed(contents=("e", "g"), cost_vnd=5)])
    assert [table.contents[letter].done for letter in "eg"] == [1, 1]
    assert (table.whole.planned, table.whole.done, table.whole.cost_vnd) == (2, 1, 5)
    assert (table.rows[0].channel, table.rows[0].whole.done) == ("leaflet", 1)
    assert table.gaps == [letter for letter in CONTENTS if letter not in "eg"]


def test_money_nobody_noted_is_unknown_and_not_nothing() -> None:
    assert cells.matrix([], [deed()]).whole.cost_vnd is None
    assert cells.matrix([], [deed(cost_vnd=0)]).whole.cost_vnd == 0


def test_what_names_no_content_or_channel_is_not_lost() -> None:
    table = cells.matrix([], [deed(channel=None, contents=())])
    assert (table.unplaced.done, table.rows[-1].channel) == (1, "")
    assert cells.narrowed([], [deed(contents=())], letter="", channel=None)[1]
    assert not cells.narrowed([], [deed()], letter="", channel=None)[1]


def test_unused_channels_only_on_request() -> None:
    assert [row.channel for row in cells.matrix([intended()], []).rows] == ["leaflet"]
    assert len(cells.matrix([], [], every_channel=True).rows) == len(CHANNELS)


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def board(app: Any) -> Any:
    """An approved plan with two lines, one of them done, and an unplanned training by contents."""
    plan = factories.plan(state="approved")
    leaflets = {"type": "leaflet", "channel": "leaflet", "contents": ["e", "g"]}
    dialogue = {"type": "dialogue", "channel": "dialogue", "contents": ["k"]}
    line = factories.plan_item(plan, "Phát tờ rơi", times=2, **leaflets)
    factories.plan_item(plan, "Đối thoại", audience="both", **dialogue)
    handed = factories.intervention(
        "leaflet", PAST, title="Đợt tờ rơi 1", plan_item_id=line.id, cost_vnd=3_600_000
    )
    training = factories.intervention(
        held_on=PAST, title="Tập huấn tháng ba", contents=["g"], channel="training"
    )
    one, two = factories.business(), factories.business()
    for business in (one, two):
        factories.exposure(handed, business, how="received")
    factories.attendance(training, one, people=4)
    factories.intervention(held_on=PAST, title="Chưa rõ nội dung")
    factories.intervention(held_on=PAST, title="Đã hủy", contents=["l"], cancelled_on=PAST)
    return committed(plan)


def test_a_year_shows_planned_done_reach_and_what_is_empty(officer: CheckedClient, board: Any) -> None:
    page = words_of(officer.get("/ma-tran?year=2026"))
    assert "8 nội dung chưa có việc nào" in page
    assert "l) Biểu dương" in page
    assert "1 hoạt động chưa chọn nội dung" in page
    assert "1 DN · 4 lượt" in page
    assert "3.600.000 ₫" in page
    assert "minh chứng 0/1" in page


def test_a_plan_shows_only_what_carries_it_out(officer: CheckedClient, board: Any) -> None:
    page = words_of(officer.get(f"/ma-tran?plan={board.id}"))
    assert "4 lượt" not in page
    assert "1/2" in page


def test_an_audience_narrows_both(officer: CheckedClient, board: Any) -> None:
    page = words_of(officer.part(f"/ma-tran?plan={board.id}&audience=staff"))
    assert "0/1" in page, "the dialogue is for both"
    assert "1/2" not in page


def test_a_cell_leads_to_its_interventions(officer: CheckedClient, board: Any) -> None:
    page = words_of(officer.get("/ma-tran/o?year=2026&content=g"))
    assert "Đợt tờ rơi 1" in page
    assert "Tập huấn tháng ba" in page
    assert "Chưa rõ nội dung" not in page
    page = words_of(officer.get("/ma-tran/o?year=2026&content=g&channel=training"))
    assert "Đợt tờ rơi 1" not in page
    assert "Chưa rõ nội dung" in words_of(officer.get("/ma-tran/o?year=2026&content="))
    assert "Ô này còn trống" in words_of(officer.get("/ma-tran/o?year=2026&content=l"))
    assert officer.get("/ma-tran/o?content=đ&channel=x&year=abc&plan=999999999999").status_code == 200


def test_the_workbook_says_the_same(officer: CheckedClient, board: Any) -> None:
    answer = officer.get("/ma-tran.xlsx?year=2026")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    rows = book.get_sheet_by_name("Theo nội dung").to_python()
    of_g = next(row for row in rows if str(row[0]).startswith("g)"))
    assert of_g[1:8] == [2, 2, 0, 2, 4, "", 3_600_000]
    assert book.sheet_names == ["Ma trận", "Theo nội dung"]


def test_the_matrix_takes_the_same_few_queries_at_any_size(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    plan = factories.plan(state="approved")

    def statements(size: int) -> int:
        for _ in range(size):
            item = factories.plan_item(plan)
            factories.attendance(factories.intervention(plan_item_id=item.id), factories.business())
        db.session.commit()
        officer.get("/ma-tran?year=2026")
        count_queries()
        officer.get("/ma-tran?year=2026")
        return count_queries()

    assert statements(2) == statements(30) <= 8
