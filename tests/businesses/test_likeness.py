"""Names that may be one firm's: what is alike and why, and finding it without comparing everything."""

import time
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from outreach.businesses.rules.likeness import REASONS, Weights, distance, likeness, slips, words_of
from outreach.businesses.rules.lookup import MOST, Lookup

LETTERS = st.text("abcde", max_size=9)
SYLLABLES = ("minh", "anh", "phat", "dat", "hoang", "gia", "long", "thanh", "tan", "an", "sao", "mai", "kim")
FIRMS = (
    "Công ty TNHH",
    "Công ty TNHH MTV",
    "Cty TNHH",
    "CÔNG TY TRÁCH NHIỆM HỮU HẠN",
    "Cong ty TNHH một thành viên",
)
NAMES = st.builds(
    lambda firm, words, trade: " ".join([firm, *trade, *words]),
    st.sampled_from([*FIRMS, "Công ty Cổ phần", ""]),
    st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4),
    st.lists(st.sampled_from(["Sản xuất", "Thương mại", "Dịch vụ", "XNK"]), max_size=2),
)
NOBODY = Weights()


def reason(one: str, other: str) -> str | None:
    found = likeness(words_of(one), words_of(other), NOBODY)
    return found.reason if found else None


def plainly(one: str, other: str) -> int:
    """The distance by its definition: optimal string alignment."""

    @cache
    def upto(here: int, there: int) -> int:
        if not here or not there:
            return here + there
        same = one[here - 1] == other[there - 1]
        ways = [upto(here - 1, there - 1) + (not same), upto(here - 1, there) + 1, upto(here, there - 1) + 1]
        if here > 1 and there > 1 and one[here - 2 : here] == other[there - 2 : there][::-1]:
            ways.append(upto(here - 2, there - 2) + 1)
        return min(ways)

    return upto(len(one), len(other))


class TestDistance:
    @given(LETTERS, LETTERS, st.integers(0, 4))
    @example("ab", "ba", 1)
    @example("abcab", "abcabab", 2)
    def test_it_is_the_distance_as_far_as_asked(self, one: str, other: str, most: int) -> None:
        far = plainly(one, other)
        assert distance(one, other, most) == (far if far <= most else None)

    def test_short_words_may_not_slip(self) -> None:
        assert [slips("a" * size, "a" * 40) for size in (5, 6, 12, 18, 60)] == [0, 1, 2, 3, 3]


class TestLikeness:
    @pytest.mark.parametrize(
        ("one", "other", "why"),
        [
            ("Công ty TNHH Sao Mai Vàng", "CÔNG TY TNHH SAO MAI VÀNG", "same_name"),
            ("Cty TNHH Sao Mai Vàng Việt Nam", "Công ty TNHH Sao Mai Vàng", "company_words"),
            ("Công ty TNHH SX-TM-DV Sao Mai", "Cty Sản xuất Thương mại Dịch vụ Sao Mai", "company_words"),
            ("Công ty TNHH Mai Vàng Sao", "Công ty TNHH Sao Mai Vàng", "order"),
            ("Công ty TNHH Sao Mia Vàng", "Công ty TNHH Sao Mai Vàng", "typing"),
            ("Cty TNHH Hoá chất Phượng Vỹ", "Công ty TNHH Hóa chất Phượng Vĩ", "typing"),
            ("Công ty TNHH SaoMai Vàng", "Công ty TNHH Sao Mai Vàng", "typing"),
            ("Công ty TNHH Samsumg Display", "Công ty TNHH Samsung Display Việt Nam", "typing"),
            ("Công ty CP Sao Mai Vàng", "Công ty TNHH Sao Mai Vàng", "legal_form"),
            ("Nhà máy Công ty Sao Mai Vàng", "Công ty TNHH Sao Mai Vàng", "branch"),
            ("Công ty TNHH Thương mại Sao Mai Vàng", "Công ty TNHH Sản xuất Sao Mai Vàng", "trade_words"),
            ("Công ty TNHH Sao Mai", "Công ty TNHH Sao Mai Hậu Giang", "part"),
            ("Công ty TNHH Minh", "Công ty TNHH Hoàng Minh Phát", None),
            ("Công ty TNHH Sao Mai 1", "Công ty TNHH Sao Mai 2", None),
            ("Công ty TNHH Sao Mai II", "Công ty TNHH Sao Mai III", None),
            ("Công ty TNHH Sao Mai V", "Công ty TNHH Sao Mai VI", None),
            ("Công ty TNHH An", "Công ty TNHH Anh", None),
            ("日本", "日本", "same_name"),
        ],
    )  # fmt: skip
    def test_why(self, one: str, other: str, why: str | None) -> None:
        assert reason(one, other) == reason(other, one) == why

    @given(NAMES, NAMES)
    def test_it_does_not_matter_who_comes_first(self, one: str, other: str) -> None:
        found = likeness(words_of(one), words_of(other), NOBODY)
        assert found == likeness(words_of(other), words_of(one), NOBODY)
        assert found is None or (found.reason in REASONS and 0 <= found.score <= 100)

    @given(NAMES, st.sampled_from(FIRMS), st.booleans())
    def test_a_name_is_like_itself_however_it_is_written(self, name: str, firm: str, loud: bool) -> None:
        written = f"{firm} {name.removeprefix('Công ty TNHH ')}".replace(" ", "  ")
        found = likeness(words_of(written.upper() if loud else written), words_of(name), NOBODY)
        assert found is not None
        assert found.score >= 75

    @given(st.text(max_size=40), st.text(max_size=40))
    def test_any_text_can_be_compared(self, one: str, other: str) -> None:
        likeness(words_of(one), words_of(other), NOBODY)

    def test_two_that_are_both_called_so_are_not_mistyped(self) -> None:
        many = Weights(
            words_of(f"Công ty TNHH {name} {number}") for name in ("Minh An", "Minh Anh") for number in "abc"
        )
        one, other = words_of("Công ty TNHH Minh An Phú"), words_of("Công ty TNHH Minh Anh Phú")
        assert likeness(words_of("Công ty TNHH Minh An"), words_of("Công ty TNHH Minh Anh"), many) is None
        assert likeness(one, other, many) is not None, "two other words agree"
        person, another = words_of("Nguyễn Minh An"), words_of("Nguyễn Minh Anh")
        assert likeness(person, another, many) is None, "people are called alike"


class TestLookup:
    @settings(max_examples=60)
    @given(st.lists(NAMES, min_size=1, max_size=12), NAMES)
    def test_it_finds_what_comparing_with_each_would(self, names: list[str], name: str) -> None:
        named = {number: words_of(one) for number, one in enumerate(names, 1)}
        weights = Weights(named.values())
        each = {
            own_id: alike.score
            for own_id, words in named.items()
            if (alike := likeness(words_of(name), words, weights))
        }
        found = Lookup(named, weights).find(words_of(name))
        assert len(found) <= MOST
        assert {one.id: one.score for one in found}.items() <= each.items()
        # Of those that are alike in a way that is looked for, the likeliest is among them.
        if max(each.values(), default=0) >= 70:
            assert found[0].score == max(each.values())

    def test_thousands_that_differ_in_a_number_cost_nothing(self) -> None:
        named = {number: words_of(f"Công ty TNHH Mẫu Cơ khí {number:05}") for number in range(1, 6_001)}
        lookup = Lookup(named, Weights(named.values()))
        began = time.process_time()
        assert all(not lookup.find(named[own_id], except_id=own_id) for own_id in range(1, 501))
        assert time.process_time() - began < 5
