"""What a receipt says, whom it tells about the dossier, and when the counter looks next.

A code nobody has seen yet is "chưa thấy": never "not received", because nobody knows that.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

STATES: dict[str, LazyText] = {
    "waiting": _l("Chưa thấy"),
    "seen": _l("Đã thấy trên hệ thống"),
    "mistyped": _l("Có thể gõ nhầm mã"),
}
HOW: dict[str, LazyText] = {
    "register": _l("có trong sổ hồ sơ"),
    "list": _l("có trong danh sách của Bộ phận Một cửa"),
    "clerk": _l("cán bộ đã tìm thấy"),
}
# What the queue shows: those still to be looked for, those entered without an account whose dossier is there,
# or those whose dossier bears another business's name.
SHOWN: dict[str, LazyText] = {
    "waiting": _l("Chưa thấy"),
    "unattached": _l("Đã thấy, chưa gắn doanh nghiệp"),
    "other": _l("Hồ sơ đứng tên doanh nghiệp khác"),
    "mistyped": _l("Đã báo gõ nhầm"),
}
# A dossier's status in the register → what happens next, said to whoever filed it.
NEXT: dict[str, LazyText] = {
    "registered": _l("Bộ phận Một cửa kiểm tra thành phần hồ sơ rồi tiếp nhận."),
    "received": _l("Hồ sơ được chuyển đến phòng chuyên môn để giải quyết."),
    "processing": _l("Phòng chuyên môn đang giải quyết."),
    "supplement_asked": _l(
        "Hồ sơ đang chờ Anh/Chị bổ sung: mở hồ sơ trên Cổng, xem yêu cầu bổ sung và nộp lại giấy tờ."
    ),
    "fee_due": _l("Hồ sơ đang chờ phí, lệ phí: mở hồ sơ trên Cổng và thanh toán."),
    "finished": _l("Đã có kết quả; Anh/Chị nhận kết quả theo cách đã chọn khi nộp."),
    "returned": _l("Đã trả kết quả. Không còn việc gì phải làm."),
    "withdrawn": _l("Hồ sơ đã được rút."),
    "sent_back": _l("Hồ sơ được hướng dẫn làm lại: Anh/Chị xem lý do trên Cổng, sửa và nộp hồ sơ mới."),
    "refused": _l("Sổ ghi hồ sơ bị từ chối: Anh/Chị xem lý do trên Cổng hoặc hỏi cán bộ."),
    "stopped": _l("Hồ sơ dừng xử lý: Anh/Chị xem lý do trên Cổng hoặc hỏi cán bộ."),
    "not_received": _l("Sổ ghi hồ sơ không được tiếp nhận: Anh/Chị xem lý do trên Cổng hoặc hỏi cán bộ."),
}


class Candidate(NamedTuple):
    """A dossier whose code is the receipt's; the same code may stand in several sources."""

    dossier_id: int
    business_id: int | None
    tax_code: str | None  # of its business
    received_on: date


def tells_of_dossier(receipt_business_id: int | None, dossier_business_id: int | None) -> bool:
    """Whether a receipt may tell more of the dossier than that it was seen.

    Only where the receipt belongs to the dossier's own business: whoever types a stranger's code learns
    neither whose it is nor when it is due. Whose a receipt without an account is, `business_of` says.
    """
    return receipt_business_id is not None and receipt_business_id == dossier_business_id


def business_of(
    meant: Candidate, *, tax_code: str | None, phone: str | None, people: Collection[tuple[int, str]]
) -> int | None:
    """The business that a receipt entered without an account belongs to; None until staff attach it.

    A tax code is public and a dossier code can be guessed, so both together prove nothing: the phone has to
    be that of a known person of the dossier's business too. `people`: (business, phone) of those known.
    """
    if meant.business_id is None or not tax_code or tax_code != meant.tax_code or not phone:
        return None
    return meant.business_id if (meant.business_id, phone) in people else None


def best(candidates: Iterable[Candidate], *, business_id: int | None, tax_code: str | None) -> Candidate:
    """The dossier meant among those with the code: one's own before others', then the latest."""
    return max(
        candidates,
        key=lambda one: (
            tells_of_dossier(business_id, one.business_id),
            tax_code is not None and tax_code == one.tax_code,
            one.received_on,
            one.dossier_id,
        ),
    )
