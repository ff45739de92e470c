"""Fields of saved replies: {doanh_nghiep} and its like, filled with what is known of a conversation."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused

FIELDS: dict[str, LazyText] = {
    "doanh_nghiep": _l("tên doanh nghiệp"),
    "nguoi": _l("tên người hỏi"),
    "thu_tuc": _l("tên thủ tục"),
    "buoc": _l("tên bước trong bài hướng dẫn"),
    "ho_so": _l("mã hồ sơ"),
    "can_bo": _l("tên cán bộ trả lời"),
    "hotline": _l("số điện thoại hỗ trợ"),
}
_FIELD = re.compile(r"\{([^{}]*)\}")
_STRAY = re.compile(r"[{}]")
_GAP = re.compile(r"⟨([^⟨⟩\n]{1,60})⟩")


class Filled(NamedTuple):
    """A reply with its fields filled; `missing` names those nobody knows, which stand as marked gaps."""

    text: str
    missing: tuple[str, ...]


def check_fields(text: str) -> None:
    """Refuse a text with a field that nobody can fill, or with a brace that belongs to none."""
    for name in _FIELD.findall(text):
        if name not in FIELDS:
            raise Refused(
                _l("Không có trường {%(name)s}; các trường dùng được ghi ở dưới ô này.", name=name), "text"
            )
    if _STRAY.search(_FIELD.sub("", text)):
        raise Refused(_l("Có dấu { hoặc } đứng lẻ; trường viết như {doanh_nghiep}."), "text")


def fill(text: str, values: Mapping[str, str | None]) -> Filled:
    """The text with its fields replaced, once: what is filled in is never read as a field again."""
    missing: list[str] = []

    def put(field: re.Match[str]) -> str:
        name = field[1]
        value = (values.get(name) or "").strip()
        if value or name not in FIELDS:
            return value or field[0]
        if name not in missing:
            missing.append(name)
        return f"⟨{FIELDS[name]}⟩"

    return Filled(_FIELD.sub(put, text), tuple(missing))


def gaps(text: str) -> list[str]:
    """The gaps that still stand in a text: whoever sends it is asked to fill them first."""
    known = {str(words) for words in FIELDS.values()}
    return [gap for gap in _GAP.findall(text) if gap in known]
