"""Finding a guide by what people type: without marks, with a typing error, in everyday words."""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from outreach.text import fold_words

ENOUGH = 0.6  # of what was asked, by weight: two of three words, or three with a slip in one
_SLIP = 0.7  # a word with a typing error counts less than the word itself
_BEGUN = 0.85  # as does one that is not finished
_SURE = 0.95  # of what was asked, in the best answer; then those that have far less of it are noise
_NEAR = 0.72
LONGEST_QUERY = 12  # words


class Described(NamedTuple):
    """What a guide can be found by: texts, and how much a word found in each is worth (0–1)."""

    texts: Sequence[tuple[str, float]]

    def words(self) -> dict[str, float]:
        """Each folded word with the best worth it has anywhere."""
        found: dict[str, float] = {}
        for text, worth in self.texts:
            for word in fold_words(text).split():
                found[word] = max(worth, found.get(word, 0.0))
        return found


def rank(asked: str, things: Sequence[Described]) -> list[int]:
    """Indexes of the things that answer what was asked, best first; all of them when nothing was asked."""
    query = fold_words(asked).split()[:LONGEST_QUERY]
    if not query:
        return list(range(len(things)))
    words = [thing.words() for thing in things]
    known = Counter(word for of_one in words for word in of_one)
    weights = [_rarity(word, known, len(things)) for word in query]
    scores = []
    for index, of_one in enumerate(words):
        parts = [weight * _best(word, of_one) for word, weight in zip(query, weights, strict=True)]
        scores.append((sum(parts) / sum(weights), -index))
    least = _NEAR if max(scores, default=(0.0, 0))[0] >= _SURE else ENOUGH
    return [-index for score, index in sorted(scores, reverse=True) if score >= least]


def _rarity(word: str, known: Counter[str], things: int) -> float:
    """A word that few guides have says more; one that none has is most likely mistyped."""
    return log(1 + things / known[word]) if word in known else 1.0


def _best(word: str, words: dict[str, float]) -> float:
    """How well a word is found among a thing's words, 0–1."""
    if word in words:
        return words[word]
    return max((_likeness(word, other) * worth for other, worth in words.items()), default=0.0)


def _likeness(word: str, other: str) -> float:
    if len(word) >= 2 and other.startswith(word):
        return _BEGUN
    if len(word) < 3 or len(other) < 3 or word.isdigit():
        return 0.0
    slips = 1 if len(word) < 7 else 2
    return _SLIP if _near(word, other, slips) else 0.0


def _near(a: str, b: str, most: int) -> bool:
    """Whether at most so many letters are wrong, missing, added or swapped with their neighbour."""
    if abs(len(a) - len(b)) > most:
        return False
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, right in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1] <= most
