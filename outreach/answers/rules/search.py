"""Finding an answer by what people write: without marks, with slips, in a few words or a whole message.

What it is found by is taken apart once; a search then looks only at things that have one of its words.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from outreach.catalogue.rules.search import alike, understood
from outreach.text import fold_words

ENOUGH = 0.6  # of what was asked, by weight, as in the search of procedures
LIKELY = 0.45  # the least score of what may answer a message
MOST_WORDS = 24  # of a whole message: the rarest
_PAIRS = 0.35  # how much of a score is for words that follow each other: syllables alone say little
_FAR = 0.7  # of the best one's score: what has less is noise
_COMMON = log(9)  # a word that every eighth question has is passed over in messages
_UNKNOWN = 1.5  # what a word weighs that nothing here resembles
_LEAST = 3.0  # a question of one or two words must not be found in every message
_KEPT = 5_000  # words that people typed, with what they may mean
_SAME_PROCEDURE, _SAME_STEP = 0.1, 0.2
_LEAST_ALONE = LIKELY - _SAME_PROCEDURE - _SAME_STEP  # what is below it, even the same step does not lift


class Thing(NamedTuple):
    """What can be found: an id, folded words of its question and of what else it says, what it is about."""

    id: int
    question: str
    text: str = ""
    procedure_id: int | None = None
    step: tuple[int, str] | None = None  # tutorial and key


class Hit(NamedTuple):
    """A thing that answers, and how well: up to 1, more when it is of the same procedure or step."""

    thing: Thing
    score: float


class Index:
    """All things of a list, taken apart: by their questions for messages, by all they say for searches."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self._things = list(things)
        self._questions = _Words((((thing.question, 1.0),) for thing in self._things), len(self._things))
        self._all = _Words(
            (((thing.text, 0.7), (thing.question, 1.0)) for thing in self._things), len(self._things)
        )
        lengths = ([*dict.fromkeys(thing.question.split())] for thing in self._things)
        self._lengths = [(self._questions.weight(words), max(len(words) - 1, 1)) for words in lengths]

    def search(self, asked: str) -> list[Hit]:
        """Everything that has most of what was asked, best first; the last word may be unfinished."""
        query = understood(asked) or tuple(fold_words(asked).split())
        if not query:
            return []
        whole = self._all.weight(query, query[-1])
        pairs, many = self._all.paired(query), max(len(query) - 1, 1)
        return self._ranked(
            {
                place: got / whole + _PAIRS * pairs.get(place, 0.0) / many
                for place, got in self._all.shared(query, query[-1]).items()
                if got >= ENOUGH * whole
            },
            ENOUGH,
        )

    def likely(
        self,
        message: str,
        *,
        procedure_id: int | None = None,
        step: tuple[int, str] | None = None,
        limit: int = 3,
    ) -> list[Hit]:
        """What may answer a message: it shares much of the shorter of the two, question or message.

        Things of the same procedure or step come first; those of another one must share more.
        """
        said = fold_words(message).split()
        query = self._questions.telling(said)
        whole, many = self._questions.weight(query), max(len(said) - 1, 1)
        pairs, scores = self._questions.paired(said), {}
        for place, got in self._questions.shared(query, None).items():
            weight, follows = self._lengths[place]
            score = (1 - _PAIRS) * got / max(min(whole, weight), _LEAST)
            if place not in pairs and score < _LEAST_ALONE:
                continue
            follow = pairs.get(place, 0.0) / min(many, follows)
            score = min(score, 1 - _PAIRS) + _PAIRS * min(follow, 1.0)
            scores[place] = score + self._near(place, procedure_id, step)
        return self._ranked(scores, LIKELY)[:limit]

    def _near(self, place: int, procedure_id: int | None, step: tuple[int, str] | None) -> float:
        thing, more = self._things[place], 0.0
        if procedure_id is not None and thing.procedure_id is not None:
            more += _SAME_PROCEDURE if thing.procedure_id == procedure_id else -_SAME_PROCEDURE
        return more + (_SAME_STEP if step is not None and thing.step == step else 0.0)

    def _ranked(self, scores: dict[int, float], least: float) -> list[Hit]:
        least = max(least, _FAR * max(scores.values(), default=0.0))
        good = sorted((-score, place) for place, score in scores.items() if score >= least)
        return [Hit(self._things[place], -score) for score, place in good]


class _Words:
    """Which texts have which words, and which words beside each other."""

    def __init__(self, texts: Iterable[Iterable[tuple[str, float]]], many: int) -> None:
        self._having: dict[str, dict[int, float]] = {}
        self._pairs: dict[tuple[str, str], dict[int, float]] = {}
        for place, parts in enumerate(texts):
            for text, worth in parts:
                words = text.split()
                for word in words:
                    self._having.setdefault(word, {})[place] = worth
                for pair in pairwise(words):
                    self._pairs.setdefault(pair, {})[place] = worth
        self._sorted = sorted(self._having)
        self._weights = {word: log(1 + many / len(having)) for word, having in self._having.items()}
        self._meant: dict[tuple[str, bool], dict[str, float]] = {}

    def weight(self, words: Iterable[str], unfinished: str | None = None) -> float:
        """How much some words say in all, each once."""
        return sum(self._weight(word, word == unfinished) for word in dict.fromkeys(words))

    def telling(self, said: Sequence[str]) -> list[str]:
        """The words of a message that say most, each once."""
        known = sorted((-self._weight(word, False), word) for word in dict.fromkeys(said))
        rare = [word for weight, word in known if -weight >= _COMMON]
        return (rare if len(rare) >= 3 else [word for _weight, word in known])[:MOST_WORDS]

    def shared(self, query: Iterable[str], unfinished: str | None) -> dict[int, float]:
        """By text: the weight of the words that it has."""
        scores: dict[int, float] = {}
        for word in dict.fromkeys(query):
            best: dict[int, float] = {}
            for own, surely in self._known(word, word == unfinished).items():
                weight = self._weights[own] * surely
                for place, worth in self._having[own].items():
                    if weight * worth > best.get(place, 0.0):
                        best[place] = weight * worth
            for place, got in best.items():
                scores[place] = scores.get(place, 0.0) + got
        return scores

    def paired(self, said: Sequence[str]) -> dict[int, float]:
        """By text: how many of the pairs of words that follow each other it has."""
        found: dict[int, float] = {}
        for pair in set(pairwise(said)):
            for place, worth in self._pairs.get(pair, {}).items():
                found[place] = found.get(place, 0.0) + worth
        return found

    def _weight(self, word: str, unfinished: bool) -> float:
        known = self._known(word, unfinished)
        return max((self._weights[own] * surely for own, surely in known.items()), default=_UNKNOWN)

    def _known(self, word: str, unfinished: bool) -> dict[str, float]:
        """The words here that a typed one may mean, each with how surely."""
        if word in self._weights and not unfinished:
            return {word: 1.0}
        kept = self._meant.get((word, unfinished))
        if kept is None:
            if len(self._meant) >= _KEPT:
                self._meant.clear()
            first, last = (bisect_left(self._sorted, word[:1] + end) for end in ("", "\x7f"))
            near = ((own, alike(word, own, unfinished=unfinished)) for own in self._sorted[first:last])
            kept = {own: surely for own, surely in near if surely}
            if len(word) <= 2 and word in kept:
                kept = {word: 1.0}
            self._meant[word, unfinished] = kept
        return kept
