"""Reading chats as they are copied from Zalo: who, when, what; and never a word lost."""

from collections import Counter
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.clock import LOCAL
from outreach.text import nfc
from outreach.zalo.rules import pasted_times, pasted_values, pasting
from outreach.zalo.rules.pasting import read

MONDAY = date(2026, 3, 16)
ABC, MINH = "Lan (Cty ABC)", "Minh BQL 🌸"
ONE, TWO = "Chào anh\ndòng hai", "Dạ: chị hỏi đi"


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=LOCAL)


SHAPES = {
    pasted_values.BRACKET: f"[10:15, 12/03/2026] {ABC}: {ONE}\n[15:16 12/03/2026] {MINH}: {TWO}",
    pasted_values.BEHIND: f"{ABC}, [12/03/2026 10:15]\n{ONE}\n\n{MINH}, [12/03/2026 15:16]:\n{TWO}",
    pasted_values.BEFORE: f"12/03/2026, 10:15 - {ABC}: {ONE}\n12/03/2026, 15:16 - {MINH}: {TWO}",
    pasted_values.BELOW: f"{ABC}\n10:15 12/03/2026\n{ONE}\n{MINH}\n15h16 12/03/2026\n{TWO}",
    pasted_values.AFTER: f"{ABC}\n{ONE}\n10:15 12/03/2026\n{MINH}\n{TWO}\n15:16 12/03/2026",
    pasted_values.BESIDE: f"12 Tháng 3, 2026\n{ABC} 10:15\n{ONE}\n{MINH} 3:16 CH\n{TWO}",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_says_the_same(shape: str) -> None:
    reading = read(SHAPES[shape], day=MONDAY)
    assert reading.shape == shape
    said = [(one.person, one.said_at, one.text) for one in reading.said]
    assert said == [
        (ABC, at(12, 10, 15), ONE), (MINH, at(12, 15, 16), TWO),
    ]  # fmt: skip
    assert not any(one.day_guessed for one in reading.said)


def test_without_times_only_the_order_is_known() -> None:
    reading = read("Lan: chào anh\nMinh: dạ\nLan: em hỏi: mẫu nào ạ?\nhttp://a.vn: xem", day=MONDAY)
    assert reading.shape == pasted_values.PLAIN
    assert [(one.person, one.said_at) for one in reading.said] == [
        ("Lan", None),
        ("Minh", None),
        ("Lan", None),
    ]
    assert reading.said[2].text == "em hỏi: mẫu nào ạ?\nhttp://a.vn: xem"
    assert not any(one.sure for one in reading.said)


def test_no_head_at_all_is_one_message_of_nobody() -> None:
    reading = read("Kính gửi anh,\nem xin hỏi mẫu 12.\nHọp lúc 10:15", day=MONDAY)
    assert reading.shape == pasted_values.NONE
    assert [(one.person, one.said_at) for one in reading.said] == [("", None)]


def test_days_stand_above() -> None:
    text = "Hôm qua\nLan Anh 10:15\nChào\nThứ Tư\nLan Anh 8:00 SA\nSớm\nHôm nay\nLan Anh 9h05\nNay"
    assert [one.said_at for one in read(text, day=MONDAY).said] == [
        at(15, 10, 15),
        at(11, 8, 0),
        at(16, 9, 5),
    ]
    sunday = read(text, day=date(2026, 3, 15)).said
    assert sunday[0].said_at == at(14, 10, 15)


def test_a_time_without_any_day_is_guessed() -> None:
    (one, two) = read("Lan Anh 10:15\nChào\nLan Anh 10:16\nem hỏi", day=MONDAY).said
    assert one.day_guessed
    assert (one.said_at, two.said_at) == (at(16, 10, 15), at(16, 10, 16))


def test_a_line_that_only_looks_like_a_head_belongs_to_the_message_above() -> None:
    text = "[10:15, 12/03/2026] Lan: Lịch:\nThứ Hai\n12/03/2026\nSáng 10:15\nAnh Minh: chuẩn bị\n[Hình ảnh]"
    (said,) = read(text, day=MONDAY).said
    assert said.text.endswith("Lịch:\nThứ Hai\n12/03/2026\nSáng 10:15\nAnh Minh: chuẩn bị\n[Hình ảnh]")


def test_a_message_that_ends_with_a_time_is_no_head() -> None:
    text = "Hôm nay\nLan Anh 10:15\nHẹn anh lúc 14:00\nLan Anh 10:20\nvâng ạ"
    assert [one.text for one in read(text, day=MONDAY).said] == ["Hẹn anh lúc 14:00", "vâng ạ"]


def test_further_times_of_one_person() -> None:
    text = (
        "Lan Anh\n10:15 12/03/2026\nChào\n\nMinh Đức\n10:20 12/03/2026\ndạ vâng,\n"
        "10:21 12/03/2026\nchị gửi mẫu nhé"
    )
    assert [(one.person, one.text) for one in read(text, day=MONDAY).said] == [
        ("Lan Anh", "Chào"), ("Minh Đức", "dạ vâng,"), ("Minh Đức", "chị gửi mẫu nhé"),
    ]  # fmt: skip


def test_names_with_colons() -> None:
    text = (
        "[10:15, 12/03/2026] KD: Lan: chào\n[10:16, 12/03/2026] KD: Lan: hỏi\n"
        "[10:17, 12/03/2026] Minh (Ban: QL): dạ"
    )
    assert [(one.person, one.text) for one in read(text, day=MONDAY).said] == [
        ("KD: Lan", "chào"), ("KD: Lan", "hỏi"), ("Minh (Ban: QL)", "dạ"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Hôm nay", date(2026, 3, 16)), ("hôm qua", date(2026, 3, 15)), ("Thứ Hai", date(2026, 3, 9)),
        ("Chủ nhật", date(2026, 3, 15)), ("T6", date(2026, 3, 13)), ("12/03/2026", date(2026, 3, 12)),
        ("Thứ Năm, 12/03/2026", date(2026, 3, 12)), ("12 Tháng 3, 2026", date(2026, 3, 12)),
        ("ngày 12 tháng 3 năm 2026", date(2026, 3, 12)), ("--- 12-3-26 ---", date(2026, 3, 12)),
        ("30/12", date(2025, 12, 30)), ("2026-03-12", date(2026, 3, 12)), ("31/02/2026", None), ("Lan", None),
    ],
)  # fmt: skip
def test_days(words: str, day: date | None) -> None:
    assert pasted_times.read_day(words, MONDAY) == day


@pytest.mark.parametrize(
    ("words", "hour", "minute"),
    [
        ("10:15", 10, 15), ("10h15", 10, 15), ("10:15 SA", 10, 15), ("10:15 CH", 22, 15), ("12:05 SA", 0, 5),
        ("12:05 CH", 12, 5), ("9:05 PM", 21, 5), ("3:16 chiều", 15, 16), ("10:15:59", 10, 15), ("7g05", 7, 5),
    ],
)  # fmt: skip
def test_times(words: str, hour: int, minute: int) -> None:
    moment = pasted_times.read_stamp(f"[{words}, 12/03/2026]", MONDAY)
    assert moment is not None
    assert moment.at is not None
    assert (moment.at.hour, moment.at.minute, moment.day) == (hour, minute, date(2026, 3, 12))
    assert pasted_times.read_stamp("25:00", MONDAY) is None


@pytest.mark.parametrize("text", ["[Tin nhắn đã được thu hồi]", "Tin nhắn đã thu hồi"])
def test_recalled(text: str) -> None:
    assert pasting.is_recalled(text)
    assert not pasting.is_recalled("Chị thu hồi giúp em tin nhắn")


def test_times_below_what_was_said() -> None:
    text = (
        "Hôm qua\nLan Anh\nCho em hỏi mẫu 12\nnộp ở đâu ạ?\n10:15\nthêm nữa ạ\n10:16\n\n"
        "Minh (Ban QL)\n[Hình ảnh]\n10:20\nHôm nay\nLan Anh\nDạ\n08:05\nMinh (Ban QL)\nkhông có gì"
    )
    reading = read(text, day=MONDAY)
    assert reading.shape == pasted_values.AFTER
    assert [(one.person, one.said_at, one.text) for one in reading.said] == [
        ("Lan Anh", at(15, 10, 15), "Cho em hỏi mẫu 12\nnộp ở đâu ạ?"),
        ("Lan Anh", at(15, 10, 16), "thêm nữa ạ"), ("Minh (Ban QL)", at(15, 10, 20), "[Hình ảnh]"),
        ("Lan Anh", at(16, 8, 5), "Dạ"), ("Minh (Ban QL)", None, "không có gì"),
    ]  # fmt: skip
    assert [one.sure for one in reading.said] == [True] * 4 + [False]


def test_one_message_with_its_time_below() -> None:
    (said,) = read("Lan Anh\nChào anh chị\n10:15", day=MONDAY).said
    assert (said.person, said.text, said.day_guessed) == ("Lan Anh", "Chào anh chị", True)
    (below,) = read("Lan Anh\n10:15\nChào anh chị", day=MONDAY).said
    assert (below.person, below.text) == ("Lan Anh", "Chào anh chị")


@pytest.mark.parametrize("shape", [pasted_values.BELOW, pasted_values.AFTER])
def test_cut_at_either_end_times_are_still_told_from_names(shape: str) -> None:
    """Known names, or names that come back, decide where both ends could mean either."""
    heads = [("Lan Anh", "10:15", "chào anh"), ("Minh Đức", "10:16", "dạ chị"), ("Lan Anh", "10:20", "vâng")]
    if shape == pasted_values.AFTER:
        text = "\n".join(f"{name}\n{words}\n{time}" for name, time, words in heads).partition("\n")[2]
    else:
        text = "\n".join(f"{name}\n{time}\n{words}" for name, time, words in heads).rpartition("\n")[0]
    said = read(text, day=MONDAY).said
    assert [one.shape for one in said] == [shape] * 3
    people = ["Lan Anh", "Minh Đức", "Lan Anh"]
    assert [one.person for one in said] == (["", *people[1:]] if shape == pasted_values.AFTER else people)


line = st.one_of(
    st.text(max_size=30),
    st.sampled_from([
        "Lan", "Lan 10:15", "Minh, [12/03/2026 10:15]", "[10:15, 12/03/2026] Lan: chào", "10:15", "Hôm qua",
        "12/03/2026", "Lan: chào", "Thứ Hai 10:15", "[10:15] a", "10:15 12/03/2026", "",
        "12/03/2026 10:15 - A: b",
        "[10:15, 12/03/2026] A: B: c", "KD: Lan: x", "[Nhãn dán]", "Lan 10:15 CH",
    ]),
)  # fmt: skip


@given(st.lists(line, max_size=12))
def test_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    reading = read(text, day=MONDAY)
    kept = " ".join(f"{one.head} {one.text}" for one in reading.said) + " " + reading.rest
    assert Counter(kept.split()) == Counter(nfc(text).split())
