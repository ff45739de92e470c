"""What in a text says who asked: numbers that belong to somebody, names, codes of dossiers.

What is certain must go before anybody else reads the text; what only looks like a name is shown as doubtful,
and whoever redacts decides. Days, sums, numbers of documents and procedures are left alone.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.identifiers import is_service_number, phone_of, tax_code_of
from outreach.text import business_key, fold_words, nfc

PHONE, TAX_CODE, ID_NUMBER, NUMBER = "phone", "tax_code", "id_number", "number"
EMAIL, BUSINESS, PERSON, DOSSIER = "email", "business", "person", "dossier"
KINDS: dict[str, LazyText] = {
    PHONE: _l("số điện thoại"),
    TAX_CODE: _l("mã số thuế"),
    ID_NUMBER: _l("số giấy tờ tùy thân"),
    NUMBER: _l("dãy số dài"),
    EMAIL: _l("e-mail"),
    BUSINESS: _l("tên doanh nghiệp"),
    PERSON: _l("tên người"),
    DOSSIER: _l("mã hồ sơ"),
}

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_DIGITS = re.compile(r"(?<!\d)\+?\(?\d(?:[ .\-()]{0,2}\d){8,}", re.ASCII)
_DOSSIER = re.compile(
    r"\b(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]{1,3}\d{2}(?:[.-]\d{1,4})*-\d{6}-\d{3,6}\b|\b[A-Z]{2,5}-\d{5,}\b"
)
# Numbers that are nobody's: days, documents, procedures, rows of years, times; and sums.
_NOBODYS = (
    re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}\b"),
    re.compile(r"\b(?:19|20)\d{2}-\d{2}-\d{2}\b"),
    re.compile(r"(?<!\d)\d{1,5}/(?:\d{4}/)?[A-ZĐ][\w&-]*"),
    re.compile(r"\b\d\.\d{6}\b"),
    re.compile(r"\b(?:19|20)\d{2}(?:[ ,–-]+(?:19|20)\d{2})+\b"),
    re.compile(r"\b\d{1,2}[:h]\d{2}\b"),
)
_SUM = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:[.,]\d{3}){1,4}(?!\d)(\s*(?:đ|đồng|vnđ|vnd|usd)\b)?", re.IGNORECASE
)
_HONORIFICS = r"(?:anh|chi|em|ong|ba|co|chu|bac|ban|mr|mrs|ms)"
_COMPANY = re.compile(
    r"\b(?:[Cc]ông ty|[Cc]ty|CÔNG TY|CTY|DNTN|HTX|Company)(?:[ \t]+(?:TNHH|Tnhh|tnhh|CP|MTV|Cổ phần|cổ phần|"
    r"Một thành viên|một thành viên))*(?:[ \t]+[A-ZÀ-ỸĐ][\w&.-]*)+"
)
_CALLED = re.compile(
    r"(?<![/\w])(?:[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Cc]ô|[Cc]hú|[Bb]ác|[Ee]m)[ \t]+"
    r"([A-ZÀ-ỸĐ][^\W\d_]+(?:[ \t]+[A-ZÀ-ỸĐ][^\W\d_]+){0,3})"
)


class Known(NamedTuple):
    """What is known of a conversation: its businesses, its people, codes of its dossiers, and its numbers."""

    businesses: Sequence[str] = ()
    people: Sequence[str] = ()
    dossiers: Sequence[str] = ()
    numbers: Sequence[str] = ()  # tax codes and phones, however written


class Finding(NamedTuple):
    """One place of a text that says who; `sure` is False for what only looks like a name."""

    start: int
    end: int
    kind: str
    text: str
    sure: bool


NOTHING = Known()


def find(text: str, known: Known = NOTHING, *, allowed: Collection[str] = ()) -> list[Finding]:
    """The places in the order of the text, none inside another; `allowed`: the board's own numbers."""
    text = nfc(text)
    found = [Finding(*span, EMAIL, text[slice(*span)], True) for span in _spans(_EMAIL, text)]
    found += _numbers(text)
    found += [Finding(*span, DOSSIER, text[slice(*span)], True) for span in _codes(text, known.dossiers)]
    flat = _flat(text)
    for kind, spans in (
        (BUSINESS, _businesses(text, flat, known.businesses)),
        (PERSON, _people(text, flat, known.people)),
    ):
        found += [Finding(start, end, kind, text[start:end], True) for start, end in spans]
    found += _written(text, known.numbers)
    own = {_plain(one) for one in allowed}
    found = [one for one in found if _plain(one.text) not in own]
    found += [
        Finding(*span, BUSINESS, text[slice(*span)], False) for span in _in_short(text, known.businesses)
    ]
    found += [Finding(*one.span(), BUSINESS, one[0], False) for one in _COMPANY.finditer(text)]
    found += [Finding(*one.span(1), PERSON, one[1], False) for one in _CALLED.finditer(text)]
    return _apart(found)


def certain(findings: Collection[Finding]) -> list[Finding]:
    """Those that must go before a text counts as redacted."""
    return [one for one in findings if one.sure]


def without(text: str, findings: Sequence[Finding]) -> str:
    """The text with what was found replaced by what it is, in brackets: [số điện thoại]."""
    parts, here = [], 0
    text = nfc(text)
    for one in findings:
        parts += [text[here : one.start], f"[{KINDS[one.kind]}]"]
        here = one.end
    return "".join([*parts, text[here:]])


