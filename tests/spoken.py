"""What a page says to people: its texts and the attributes that are shown or read aloud."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from tests.client import parsed

VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
WORD = re.compile(r"[^\W\d_]{2,}")
# What stands on pages in every language.
CERTIFICATE = "7KQM-R2XW-94TD"  # the example of a certificate's code
NAMES = {"Outreach", "JSON", "CSV", "XLSX", "PDF", "English", "Tiếng Việt", "MB", "kB", "VI", CERTIFICATE}
# The words in which a decision is written stay as they are.
QUOTED = "Dịch vụ công trực tuyến toàn trình"
# Attributes that are shown or read aloud; of data-… those that scripts show.
SPOKEN = {
    "title", "placeholder", "alt", "aria-label", "label", "data-label", "data-confirm", "data-done",
    "data-hide", "data-play", "data-pause", "data-counts", "data-recent", "data-no-recent", "data-jump",
    "data-progress",
}  # fmt: skip
SILENT = {"script", "style", "use", "code", "kbd"}  # the code of a lot is digits that are letters, too
BUTTONS = {"submit", "button", "reset"}


def said(html: str) -> Iterator[str]:
    """Every text and spoken attribute of a page or part; elements of another language are left out."""
    tree, _errors = parsed(html)
    yield from _of(tree)


def _of(element: Any) -> Iterator[str]:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    foreign = element.get("lang") is not None and name != "html"
    if name and name not in SILENT and not foreign:
        yield from _attributes(name, element.attrib)
        if element.text:
            yield element.text
        for child in element:
            yield from _of(child)
            if child.tail:
                yield child.tail
    elif not name or foreign:
        return


def _attributes(name: str, attributes: dict[str, str]) -> Iterator[str]:
    for key, value in attributes.items():
        described = key == "content" and attributes.get("name") == "description"
        button = key == "value" and name == "input" and attributes.get("type") in BUTTONS
        if key in SPOKEN or described or button:
            yield value


def outside(text: str) -> str:
    """What of a text stands outside every ⟦…⟧; a text cut short may leave one open."""
    depth, kept = 0, []
    for char in text:
        if char == "⟦":
            depth += 1
        elif char == "⟧":
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(char)
    return "".join(kept)


# ── templates, before anything is filled in ──────────────────────────────────────────────────────────────

_JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
_ATTRIBUTES = re.compile(r"[\w:-]+=\"[^\"]*\"")  # a macro may make only these, without their tag


class _Reader(HTMLParser):
    """Collects the words a template says by itself, with their lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        if tag in SILENT or ("lang" in attributes and tag != "html"):
            self._silent.append(tag)
        if not self._silent:
            self.found += [(self.getpos()[0], words) for words in _attributes(tag, attributes)]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            line = self.getpos()[0] + len(data) - len(data.lstrip("\n"))
            self.found.append((line, _ATTRIBUTES.sub(" ", data)))


def own_words(template: str) -> list[tuple[int, str]]:
    """(line, words) of what a template says without asking for a translation."""
    translated = re.sub(r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", _lines, template, flags=re.DOTALL)
    reader = _Reader()
    reader.feed(_JINJA.sub(_lines, translated))
    reader.close()
    return [(line, words.strip()) for line, words in reader.found if WORD.search(words)]


def _lines(match: re.Match[str]) -> str:
    """A blank as many lines high as what it stands for."""
    return " " + "\n" * match.group().count("\n")
