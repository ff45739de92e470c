"""Reading pages that are written plainly: every element closed by itself, nothing left for a parser to mend.

html5lib is right about anything, and slow: it took half of all the time of the tests. A page that keeps to
the rules here has by them no error and one tree only, which html5lib would give as well (test_plain_html.py
holds this against it). Whatever else there is in a page, right or wrong, is left to html5lib: then `read` is
None.
"""

import re
from html import unescape
from html.entities import html5
from xml.etree.ElementTree import Element

HTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
XMLNS = "{http://www.w3.org/2000/xmlns/}xmlns"
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
HEAD = frozenset({"link", "meta", "script", "title"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# They end a paragraph that is open; so none of them stands in one.
BLOCKS = HEADINGS | {
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figcaption",
    "figure", "footer", "form", "header", "hr", "main", "nav", "ol", "p", "pre", "search", "section",
    "summary", "table", "ul", "li", "dd", "dt",
}  # fmt: skip
# None of them stands within one of its own kind, however deep.
ONCE = frozenset({"a", "b", "button", "code", "em", "form", "i", "s", "small", "strong", "u"})
PLAIN = frozenset(
    {"abbr", "cite", "data", "datalist", "del", "ins", "kbd", "label", "legend", "mark", "meter", "output",
     "noscript", "picture", "progress", "samp", "select", "span", "sub", "sup", "svg", "textarea", "time",
     "script", "var"}
)  # fmt: skip
# Where each of these stands, and what stands there: a parser would put anything else somewhere else.
PLACES = {
    "li": {"ul", "ol"}, "option": {"select", "optgroup", "datalist"}, "optgroup": {"select"},
    "caption": {"table"}, "colgroup": {"table"}, "thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"},
    "tr": {"thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"}, "col": {"colgroup"},
    "head": {"html"}, "body": {"html"},
}  # fmt: skip
HOLDS = {
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"}, "thead": {"tr"}, "tbody": {"tr"},
    "tfoot": {"tr"}, "tr": {"td", "th"}, "colgroup": {"col"}, "select": {"option", "optgroup"},
    "optgroup": {"option"}, "option": set(), "head": set(HEAD), "html": {"head", "body"},
}  # fmt: skip
WORDLESS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "colgroup", "head", "html"})
KNOWN = frozenset().union(VOID, BLOCKS, ONCE, PLAIN, PLACES)
SHAPES = frozenset(
    {"a", "circle", "desc", "ellipse", "g", "line", "path", "polygon", "polyline", "rect", "svg", "text",
     "title", "tspan", "use"}
)  # fmt: skip
DRAWN_AS_WRITTEN = {"viewBox", "preserveAspectRatio"}  # the rest of SVG's attributes that we use is small

