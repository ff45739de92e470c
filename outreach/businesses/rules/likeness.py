"""How alike two names of businesses are: what a person is asked about, never what is decided by itself."""

import re
from collections import Counter
from collections.abc import Iterable
from math import log
from typing import NamedTuple

from outreach.businesses.rules.matching import legal_form
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.text import business_key, fold, fold_words

# Why somebody may be meant, the surest first.
REASONS: dict[str, LazyText] = {
    "same_name": _l("tên giống hệt"),
    "company_words": _l("chỉ khác chữ chỉ loại hình công ty hoặc chữ viết tắt"),
    "order": _l("cùng các chữ, khác thứ tự"),
    "typing": _l("gần như giống, có thể gõ nhầm"),
    "legal_form": _l("cùng tên, khác loại hình công ty"),
    "branch": _l("có thể là chi nhánh hoặc nhà máy của doanh nghiệp này"),
    "trade_words": _l("cùng tên riêng, khác chữ chỉ ngành nghề"),
    "part": _l("tên riêng trùng một phần"),
    "again": _l("Anh/Chị đã ghép rồi hoàn tác"),
}

_SHORT = {
    "sx": "san xuat", "tm": "thuong mai", "dv": "dich vu", "xnk": "xuat nhap khau", "xk": "xuat khau",
    "nk": "nhap khau", "xd": "xay dung", "tmdv": "thuong mai dich vu", "sxtm": "san xuat thuong mai",
    "tmsx": "thuong mai san xuat", "dt": "dau tu", "pt": "phat trien", "vlxd": "vat lieu xay dung",
    "cty": "cong ty", "cti": "cong ty", "va": "",
}  # fmt: skip
_BRANCH = re.compile(r"\b(?:chi nhanh|cn|van phong dai dien|vpdd|nha may|nm)\b")
_COMPANY = re.compile(
    r"\b(?:tong cong ty|tct|cong ty|cong ti|ctcp|(?:mot|hai|1|2) (?:thanh vien|tv)(?: tro len)?|mtv|"
    r"trach nhiem huu han|trach nhiem hh|tnhh|co phan|cp|doanh nghiep tu nhan|dntn|doanh nghiep|"
    r"tap doan|hop danh|lien doanh|viet nam|vietnam|vn|"
    r"company limited|co ltd|co limited|company|limited|ltd|joint stock|jsc|corporation|corp|inc|pte|llc)\b"
)
# What half of all firms are also called: such words say little about who is meant.
_TRADE = re.compile(
    r"\b(san xuat|thuong mai|dich vu|xuat nhap khau|xuat khau|nhap khau|xay dung|dau tu|phat trien|"
    r"cong nghiep|cong nghe|ky thuat|quoc te|vat lieu|thiet bi|van tai|co khi)\b"
)
_NUMBER = re.compile(r"[0-9]+|i{1,3}|iv|v|vi{2,3}|ix|x")  # not 'vi': firms are called Vĩ, Vị, Vi
TRADE_MARK = "_"
RARE = 10.0
COMMON = 3  # names that bear a word: then it is one that firms are called
ALL_WORDS = ("same_name", "company_words", "order")


class Words(NamedTuple):
    """A name as it is compared: without what kind of company it is, abbreviations written out."""

    key: str  # as names are matched for sure
    tokens: tuple[str, ...]  # in order; words about a trade are one token each
    own: tuple[str, ...]  # those that say who it is, sorted
    numbers: tuple[str, ...]  # 'I', '2': Nhà máy 1 is not Nhà máy 2
    whole: str  # the tokens as one word
    joined: str  # those that say who it is, in order and without numbers, as one word
    form: str | None
    branch: bool
    firm: bool  # whether it says that it is one at all


class Weights(dict[str, float]):
    """How rare each word is among names: one that all bear weighs next to nothing."""

    def __init__(self, names: Iterable[Words] = ()) -> None:
        counted: Counter[str] = Counter()
        total = 0
        for words in names:
            counted.update(set(words.own))
            total += 1
        super().__init__((word, log((total + 2) / count)) for word, count in counted.items())
        self._common = frozenset(word for word, count in counted.items() if count >= COMMON)

    def of(self, words: Iterable[str]) -> float:
        """What words weigh together; unknown ones as much as a rare one."""
        return sum(self.get(word, RARE) for word in words)

    def common(self, words: Iterable[str]) -> bool:
        """Whether other names have all these words: then none of them is a slip of typing."""
        return self._common.issuperset(words)


class Likeness(NamedTuple):
    """Why somebody may be meant, and how likely that is (0 to 100; it only puts candidates in order)."""

    reason: str
    score: int


