"""The smallest change that data reveal: before a campaign, and with the data at hand."""

import subprocess
import sys

import pytest

from outreach.rates.effects import power as at_hand
from outreach.rates.rules.power import smallest_change

# Simulated boards (80 % power, half the board trained, 12 months, 0.4 dossiers a month): businesses, points.
SIMULATED = [(50, 39, 27), (100, 29, 16), (200, 21, 12), (500, 13, 7), (1000, 9.5, 5), (2000, 7, 4)]


@pytest.mark.parametrize(("businesses", "habit", "independent"), SIMULATED)
def test_it_keeps_to_simulated_boards(businesses: int, habit: float, independent: float) -> None:
    found = smallest_change(businesses, 0.4, 0.5)
    assert found is not None
    assert found.habit * 100 == pytest.approx(habit, rel=0.15)
    assert found.independent * 100 == pytest.approx(independent, rel=0.15)


@pytest.mark.parametrize("monthly", [0.02, 0.1, 0.2, 0.3, 0.4, 0.9, 3.0, 20.0])
def test_more_of_anything_never_reveals_less(monthly: float) -> None:
    asked = smallest_change(120, monthly, 0.3)
    more_dossiers = smallest_change(120, monthly * 1.2, 0.3)
    more_businesses = smallest_change(150, monthly, 0.3)
    longer = smallest_change(120, monthly, 0.3, months=15)
    assert asked is not None
    for better in (more_dossiers, more_businesses, longer):
        assert better is not None
        assert better.independent < asked.independent
        assert better.habit <= asked.habit * 1.001
    assert asked.habit >= asked.independent


def test_businesses_are_the_sample_size_when_filing_is_a_habit() -> None:
    once, four_dossiers, four_businesses = (
        smallest_change(100, 0.4, 0.5),
        smallest_change(100, 1.6, 0.5),
        smallest_change(400, 0.4, 0.5),
    )
    assert once is not None
    assert four_dossiers is not None
    assert four_businesses is not None
    assert four_dossiers.habit > 0.75 * once.habit
    assert four_businesses.habit < 0.55 * once.habit


@pytest.mark.parametrize(
    ("businesses", "monthly", "reached", "months"),
    [(100, 0.4, 0.0, 12), (100, 0.4, 1.0, 12), (100, 0.0, 0.5, 12), (100, 0.4, 0.5, 0), (5, 0.4, 0.4, 12),
     (0, 1, 0.5, 12)],
)  # fmt: skip
def test_no_answer_where_there_is_no_question(
    businesses: int, monthly: float, reached: float, months: int
) -> None:
    assert smallest_change(businesses, monthly, reached, months) is None


def test_data_at_hand() -> None:
    # t(97.5 %, 9) = 2.262157 and t(80 %, 9) = 0.883404, from a printed table
    assert at_hand.smallest_change(0.05, 9) == pytest.approx(0.05 * (2.262157 + 0.883404), rel=1e-6)
    assert at_hand.smallest_change(0.0, 9) == 0.0


@pytest.mark.parametrize(("error", "degrees"), [(0.1, 0.0), (0.1, -1.0), (float("nan"), 9.0)])
def test_data_that_say_nothing(error: float, degrees: float) -> None:
    assert at_hand.smallest_change(error, degrees) is None


def test_a_page_can_ask_without_numpy() -> None:
    asked = "import sys; import outreach.rates.rules.power; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked]).returncode == 0