def pieces(text: str, findings: Sequence[Finding]) -> list[tuple[str, Finding | None]]:
    """The text cut where something was found, for showing it marked."""
    cut: list[tuple[str, Finding | None]] = []
    text, here = nfc(text), 0
    for one in findings:
        cut += [(text[here : one.start], None), (text[one.start : one.end], one)]
        here = one.end
    return [(words, one) for words, one in [*cut, (text[here:], None)] if words]


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (one.span() for one in pattern.finditer(text))


def _numbers(text: str) -> list[Finding]:
    """Runs of nine digits or more, whatever stands between them, that are no day, sum or document."""
    masked = text
    for pattern in _NOBODYS:
        masked = pattern.sub(_blank, masked)
    masked = _SUM.sub(lambda one: _blank(one) if one[1] or phone_of(one[0]) is None else one[0], masked)
    found = []
    for one in _DIGITS.finditer(masked):
        kind = _kind_of(one[0])
        if kind is not None:
            found.append(Finding(*one.span(), kind, text[one.start() : one.end()], True))
    return found


def _blank(one: re.Match[str]) -> str:
    return "¤" * len(one[0])


def _kind_of(written: str) -> str | None:
    phone, digits = phone_of(written.strip("()")), _bare(written)
    if phone is not None:
        return None if is_service_number(phone) else PHONE
    if len(digits) in (9, 12):
        return ID_NUMBER
    if tax_code_of(written) is not None:
        return TAX_CODE
    return NUMBER


def _codes(text: str, known: Sequence[str]) -> Iterator[tuple[int, int]]:
    yield from _spans(_DOSSIER, text)
    for code in known:
        if code.strip():
            yield from _spans(
                re.compile(rf"(?<!\w){re.escape(nfc(code.strip()))}(?!\w)", re.IGNORECASE), text
            )


def _written(text: str, numbers: Sequence[str]) -> list[Finding]:
    """A known tax code or phone, with anything that is no digit or letter between its digits."""
    found = []
    for number in numbers:
        digits = _bare(number)
        if len(digits) >= 6:
            pattern = re.compile(r"(?<!\d)" + r"[^\w\n]{0,3}".join(digits) + r"(?!\d)")
            kind = PHONE if phone_of(number) else TAX_CODE
            found += [Finding(*span, kind, text[slice(*span)], True) for span in _spans(pattern, text)]
    return found


def _businesses(text: str, flat: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The whole name, or what stands behind 'Công ty TNHH'; a single word only where it is a name's."""
    for name in names:
        yield from _as_written(text, name)
        yield from _sequence(flat, fold_words(name))
        key = business_key(name)
        for start, end in _sequence(flat, key):
            if " " in key or (text[start].isupper() and not flat.startswith("viet nam", start)):
                yield start, end


def _in_short(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first word behind 'Công ty TNHH', written as a name: what people call a business in short."""
    flat = _flat(text)
    for name in names:
        first = business_key(name).partition(" ")[0]
        if len(first) >= 4:
            yield from (span for span in _sequence(flat, first) if text[span[0]].isupper())


def _people(text: str, flat: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The whole name, its last two words, or the given name behind anh, chị, ông, bà …"""
    for name in names:
        yield from _as_written(text, name)
        words = fold_words(name).split()
        yield from _sequence(flat, " ".join(words))
        if len(words) > 2:
            yield from _sequence(flat, " ".join(words[-2:]))
        if words:
            for one in re.finditer(rf"(?<!\w){_HONORIFICS} +({re.escape(words[-1])})(?!\w)", flat):
                if text[one.start(1)].isupper():
                    yield one.span(1)


def _as_written(text: str, name: str) -> Iterator[tuple[int, int]]:
    """A name in any script, letter for letter."""
    if len(name.strip()) >= 2:
        yield from _spans(re.compile(rf"(?<!\w){re.escape(nfc(name.strip()))}(?!\w)", re.IGNORECASE), text)


def _sequence(flat: str, folded: str) -> Iterator[tuple[int, int]]:
    """Words that follow each other, whatever stands between them."""
    words = folded.split()
    if sum(map(len, words)) >= 2:
        between = r"[^a-z0-9\n]+".join(map(re.escape, words))
        yield from _spans(re.compile(rf"(?<![a-z0-9]){between}(?![a-z0-9])"), flat)


def _flat(text: str) -> str:
    """The text in lower case without marks, letter for letter: places in it are places in the text."""
    return "".join(_flat_letter(letter) for letter in text)


def _flat_letter(letter: str) -> str:
    bare = unicodedata.normalize("NFD", {"đ": "d", "Đ": "d"}.get(letter, letter))[0].lower()
    return bare if len(bare) == 1 else letter


def _plain(written: str) -> str:
    return _bare(written) or written.strip().lower()


def _bare(written: str) -> str:
    return re.sub(r"\D", "", written)


def _apart(found: Sequence[Finding]) -> list[Finding]:
    """Of places that overlap one that holds both: certain when either is, of the kind of the longest."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end, not one.sure)):
        last = kept[-1] if kept else None
        if last is None or one.start >= last.end:
            kept.append(one)
            continue
        longer = one if (one.sure, one.end - one.start) > (last.sure, last.end - last.start) else last
        text = last.text + one.text[last.end - one.start :]
        kept[-1] = Finding(last.start, max(last.end, one.end), longer.kind, text, last.sure or one.sure)
    return kept
