"""What nobody should send."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

MARK = "<svg onload=alert(1) hx-get=/x>"


NUMBERS = ("0", "-1", "1e3", "١٢٣", str(2**31), str(2**63), "9" * 5000)


DAYS = (
    "31/12/9999", "29/02/2023", "2026-13", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
)  # fmt: skip


TEXTS = (
    "", " ", "-", "a\x00b", "\r\nX-Evil: 1", "\x1b\x7f💥\u202e", "'; DROP TABLE users; --", "%_\\",
    "%s%(x)s{0}{{7*7}}", "../../etc/passwd", "//evil.example", "/đường", "=1+1", f"\"'>{MARK}", "a:b", "new",
)  # fmt: skip


VALUES = (*NUMBERS, *DAYS, *TEXTS)


BROKEN = "%ED%A0%80%FF%FE%C3%00%F0%9F%92"  # a lone surrogate and other bytes that are no UTF-8


PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def hostile(name: str) -> Iterator[str]:
    """Queries or bodies for one name: hostile, long, broken, twice, as an array."""
    for value in VALUES:
        yield f"{quote(name)}={quote(value)}"
    yield f"{quote(name)}={'x' * 50_000}"
    yield f"{quote(name)}={BROKEN}"
    yield f"{quote(name)}=1&{quote(name)}=%00&{quote(name)}[]=2&{quote(name)}[0]=3"


def together(names: Sequence[str]) -> Iterator[list[str]]:
    """Queries of all names at once, until each name has had each value; no two have the same at a time."""
    squares = [list(hostile(name)) for name in names]
    for turn in range(len(squares[0]) if squares else 0):
        yield [values[(turn + place) % len(values)] for place, values in enumerate(squares)]
