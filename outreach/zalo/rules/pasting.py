"""Reading text that was copied from a Zalo chat or group: who said what, when.

A line that cannot be read as the head of a message belongs to the message above it, and every word of the
text is in a head, in a message, or in `rest`: nothing is lost, whatever was pasted.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from outreach.clock import local
from outreach.text import fold, nfc
from outreach.zalo.rules.pasted_after import read_after
from outreach.zalo.rules.pasted_names import is_name, looks_like_a_name, name_before_colon
from outreach.zalo.rules.pasted_times import STAMP, Moment, instant, read_day, read_stamp
from outreach.zalo.rules.pasted_values import (
    BEFORE,
    BEHIND,
    BELOW,
    BESIDE,
    BRACKET,
    NONE,
    PLAIN,
    Reading,
    Said,
)  # fmt: skip

LARGEST = 200_000  # bytes
MOST = 2_000  # messages
STRONG = (BRACKET, BEHIND, BEFORE)  # shapes that no sentence looks like
OURSELVES = frozenset({"ban", "toi", "you", "me"})  # how Zalo calls whoever copies

_BRACKET = re.compile(rf"\s*\[\s*({STAMP})\s*\]\s*(.+)", re.IGNORECASE)
_BEHIND = re.compile(rf"\s*(\S.*?),?\s*\[\s*({STAMP})\s*\]\s*:?(.*)", re.IGNORECASE)
_BEFORE = re.compile(rf"\s*({STAMP})\s*(?:-|–|\|)?\s+(\S.*)", re.IGNORECASE)
_BESIDE = re.compile(rf"\s*(\S.*?)[\s,•·|–-]+({STAMP})\s*", re.IGNORECASE)
_BEFORE_TIMES = frozenset(
    [
        "luc",
        "vao",
        "tu",
        "den",
        "toi",
        "truoc",
        "sau",
        "khoang",
        "hen",
        "gio",
        "ngay",
        "la",
        "at",
        "from",
        "until",
        "before",
    ]
)
# byte order and zero-width marks, and those of the writing's direction; not the joiners that emoji need
_UNSEEN = dict.fromkeys([0xFEFF, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_RECALLED = ("tin nhan da duoc thu hoi", "tin nhan da thu hoi", "da thu hoi mot tin nhan", "message recalled")


class _Head(NamedTuple):
    shape: str
    person: str
    moment: Moment
    text: str
    raw: str
    used: int  # lines
    sure: bool


def read(text: str, *, day: date, names: Collection[str] = ()) -> Reading:
    """The messages of a pasted text. `day`: when it was copied; `names`: folded, of people known here."""
    lines = clean(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not any(_strong(line, day) for line in lines):
        times_below = read_after(
            lines, day, frozenset(names), besides=sum(_beside(x, day) is not None for x in lines)
        )
        if times_below is not None:
            return times_below
    heads = _heads(lines, day, frozenset(names))
    timed = any(head.moment.day is None and head.moment.at for head in heads.values())
    said: list[Said] = []
    before: list[str] = []  # heads and days that the next message takes: up to `taken`
    body: list[str] = []
    open_day: date | None = None
    taken, at = -1, 0
    head: _Head | None = None
    while at < len(lines):
        found, named = heads.get(at), read_day(lines[at], day) if timed else None
        if found is not None or named is not None:
            _close(said, head, body, before[: taken + 1], open_day, day)
            before = [*before[taken + 1 :], lines[at] if found is None else found.raw]
            body = []
            if found is None:
                head, open_day, taken = None, named, -1
            else:
                head, taken, body = found, len(before) - 1, [found.text]
                open_day = found.moment.day or open_day
        else:
            body.append(lines[at])
        at += found.used if found else 1
    _close(said, head, body, before[: taken + 1], open_day, day)
    shapes = Counter(one.shape for one in said if one.shape != NONE)
    rest = "\n".join(before[taken + 1 :])
    return Reading(tuple(said), shapes.most_common(1)[0][0] if shapes else NONE, rest)


def clean(text: str) -> str:
    """In normal form C, without marks that no eye sees and that some programs copy along."""
    return nfc(text).translate(_UNSEEN)


def is_recalled(text: str) -> bool:
    """Whether its sender took a message back: there is nothing to keep."""
    return fold(text).strip("[]. ") in _RECALLED


def _close(
    said: list[Said], head: _Head | None, body: list[str], raw: list[str], open_day: date | None, day: date
) -> None:
    """The message that ends here; words under nobody's head are a message of nobody's."""
    text = "\n".join(body).strip("\n \t")
    if head is None:
        if text:
            said.append(Said("", None, False, text, "", NONE, False))
        return
    guessed = head.moment.at is not None and head.moment.day is None and open_day is None
    said_at = instant(head.moment, open_day or day)
    said.append(Said(head.person, said_at, guessed, text, "\n".join(raw), head.shape, head.sure))


def _heads(lines: list[str], day: date, names: frozenset[str]) -> dict[int, _Head]:
    """The lines that begin a message; weaker shapes only where no stronger one is in use."""
    strong = {at: found for at, line in enumerate(lines) if (found := _strong(line, day))}
    if strong:
        return _longer_names(strong)
    weak: dict[int, _Head] = {}
    for at, line in enumerate(lines):
        if found := _below(lines, at, day) or _beside(line, day):
            weak[at] = found
    if weak:
        return _likely(lines, weak, names, day)
    plain = {at: found for at, line in enumerate(lines) if (found := _plain(line))}
    people = Counter(fold(head.person) for head in plain.values())
    if any(count > 1 or name in names for name, count in people.items()):
        return {
            at: head for at, head in plain.items()
            if people[fold(head.person)] > 1 or fold(head.person) in names or head.person.istitle()
        }  # fmt: skip
    return {}


def _strong(line: str, day: date) -> _Head | None:
    for shape, pattern in ((BRACKET, _BRACKET), (BEHIND, _BEHIND), (BEFORE, _BEFORE)):
        match = pattern.fullmatch(line)
        if match is None:
            continue
        stamp, rest = (match[2], match[1]) if shape == BEHIND else (match[1], match[2])
        moment = read_stamp(stamp, day)
        if moment is None:
            continue
        if shape == BEHIND:
            if is_name(rest):
                return _Head(shape, rest, moment, match[3].strip(), line[: match.start(3)], 1, True)
            continue
        named = name_before_colon(rest)
        if named is not None:
            text = rest[len(named) + 1 :]
            return _Head(shape, named, moment, text.strip(), line[: len(line) - len(text)], 1, True)
    return None


def _below(lines: list[str], at: int, day: date) -> _Head | None:
    """A name, and under it nothing but the time."""
    if at + 1 >= len(lines) or not is_name(lines[at]) or read_stamp(lines[at], day):
        return None
    moment = read_stamp(lines[at + 1], day)
    if moment is None or read_day(lines[at], day) is not None:
        return None
    return _Head(BELOW, lines[at].strip(), moment, "", "\n".join(lines[at : at + 2]), 2, True)


def _beside(line: str, day: date) -> _Head | None:
    """A name, and beside it the time, with nothing behind."""
    match = _BESIDE.fullmatch(line)
    moment = read_stamp(match[2], day) if match else None
    if match is None or moment is None or not is_name(match[1]):
        return None
    if fold(match[1]).split()[-1:] and fold(match[1]).split()[-1] in _BEFORE_TIMES:
        return None
    return _Head(BESIDE, match[1].strip(), moment, "", line, 1, True)


def _plain(line: str) -> _Head | None:
    """A name and a colon, without any time."""
    named = name_before_colon(line.strip())
    if named is None or "//" in line[: len(named) + 4] or read_day(named, date.max) is not None:
        return None
    text = line.strip()[len(named) + 1 :]
    return _Head(PLAIN, named, Moment(None, None), text.strip(), named + ":", 1, False)


def _likely(lines: list[str], weak: dict[int, _Head], names: frozenset[str], day: date) -> dict[int, _Head]:
    """Of what may be heads those that are: their names come back, are known, stand apart or are written so.

    A time alone under a message is a further one of the same person.
    """
    people = Counter(fold(head.person) for head in weak.values())
    kept: dict[int, _Head] = {}
    person, at = "", 0
    while at < len(lines):
        found, again = weak.get(at), read_stamp(lines[at], day)
        if found is not None:
            apart = at == 0 or not lines[at - 1].strip() or read_day(lines[at - 1], day) is not None
            name = fold(found.person)
            sure = people[name] > 1 or name in names or (apart and found.shape == BELOW)
            if sure or apart or looks_like_a_name(found.person):
                kept[at] = found._replace(sure=sure)
                person, at = found.person, at + found.used
                continue
        if again is not None and person:
            kept[at] = _Head(BELOW, person, again, "", lines[at], 1, True)
        at += 1
    return kept


def _longer_names(heads: dict[int, _Head]) -> dict[int, _Head]:
    """A name may hold a colon: when all it says begins with the same further name, it is longer."""
    by_name: dict[str, list[int]] = {}
    for at, head in heads.items():
        by_name.setdefault(head.person, []).append(at)
    for name, places in by_name.items():
        more = {name_before_colon(heads[at].text) for at in places}
        longer = next(iter(more))
        if len(places) < 2 or len(more) > 1 or longer is None or not looks_like_a_name(longer):
            continue
        for at in places:
            head = heads[at]
            heads[at] = head._replace(
                person=f"{name}: {longer}", text=head.text[len(longer) + 1 :].strip(),
                raw=f"{head.raw} {longer}:", sure=False,
            )  # fmt: skip
    return heads


def words_print(*, group: str, person: str, text: str) -> str:
    """What says that the same person said the same in the same group, whenever: sha256."""
    return _digest(fold(group), fold(person), " ".join(text.split()))


def fingerprint(*, group: str, person: str, text: str, said_at: datetime | None) -> str:
    """The same with the minute it was said: what is there already is not taken in again. sha256."""
    minute = local(said_at).strftime("%Y-%m-%dT%H:%M") if said_at else ""
    return _digest(fold(group), minute, fold(person), " ".join(text.split()))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
