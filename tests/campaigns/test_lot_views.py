"""The lot as officers meet it: drawn once, refused with what was typed, its minutes and its file."""

import csv
import io
import re
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.models import Role
from outreach.businesses.actions import merge_businesses
from outreach.businesses.models import Business
from outreach.campaigns import queries
from outreach.campaigns.models import Draw, Intervention
from outreach.campaigns.rules import lots
from outreach.database import db
from tests import factories
from tests.campaigns.invited import ALL, drawn, listed, on_list, url
from tests.client import CheckedClient, words_of
from tests.factories import committed
from tests.threads import at_once

# ── the lot ──────────────────────────────────────────────────────────────────────────────────────────────


def test_after_the_lot_the_order_stands_with_a_line_behind_the_last_seat(
    officer: CheckedClient, leader: CheckedClient, training: Intervention
) -> None:
    drawn(officer, training, number=25, seats=22)
    words = words_of(leader.get(url(training)))
    assert "dãy số bốc thăm: 2026" in words
    assert f"người bốc thăm: {officer.user.name}" in words
    assert "Hết 22 chỗ" not in words
    second = leader.get(url(training, "?page=2"))
    order = [b.name for b in (db.session.get_one(Business, id) for id in on_list(training))]
    words = words_of(second)
    assert words.index(order[21]) < words.index("Hết 22 chỗ") < words.index(order[22])
    assert "Bỏ" not in words_of(officer.get(url(training)))


def test_who_came_stands_beside_the_order(officer: CheckedClient, training: Intervention) -> None:
    drawn(officer, training)
    came = on_list(training)[0]
    committed(factories.attendance(training, db.session.get_one(Business, came)))
    words = words_of(officer.get(url(training)))
    assert "Đã dự, trong nhóm mời trước 1/2" in words
    assert "Đã dự, trong nhóm mời sau 0/3" in words
    assert words.count("chưa dự") == 4


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"seats": ""}, "Anh/Chị điền số doanh nghiệp mời được"),
        ({"seats": "0"}, "ít nhất một chỗ"),
        ({"seats": "-1"}, ""),
        ({"seats": "ba"}, ""),
        ({"seats": "5"}, "Anh/Chị mời hết"),
        ({"seats": "99999"}, "Tối đa 10.000 chỗ"),
        ({"seed": "x" * 101}, ""),
        ({"witnesses": "x" * 1001}, ""),
        ({"sure": ""}, "bốc thăm rồi thì không đổi được nữa"),
    ],
)
def test_a_refused_lot_comes_back_as_it_was_typed(
    officer: CheckedClient, training: Intervention, data: dict[str, str], said: str
) -> None:
    listed(training, 5)
    typed = {"seats": "2", "seed": "Xổ số 48213", "witnesses": "Bà Lê", **ALL} | data
    answer = officer.post(url(training), data=typed)
    assert answer.status_code == 422
    assert said in words_of(answer)
    for value in typed.values():
        assert not value or value in answer.text
    db.session.rollback()
    assert queries.draw_of(training.id) is None


def test_an_empty_list_cannot_be_drawn(officer: CheckedClient, training: Intervention) -> None:
    answer = officer.post(url(training), data={"seats": "1", **ALL})
    assert answer.status_code == 422
    assert "chưa có gì để bốc thăm" in words_of(answer)


def test_a_drawn_list_says_no_to_every_change(officer: CheckedClient, training: Intervention) -> None:
    drawn(officer, training)
    other, was = committed(factories.business()), on_list(training)
    answer = officer.post(url(training), data={"seats": "1", "seed": "nochmal", **ALL})
    assert answer.status_code == 422
    assert "đã được bốc thăm" in words_of(answer)
    assert officer.get(url(training, "/them")).location == url(training)
    officer.post(url(training, "/them"), data={"business": other.id})
    page = words_of(officer.get(officer.post(url(training, f"/{was[0]}/bo")).location))
    assert "đã được bốc thăm" in page
    assert on_list(training) == was


def test_two_officers_press_at_once(
    app: Flask, sign_in_as: Callable[..., CheckedClient], training: Intervention
) -> None:
    listed(training, 6)
    clients = [sign_in_as(factories.user(Role.OFFICER)) for _ in range(4)]
    statuses: list[int] = []

    def press(client: CheckedClient, seed: str) -> None:
        with app.app_context():
            statuses.append(client.post(url(training), data={"seats": "2", "seed": seed, **ALL}).status_code)

    at_once(*(partial(press, client, f"hạt {number}") for number, client in enumerate(clients)))
    assert sorted(statuses) == [303, 422, 422, 422]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Draw)) == 1


# ── minutes and file ─────────────────────────────────────────────────────────────────────────────────────


def test_minutes_hold_all_that_is_needed_to_draw_again(
    officer: CheckedClient, leader: CheckedClient, training: Intervention
) -> None:
    drawn(officer, training)
    page = leader.get(f"/hoat-dong/{training.id}/bien-ban-boc-tham")
    words = words_of(page)
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BIÊN BẢN", "Ban Quản lý các khu công nghiệp tỉnh Mẫu",
        "Bà Lê Thị Mẫu", "Ông Võ Văn Mẫu", f"Người bốc thăm: {officer.user.name}.", "“2026”", "SHA-256",
        "gồm 5 doanh nghiệp cho 2 chỗ", "NGƯỜI CHỨNG KIẾN",
    ):  # fmt: skip
        assert said in words
    found = re.findall(
        r'<td class="nowrap">(\d{10})</td>\s*<td class="nowrap"><code>(\w{8})</code>', page.text
    )
    assert len(found) == 5
    assert [code for code, _ in sorted(found, key=lambda pair: lots.mark("2026", pair[0]))] == [
        code for code, _ in found
    ]
    assert all(lots.mark("2026", code).startswith(mark) for code, mark in found)
    assert (words.count("có chỗ"), words.count("mời sau")) == (2, 3)


def test_minutes_say_whose_place_was_left_empty(officer: CheckedClient, training: Intervention) -> None:
    drawn(officer, training)
    first, second, *_ = on_list(training)
    merge_businesses({second: first})
    db.session.commit()
    words = words_of(officer.get(f"/hoat-dong/{training.id}/bien-ban-boc-tham"))
    assert "1 doanh nghiệp được gộp" in words
    assert "gồm 5 doanh nghiệp cho 2 chỗ" in words
    assert "Được mời trước" in words_of(officer.get(url(training)))


def test_without_a_lot_there_are_no_minutes(officer: CheckedClient, training: Intervention) -> None:
    listed(training, 2)
    assert officer.get(f"/hoat-dong/{training.id}/bien-ban-boc-tham").status_code == 404


def test_the_file_holds_the_order_and_no_formulas(officer: CheckedClient, training: Intervention) -> None:
    listed(training, 3, reason="=1+1")
    officer.post(url(training), data={"seats": "1", **ALL})
    answer = officer.get(url(training, ".csv"))
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[0] for row in rows] == ["Số thứ tự", "1", "2", "3"]
    assert [row[6] for row in rows[1:]] == ["có chỗ", "mời sau", "mời sau"]
    assert {row[5] for row in rows[1:]} == {"'=1+1"}
