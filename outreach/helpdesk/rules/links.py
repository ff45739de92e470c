"""Links within what people write: only whole addresses of the web, nothing that a text could hide behind."""

import re
from typing import NamedTuple

# Brackets, quotes and what ends a sentence belong to the sentence. No user name before the host: that is how
# a text pretends to lead elsewhere; nor what turns the direction of writing: "\u202egpj.exe" reads "exe.jpg".
_TURNS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ADDRESS = re.compile(rf"https?://[^\s<>\"'`{{}}|\\^\[\](){_TURNS}]+", re.IGNORECASE)
_ENDS = ".,;:!?…”’»*_~"
LONGEST = 500  # characters


class Piece(NamedTuple):
    """Some text, and where it leads."""

    text: str
    href: str | None


def pieces(text: str) -> list[Piece]:
    """The text cut where addresses begin and end; together the pieces are the text."""
    found, at = [], 0
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(_ENDS)
        host = address.partition("://")[2].partition("/")[0]
        if not host or "@" in host or "%" in host or len(address) > LONGEST or not _is_host(host):
            continue
        if match.start() > at:
            found.append(Piece(text[at : match.start()], None))
        found.append(Piece(address, address))
        at = match.start() + len(address)
    if at < len(text):
        found.append(Piece(text[at:], None))
    return found


def _is_host(host: str) -> bool:
    """Letters, digits, dots and a port, as the address bar shows them: no look-alike letters."""
    return re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?", host) is not None
