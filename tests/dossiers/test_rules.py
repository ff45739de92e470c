"""Rules about states and service levels."""

from datetime import date

import pytest
from flask import Flask

from outreach.dossiers import measures, rules
from outreach.dossiers.rules import Level

EVER = date.min


@pytest.mark.parametrize(
    ("vocabulary", "level", "may"),
    [
        ("levels_2011", "1", False), ("levels_2011", "2", False), ("levels_2011", "3", True),
        ("levels_2011", "4", True), ("levels_2022", "information", False), ("levels_2022", "partial", True),
        ("levels_2022", "full", True), ("levels_2022", "4", False), ("levels_2011", "full", False),
    ],
)  # fmt: skip
def test_what_a_level_allows(vocabulary: str, level: str, may: bool) -> None:
    assert rules.may_file_online(vocabulary, level) is may


def test_no_level_means_unknown_not_no() -> None:
    assert rules.online_possible([], date(2024, 3, 5)) is None
    later = Level(True, date(2024, 3, 6), None)
    assert rules.online_possible([later], date(2024, 3, 5)) is None


def test_a_level_holds_on_its_first_and_on_its_last_day() -> None:
    level = Level(True, date(2024, 3, 5), date(2024, 3, 7))
    days = [rules.online_possible([level], date(2024, 3, day)) for day in (4, 5, 7, 8)]
    assert days == [None, True, True, None]


def test_one_vocabulary_that_allows_is_enough() -> None:
    old, new = Level(False, EVER, None), Level(True, date(2023, 1, 1), None)
    assert rules.online_possible([old, new], date(2022, 12, 31)) is False
    assert rules.online_possible([old, new], date(2023, 1, 1)) is True


def test_every_state_every_level_and_every_figure_has_a_name(app: Flask) -> None:
    assert set(rules.NOT_RECEIVED + rules.CLOSED + rules.SETTLED) < set(rules.STATUSES)
    assert set(rules.FIGURE_LABELS) == set(measures.FIGURES)
    assert set(rules.LEVELS) >= rules.FILES_ONLINE
    assert {vocabulary for vocabulary, _level in rules.LEVELS} == set(rules.VOCABULARIES)
