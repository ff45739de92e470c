"""Authors' Markdown as HTML that can do nothing but be read: the one sanitiser of the portal.

Two layers. The reader of Markdown takes no HTML and no foreign picture; what it gives is then cleaned against
a list of what may stand there, so that a fault of the first layer is none.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup, escape

from outreach.text import nfc

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

LONGEST_TEXT = 20_000  # characters of one text; more is a step that should be two
_TAGS = frozenset(
    {"p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img"}
)
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
}
_PICTURE = re.compile(r"/huong-dan/anh/[A-Za-z0-9_-]{1,64}|/static/img/tutorials/[a-z0-9-]{1,80}\.svg")
_SIZE = re.compile(r"([1-9]\d{0,3})x([1-9]\d{0,3})")
_LINK = re.compile(r"https://[^\s/\\@]+(?:[/?#]\S*)?|tel:\+?[0-9.-]{3,20}|/(?![/\\])[^\s\\]*|#[a-z0-9-]+")
_NUMBER = re.compile(r"\d{1,4}")


@lru_cache(maxsize=1024)
def render_markdown(text: str) -> Markup:
    """The text as HTML: paragraphs, lists, emphasis, code, quotes, links and pictures of ours; nothing else.

    Links lead to https, to this portal or to a telephone; pictures are uploaded ones or shipped drawings.
    Texts of published versions do not change, so that what was rendered is kept.
    """
    html = _reader().render(nfc(text[:LONGEST_TEXT]).replace("\x00", ""))
    return Markup(  # noqa: S704 (cleaned by nh3)
        nh3.clean(
            html, tags=set(_TAGS), attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
            attribute_filter=_allowed, url_schemes={"https", "tel"}, link_rel="noopener",
        )
    )  # fmt: skip


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if _LINK.fullmatch(value) else None
    if attribute == "src":
        return value if _PICTURE.fullmatch(value) else None
    if attribute in ("width", "height", "start"):
        return value if _NUMBER.fullmatch(value) else None
    if attribute == "loading":
        return "lazy"
    return value if attribute in ("alt", "rel") else None


@lru_cache(maxsize=1)
def _reader() -> "MarkdownIt":
    """CommonMark without HTML, headings and references; pictures as `_picture` draws them."""
    from markdown_it import MarkdownIt  # 30 ms that a start without any text to read is spared

    reader = MarkdownIt("commonmark", {"html": False})
    reader.add_render_rule("image", _picture)
    return reader.disable(["heading", "lheading", "html_block", "html_inline", "reference"])


def _picture(
    renderer: "RendererHTML", tokens: Sequence["Token"], index: int, options: "OptionsDict", env: "EnvType"
) -> str:
    """A picture of ours with its size (the title `640x400`); of a foreign one, only what it should show."""
    token = tokens[index]
    words = escape(renderer.renderInlineAsText(token.children, options, env))
    source = str(token.attrs.get("src", ""))
    if not _PICTURE.fullmatch(source):
        return str(words)
    size = _SIZE.fullmatch(str(token.attrs.get("title", "")))
    room = f' width="{size[1]}" height="{size[2]}"' if size else ""
    return f'<img src="{source}" alt="{words}"{room} loading="lazy">'
