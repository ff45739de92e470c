"""Who makes up a total: the two parts of a change, the largest groups, and what is compared with what."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from outreach.rates.rules.counting import Pair, Tally, total
from outreach.rates.rules.figures import By
from outreach.rates.rules.mix import Member, compared, decompose, mix_of
from outreach.rates.rules.periods import Period
from outreach.rates.wording import mix as wording

REGISTER = Period(date(2024, 1, 10), date(2026, 11, 20))
tallies = st.integers(0, 40).flatmap(lambda n: st.integers(0, n).map(lambda k: Tally(k, n)))
pairs = st.builds(Pair, tallies, tallies)


def pair(before: tuple[int, int], after: tuple[int, int]) -> Pair:
    return Pair(Tally(*before), Tally(*after))


def test_a_change_of_mix_alone_is_told_apart() -> None:
    """Ha Nam's trap: each group's rate stays, the one near 100 % files more of all dossiers."""
    found = decompose([pair((100, 100), (300, 300)), pair((60, 300), (20, 100))])
    assert found is not None
    assert found.change == pytest.approx(320 / 400 - 160 / 400)
    assert found.mix == pytest.approx(found.change)
    assert found.within == pytest.approx(0)


def test_a_change_of_rates_alone_is_told_apart() -> None:
    found = decompose([pair((10, 100), (60, 200)), pair((50, 100), (140, 200))])
    assert found is not None
    assert found.mix == pytest.approx(0)
    assert found.within == pytest.approx(0.2)


def test_by_hand_as_kitagawa_writes_it() -> None:
    found = decompose([pair((20, 100), (90, 150)), pair((240, 300), (45, 50))])
    assert found is not None
    mix = (0.75 - 0.25) * (0.2 + 0.6) / 2 + (0.25 - 0.75) * (0.8 + 0.9) / 2
    within = (0.6 - 0.2) * (0.25 + 0.75) / 2 + (0.9 - 0.8) * (0.75 + 0.25) / 2
    assert (found.mix, found.within) == (pytest.approx(mix), pytest.approx(within))
    assert found.points == (0.025, -0.225, 0.25)


def test_who_comes_or_goes_counts_as_mix() -> None:
    found = decompose([pair((10, 100), (10, 100)), pair((0, 0), (100, 100))])
    assert found is not None
    assert found.one_sided == 1
    assert found.within == pytest.approx(0)
    assert found.mix == pytest.approx(110 / 200 - 0.1)


@given(st.lists(pairs, max_size=8))
def test_the_parts_add_up_to_the_change(groups: list[Pair]) -> None:
    found, whole = decompose(groups), total(groups)
    assert (found is None) == (min(whole.before.received, whole.after.received) < 5)
    if found is not None:
        assert whole.before.share is not None
        assert whole.after.share is not None
        assert found.change == pytest.approx(whole.after.share - whole.before.share)
        change, mix, within = found.points
        assert change == pytest.approx(mix + within)
        assert within == pytest.approx(found.within, abs=0.0011)


def test_the_largest_five_and_the_rest() -> None:
    groups = [Member(number, f"Khu {number}", pair((0, 9), (1, 10 + number))) for number in range(8)]
    found = mix_of(groups)
    assert [one.id for one in found.top] == [7, 6, 5, 4, 3]
    assert (found.rest_groups, found.rest) == (3, pair((0, 27), (3, 33)))
    assert found.whole == total(one.pair for one in found.top) + found.rest
    assert found.groups == 8


def test_a_sixth_group_stands_by_its_name() -> None:
    found = mix_of([Member(number, str(number), pair((0, 1), (0, 1))) for number in range(6)])
    assert (len(found.top), found.rest_groups) == (6, 0)


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        # the year before, of a whole period
        (("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")),
        (("2026-07-01", "2026-09-30"), ("2026-04-01", "2026-06-30"), ("2026-07-01", "2026-09-30")),
        (("2025-11-21", "2026-11-20"), ("2024-11-21", "2025-11-20"), ("2025-11-21", "2026-11-20")),
        # not over yet: the same days a year before
        (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-11-20"), ("2026-01-01", "2026-11-20")),
        # nothing before it: its halves
        (("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-06-30"), ("2024-07-01", "2024-12-31")),
        (("2023-01-01", "2024-06-30"), ("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30")),
        # nothing at all
        (("2024-01-01", "2024-01-31"), None, ("2024-01-01", "2024-01-31")),
    ],
)
def test_what_is_compared(
    asked: tuple[str, str], before: tuple[str, str] | None, after: tuple[str, str]
) -> None:
    def period(days: tuple[str, str]) -> Period:
        return Period(*(date.fromisoformat(day) for day in days))

    assert compared(period(asked), REGISTER) == (period(before) if before else None, period(after))


def test_words_never_say_because(app: Flask) -> None:
    found = mix_of(
        [Member(1, "A", pair((20, 100), (90, 150))), Member(None, None, pair((240, 300), (45, 50)))]
    )
    assert wording.change(found) == "Từ 65,0% (260/400) thành 67,5% (135/200): +2,5 điểm."
    assert wording.components(found, By.ZONE) == (
        "Trong đó phần từ đổi cơ cấu giữa các khu: −22,5 điểm; phần từ tỷ lệ trong từng khu: +25,0 điểm."
    )
    said = f"{wording.components(found, By.FIELD)} {wording.components_explained(found)}".lower().split()
    assert "do" not in said
    assert "nhờ" not in said
    assert wording.member(found.top[0], By.ZONE) == "Chưa rõ khu" or found.top[0].name == "A"


def test_few_dossiers_are_counted_only(app: Flask) -> None:
    found = mix_of([Member(1, "A", pair((1, 4), (3, 9)))])
    assert wording.change(found) == "1/4 → 3/9; dưới 5 hồ sơ ở một bên nên chỉ xem số đếm."
    assert wording.components(found, By.ZONE) is None
    assert wording.change(mix_of([Member(1, "A", pair((0, 0), (3, 9)))])) is None
    assert wording.rate(Tally(1, 4), single=True) == "1/4"
    assert wording.rate(Tally(1, 4), single=False) == "25,0%"
