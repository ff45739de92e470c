"""Pages read in one pass are read as html5lib reads them; what it finds fault with is left to it."""

from typing import Any

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import plain_html

NAMES = sorted(
    plain_html.KNOWN | plain_html.SHAPES | {"title", "html", "font", "tt", "template", "math", "image"}
)
WORDS = [
    "x", " ", "\n", "ế", "&amp;", "&nbsp;", "&#39;", "&lt;", "a&b", "&x;", "&#0;", "<", "<!-- x -->", "\x01",
    "\r\n", "\r",
]  # fmt: skip
ATTRIBUTES = [
    "", ' id="a"', " hidden", ' title="a&amp;b"', " title='<'", ' id="a" id="b"', ' viewBox="0 0 1 1"',
    ' Class="x"', " href=x", ' a="&copy"', ' type="hidden"', ' hx-on:x="y"', ' xlink:href="#a"',
    ' xmlns="http://www.w3.org/2000/svg"',
]  # fmt: skip
PAGE = (
    '<!doctype html>\n<html lang="vi">\n<head><title>Ế &amp; x</title> <meta charset="utf-8"></head>\n'
    "<body>{}</body>\n</html>\n"
)


def by_html5lib(text: str, *, whole: bool) -> tuple[Any, list[Any]]:
    parser = html5lib.HTMLParser(strict=False)
    if whole:
        return parser.parse(text), parser.errors
    tree = parser.parseFragment(text)
    return tree, [error for error in parser.errors if error[1] != "expected-doctype-but-got-start-tag"]


def shape(element: Any) -> Any:
    """All there is in a tree, comparable."""
    words = (element.text or "", element.tail or "")
    return (element.tag, dict(element.attrib), words, [shape(one) for one in element])


def nested(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Elements around what is within; some are closed wrongly or not at all."""
    close = st.sampled_from(["same"] * 12 + ["none", "other", "self"])
    return st.builds(
        lambda name, more, inner, how: {
            "same": f"<{name}{more}>{inner}</{name}>", "none": f"<{name}{more}>{inner}",
            "other": f"<{name}{more}>{inner}</div>", "self": f"<{name}{more}/>{inner}",
        }[how] if name not in plain_html.VOID else f"<{name}{more}>{inner}",
        st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES), children, close,
    )  # fmt: skip


PIECES = st.recursive(
    st.sampled_from(WORDS[:6]) | st.sampled_from(WORDS),
    lambda inner: nested(inner) | st.lists(inner, max_size=4).map("".join),
    max_leaves=14,
)


@settings(max_examples=400)
@given(PIECES, st.booleans())
@example("<ul><li><p>a</p></li></ul>", True)
@example("<b><b><b><b></b></b></b></b>", False)
@example("<table><tbody><tr><td><a>x</a></td></tr></tbody></table>", True)
@example("<select><option>a</option></select>", True)
@example("<svg><title>a</title><path/></svg>", False)
def test_what_is_read_plainly_is_read_as_html5lib_does(inner: str, whole: bool) -> None:
    text = PAGE.replace("{}", inner) if whole else inner
    tree = plain_html.read(text, whole=whole)
    if tree is None:
        return
    known, errors = by_html5lib(text, whole=whole)
    assert not errors
    assert shape(tree) == shape(known)


@pytest.mark.parametrize(
    "inner",
    [
        "<p>a<div>b</div></p>", "<div><p>a</div>", "<ul><p>a</p><li>b</ul>", "<a><a></a></a>", "<li>a</li>",
        "<table><tr><td>a</td></tr></table>", "<table>a</table>", '<p id="a" id="b"></p>', "<p/>", "</p>",
        "<h2><h3></h3></h2>", "<form><div><form></form></div></form>", "<select><b>a</b></select>",
        "<p>a & b</p>", "<svg><p></p></svg>", "<button><span><button></button></span></button>",
        "<b><p></b></p>", "<x-y></x-y>", "<body></body>", "<p>\x01</p>", "<!-- a -->",
        "<div><dd>a</dd></div>", "<p title=a>b</p>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("whole", [True, False])
def test_whatever_a_parser_would_mend_is_left_to_it(inner: str, whole: bool) -> None:
    assert plain_html.read(PAGE.replace("{}", inner) if whole else inner, whole=whole) is None


def test_a_page_as_we_write_them_is_read_plainly() -> None:
    page = PAGE.replace(
        "{}",
        """
        <header><nav aria-label="x"><ul><li><a href="/?a=1&amp;b=2">Một</a></li></ul></nav></header>
        <main id="main"><h1>Tên</h1><form action="/x" method="post"><label for="a">A <b>b</b></label>
        <input id="a" name="a" required><textarea id="t">
x &lt;</textarea><select id="s"><option value="1" selected>1</option></select><noscript><p>x</p></noscript>
        <button type="submit"><svg class="icon" aria-hidden="true"><use href="#x"></use></svg>Lưu</button>
        </form><table class="data"><caption>C</caption><thead><tr><th>1</th></tr></thead><tbody>
        <tr><td><p>2</p></td></tr></tbody></table><dl><div><dt>a</dt><dd>b<br>c</dd></div></dl>
        <details><summary>s</summary><p>t</p></details>
        <svg viewBox="0 0 2 2" role="img" xmlns="http://www.w3.org/2000/svg">
        <title>t &amp; u</title><g><path d="M0 0"/><text>1</text></g></svg>
        </main>""",
    )
    tree = plain_html.read(page, whole=True)
    assert tree is not None
    assert shape(tree) == shape(by_html5lib(page, whole=True)[0])
