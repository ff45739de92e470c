"""What may come of a try, in words: what happened, and what somebody can do about it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

LONGEST_WAIT = timedelta(days=1)


class Outcome(NamedTuple):
    """`failed`: nothing came; `lasting`: asking again soon would bring the same."""

    label: LazyText
    advice: LazyText
    tone: str = "bad"
    failed: bool = True
    lasting: bool = False


def _came(label: LazyText, advice: LazyText, tone: str) -> Outcome:
    return Outcome(label, advice, tone, failed=False)


_READ_IT = _l("Anh/Chị mở lần nhập, xem lại rồi bấm Nhập.")
OUTCOMES: Mapping[str, Outcome] = {
    # The file came.
    "staging": _came(_l("Đã lấy, đang đọc"), _l("Tệp đang được đọc và so với sổ."), "info"),
    "waiting": _came(_l("Đã lấy, chờ xem lại"), _READ_IT, "info"),
    "waiting_first": _came(
        _l("Đã lấy, chờ xem lại: lần đầu của nguồn này"),
        _l("Lần đầu luôn chờ người xem; từ lần sau, tệp có cột như cũ được tự ghi."), "info",
    ),
    "waiting_undone": _came(
        _l("Đã lấy, chờ xem lại: lần nhập trước đã hoàn tác"),
        _l("Có người đã hoàn tác lần nhập trước của nguồn này; Anh/Chị xem kỹ rồi mới nhập."), "warn",
    ),
    "waiting_columns": _came(
        _l("Đã lấy, chờ xem lại: cột khác lần trước"),
        _l("Hệ thống kia có thể đã đổi mẫu xuất; Anh/Chị xem cột nào được hiểu là gì rồi mới nhập."), "warn",
    ),
    "waiting_refused": _came(
        _l("Đã lấy, chờ xem lại: nhiều dòng không nhận"),
        _l("Tỷ lệ dòng không nhận vượt mức đã đặt; Anh/Chị xem lý do ở lần nhập."), "warn",
    ),
    "waiting_length": _came(
        _l("Đã lấy, chờ xem lại: không rõ tệp có đủ không"),
        _l("Máy chủ kia không báo tệp dài bao nhiêu, nên không biết tệp có bị cắt giữa chừng."), "warn",
    ),
    "waiting_empty": _came(
        _l("Đã lấy, chờ xem lại: tệp không có dòng nào"),
        _l("Tệp chỉ có tiêu đề; Anh/Chị hỏi bên quản trị hệ thống kia."), "warn",
    ),
    "written": _came(_l("Đã lấy và tự ghi vào sổ"), _l("Tệp có cột như lần trước và ít dòng lỗi."), "good"),
    "nothing_new": _came(
        _l("Đã lấy, mọi dòng đã có trong sổ"), _l("Tệp khác tệp trước nhưng không có gì mới để ghi."),
        "neutral",
    ),
    "replaced": _came(
        _l("Đã lấy, tệp mới hơn thay rồi"),
        _l("Chưa ai nhập tệp này thì tệp mới hơn đã về, có đủ mọi hồ sơ của nó."), "neutral",
    ),
    "unchanged": _came(_l("Tệp không đổi"), _l("Cổng đã có đúng tệp này, không có gì để nhập."), "neutral"),
    # Nothing came.
    "not_allowed": Outcome(
        _l("Địa chỉ không được phép"),
        _l("Máy chủ này không có trong REGISTER_HOSTS; Anh/Chị báo quản trị viên."), lasting=True,
    ),
    "secret_missing": Outcome(
        _l("Thiếu mã truy cập"),
        _l("Trên máy chủ chưa khai báo mã này, hoặc mã dành cho máy chủ khác; Anh/Chị báo quản trị viên."),
        lasting=True,
    ),
    "not_reached": Outcome(
        _l("Không kết nối được"),
        _l("Máy chủ kia không trả lời, hoặc chứng thư của nó không hợp lệ. Cổng sẽ thử lại."),
    ),
    "too_slow": Outcome(
        _l("Trả lời quá chậm"), _l("Tệp không đến hết trong thời gian cho phép. Cổng sẽ thử lại.")
    ),
    "cut_off": Outcome(
        _l("Tệp bị cắt giữa chừng"), _l("Phần đã đến không được dùng. Cổng sẽ thử lại.")
    ),
    "too_large": Outcome(
        _l("Tệp quá lớn"), _l("Tệp lớn hơn 100 MB; Anh/Chị nhờ bên kia xuất theo kỳ ngắn hơn."), lasting=True
    ),
    "moved": Outcome(
        _l("Địa chỉ đã chuyển"),
        _l("Máy chủ kia chỉ sang địa chỉ khác; cổng không đi theo. Anh/Chị sửa lại địa chỉ."), lasting=True,
    ),
    "sign_in": Outcome(
        _l("Bị từ chối truy cập"),
        _l("Máy chủ kia đòi mã truy cập, hoặc mã đã hết hạn; Anh/Chị báo quản trị viên."), lasting=True,
    ),
    "web_page": Outcome(
        _l("Nhận được trang đăng nhập, không phải tệp"),
        _l("Máy chủ kia trả về trang web để đăng nhập; Anh/Chị kiểm tra địa chỉ và mã truy cập."),
        lasting=True,
    ),
    "missing": Outcome(
        _l("Không có tệp ở địa chỉ này"),
        _l("Có thể tệp chưa được công bố, hoặc địa chỉ đã đổi. Cổng sẽ thử lại."),
    ),
    "busy": Outcome(_l("Máy chủ kia đang bận"), _l("Cổng sẽ thử lại vào lúc bên kia hẹn, hoặc sau ít phút.")),
    "server_fault": Outcome(_l("Máy chủ kia bị lỗi"), _l("Cổng sẽ thử lại.")),
    "odd": Outcome(
        _l("Câu trả lời không hiểu được"), _l("Anh/Chị đưa mã trả lời này cho bên quản trị hệ thống kia."),
        lasting=True,
    ),
    "faulty": Outcome(
        _l("Tệp đến nhưng không dùng được"), _l("Anh/Chị xem lý do; sửa ở hệ thống kia."), lasting=True
    ),
    "no_room": Outcome(
        _l("Máy chủ chưa lưu được tệp"), _l("Có thể máy chủ của cổng đã hết chỗ; Anh/Chị báo quản trị viên.")
    ),
    "stopped": Outcome(_l("Bị ngắt giữa chừng"), _l("Việc lấy tệp dừng trước khi xong. Cổng sẽ thử lại.")),
}  # fmt: skip
WAITING = tuple(code for code in OUTCOMES if code.startswith("waiting"))
FAILED = tuple(code for code, outcome in OUTCOMES.items() if outcome.failed)


def fault_of(status: int) -> str | None:
    """What a status of HTTP means when it is no file; None for 200 (a file) and 304 (nothing new)."""
    if status in (200, 304):
        return None
    if 300 <= status < 400:
        return "moved"
    if status in (401, 403, 407):
        return "sign_in"
    if status in (404, 410):
        return "missing"
    if status in (408, 425, 429, 503):
        return "busy"
    return "server_fault" if status >= 500 else "odd"


def wanted_pause(headers: Mapping[str, str]) -> timedelta | None:
    """How long the other side asks to be left alone, in seconds; other spellings, and ages, say nothing."""
    said = headers.get("Retry-After", "").strip()
    if not (said.isascii() and said.isdigit() and len(said) <= 9):
        return None
    return min(timedelta(seconds=int(said)), LONGEST_WAIT)
