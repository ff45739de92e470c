"""Levels as the map shows them and as a clerk feels them: in trips to the counter.

The two vocabularies are never mapped onto each other; each level has its own letter and its own sentence.
"""

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

Level = tuple[str, str]  # vocabulary and level, as in dossiers.rules.LEVELS

UNKNOWN = "?"
LETTERS: dict[Level, str] = {
    ("levels_2011", "1"): "1",
    ("levels_2011", "2"): "2",
    ("levels_2011", "3"): "3",
    ("levels_2011", "4"): "4",
    ("levels_2022", "information"): "I",
    ("levels_2022", "partial"): "M",
    ("levels_2022", "full"): "T",
}
# A colour and a pattern each, so that the map can be read in black-and-white; one vocabulary shows at a time.
TONES: dict[Level, str] = {
    ("levels_2011", "1"): "lines",
    ("levels_2011", "2"): "dots",
    ("levels_2011", "3"): "stripes",
    ("levels_2011", "4"): "solid",
    ("levels_2022", "information"): "dots",
    ("levels_2022", "partial"): "stripes",
    ("levels_2022", "full"): "solid",
}
BLANK = "blank"
# How often somebody has to go to the counter, as a rule: what a board's decision says is what counts.
TRIPS: dict[Level, LazyText] = {
    ("levels_2011", "1"): _l("Thường phải đến quầy hai lần: nộp hồ sơ và nhận kết quả."),
    ("levels_2011", "2"): _l("Thường phải đến quầy hai lần: nộp hồ sơ và nhận kết quả."),
    ("levels_2011", "3"): _l("Thường chỉ đến quầy một lần, khi nhận kết quả."),
    ("levels_2011", "4"): _l("Thường không phải đến quầy, hoặc một lần nếu nhận kết quả trực tiếp."),
    ("levels_2022", "information"): _l("Chưa nộp được qua mạng, thường phải đến quầy hai lần."),
    ("levels_2022", "partial"): _l("Nộp qua mạng, nhưng thường còn ít nhất một lần phải đến quầy."),
    ("levels_2022", "full"): _l("Thường không phải đến quầy lần nào."),
}


def mark_of_level(vocabulary: str, level: str | None) -> str:
    """The letter of a level on the map; '?' when there is none."""
    return LETTERS.get((vocabulary, level), UNKNOWN) if level else UNKNOWN


def tone_of_level(vocabulary: str, level: str | None) -> str:
    """Its colour and pattern: 'solid', 'stripes', 'dots', 'lines', or 'blank' when there is none."""
    return TONES.get((vocabulary, level), BLANK) if level else BLANK
