"""What a list cannot tell when it lacks a column: said before it is taken in."""

from collections.abc import Collection
from typing import NamedTuple

from outreach.i18n import LazyString, LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.columns import Layout

COSTS: dict[str, dict[str, LazyText]] = {
    "dossiers": {
        "filing_channel": _l("Không tính được tỷ lệ trực tuyến: mọi hồ sơ mới đều “chưa rõ” cách nộp."),
        "tax_code": _l("Doanh nghiệp được tìm theo tên; tên viết khác có thể thành doanh nghiệp khác."),
        "applicant": _l("Không biết tên chủ hồ sơ; hồ sơ thiếu mã số thuế không thuộc doanh nghiệp nào."),
        "due_on": _l("Không biết hồ sơ nào quá hạn: không có ngày hẹn thì tính là đúng hạn."),
        "finished_on": _l("Ngày giải quyết xong được tính theo ngày trả kết quả."),
        "returned_on": _l("Không có ngày trả kết quả; ngày giải quyết xong là ngày có kết quả."),
        "status": _l("Hồ sơ đã rút, bị trả lại hay từ chối không tách ra được."),
        "procedure_name": _l("Thủ tục chưa có trong danh mục chỉ hiện bằng mã."),
        "procedure_code": _l("Thủ tục được tìm theo tên; tên viết khác thành thủ tục khác."),
        "field": _l("Lĩnh vực được lấy theo thủ tục, nếu danh mục thủ tục có ghi."),
        "agency": _l("Mọi hồ sơ tính chung cho cả Ban, không tách được theo cơ quan."),
        "paid_vnd": _l("Không đếm được hồ sơ thanh toán trực tuyến."),
        "digitised": _l("Không đếm được hồ sơ đã số hóa."),
        "return_channel": _l("Không đếm được kết quả trả qua bưu chính."),
        "assistance": _l("Không biết hồ sơ nào do cán bộ nộp hộ."),
    },
    "businesses": {
        "tax_code": _l("Doanh nghiệp chỉ được nhận ra bằng mã riêng, không bằng mã số thuế."),
        "name": _l("Doanh nghiệp mới chưa có tên."),
        "zone": _l("Không tách được số liệu theo khu, cụm công nghiệp."),
        "employees": _l("Không biết quy mô doanh nghiệp."),
    },
    "procedures": {
        "name": _l("Thủ tục mới chưa có tên."),
        "field": _l("Không tách được số liệu theo lĩnh vực."),
        "service_level": _l("Không biết thủ tục nào nộp trực tuyến được."),
    },
}  # fmt: skip


# What no single column tells any more once all of these are lacking; wider ones first.
TOGETHER: dict[str, tuple[tuple[tuple[str, ...], LazyText], ...]] = {
    "dossiers": (
        (
            ("tax_code", "applicant", "business_code"),
            _l("Không biết hồ sơ của doanh nghiệp nào; chỉ tính vào số chung của ban."),
        ),
        (
            ("procedure_name", "procedure_code", "field"),
            _l("Không biết hồ sơ thuộc thủ tục và lĩnh vực nào; chỉ tính vào số chung của ban."),
        ),
        (
            ("procedure_name", "procedure_code"),
            _l("Không biết hồ sơ thuộc thủ tục nào; không tính vào số liệu theo thủ tục."),
        ),
        (
            ("finished_on", "returned_on"),
            _l("Không biết hồ sơ xong ngày nào; không tính vào số đã giải quyết của kỳ nào."),
        ),
    ),
}


class Lacking(NamedTuple):
    """What a file does not tell, and what follows from it."""

    labels: list[LazyString]
    cost: LazyText | None


def lacking(layout: Layout, meanings: Collection[str]) -> list[Lacking]:
    """What a file with these meanings does not say, and what follows: the most costly first."""
    costs: dict[str, LazyText | None] = {**COSTS.get(layout.kind, {})}
    costs = costs or dict.fromkeys(field.meaning for field in layout.fields)
    found: dict[tuple[str, ...], Lacking] = {}
    for name in costs:
        if name in meanings:
            continue
        names, cost = _all_lacking(layout.kind, name, meanings) or ((name,), costs[name])
        found.setdefault(names, Lacking([layout.label(one) for one in names], cost))
    return list(found.values())


def _all_lacking(kind: str, name: str, meanings: Collection[str]) -> tuple[tuple[str, ...], LazyText] | None:
    """The widest group that this one belongs to and of which nothing is there."""
    for names, cost in TOGETHER.get(kind, ()):
        if name in names and not any(other in meanings for other in names):
            return names, cost
    return None
