"""Which business a pasted line means: surely, perhaps, or none that is known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from outreach.businesses.rules.matching import Known, Register
from outreach.campaigns.rules.pasted import Line
from outreach.text import business_key

MOST_CANDIDATES = 5
_LIKE_ENOUGH = 0.5
_LOOKED_AT = 25  # names with most trigrams in common that are rated
_DIGITS = "0123456789"


class Match(NamedTuple):
    """A line and what it may mean: `business` when sure, else `candidates`, best first; neither: unknown."""

    line: Line
    business: Known | None
    candidates: tuple[Known, ...] = ()

    @property
    def key(self) -> str:
        """What names the line's choice in a form: the same words are asked about once."""
        return f"{crc32(self.line.text.encode()):08x}"


class Matcher:
    """Compares lines with all known businesses."""

    def __init__(self, businesses: Iterable[Known]) -> None:
        self._by_key: dict[str, list[Known]] = defaultdict(list)
        known = list(businesses)
        for business in known:
            self._by_key[business.key].append(business)
        self._register = Register(known)

    def match(self, lines: Sequence[Line]) -> list[Match]:
        """What each line means."""
        return [self._match(line) for line in lines]

    def _match(self, line: Line) -> Match:
        own_code = line.name if line.name and line.name in self._register.by_own_code else None
        found = self._register.find_by_codes(line.tax_code, own_code)
        found = found or self._register.find_by_name(line.name, without_tax_code=bool(line.tax_code))
        if found:
            return Match(line, found)
        near = dict.fromkeys([*self._near_codes(line.tax_code), *self._near_names(line.name)])
        return Match(line, None, tuple(near)[:MOST_CANDIDATES])

    def _near_codes(self, tax_code: str | None) -> Iterator[Known]:
        """Businesses whose tax code differs by one digit, or by two neighbours that changed places."""
        for code in _slips(tax_code) if tax_code else ():
            if known := self._register.by_tax_code.get(code):
                yield known

    def _near_names(self, name: str | None) -> list[Known]:
        """Businesses whose names are much alike, best first."""
        if not name:
            return []
        key = business_key(name)
        shared: Counter[str] = Counter()
        for part in _trigrams(key):
            shared.update(self._keys_by_trigram.get(part, ()))
        common = shared.most_common(_LOOKED_AT)
        rated = sorted((-_likeness(key, other, number), other) for other, number in common)
        good = [other for unlike, other in rated if -unlike >= _LIKE_ENOUGH]
        return [known for other in good for known in self._by_key[other]]

    @cached_property
    def _keys_by_trigram(self) -> dict[str, list[str]]:
        keys: dict[str, list[str]] = defaultdict(list)
        for key in self._by_key:
            for part in _trigrams(key):
                keys[part].append(key)
        return keys


def _likeness(one: str, other: str, shared: int) -> float:
    """Dice's coefficient over trigrams; a name that holds all words of the other counts as much alike."""
    ratio = 2 * shared / (len(_trigrams(one)) + len(_trigrams(other)))
    shorter, longer = sorted((set(one.split()), set(other.split())), key=len)
    return max(ratio, 0.9) if shorter <= longer else ratio


def _trigrams(key: str) -> set[str]:
    padded = f"  {key} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def _slips(code: str) -> Iterator[str]:
    for i, digit in enumerate(code):
        if digit not in _DIGITS:
            continue
        yield from (code[:i] + other + code[i + 1 :] for other in _DIGITS if other != digit)
        if code[i + 1 : i + 2] not in ("", "-", digit):
            yield code[:i] + code[i + 1] + digit + code[i + 2 :]
