"""The words of the restricted register: what was found in a chat and does not belong there."""

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

COMPLAINT, DENUNCIATION, FEEDBACK = "complaint", "denunciation", "feedback"
KINDS: dict[str, LazyText] = {
    FEEDBACK: _l("Phản ánh, kiến nghị"),
    COMPLAINT: _l("Khiếu nại"),
    DENUNCIATION: _l("Tố cáo"),
}
NEW, TAKEN, ANSWERED, FORWARDED, REFUSED = "new", "taken", "answered", "forwarded", "refused"
COMPLAINT_STATES: dict[str, LazyText] = {
    NEW: _l("Chưa ai thụ lý"),
    TAKEN: _l("Đang giải quyết"),
    ANSWERED: _l("Đã trả lời"),
    FORWARDED: _l("Đã chuyển cơ quan khác"),
    REFUSED: _l("Không thụ lý"),
}
ENDS = (ANSWERED, FORWARDED, REFUSED)
PURPOSES: dict[str, LazyText] = {
    "take_up": _l("Thụ lý, giải quyết"),
    "follow": _l("Theo dõi thời hạn"),
    "inspect": _l("Kiểm tra"),
}
LONGEST_OUTCOME = 4_000


def knows_name(*, kind: str, taken_by_id: int | None, reader_id: int) -> bool:
    """Whether this person of the register may know who wrote: a denouncer is known to who took it alone."""
    return kind != DENUNCIATION or (taken_by_id is not None and taken_by_id == reader_id)
