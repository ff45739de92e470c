"""When the copies of a batch no longer say what is right."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from outreach.i18n import lazy_gettext as _l

REASONS = {
    "procedure_changed": _l("Thủ tục đã đổi: bản mới của bài hướng dẫn khác về việc phải làm"),
    "withdrawn": _l("Bài hướng dẫn đã gỡ"),
    "document_replaced": _l("Văn bản làm căn cứ đã được thay thế hoặc hết hiệu lực"),
    "no_longer_valid": _l("Đã qua ngày áp dụng của bài hướng dẫn"),
}


class Facts(NamedTuple):
    """What a version tells people to do; wording inside a step, pictures and English are none of it."""

    system: str
    portal: str
    prepare: str
    steps: tuple[tuple[str, str, str], ...]  # title, who, device
    documents: frozenset[int]


class Standing(NamedTuple):
    """A printed version today: its state, its facts, and those of the version shown now (None: the same)."""

    state: str
    facts: Facts | None
    now: Facts | None
    cites_replaced: bool
    valid_to: date | None


def marks_of(reasons: Iterable[str], shown_id: int | None, replaced: int) -> list[str]:
    """What somebody looked at: the next version (its id), one more replaced document are another matter."""
    about = {"procedure_changed": shown_id, "document_replaced": replaced}
    return [f"{reason}:{about.get(reason) or ''}" for reason in reasons]


def recall_reasons(standing: Standing, today: date) -> list[str]:
    """Why a batch is to be recalled: keys of REASONS; empty while its copies may go on."""
    changed = standing.state == "replaced" and standing.now is not None and standing.now != standing.facts
    reasons = {
        "procedure_changed": changed,
        "withdrawn": standing.state == "withdrawn",
        "document_replaced": standing.cites_replaced,
        "no_longer_valid": standing.valid_to is not None and standing.valid_to < today,
    }
    return [reason for reason, holds in reasons.items() if holds]
