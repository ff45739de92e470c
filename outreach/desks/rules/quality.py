"""What the page of the register's quality says: what each gap does to the figures, where it is mended."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from outreach import clock
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

LATEST = "24"  # months, the present one among them
ALL = "all"
GRACE_DAYS = 15  # the files of a month come in the next
MOST_YEARS = 30


class Span(NamedTuple):
    """The days that the page is about, by when dossiers were received; `last` None: no end."""

    name: str
    first: date
    last: date | None

    @property
    def args(self) -> dict[str, str]:
        """The same as filters of the list of dossiers."""
        first = {"from": self.first.isoformat()} if self.first > date.min else {}
        return first | ({"to": self.last.isoformat()} if self.last else {})


def read_span(name: str, today: date) -> Span:
    """The latest two years, everything, or one year."""
    if name == ALL:
        return Span(ALL, date.min, None)
    if len(name) == 4 and name.isascii() and name.isdigit() and 0 <= today.year - int(name) < MOST_YEARS:
        return Span(name, date(int(name), 1, 1), date(int(name), 12, 31))
    return Span(LATEST, clock.add_months(clock.month_of(today), 1 - int(LATEST)), None)


def last_whole_month(today: date) -> date:
    """The newest month of which everything should have come."""
    return clock.add_months(clock.month_of(today - timedelta(days=GRACE_DAYS)), -1)


EFFECTS: dict[str, LazyText] = {
    "without_tax_code": _l(
        "Chỉ nhận ra được theo tên: một doanh nghiệp viết hai cách dễ thành hai, và số của nó bị chia đôi."
    ),
    "without_business": _l("Có trong số chung của ban, không tính cho doanh nghiệp, khu hay hoạt động nào."),
    "provisional_business": _l(
        "Đã được tính riêng, nhưng chưa ai xác nhận; có thể là cách viết khác của một doanh nghiệp đã có."
    ),
    "without_zone": _l("Không tính vào khu nào: cộng các khu lại sẽ ít hơn số của ban."),
    "channel_unknown": _l("Tính là không trực tuyến: tỷ lệ nộp trực tuyến có thể thấp hơn thật."),
    "without_procedure": _l("Không vào số liệu theo thủ tục, và không biết có nộp trực tuyến được không."),
    "provisional_procedure": _l("Chưa ai ghi lĩnh vực và mức độ dịch vụ công của các thủ tục này."),
    "level_unknown": _l(
        "Vẫn nằm trong cơ sở tính “thủ tục nộp trực tuyến được”: tỷ lệ đó có thể thấp hơn thật."
    ),
    "without_field": _l("Không vào số liệu theo lĩnh vực."),
    "without_agency": _l("Tính cho ban quản lý, không cho cơ quan nào."),
    "status_unknown": _l("Vẫn tính là đã tiếp nhận; hồ sơ bị từ chối hay đã rút có thể nằm trong đó."),
    "without_due": _l("Tính là đúng hạn: tỷ lệ đúng hạn có thể cao hơn thật."),
    "due_before_received": _l("Luôn thành quá hạn, dù trả kết quả ngay trong ngày."),
    "finished_before_received": _l(
        "Được giải quyết trước khi tiếp nhận: số chuyển kỳ và số giải quyết của kỳ sai."
    ),
    "returned_before_finished": _l(
        "Ngày trả được lấy làm ngày giải quyết, nên có thể thành đúng hạn dù quá hạn."
    ),
    "in_future": _l("Chưa vào kỳ nào đã qua; thường do nhầm năm, hoặc ngày và tháng đổi chỗ cho nhau."),
    "settled_without_day": _l("Không tính là đang giải quyết, cũng không vào số đã giải quyết của kỳ nào."),
    "open_with_day": _l(
        "Được tính theo ngày: là đã giải quyết, trừ hồ sơ mới đăng ký hoặc không được tiếp nhận."
    ),
    "open_for_a_year": _l("Kỳ nào cũng nằm trong số đang giải quyết; thường đã xong mà tệp chưa ghi."),
    "same_code": _l("Nếu là cùng một hồ sơ thì hồ sơ đó bị đếm hai lần."),
    "same_deed": _l(
        "Có thể là một hồ sơ ở hai hệ thống, bị đếm hai lần; cũng có thể là hai hồ sơ thật, như C/O."
    ),
}


class Mend(NamedTuple):
    """Where people put it right."""

    endpoint: str
    args: Mapping[str, Any]
    label: LazyText


MENDS: dict[str, Mend] = {
    "without_tax_code": Mend(
        "desks.businesses", {"state": "without_tax_code"}, _l("Doanh nghiệp chưa có mã số thuế")
    ),
    "provisional_business": Mend("dossiers.import_names", {}, _l("Đối chiếu tên")),
    "level_unknown": Mend("dossiers.procedures", {"level": "none"}, _l("Ghi mức độ dịch vụ công")),
}
