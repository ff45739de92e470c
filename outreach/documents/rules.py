"""Rules of legal documents: kinds, numbers as people write them, what holds on a day, and who wrote last."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.text import fold, squeeze

KINDS: dict[str, LazyText] = {
    "law": _l("Luật"),
    "decree": _l("Nghị định"),
    "decision": _l("Quyết định"),
    "circular": _l("Thông tư"),
    "resolution": _l("Nghị quyết"),
    "dispatch": _l("Công văn"),
    "plan": _l("Kế hoạch"),
    "other": _l("Văn bản khác"),
}
STATES: dict[str, LazyText] = {
    "in_force": _l("Còn hiệu lực"),
    "not_yet": _l("Chưa có hiệu lực"),
    "replaced": _l("Đã được thay thế"),
    "expired": _l("Hết hiệu lực"),
}
OVER = frozenset({"replaced", "expired"})

_BEFORE_DIGITS = re.compile(r"^\D*?0*(?=[1-9])")
_KEPT = re.compile(r"[^0-9a-z/]+")
_YEAR_INSIDE = re.compile(r"\d+[a-z]*/(?:19|20)\d\d(?:/|$)")
_DATED = re.compile(r"\bngay (\d{1,2})(?: ?[/.-] ?| thang )(\d{1,2})(?: ?[/.-] ?| nam )(\d{4})\b")
_OF_YEAR = re.compile(r"\bnam (\d{4})\b")
_SAID_WHEN = re.compile(r"[\s,(]+(?:ngày|ngay|năm|nam)\s.*$", re.IGNORECASE | re.DOTALL)


def fold_number(number: str) -> str:
    """What two spellings of one number share: "NĐ 118/2025/NĐ-CP", "118 / 2025 / ND–CP" → "118/2025/ndcp".

    Kind words before the first digit, zeros before it, spaces, dashes and marks do not count; '' when nothing
    is left.
    """
    return _KEPT.sub("", _BEFORE_DIGITS.sub("", fold(number), count=1))


class Cited(NamedTuple):
    """A document as people cite it: "số 12/KH-UBND ngày 05/02/2025", "12/KH-UBND năm 2025"."""

    number: str
    issued_on: date | None = None
    year: int | None = None


def read_citation(words: str) -> Cited:
    """The number and, where it is said, the day or year of a citation; 31/02 counts as unsaid."""
    dated, of_year = _DATED.search(fold(words)), _OF_YEAR.search(fold(words))
    number = squeeze(_SAID_WHEN.sub("", unicodedata.normalize("NFC", words)))
    if dated:
        day, month, year = map(int, dated.groups())
        try:
            return Cited(number, date(year, month, day), year)
        except ValueError:
            return Cited(number)
    return Cited(number, None, int(of_year[1])) if of_year else Cited(number)


def counted_in(number: str, issued_on: date | None) -> int:
    """The year that tells a number from the same one of another year, because issuers begin with 1 each year.

    0 where the number names its year itself (118/2025/NĐ-CP), or nobody knows the day.
    """
    if issued_on is None or names_its_year(number):
        return 0
    return issued_on.year


def names_its_year(number: str) -> bool:
    """Whether a number is one of its kind for ever: 118/2025/NĐ-CP, 61/2020/QH14."""
    return _YEAR_INSIDE.match(fold_number(number)) is not None


def cite(number: str, issued_on: date | None) -> str:
    """How a document is cited so that `read_citation` and the register know it again."""
    if issued_on is None or names_its_year(number):
        return number
    return f"{number} ngày {issued_on:%d/%m/%Y}"


def state_on(day: date, *, in_force_on: date | None, expires_on: date | None, replaced: bool) -> str:
    """Whether a document holds on a day: a key of STATES. Without a first day it is taken to hold already.

    A replaced document whose last day is named holds until then.
    """
    if expires_on is not None and day < expires_on:
        replaced = False
    if replaced:
        return "replaced"
    if expires_on is not None and expires_on <= day:
        return "expired"
    return "not_yet" if in_force_on is not None and day < in_force_on else "in_force"


def last_of_chain(successors: Mapping[int, int | None], first: int) -> int:
    """The document that stands at the end of what replaced what; `first` when nothing replaced it."""
    here, seen = first, {first}
    while (after := successors.get(here)) is not None and after not in seen:
        seen.add(after)
        here = after
    return here


def makes_a_circle(successors: Mapping[int, int | None], document: int, by: int) -> bool:
    """Whether a document would in the end be replaced by itself."""
    return document == by or last_of_chain({**successors, document: None}, by) == document


def mark_of(values: Iterable[object]) -> str:
    """A short mark of what somebody saw: it differs when anybody has changed any of it since."""
    return hashlib.sha256("\x1f".join(map(repr, values)).encode()).hexdigest()[:16]
