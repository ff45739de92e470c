"""How a reply in a conversation becomes an answer for everybody: states, what each allows, who may."""

import re

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.text import fold_words

DRAFT, REDACTED, APPROVED, PUBLISHED, WITHDRAWN = "draft", "redacted", "approved", "published", "withdrawn"
STATES: dict[str, LazyText] = {
    DRAFT: _l("Đang viết"),
    REDACTED: _l("Đã bỏ tên, chờ duyệt"),
    APPROVED: _l("Đã duyệt, chờ đăng"),
    PUBLISHED: _l("Đang đăng"),
    WITHDRAWN: _l("Đã gỡ"),
}
ENTRY, STEP_NOTE, VERSION = "entry", "step_note", "version"
ANSWER_KINDS: dict[str, LazyText] = {
    ENTRY: _l("Mục hỏi đáp cho mọi người"),
    STEP_NOTE: _l("Ghi chú ở bước của bài hướng dẫn"),
    VERSION: _l("Đưa vào bản mới của bài hướng dẫn"),
}
LANGUAGES: dict[str, LazyText] = {"vi": _l("Tiếng Việt"), "en": _l("Tiếng Anh")}

# Which deed a state allows. What is published is never written to again: it is withdrawn, and begun anew.
_MAY = {
    "edit": frozenset({DRAFT, REDACTED, APPROVED}),
    "redact": frozenset({DRAFT}),
    "approve": frozenset({REDACTED}),
    "publish": frozenset({APPROVED}),
    "undo": frozenset({REDACTED, APPROVED}),
    "withdraw": frozenset({DRAFT, REDACTED, APPROVED, PUBLISHED}),
    "restore": frozenset({WITHDRAWN}),
    "review": frozenset({REDACTED, APPROVED, PUBLISHED}),
}
BEFORE = {REDACTED: DRAFT, APPROVED: REDACTED}  # where taking a step back leads

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"^\s*(?:[-*+>]|\d+\.)\s+|\*+|`+", re.MULTILINE)

LONGEST_QUESTION = 300  # characters
LONGEST_ANSWER = 6_000
LONGEST_REASON = 300
LONGEST_PLACE = 120
LONGEST_SLUG = 80
TAKEN_SLUGS = frozenset({"co-the", "soan", "moi"})  # addresses below /hoi-dap that are no answers


def may(state: str, deed: str) -> bool:
    """Whether an answer in this state may be edited, redacted, approved, published, taken a step back …"""
    return state in _MAY[deed]


def plain(text: str) -> str:
    """The words of a Markdown text on one line, as lists show them."""
    return " ".join(_MARKS.sub(" ", _LINK.sub(r"\1", text)).split())


def slug_of(question: str) -> str:
    """The address of a question: its words without marks, cut at a word; 'hoi-dap' when it has none."""
    slug = ""
    for word in fold_words(re.sub(r"\[[^\]]*\]", " ", question)).split():
        longer = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug if slug and slug not in TAKEN_SLUGS else "-".join(filter(None, ("hoi-dap", slug)))
