"""What pages of other features say about before and after, to lead people to where it is shown."""

from outreach.i18n import gettext as _


def no_group() -> str:
    """On the page of what reached everyone."""
    return _("Hoạt động này đến mọi doanh nghiệp như nhau, nên không có nhóm nào để so sánh trước và sau.")


def list_needed() -> str:
    """Where nobody is recorded as reached yet."""
    return _(
        "Anh/Chị tích vào danh sách, dán từ Zalo hay Excel, hoặc nhập tệp. Có danh sách này thì mới so được "
        "trước và sau."
    )


def first_intervention() -> str:
    """In the empty list of interventions."""
    return _(
        "Anh/Chị ghi buổi tập huấn hoặc chuyến thăm gần nhất trước: tên, ngày, rồi doanh nghiệp nào có mặt. "
        "Từ đó hệ thống so được trước và sau."
    )


def first_training() -> str:
    """At home, before anything was done."""
    return _("Ghi một buổi tập huấn và ai đã dự, rồi xem doanh nghiệp nộp thế nào trước và sau đó.")


def first_entry(*, may_write: bool) -> str:
    """In the empty ledger, to whom may write down an intervention and to whom may not."""
    if may_write:
        return _(
            "Anh/Chị ghi một buổi tập huấn và ai đã dự. Từ đó sổ này cho biết sau hoạt động có gì thay đổi, "
            "so với ai, chắc đến đâu."
        )
    return _(
        "Khi cán bộ ghi hoạt động và ai đã dự, sổ này cho biết sau hoạt động có gì thay đổi, so với ai, chắc "
        "đến đâu."
    )
