"""The words of cards, levels on the map, and the plan of the sheet."""

import pytest

from outreach.catalogue import drawing, rules
from outreach.charts.svg import text_width
from outreach.dossiers.rules import LEVELS, VOCABULARIES

LONGEST = (
    "Cấp điều chỉnh giấy phép xây dựng đối với công trình cấp đặc biệt " * 18
)  # as long as any official one


def test_every_level_has_a_letter_a_tone_and_its_trips() -> None:
    assert set(rules.LETTERS) == set(rules.TONES) == set(rules.TRIPS) == set(LEVELS)
    for vocabulary in VOCABULARIES:
        mine = [level for level in LEVELS if level[0] == vocabulary]
        assert len({rules.LETTERS[level] for level in mine}) == len(mine)
        assert len({rules.TONES[level] for level in mine}) == len(mine)
    assert all("hường" in str(words) for words in rules.TRIPS.values()), "said with care: thường"
    assert rules.mark_of_level("levels_2022", None) == rules.UNKNOWN == "?"
    assert rules.mark_of_level("levels_2022", "full") == "T"
    assert rules.tone_of_level("levels_2011", "4") == "solid"
    assert rules.tone_of_level("levels_2011", None) == "blank"
    assert rules.mark_of_level("levels_2022", "4") == "?", "one vocabulary is never read as the other"


def test_everyday_words_are_phrases_each_once() -> None:
    assert rules.everyday_words(" nội quy,, nội  quy ;c/o\nwork permit") == ["nội quy", "c/o", "work permit"]
    assert rules.everyday_words(None) == []


@pytest.mark.parametrize("lines", [1, 2, 4])
@pytest.mark.parametrize("text", [LONGEST, "Ngắn", "x" * 1192, "từ " * 400, "W" * 30 + " W"])
def test_wrapped_text_is_never_wider_than_its_box(text: str, lines: int) -> None:
    found = drawing.wrap(text, 3.0, 40.0, lines)
    assert 1 <= len(found) <= lines
    assert all(text_width(line, 3.0) <= 40 for line in found)
    assert text.strip() == "Ngắn" or found[-1].endswith("…") or text.startswith("W")


@pytest.mark.parametrize("size", drawing.SHEETS)
@pytest.mark.parametrize("bands", [[7, 5, 8, 9, 7, 30, 13], [500], [1], [0, 3], [60] * 8])
def test_the_bands_fit_the_sheet(size: str, bands: list[int]) -> None:
    page = drawing.Sheet(*drawing.SHEETS[size])
    made = drawing.plan(bands, page)
    across = made.columns * made.width + (made.columns - 1) * page.gap
    assert across == pytest.approx(page.width - 2 * page.margin)
    rows = sum(-(-band // made.columns) for band in bands)
    down = len(bands) * page.heading + rows * (made.height + page.gap)
    assert down <= page.bottom - page.top + 0.01
    assert made.text * 4 < made.height
    if sum(bands) < 100:
        assert made.text / page.unit > 2.2, "letters of more than two millimetres on an A3 sheet"