def words_of(name: str) -> Words:
    """A name in the form in which it is compared."""
    folded = fold_words(name) or fold(name)
    written = " ".join(filter(None, (_SHORT.get(word, word) for word in folded.split()))) or folded
    branch = bool(_BRANCH.search(written))
    bare = " ".join(_COMPANY.sub(" ", _BRANCH.sub(" ", written)).split()) or written
    marked = _TRADE.sub(lambda found: found[0].replace(" ", TRADE_MARK), bare)
    tokens = tuple(marked.split())
    own = tuple(sorted(token for token in tokens if TRADE_MARK not in token)) or tuple(sorted(tokens))
    numbers = tuple(sorted(token for token in tokens if _NUMBER.fullmatch(token)))
    joined = "".join(token for token in tokens if token in own and token not in numbers)
    whole = "".join(tokens).replace(TRADE_MARK, "")
    key, form, firm = business_key(name), legal_form(name), bare != written
    return Words(key, tokens, own, numbers, whole, joined, form, branch, firm)


def likeness(one: Words, other: Words, weights: Weights) -> Likeness | None:
    """Why two names may be one firm's; None when nothing says so. It does not matter which comes first."""
    exactly = _as_words(one, other)
    if exactly is not None:
        return exactly
    if one.own == other.own:
        return _judged("trade_words", 70, one, other)
    return _mistyped(one, other, weights) or _part(one, other, weights)


def _as_words(one: Words, other: Words) -> Likeness | None:
    """The same words, but for what kind of company it is and their order."""
    if one.key == other.key:
        return _judged("same_name", 100, one, other)
    if one.tokens == other.tokens:
        return _judged("company_words", 96, one, other)
    if sorted(one.tokens) == sorted(other.tokens):
        return _judged("order", 93, one, other)
    return None


def _mistyped(one: Words, other: Words, weights: Weights) -> Likeness | None:
    """A few slips in the words that say who it is, or one in those about the trade.

    Minh An is not Minh Anh mistyped when many are called An and many Anh, unless much else agrees; of people,
    whose names are made of a few words, not even then.
    """
    if one.numbers != other.numbers:
        return None
    shared = set(one.own) & set(other.own)
    much = len(shared) > 1 and (one.firm or other.firm)
    if not much and weights.common({*one.own, *other.own} - shared):
        return None
    far = distance(one.joined, other.joined, slips(one.joined, other.joined))
    trades = {token for token in (*one.tokens, *other.tokens) if TRADE_MARK in token}
    if far is None:
        slipped = trades and distance(one.whole, other.whole, 1) is not None
        return _judged("typing", 88, one, other) if slipped else None
    same_trade = all((token in one.tokens) == (token in other.tokens) for token in trades)
    return _judged("typing", (92 if same_trade else 72) - 6 * far, one, other)


def _judged(reason: str, score: int, one: Words, other: Words) -> Likeness:
    """A branch or another form of company is said rather than how well the words agree."""
    if one.branch != other.branch:
        return Likeness("branch", min(score, 85))
    if one.form and other.form and one.form != other.form:
        return Likeness("legal_form" if reason in ALL_WORDS else reason, score - 15)
    return Likeness(reason, score)


def _part(one: Words, other: Words, weights: Weights) -> Likeness | None:
    """The words of one are all among those of the other, and more than chance says so."""
    small, large = (one, other) if len(one.own) < len(other.own) else (other, one)
    rest = list(large.own)
    for token in small.own:
        if token not in rest:
            return None
        rest.remove(token)
    telling = [token for token in small.own if not _NUMBER.fullmatch(token)]
    if not telling or (len(telling) == 1 and len(telling[0]) < 5):
        return None
    share = weights.of(small.own) / weights.of(large.own)
    if share < 0.45:
        return None
    return _judged("part", 40 + round(25 * share), one, other)


def slips(one: str, other: str) -> int:
    """How many slips of typing two words of such a length may differ by: one in six letters, at most 3."""
    return min(min(len(one), len(other)) // 6, 3)


def distance(one: str, other: str, most: int) -> int | None:
    """How many letters were left out, added, mistaken or swapped with the next; None above `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    first = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        first += 1
    last = 0
    for here, there in zip(reversed(one[first:]), reversed(other[first:]), strict=False):
        if here != there:
            break
        last += 1
    return _distance(one[first : len(one) - last], other[first : len(other) - last], most)


def _distance(one: str, other: str, most: int) -> int | None:
    """The same of words that neither begin nor end alike."""
    longer = max(len(one), len(other))
    if longer <= 1 or not min(len(one), len(other)):
        return longer if longer <= most else None
    if most == 1:
        return 1 if len(one) == 2 and one == other[::-1] else None
    far = most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for here, letter in enumerate(one, 1):
        earlier, before, row = before, row, [here] + [far] * len(other)
        for there in range(max(1, here - most), min(len(other), here + most) + 1):
            same = letter == other[there - 1]
            least = min(before[there - 1] + (not same), before[there] + 1, row[there - 1] + 1)
            if here > 1 and there > 1 and letter == other[there - 2] and one[here - 2] == other[there - 1]:
                least = min(least, earlier[there - 2] + 1)
            row[there] = least
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
