"""The officer's and the counter's list of what waits: its lines, and who has them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from outreach.accounts.models import COUNTER, OFFICERS, STAFF, Role
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l


class Kind(NamedTuple):
    """One line: what waits, why it matters, who sees to it, and where its rows stand."""

    label: LazyText
    why: LazyText
    roles: tuple[Role, ...]
    endpoint: str
    args: Mapping[str, Any] = {}


ROWS = "desks.todo_rows"
APPROVERS = (Role.LEADER, Role.ADMINISTRATOR)
KINDS: dict[str, Kind] = {
    "stuck": Kind(
        _l("Doanh nghiệp bị kẹt khi làm theo hướng dẫn"), _l("Người hỏi đang dở hồ sơ."),
        COUNTER, "tutorials.reports",
    ),
    "receipts": Kind(
        _l("Mã hồ sơ chờ xác nhận"), _l("Doanh nghiệp muốn biết hồ sơ đến chưa."), COUNTER, "receipts.waiting"
    ),
    "helps": Kind(
        _l("Hỗ trợ tại quầy chưa có mã hồ sơ"), _l("Có mã mới biết hồ sơ nào đã được giúp."),
        COUNTER, "counter.helps", {"state": "to_complete"},
    ),
    "promises_overdue": Kind(
        _l("Cam kết quá hạn"), _l("Đã hứa với doanh nghiệp."),
        STAFF, "visits.promises", {"show": "overdue"},
    ),
    "promises_due": Kind(
        _l("Cam kết đến hạn trong tuần này"), _l("Đã hứa với doanh nghiệp."),
        STAFF, "visits.promises", {"show": "week"},
    ),
    "plans": Kind(
        _l("Kế hoạch chờ duyệt"), _l("Duyệt hoặc trả lại kèm lý do."),
        APPROVERS, "campaigns.plans", {"state": "submitted"},
    ),
    "sessions": Kind(
        _l("Buổi đã qua, chưa điểm danh"), _l("Chưa biết ai dự thì chưa biết đã tiếp cận ai."),
        COUNTER, ROWS, {"what": "sessions"},
    ),
    "invitations": Kind(
        _l("Giấy mời chưa trả lời, sắp hết hạn đăng ký"), _l("Gọi nhắc trước ngày hết hạn."),
        COUNTER, ROWS, {"what": "invitations"},
    ),
    "evidence": Kind(
        _l("Hoạt động đã qua, chưa có bằng chứng nào"), _l("Ảnh, biên bản hoặc xác nhận."),
        STAFF, ROWS, {"what": "evidence"},
    ),
    "questions": Kind(
        _l("Câu hỏi đối thoại quá hạn trả lời"), _l("Đã hẹn ngày trả lời doanh nghiệp."),
        STAFF, "campaigns.questions", {"state": "overdue"},
    ),
    "registers": Kind(
        _l("Nguồn sổ không lấy được hoặc lâu không có gì mới"), _l("Số liệu đang cũ dần."),
        OFFICERS, "fetching.index",
    ),
    "files_late": Kind(
        _l("Tệp hằng tháng chưa có"), _l("Số liệu của kỳ đó còn thiếu."),
        OFFICERS, "dossiers.expected_files",
    ),
    "mails_failed": Kind(
        _l("Thư không gửi được"), _l("Sửa địa chỉ rồi gửi lại, hoặc báo bằng cách khác."),
        COUNTER, "notices.mails", {"state": "failed"},
    ),
    "mails_unknown": Kind(
        _l("Thư chưa rõ kết quả"), _l("Hỏi người nhận trước khi gửi lại."),
        COUNTER, "notices.mails", {"state": "unknown"},
    ),
    "zalo_account": Kind(
        _l("Zalo cần kết nối lại"), _l("Câu trả lời qua Zalo đang chờ."),
        (Role.ADMINISTRATOR,), "zalo.account",
    ),
    "zalo_confirm": Kind(
        _l("Tin Zalo chờ xác nhận tính phí"), _l("Quá 48 giờ nên Zalo tính phí; cổng không tự gửi."),
        COUNTER, "zalo.sendings", {"state": "confirm"},
    ),
    "zalo_failed": Kind(
        _l("Tin Zalo không gửi được"), _l("Doanh nghiệp chưa nhận được câu trả lời."),
        COUNTER, "zalo.sendings", {"state": "failed"},
    ),
    "zalo_unknown": Kind(
        _l("Tin Zalo chưa rõ đã đến chưa"), _l("Xem trong Zalo OA trước khi gửi lại."),
        COUNTER, "zalo.sendings", {"state": "unknown"},
    ),
    "zalo_people": Kind(
        _l("Người nhắn qua Zalo chưa gắn doanh nghiệp"), _l("Có doanh nghiệp mới tính vào sổ can thiệp."),
        COUNTER, "zalo.people",
    ),
    "answers_withheld": Kind(
        _l("Câu trả lời hoặc mẫu dẫn văn bản đã thay"), _l("Tạm giữ cho đến khi được rà soát."),
        OFFICERS, "answers.answers", {"show": "withheld"},
    ),
    "answers_waiting": Kind(
        _l("Câu hỏi đáp chờ duyệt"), _l("Người viết không tự duyệt."),
        (*OFFICERS, Role.LEADER), "answers.answers", {"show": "redacted"},
    ),
    "tutorials": Kind(
        _l("Bài hướng dẫn cần rà soát"), _l("Văn bản đã thay hoặc lâu chưa kiểm tra."),
        OFFICERS, "tutorials.authoring_index",
    ),
    "batches": Kind(
        _l("Đợt tờ rơi cần thu hồi"), _l("Thủ tục đã đổi so với lúc in."), COUNTER, "leaflets.index"
    ),
}  # fmt: skip
AHEAD = ("promises_due", "invitations")  # still to come: the day shown is the nearest
DETAILED = tuple(name for name, kind in KINDS.items() if kind.endpoint == ROWS)
AHEAD_DAYS = 3  # how long before the closing day an unanswered invitation is called about
BACK_DAYS = 365  # how far back evidence is asked for


def kinds_for(role: Role) -> list[str]:
    """The lines of a role, in their order."""
    return [name for name, kind in KINDS.items() if role in kind.roles]