_TAG = re.compile(
    r"<(?:(/)([a-z][a-z0-9]*)|([a-z][a-z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:=(?:\"[^\"]*\"|'[^']*'))?)*)\s*(/?))>"
)
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z0-9:-]*)(?:=(?:\"([^\"]*)\"|'([^']*)'))?")
_DOCTYPE = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
_AND = re.compile(r"&(#[0-9]+;|[a-zA-Z0-9]+;)?")
_ODD = re.compile("[^\t\n -~\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U0001fffd]")


class _Odd(Exception):
    """Something that html5lib should look at."""


def read(text: str, *, whole: bool) -> Element | None:
    """The tree of a page, or of a part, that keeps to the rules; None when it may not."""
    text = text.replace("\r\n", "\n")
    if _ODD.search(text):
        return None
    try:
        return _Reader(text).page() if whole else _Reader(text).part()
    except _Odd:
        return None


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[tuple[str, Element]] = []

    def page(self) -> Element:
        begin = _DOCTYPE.match(self.text)
        if begin is None:
            raise _Odd
        top = Element("top")
        self._fill(top, "", begin.end())
        names = [one.tag for one in top] + [one.tag for one in top[0]] if len(top) else []
        if names != [HTML + "html", HTML + "head", HTML + "body"]:
            raise _Odd
        root = top[0]
        root.text = None
        body = root[1]
        _add_words(body, (body.tail or "") + (root.tail or ""))
        body.tail = root.tail = None
        return root

    def part(self) -> Element:
        top = Element("DOCUMENT_FRAGMENT")
        self._fill(top, "div", 0)
        return top

    def _fill(self, top: Element, name: str, start: int) -> None:
        self.open = [(name, top)]
        while True:
            at = self.text.find("<", start)
            self._say(self.text[start : at if at >= 0 else len(self.text)])
            if at < 0:
                break
            tag = _TAG.match(self.text, at)
            if tag is None:
                raise _Odd
            if tag[1]:
                if len(self.open) == 1 or self.open.pop()[0] != tag[2]:
                    raise _Odd
                start = tag.end()
            else:
                start = self._begin(tag)
        if len(self.open) != 1:
            raise _Odd

    def _say(self, words: str) -> None:
        if not words:
            return
        name, here = self.open[-1]
        if (name in WORDLESS or not name) and words.strip(" \t\n"):
            raise _Odd
        if name == "html" and not len(here):
            return  # nothing is before the head
        _add_words(here, _plain(words))

    def _begin(self, tag: re.Match[str]) -> int:
        name, closed = tag[3], bool(tag[5])
        within, here = self.open[-1]
        drawn = name == "svg" or here.tag.startswith(SVG)
        if drawn:
            _check_drawn(name, within, inside=here.tag.startswith(SVG))
        else:
            self._check(name, within, closed=closed)
        element = Element((SVG if drawn else HTML) + name, _attributes(tag[4], drawn=drawn))
        here.append(element)
        if not drawn and name in ("script", "textarea", "title"):
            return self._raw(name, element, tag.end())
        if not closed and (drawn or name not in VOID):
            self.open.append((name, element))
        if name == "pre" and self.text.startswith("\n", tag.end()):
            raise _Odd
        return tag.end()

    def _check(self, name: str, within: str, *, closed: bool) -> None:
        around = [one for one, _element in self.open]
        fits = (
            (name in KNOWN or (not within and name == "html") or (name == "title" and within == "head"))
            and not (closed and name not in VOID)
            and within in PLACES.get(name, (within,))
            and name in HOLDS.get(within, (name,))
            and (within or name == "html")
            and not (name in BLOCKS and "p" in around)
            and not (name in ONCE and name in around)
            and not (name in HEADINGS and within in HEADINGS)
            and not (name in ("dt", "dd") and "dl" not in (around[-2:] if within == "div" else [within]))
            and not (name in ("select", "table") and name in around)
        )
        if not fits:
            raise _Odd

    def _raw(self, name: str, element: Element, start: int) -> int:
        end = self.text.find("</", start)
        close = f"</{name}>"
        if end < 0 or not self.text.startswith(close, end):
            raise _Odd
        words = self.text[start:end]
        if name == "script" and ("<" in words or "&" in words):
            raise _Odd
        if name == "textarea" and words.startswith("\n"):
            words = words[1:]
        element.text = _plain(words) or None
        return end + len(close)


def _check_drawn(name: str, within: str, *, inside: bool) -> None:
    fits = (
        name in SHAPES
        and (inside or (within not in HOLDS and bool(within)))
        and within not in ("title", "desc")
    )
    if not fits or (inside and name == "svg" and within not in ("svg", "g")):
        raise _Odd


def _attributes(written: str, *, drawn: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single in _ATTRIBUTE.findall(written):
        key = XMLNS if drawn and name == "xmlns" else name
        small = name.islower() and not (drawn and ":" in name)
        if key in found or not (small or (drawn and name in DRAWN_AS_WRITTEN)):
            raise _Odd
        found[key] = _plain(double or single)
    return found


def _plain(words: str) -> str:
    """Words with what `&` stands for."""
    if "&" not in words:
        return words
    for name in _AND.findall(words):
        code = int(name[1:-1]) if name.startswith("#") else 0
        if not (name in html5 or 32 <= code < 127 or 160 <= code < 0xD800):
            raise _Odd
    return unescape(words)


def _add_words(here: Element, words: str) -> None:
    if len(here):
        here[-1].tail = ((here[-1].tail or "") + words) or None
    else:
        here.text = ((here.text or "") + words) or None
