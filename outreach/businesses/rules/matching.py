"""Which business a register means: tax code, then the board's own code, then the name when it is unique."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from outreach.text import business_key, fold, fold_words

_FORMS = (
    ("stock", re.compile(r"\b(?:co phan|cp|jsc)\b")),
    ("limited", re.compile(r"\b(?:tnhh|trach nhiem huu han|ltd)\b")),
    ("private", re.compile(r"\b(?:dntn|doanh nghiep tu nhan)\b")),
)


@lru_cache(maxsize=8192)  # an import asks for the same names twice
def alias_key(name: str) -> str:
    """A whole name as what people said of it is remembered: without marks, punctuation and capitals."""
    return fold_words(name) or fold(name)


def legal_form(name: str) -> str | None:
    """'stock', 'limited' or 'private' when the name says so."""
    words = fold_words(name)
    return next((form for form, pattern in _FORMS if pattern.search(words)), None)


def same_form(one: str, other: str) -> bool:
    """False when two names claim different legal forms: then they are two firms of one name."""
    forms = {legal_form(one), legal_form(other)} - {None}
    return len(forms) < 2


@dataclass(eq=False)
class Known:
    """A business as matching sees it; `id` is 0 while it waits to be written."""

    id: int
    tax_code: str | None
    own_code: str | None
    name: str
    provisional: bool = False
    zone_id: int | None = None
    employees: int | None = None
    key: str = ""  # its name without the kind of company, as stored
    own: bool = False  # somebody said that it is a business of its own, not one that is called alike

    def __post_init__(self) -> None:
        self.key = self.key or business_key(self.name)

    @property
    def nameless(self) -> bool:
        """Whether a code stands in for a name nobody has given yet."""
        return self.name in (self.tax_code, self.own_code)

    @property
    def codeless(self) -> bool:
        """Whether it is known by name only."""
        return self.tax_code is None and self.own_code is None


def shared_names(named: Iterable[tuple[str | None, str | None, str | None]]) -> set[str]:
    """Name keys that several codes of one file claim: such a name says nothing about who is meant.

    Takes (tax code, own code, name) of every row.
    """
    claims: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for tax_code, own_code, name in named:
        if name and (tax_code or own_code):
            tax_codes, own_codes = claims[business_key(name)]
            tax_codes.update(filter(None, [tax_code]))
            own_codes.update(filter(None, [own_code]))
    return {key for key, (tax_codes, own_codes) in claims.items() if len(tax_codes) > 1 or len(own_codes) > 1}


def pick_by_name(
    candidates: Iterable[Known],
    name: str,
    *,
    without_tax_code: bool = False,
    without_own_code: bool = False,
    exactly: bool = False,
) -> Known | None:
    """The one candidate a name means, or None when none or several fit.

    `without_…`: whoever has such a code already is another business. The whole name counts before the name
    without the kind of company, with `exactly` only the whole name. Of several, a name alone means the first
    that is known by name alone: that is where dossiers wait which a person has to sort out.
    """
    fitting = [
        known
        for known in candidates
        if not (without_tax_code and known.tax_code)
        and not (without_own_code and known.own_code)
        and not known.nameless
    ]
    folded = fold(name)
    found = [known for known in fitting if fold(known.name) == folded]
    if not found and not exactly:
        found = [known for known in fitting if same_form(known.name, name)]
    if len(found) > 1 and not without_tax_code and not without_own_code:
        found = [known for known in found if known.codeless][:1]
    return found[0] if len(found) == 1 else None


class Register:
    """All businesses, indexed by everything a file may name them with."""

    def __init__(
        self, businesses: Iterable[Known], aliases: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        """`aliases` are names (as `alias_key`) that somebody said mean the business with that id."""
        self.by_tax_code: dict[str, Known] = {}
        self.by_own_code: dict[str, Known] = {}
        self._by_key: dict[str, list[Known]] = defaultdict(list)
        by_id = {}
        for known in businesses:
            self.add(known)
            by_id[known.id] = known
        self._by_alias = {key: by_id[own_id] for key, own_id in aliases.items() if own_id in by_id}

    def add(self, known: Known) -> None:
        """Make a business findable by its codes and its name."""
        if known.tax_code:
            self.by_tax_code[known.tax_code] = known
        if known.own_code:
            self.by_own_code[known.own_code] = known
        self.add_name(known)

    def add_name(self, known: Known) -> None:
        """Make a business findable by its name only, while it is open whether it gets its codes."""
        self._by_key[known.key].append(known)

    def remove(self, known: Known, *, kept: Known) -> None:
        """Forget a business, because it became part of another."""
        self.set_codes(known, None, None)
        self._by_key[known.key].remove(known)
        for key in [key for key, meant in self._by_alias.items() if meant is known]:
            self._by_alias[key] = kept

    def set_codes(self, known: Known, tax_code: str | None, own_code: str | None) -> None:
        """Give a business other codes; the old ones mean nobody any more."""
        if self.by_tax_code.get(known.tax_code or "") is known:
            del self.by_tax_code[known.tax_code or ""]
        if self.by_own_code.get(known.own_code or "") is known:
            del self.by_own_code[known.own_code or ""]
        known.tax_code, known.own_code = tax_code, own_code
        if tax_code:
            self.by_tax_code[tax_code] = known
        if own_code:
            self.by_own_code[own_code] = known

    def set_name(self, known: Known, name: str) -> None:
        """Give a business another name."""
        self._by_key[known.key].remove(known)
        known.name, known.key = name, business_key(name)
        self._by_key[known.key].append(known)

    def find_by_codes(self, tax_code: str | None, own_code: str | None) -> Known | None:
        """By tax code, else by own code unless the tax codes differ: then they are two businesses."""
        by_tax, by_own = self.by_tax_code.get(tax_code or ""), self.by_own_code.get(own_code or "")
        if by_tax is None and by_own is not None and tax_code and by_own.tax_code:
            return None
        return by_tax or by_own

    def find_by_alias(
        self, name: str, *, without_tax_code: bool = False, without_own_code: bool = False
    ) -> Known | None:
        """Whom somebody said a name means; whoever has another code than the one given is not meant."""
        known = self._by_alias.get(alias_key(name))
        if known and not (without_tax_code and known.tax_code) and not (without_own_code and known.own_code):
            return known
        return None

    def find_by_name(self, name: str | None, *, exactly: bool = False, **without: bool) -> Known | None:
        """Whom somebody said it means, else by name, when one business fits; as for `pick_by_name`."""
        if not name:
            return None
        candidates = self._by_key.get(business_key(name), ())
        said = self.find_by_alias(name, **without)
        return said or pick_by_name(candidates, name, exactly=exactly, **without)

    def find_waiting(self, known: Known) -> Known | None:
        """The one business known by name only that bears this one's name: the same, named by a register."""
        waiting = [other for other in self._by_key.get(known.key, ()) if other.codeless and other.provisional]
        fitting = [
            other for other in waiting
            if other is not known and not other.own and same_form(other.name, known.name)
        ]  # fmt: skip
        others = [other for other in self._by_key.get(known.key, ()) if not other.codeless]
        return fitting[0] if len(fitting) == 1 and others == [known] else None
