"""Whatever people said: every shape reads it alike, and however a machine wrote it down."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.clock import LOCAL
from outreach.zalo.rules import edges, pasted_values, pasting
from outreach.zalo.rules.pasting import read

TODAY = date(2026, 3, 16)
NAMES = ("Lan (Cty ABC)", "Minh BQL 🌸", "Nguyễn Thị Hoa", "Đức - Công ty Mẫu Một")
WORDS = (
    "dạ",
    "vâng",
    "hồ sơ:",
    "mẫu 12",
    "ạ?",
    "http://a.vn/x:1",
    "[Hình ảnh]",
    "👍",
    "giờ",
    "lúc 10:15 nhé",
)


class Turn(NamedTuple):
    """Somebody says something at a minute."""

    person: str
    at: datetime
    text: str

    @property
    def time(self) -> str:
        return f"{self.at:%H:%M}"

    @property
    def day(self) -> str:
        return f"{self.at:%d/%m/%Y}"


def _lines(of: list[list[str]]) -> str:
    return "\n".join(" ".join(["nói", *words]) for words in of)


said = st.lists(st.lists(st.sampled_from(WORDS), max_size=4), min_size=1, max_size=3).map(_lines)
turns = st.tuples(st.sampled_from(NAMES), st.integers(1, 900), said)


@st.composite
def chats(draw: st.DrawFn) -> list[Turn]:
    """Two to eight turns within some days; who speaks twice in a row is rare, as in a chat."""
    at, chat = datetime(2026, 3, 10, 7, tzinfo=LOCAL), []
    for person, minutes, text in draw(st.lists(turns, min_size=2, max_size=8)):
        at += timedelta(minutes=minutes)
        chat.append(Turn(person, at, text))
    return chat


def with_days(chat: list[Turn], written: str) -> str:
    """Below a line for each day, times alone."""
    lines, day = [], ""
    for one in chat:
        if one.day != day:
            lines.append(one.day)
            day = one.day
        lines.append(written.format(one=one))
    return "\n".join(lines)


SHAPES = {
    pasted_values.BRACKET: "[{one.time}, {one.day}] {one.person}: {one.text}",
    pasted_values.BEHIND: "{one.person}, [{one.day} {one.time}]\n{one.text}",
    pasted_values.BEFORE: "{one.day}, {one.time} - {one.person}: {one.text}",
    pasted_values.BELOW: "{one.person}\n{one.time} {one.day}\n{one.text}",
    pasted_values.AFTER: "{one.person}\n{one.text}\n{one.time} {one.day}",
    pasted_values.BESIDE: "{one.person} {one.time}\n{one.text}",
}


MACHINES: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n", "\r"),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: "\ufeff" + text.replace("\n", "\n\u200e"),
    lambda text: "\n\n" + text.replace("\n", "  \n ") + "\n\n",
)


def written(chat: list[Turn], shape: str) -> str:
    if shape == pasted_values.BESIDE:
        return with_days(chat, SHAPES[shape])
    return "\n".join(SHAPES[shape].format(one=one) for one in chat)


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=40)
@given(chat=chats())
def test_every_shape_gives_back_what_was_said(shape: str, chat: list[Turn]) -> None:
    reading = read(written(chat, shape), day=TODAY)
    assert reading.shape == shape
    assert [Turn(one.person, one.said_at, one.text) for one in reading.said] == chat  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", [pasted_values.BELOW, pasted_values.AFTER])
@settings(max_examples=40)
@given(chat=chats())
def test_days_above_and_times_alone(shape: str, chat: list[Turn]) -> None:
    text = with_days(chat, SHAPES[shape].replace(" {one.day}", ""))
    reading = read(text, day=TODAY)
    assert [(one.person, one.said_at, one.text) for one in reading.said] == [tuple(one) for one in chat]
    assert not any(one.day_guessed for one in reading.said)


@settings(max_examples=100)
@given(chat=chats(), shape=st.sampled_from(list(SHAPES)), machine=st.sampled_from(MACHINES))
def test_another_machine_writes_the_same(chat: list[Turn], shape: str, machine: Callable[[str], str]) -> None:
    text = written(chat, shape)
    assert prints(machine(text)) == prints(text)


def prints(text: str) -> list[str]:
    """By what the messages of a text are recognised when they come again."""
    return [
        pasting.fingerprint(group="Nhóm", person=one.person, text=one.text, said_at=one.said_at)
        for one in read(text, day=TODAY).said
    ]


@given(chat=chats(), cut=st.integers(0, 10_000))
def test_a_message_cut_off_is_continued_where_its_last_whole_word_ends(chat: list[Turn], cut: int) -> None:
    whole = chat[-1].text
    beginning = whole[: cut % len(whole)]
    there = edges.begins_with(whole, beginning)
    if not beginning.strip():
        assert there is None
        return
    assert there is not None
    rest = whole[there:]
    assert rest.split() == whole.split()[len(whole.split()) - len(rest.split()) :]
    assert len(whole[:there].split()) <= len(beginning.split()) <= len(whole[:there].split()) + 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_beginnings_of_anything(text: str, beginning: str) -> None:
    there = edges.begins_with(text + beginning, text)
    assert there is None or 0 <= there <= len(text + beginning)
