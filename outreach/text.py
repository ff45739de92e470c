"""Vietnamese text: normalising, folding for search, keys for sorting.

Databases do neither: SQLite lowers ASCII only, and code-point order is not Vietnamese order.
"""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_D_BAR = {ord("đ"): "d", ord("Đ"): "D"}
REMEMBERED = 10_000  # characters: more than any language writes with
_NOT_WORD = re.compile(r"[^0-9a-z]+")

# The 29 letters in their order; f, j, w, z follow, as in dictionaries that hold foreign names.
_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
_RANK = {letter: chr(ord("A") + index) for index, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: letters of their own

LONGEST_SORTED = 250  # characters; a business has two keys in one, of four bytes and a tone each
LONGEST_TERM = 1_000  # characters that are looked for; SQLite refuses patterns of 50,000

# What every company is called; sorting and matching look behind it.
_COMPANY_WORDS = re.compile(
    r"^(?:(?:chi nhanh|cong ty|cty|tnhh|trach nhiem huu han|co phan|cp|mtv|mot thanh vien|"
    r"hai thanh vien|tong cong ty|doanh nghiep tu nhan|dntn)\s+)+"
)


def nfc(text: str) -> str:
    """The text in normal form C, as everything stored and compared must be."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """NFC, runs of white space as one blank, none at the ends."""
    return _SPACES.sub(" ", nfc(text)).strip()


def fold(text: str) -> str:
    """Lower case without marks (đ → d): what search and matching compare."""
    return _SPACES.sub(" ", text.translate(_BARE)).strip().lower()


def fold_words(text: str) -> str:
    """Folded text with punctuation as blanks: 'KCN Sông Hậu – giai đoạn 1' → 'kcn song hau giai doan 1'."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


@lru_cache(maxsize=8192)  # a file names the same businesses again and again
def business_key(name: str) -> str:
    """Folded business name without 'Công ty TNHH', 'Cổ phần' …: what finds the same firm written twice."""
    words = fold_words(name)
    return _COMPANY_WORDS.sub("", words + " ").strip() or words


def sort_key(text: str) -> str:
    """A key whose plain order is Vietnamese dictionary order; tones decide only between equal letters.

    Of a very long text the beginning decides: PostgreSQL has no index for more.
    """
    lower = nfc(text[:LONGEST_SORTED]).lower()
    return f"{lower.translate(_LETTERS)}\t{lower.translate(_TONES_OF)}"


@lru_cache(maxsize=8192)
def business_sort_key(name: str) -> str:
    """Sorting key of a business: its own name first, the kind of company only between equals."""
    words = squeeze(name)
    kept = business_key(words).count(" ") + 1
    return sort_key(" ".join(re.split(r"[\s]+", words)[-kept:])) + "\t" + sort_key(words)


def person_sort_key(name: str) -> str:
    """Sorting key of a person: given name, then middle names, then surname."""
    parts = squeeze(name).split(" ")
    return sort_key(" ".join(parts[-1:] + parts[1:-1] + parts[:1]))


def like(term: str) -> str:
    """A folded search term as a LIKE pattern (escape character: backslash); NUL is in no database."""
    escaped = (
        fold(term[:LONGEST_TERM])
        .replace("\x00", "")
        .replace("\\", "\\\\")
        .replace("%", "\\%")
        .replace("_", "\\_")
    )
    return f"%{escaped}%"


class _Bare(dict[int, str]):
    """Characters without their marks, each looked up once: marks are dropped, so their order says nothing."""

    def __missing__(self, point: int) -> str:
        marked = unicodedata.normalize("NFD", _D_BAR.get(point, chr(point)))
        bare = "".join(char for char in marked if not unicodedata.combining(char))
        if len(self) < REMEMBERED:
            self[point] = bare
        return bare


_BARE = _Bare()


class _Split(dict[int, str]):
    """Of each character its letter's place in the alphabet, or its tone, looked up once."""

    def __init__(self, part: int) -> None:
        super().__init__()
        self.part = part

    def __missing__(self, point: int) -> str:
        found = _split_tone(chr(point))[self.part]
        if len(self) < REMEMBERED:
            self[point] = found
        return found


def _split_tone(char: str) -> tuple[str, str]:
    tone, kept = "0", []
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        elif not unicodedata.combining(part) or part in _SHAPES:
            kept.append(part)
    letter = unicodedata.normalize("NFC", "".join(kept))
    return _RANK.get(letter, letter), tone


_LETTERS, _TONES_OF = _Split(0), _Split(1)
