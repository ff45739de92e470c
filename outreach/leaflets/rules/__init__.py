"""Rules of leaflets: their words, whether these fit, codes, who scanned, when a batch is to be recalled."""

from outreach.leaflets.rules.fitting import Fit, fit
from outreach.leaflets.rules.reached import FIRST, OUTCOMES, outcome
from outreach.leaflets.rules.recall import REASONS, Facts, Standing, marks_of, recall_reasons
from outreach.leaflets.rules.words import (
    LONGEST,
    MOST_READY,
    MOST_STEPS,
    Printed,
    Words,
    lines_of,
    propose,
    read_printed,
    shortened,
    stored,
    words_of,
)
from outreach.visitors import counts

MOST_COPIES = 1_000_000
CODE_LENGTH = 6

__all__ = [
    "CODE_LENGTH", "FIRST", "LONGEST", "MOST_COPIES", "MOST_READY", "MOST_STEPS", "OUTCOMES", "REASONS",
    "Facts", "Fit", "Printed", "Standing", "Words", "counts", "fit", "lines_of", "marks_of", "outcome",
    "propose", "read_printed", "recall_reasons", "shortened", "stored", "words_of",
]  # fmt: skip
