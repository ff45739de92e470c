"""Search among some hundred procedures that forgives missing marks, typing errors and everyday words.

Plain Python over all names: what a name is made of is kept, so that a search costs a few milliseconds.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from outreach.text import fold, fold_words, squeeze

MOST_WORDS = 12  # of a search; more is a pasted letter
SURE = 80.0  # the score of one that is called what was typed; then what only shares words with it is noise:
HALF = 0.5  # of the best score
ENOUGH = 0.6  # the share of what was asked for, rare words weighing more, that a procedure must have

# What people write for words of the names; each side folded. Longer ones are tried first.
_SAME = {
    "work permit": "giay phep lao dong",
    "workpermit": "giay phep lao dong",
    "gpld": "giay phep lao dong",
    "gpxd": "giay phep xay dung",
    "gpmt": "giay phep moi truong",
    "gcndkdt": "giay chung nhan dang ky dau tu",
    "gcndt": "giay chung nhan dang ky dau tu",
    "irc": "giay chung nhan dang ky dau tu",
    "giay phep dau tu": "giay chung nhan dang ky dau tu",
    "giay chung nhan dau tu": "giay chung nhan dang ky dau tu",
    "dtm": "danh gia tac dong moi truong",
    "eia": "danh gia tac dong moi truong",
    "vpdd": "van phong dai dien",
    "rep office": "van phong dai dien",
    "form": "mau",
    "giay xuat xu": "giay chung nhan xuat xu",
    "certificate of origin": "giay chung nhan xuat xu",
    "kcn": "khu cong nghiep",
    "nnn": "nguoi nuoc ngoai",
    "nldnn": "nguoi lao dong nuoc ngoai",
    "xuong": "nha xuong",
}
# What stands around what is asked for, and says nothing of it.
_NOISE = (
    " o dau ", " nhu the nao ", " qua mang ", " truc tuyen ", " ho so ", " thu tuc ", " cong ty ",
    " doanh nghiep ", " toi ", " muon ", " can ", " xin ", " cho ", " cua ", " giup ", " voi ", " ve ",
    " va ",
    " thi ", " la ", " gi ", " nop ", " online ", " nao ",
)  # fmt: skip
_CO = re.compile(r"\bc\s*/\s*o\b", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """What a procedure can be found by."""

    id: int
    code: str | None
    name: str
    field: str | None
    everyday: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The folded words of its name."""
        return _words(self.name)

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """Its everyday words, folded, each with blanks around it."""
        return tuple(f" {' '.join(_words(phrase))} " for phrase in self.everyday)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All its words, wherever they stand."""
        everyday = (word for phrase in self.phrases for word in phrase.split())
        return frozenset((*self.words, *everyday, *_words(self.field or "")))

    @cached_property
    def name_words(self) -> str:
        """Its folded name with blanks around it."""
        return f" {' '.join(self.words)} "

    @cached_property
    def marked(self) -> str:
        """Its name and everyday words in lower case with their marks."""
        return f" {squeeze(' '.join((self.name, *self.everyday))).lower()} "


class _Asked(NamedTuple):
    """A search, understood."""

    text: str
    marked: tuple[str, ...]  # in lower case with marks
    words: tuple[str, ...]  # folded, in the words of the names

    @property
    def phrase(self) -> str:
        return f" {' '.join(self.words)} "


@lru_cache(maxsize=4096)
def entry_of(id: int, code: str | None, name: str, field: str | None, everyday: tuple[str, ...]) -> Entry:
    """The same entry for the same words, with what was made out of them before."""
    return Entry(id, code, name, field, everyday)


def rank(entries: Sequence[Entry], text: str, limit: int = 20) -> list[int]:
    """Ids of the procedures a text may mean, the likeliest first; none when nothing comes near."""
    rarity = _rarity(tuple(entry.vocabulary for entry in entries))
    known = frozenset(rarity)
    asked = _taken_apart(_understand(text), known)
    if not asked.words:
        return []
    alike = {word: _alike_in(word, known, word == asked.words[-1]) for word in asked.words}
    scored = ((_score(entry, asked, rarity, alike), entry) for entry in entries)
    found = sorted((-score, len(entry.name), entry.id) for score, entry in scored if score > 0)
    least = -found[0][0] * HALF if found and -found[0][0] >= SURE else 0.0
    return [id for score, _length, id in found[:limit] if -score >= least]


def understood(text: str) -> tuple[str, ...]:
    """The folded words of what somebody typed, in the words of the names, without what says nothing."""
    return _understand(text).words


def alike(typed: str, own: str, *, unfinished: bool = False) -> float:
    """How surely a typed word means a known one (0–1): with a slip, or not finished, it counts less."""
    return _alike(typed, own, unfinished)


def _understand(text: str) -> _Asked:
    folded = f" {' '.join(_words(text))} "
    for theirs in sorted(_SAME, key=len, reverse=True):
        ours = _SAME[theirs]
        if f" {ours} " not in folded:
            folded = folded.replace(f" {theirs} ", f" {ours} ")
    for noise in _NOISE:
        folded = folded.replace(noise, " ")
    written = squeeze(text).lower()
    return _Asked(written, tuple(written.split()), tuple(folded.split()[:MOST_WORDS]))


def _taken_apart(asked: _Asked, known: frozenset[str]) -> _Asked:
    """Words that were written without the blank between them: "giayphep"."""
    words: list[str] = []
    for word in asked.words:
        halves = ((word[:i], word[i:]) for i in range(2, len(word) - 1)) if word not in known else ()
        words += next((pair for pair in halves if known.issuperset(pair)), (word,))
    return asked._replace(words=tuple(words[:MOST_WORDS]))


def _score(
    entry: Entry, asked: _Asked, rarity: dict[str, float], alike: dict[str, dict[str, float]]
) -> float:
    if entry.code and _is_code(entry.code, asked.text):
        return 1000.0
    weights = {word: _weight(word, rarity, alike[word]) for word in asked.words}
    had = {
        word: max((likeness for own, likeness in alike[word].items() if own in entry.vocabulary), default=0.0)
        for word in weights
    }
    share = sum(weights[word] * had[word] for word in weights) / sum(weights.values())
    if share < ENOUGH:
        return 0.0
    return 50 * share + _phrase_bonus(entry, asked) + _order_bonus(entry, asked) + _marks_bonus(entry, asked)


def _phrase_bonus(entry: Entry, asked: _Asked) -> float:
    """What people call it counts most; then the name, the earlier the better."""
    bonus = 0.0
    if asked.phrase in entry.name_words:
        bonus = 32 - min(entry.name_words.index(asked.phrase), 60) / 5
    for phrase in entry.phrases:
        if phrase == asked.phrase:
            bonus = max(bonus, 40)
        elif phrase in asked.phrase:
            bonus = max(bonus, 12 + 18 * len(phrase) / len(asked.phrase))
        elif asked.phrase in phrase:
            bonus = max(bonus, 10 + 18 * len(asked.phrase) / len(phrase))
    return bonus


def _order_bonus(entry: Entry, asked: _Asked) -> float:
    """Words that follow each other in the search and here."""
    pairs = set(zip(asked.words, asked.words[1:], strict=False))
    if not pairs:
        return 0.0
    texts = (entry.name_words, *entry.phrases)
    met = sum(any(f" {one} {other} " in text for text in texts) for one, other in pairs)
    return 12 * met / len(pairs)


def _marks_bonus(entry: Entry, asked: _Asked) -> float:
    """Words written with their marks, found with the same: "mẫu" is not "màu"."""
    written = [word for word in asked.marked if word != fold(word)]
    if not written:
        return 0.0
    return 8 * sum(f" {word} " in entry.marked for word in written) / len(written)


def _weight(word: str, rarity: dict[str, float], alike: dict[str, float]) -> float:
    """Rare words say more; a word that nothing here resembles says little."""
    if not alike:
        return 0.6
    return max(rarity[own] * likeness for own, likeness in alike.items())


def _is_code(code: str, text: str) -> bool:
    bare = text.removeprefix("mã").strip()
    if bare == code.lower() or bare == code.lower().replace(".", ""):
        return True
    return len(bare) >= 5 and bare[0].isdigit() and code.lower().startswith(bare)


@lru_cache(maxsize=4)
def _rarity(vocabularies: tuple[frozenset[str], ...]) -> dict[str, float]:
    """How much each word says, from 1 upwards."""
    counts = Counter(word for vocabulary in vocabularies for word in vocabulary)
    return {word: 1 + math.log((1 + len(vocabularies)) / count) for word, count in counts.items()}


@lru_cache(maxsize=2048)
def _alike_in(word: str, known: frozenset[str], unfinished: bool) -> dict[str, float]:
    """The known words that a typed one may mean, each with how surely (0–1)."""
    found = {own: likeness for own in known if (likeness := _alike(word, own, unfinished))}
    return {word: 1.0} if word in found and len(word) <= 2 else found


def _alike(typed: str, own: str, unfinished: bool) -> float:
    if typed == own:
        return 1.0
    if unfinished and len(typed) >= 3 and own.startswith(typed):
        return 0.85
    if len(typed) < 3 or typed[0] != own[0] or abs(len(typed) - len(own)) > 2:
        return 0.0
    if len(typed) == 3 and len(own) != 3:
        return 0.0
    if distance(typed, own) > (1 if len(typed) < 8 else 2):
        return 0.0
    return 0.7 if len(typed) > 3 else 0.55


def distance(one: str, other: str) -> int:
    """How many letters were missed, added, exchanged or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(fold_words(_CO.sub("co", text)).split())
