"""The practice portal: no dead ends, going back works, nothing counts twice, each mistake is explained."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from outreach.practice import rules
from outreach.practice.rules import (
    Deed,
    State,
    Way,
    apply,
    by_need,
    machine,
    paced,
    paces,
    read_code,
    slowest,
)
from outreach.practice.rules.files import fault_of
from outreach.practice.rules.forms import first_fault
from tests.practice.walking import CODE, WAY, good_form, right_deed

WAYS = st.builds(
    WAY._replace,
    signing=st.sampled_from(["online", "paper", "none"]),
    paying=st.sampled_from(["online", "counter", "free"]),
    collecting=st.sampled_from(["online", "post", "counter"]),
    field=st.sampled_from(["Lao động", "Đầu tư", "Môi trường", "Xuất nhập khẩu (C/O)", None]),
)
WORDS = st.sampled_from(
    ["", "yes", "no", "person", "organisation", "token", "remote", "business", "expired", "qr",
     "bank", "7", "8",
     *rules.FILES, *rules.SUPPLEMENTS, *rules.STEPS, "done", "gì đó"]
)  # fmt: skip
TYPED = st.dictionaries(
    st.sampled_from(["number", "day", "choice"]),
    st.sampled_from(
        ["", "186", "25.000.000", "1,5", "05/10/2026", "31/02/2026", "5-3", "1", "9", "Nguyễn Văn A"]
    ),
)
DEEDS = st.builds(
    Deed,
    st.sampled_from([*rules.DEEDS, "go", "không có"]),
    WORDS,
    st.sampled_from(["", "form", "enclosure", "answer", "x"]),
    typed=TYPED,
    code=st.just(CODE),
)


class Practising(RuleBasedStateMachine):
    """Somebody presses whatever there is, and things that there are not."""

    @initialize(way=WAYS)
    def begin(self, way: Way) -> None:
        """A run of a procedure that is filed in this way."""
        self.way, self.state = way, State()

    @rule(deed=DEEDS)
    def press(self, deed: Deed) -> None:
        """Anything; sent again it changes nothing more."""
        self.move(deed)

    @rule()
    def press_what_is_right(self) -> None:
        """The next right thing, so that walks come far."""
        if self.state.step != rules.DONE:
            self.move(right_deed(self.state, self.way))

    @rule(step=st.sampled_from(list(rules.STEPS)))
    def go_back(self, step: str) -> None:
        """An open step opens, and what was done stays done."""
        before = self.state
        self.move(Deed("go", step))
        if step in rules.open_steps(before, self.way):
            assert self.state.step == step
        assert rules.done_steps(self.state, self.way) == rules.done_steps(before, self.way)

    def move(self, deed: Deed) -> None:
        """One deed, checked for what holds of every deed."""
        before = self.state
        self.state = apply(before, deed, self.way)
        assert apply(self.state, deed, self.way) == self.state, "sent twice it did something twice"
        assert self.state.mistakes - before.mistakes in (0, 1)
        if before.code:
            assert self.state.code == before.code, "a code is given once"
        if before.collected:
            assert self.state == before

    @invariant()
    def stands_where_it_may(self) -> None:
        """Its step is open, its mistake is one we explain, and JSON keeps all of it."""
        assert self.state.step in rules.open_steps(self.state, self.way)
        if self.state.mistake:
            mistake = rules.MISTAKES[self.state.mistake[0]]
            assert mistake.step in rules.STEPS
            assert str(mistake.said)
            assert str(mistake.cure)
        assert State.read(json.loads(json.dumps(self.state.kept()))) == self.state

    @invariant()
    def comes_to_its_end(self) -> None:
        """From everywhere the right deeds lead to the result."""
        state = self.state
        for _ in range(40):
            if state.step == rules.DONE:
                break
            after = apply(state, right_deed(state, self.way), self.way)
            assert after != state, f"stuck at {state}"
            state = after
        assert state.collected
        assert state.mistakes == self.state.mistakes, "a right deed was taken for a mistake"

    @invariant()
    def keeps_no_words(self) -> None:
        """What was typed is kept only as digits, marks and known choices."""
        assert "Nguyễn" not in json.dumps(self.state.kept(), ensure_ascii=False)


TestPractising = Practising.TestCase
TestPractising.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def walk(way: Way, *deeds: Deed) -> State:
    """The state after some deeds."""
    state = State()
    for deed in deeds:
        state = apply(state, deed, way)
    return state


def reach(step: str, way: Way = WAY) -> State:
    """The state in which a step is open first."""
    state = State()
    while state.step != step:
        state = apply(state, right_deed(state, way), way)
    return state


MISTAKEN = [
    ("sign_in", [Deed("account", "person"), Deed("phone", "yes")], "personal_account"),
    ("sign_in", [Deed("account", "organisation"), Deed("phone", "no")], "declined"),
    ("choose", [Deed("choose", "8")], "other_procedure"),
    ("fill", [Deed("fill", typed={})], "empty_field"),
    ("fill", [Deed("fill", typed={**good_form(WAY), "number": "186,5"})], "number_format"),
    ("fill", [Deed("fill", typed={**good_form(WAY), "day": "10/25/2026"})], "day_format"),
    ("attach", [Deed("attach", "word", "form")], "word_type"),
    ("attach", [Deed("attach", "photo", "form")], "photo_type"),
    ("attach", [Deed("attach", "large", "enclosure")], "too_large"),
    ("attach", [Deed("attach", "enclosure", "enclosure")], "unsigned"),
    ("attach", [Deed("attach", "form", "enclosure")], "wrong_place"),
    ("attach", [Deed("attach", "", "form")], "no_file"),
    ("sign", [Deed("means", "token"), Deed("certificate", "business")], "token_missing"),
    ("sign", [Deed("means", "token"), Deed("plug"), Deed("certificate", "person")], "personal_certificate"),
    ("sign", [Deed("means", "token"), Deed("plug"), Deed("certificate", "expired")], "expired_certificate"),
    ("sign", [Deed("means", "remote"), Deed("remote", "no")], "declined_remote"),
    ("pay", [Deed("pay", "qr"), Deed("paid", "no")], "left_payment"),
    ("submit", [Deed("submit", "")], "not_declared"),
    ("supplement", [Deed("answer", "word")], "word_type"),
]


@pytest.mark.parametrize(("step", "deeds", "mistake"), MISTAKEN)
def test_each_mistake_is_told_at_its_step(step: str, deeds: list[Deed], mistake: str) -> None:
    state = reach(step)
    for deed in deeds:
        state = apply(state, deed, WAY)
    assert state.mistake is not None
    assert state.mistake[0] == mistake
    assert state.step == step
    assert state.mistakes == 1


def test_no_mistake_is_without_a_way_to_make_it() -> None:
    assert {mistake for _step, _deeds, mistake in MISTAKEN} | {"incomplete"} == set(rules.MISTAKES)


def test_what_is_missing_keeps_it_from_being_submitted() -> None:
    chosen = reach("fill")
    state = walk(WAY, Deed("account", "organisation"), Deed("phone", "yes"), Deed("choose", "7"))
    assert state == chosen
    state = apply(apply(state, Deed("go", "submit"), WAY), Deed("submit", "yes", code=CODE), WAY)
    assert state.mistake == ("incomplete", "")
    assert rules.missing(state, WAY) == ("fill", "attach", "sign", "pay")
    assert state.code is None


def test_a_form_changed_after_signing_must_be_signed_again() -> None:
    state = apply(reach("pay"), Deed("attach", "form", "form"), WAY)
    assert not state.signed
    on_paper = WAY._replace(signing="paper")
    kept = apply(reach("pay", on_paper), Deed("attach", "form-signed", "form"), on_paper)
    assert kept.signed


def test_a_form_signed_on_paper_is_attached_signed() -> None:
    assert fault_of(rules.FILES["form"], "form", WAY) is None
    assert fault_of(rules.FILES["form"], "form", WAY._replace(signing="paper")) == "unsigned"


def test_steps_that_a_procedure_lacks_are_skipped() -> None:
    way = WAY._replace(signing="none", paying="free")
    assert "sign" not in way.steps
    assert "pay" not in way.steps
    assert way.after("attach") == "submit"


@pytest.mark.parametrize(
    ("signing", "paying", "collecting", "number"),
    [("online", "online", "online", 0), ("none", "free", "post", 0), ("paper", "online", "online", 1),
     ("paper", "counter", "online", 1), ("online", "counter", "counter", 2),
     ("paper", "counter", "counter", 2)],
)  # fmt: skip
def test_trips_are_counted(signing: str, paying: str, collecting: str, number: int) -> None:
    found = rules.trips(WAY._replace(signing=signing, paying=paying, collecting=collecting))
    assert len(found) == number


@given(st.text())
def test_nothing_written_by_hand_is_kept(typed: str) -> None:
    for one in rules.fields_of("Lao động"):
        kept = one.kept(typed)
        assert kept == "" or (kept == typed and all(char in "0123456789 .,/-" for char in kept))


def test_every_sample_fits_its_form() -> None:
    for field in ("Đầu tư", "Lao động", "Môi trường", "Xây dựng", "Thương mại", None):
        way = WAY._replace(field=field)
        assert first_fault(rules.fields_of(field), good_form(way)) is None
        for one in rules.fields_of(field):
            assert not one.options or str(one.sample) in [str(words) for _value, words in one.options]


def test_fields_follow_the_field_of_work() -> None:
    assert rules.fields_of("Đất đai (ví dụ cấp tỉnh)") == rules.fields_of(None)
    assert rules.fields_of("Xuất nhập khẩu (C/O)") == rules.fields_of("Thương mại")
    assert rules.fields_of("Lao động") != rules.fields_of("Môi trường")


def seat(number: int, minutes: int, **values: bool) -> rules.Seat:
    """A seat that has been at a step for so long."""
    known = {"needs_help": False, "finished": False, "ended": False} | values
    return rules.Seat(number, f"Máy {number}", None, "fill", 0, timedelta(minutes=minutes), **known)


def test_who_needs_somebody_stands_first() -> None:
    seats = [
        seat(1, 1),
        seat(2, 9, ended=True),
        seat(3, 2, needs_help=True),
        seat(4, 7),
        seat(5, 5, needs_help=True),
    ]
    assert [one.run_id for one in by_need(seats)] == [5, 3, 4, 1, 2]
    assert seats[3].is_stuck
    assert not seats[0].is_stuck
    assert not seats[1].is_stuck


def test_the_slowest_step_is_the_middle_seats() -> None:
    runs = [
        ({"sign_in": [10, 0], "fill": [300, 2]}, "attach", False),
        ({"sign_in": [20, 0], "fill": [30, 0], "attach": [0, 3]}, "attach", False),
        ({"sign_in": [400, 1], "fill": [200, 0]}, "attach", False),
    ]
    found = paces(runs)
    by_step = {pace.step: pace for pace in found}
    assert by_step["sign_in"].seconds == 20
    assert by_step["fill"].seconds == 200
    assert by_step["attach"].seconds is None
    assert by_step["attach"].there == 3
    assert by_step["attach"].mistakes == 3
    most = slowest(found)
    assert most is not None
    assert most.step == "fill"
    assert slowest(paces([])) is None


def test_pace_grows_with_each_visit_of_a_step() -> None:
    since = datetime(2026, 11, 20, 3, tzinfo=UTC)
    first = paced({}, "fill", since=since, at=since + timedelta(seconds=40), moved=False, mistakes=1)
    assert first == {"fill": [0, 1]}
    second = paced(first, "fill", since=since, at=since + timedelta(seconds=90), moved=True, mistakes=0)
    assert second == {"fill": [90, 1]}
    back = paced(second, "fill", since=since, at=since - timedelta(seconds=5), moved=True, mistakes=0)
    assert back == {"fill": [90, 1]}, "a clock set back takes no time away"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ace 279", "ACE279"), ("ACE-279", "ACE279"), (" ace279 ", "ACE279"), ("ACE27", None), ("ACE270", None),
     ("", None)],
)  # fmt: skip
def test_room_codes_are_read_as_people_type_them(typed: str, code: str | None) -> None:
    assert read_code(typed) == code


def test_state_of_another_version_is_read() -> None:
    kept = {**reach("pay").kept(), "something": "older"}
    del kept["paying"]
    assert State.read(kept) == reach("pay")
    assert machine.DONE == rules.DONE
