"""Whom a name may mean among thousands of businesses, without comparing it with each of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from outreach.businesses.rules.likeness import RARE, Weights, Words, distance, likeness, slips

MOST = 5  # candidates of a name
FAR_BEHIND = 35  # less likely than the likeliest by so much: nobody's choice
SAME = 40  # looked at of those that share something whole
SIMILAR = 2_000  # looked at of those that share some letters

Numbers = tuple[str, ...]


class Candidate(NamedTuple):
    """A business that a name may mean, why, and how likely."""

    id: int
    reason: str
    score: int


class Lookup:
    """Businesses by all that a name alike would share with them."""

    def __init__(self, named: Mapping[int, Words], weights: Weights) -> None:
        self._weights = weights
        self._words = named
        self._letters: dict[int, int] = {}
        self._whole: dict[object, list[int]] = defaultdict(list)  # what only those alike share
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_rarest: dict[str, list[int]] = defaultdict(list)
        self._by_letters: dict[tuple[Numbers, str], list[int]] = defaultdict(list)
        for own_id, words in named.items():
            self._add(own_id, words)

    def find(self, words: Words, *, except_id: int = 0) -> list[Candidate]:
        """Whom a name may mean, the likeliest first."""
        found = []
        for own_id in {*self._sharing(words), *self._spelled_alike(words)} - {except_id}:
            like = likeness(words, self._words[own_id], self._weights)
            if like is not None:
                found.append(Candidate(own_id, like.reason, like.score))
        found.sort(key=lambda one: (-one.score, one.id))
        return [one for one in found[:MOST] if one.score >= found[0].score - FAR_BEHIND]

    def _add(self, own_id: int, words: Words) -> None:
        self._letters[own_id] = _letters(words.joined)
        for shared in _shared(words):
            self._whole[shared].append(own_id)
        for word in set(words.own):
            self._by_word[word].append(own_id)
        self._by_rarest[self._rarest(words)].append(own_id)
        for three in _threes(words.joined):
            self._by_letters[words.numbers, three].append(own_id)

    def _rarest(self, words: Words) -> str:
        return max(words.own, key=lambda word: (self._weights.get(word, RARE), word))

    def _sharing(self, words: Words) -> Iterator[int]:
        """Those with all the same words, with more of them, or with some of them."""
        for shared in _shared(words):
            yield from islice(self._whole.get(shared, ()), SAME)
        yield from islice(self._by_word.get(self._rarest(words), ()), SAME)
        for word in set(words.own):
            yield from islice(self._by_rarest.get(word, ()), SAME)

    def _spelled_alike(self, words: Words) -> Iterator[int]:
        """Those few slips of typing away: four of a name's threes of letters go with each slip at most.

        Whoever is so near shares one of any (four a slip and one more); the rarest are looked at.
        """
        most = slips(words.joined, words.joined)
        if not most:
            return
        lists = sorted(
            (self._by_letters.get((words.numbers, three), []) for three in _threes(words.joined)), key=len
        )
        letters = _letters(words.joined)
        near = {own_id for some in lists[: 4 * most + 1] for own_id in islice(some, SIMILAR)}
        for own_id in near:
            # A slip changes two letters at most: most are told apart by that.
            if (letters ^ self._letters[own_id]).bit_count() > 2 * most:
                continue
            if distance(words.joined, self._words[own_id].joined, most) is not None:
                yield own_id


def _shared(words: Words) -> tuple[object, ...]:
    return ("key", words.key), ("own", words.own)


def _threes(joined: str) -> set[str]:
    return {joined[place : place + 3] for place in range(max(1, len(joined) - 2))}


def _letters(joined: str) -> int:
    """Which letters a word has, as bits."""
    bits = 0
    for letter in joined:
        bits |= 1 << (ord(letter) % 61)
    return bits
