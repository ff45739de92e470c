"""Rules of the catalogue: the words of a card and its facts, levels on the map, and search."""

from outreach.catalogue.rules.levels import LETTERS, TONES, TRIPS, UNKNOWN, mark_of_level, tone_of_level
from outreach.catalogue.rules.search import Entry, entry_of, rank
from outreach.catalogue.rules.vocabulary import (
    COLLECTING,
    DECREES,
    FACTS,
    PAYING,
    PHASES,
    PORTAL,
    SIGNING,
    SYSTEMS,
    everyday_words,
)

__all__ = [
    "COLLECTING", "DECREES", "FACTS", "LETTERS", "PAYING", "PHASES", "PORTAL", "SIGNING", "SYSTEMS", "TONES",
    "TRIPS", "UNKNOWN",
    "Entry", "entry_of", "everyday_words", "mark_of_level", "rank", "tone_of_level",
]  # fmt: skip
