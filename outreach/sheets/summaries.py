"""What summary forms hold: TT 01/2020/TT-VPCP form 06 and II.06a, OpenCPS, and others built alike.

Their headings stand in two or three rows. "Trực tuyến" says nothing alone; below "Tiếp nhận" it counts the
dossiers that came online. Each row is a unit or a field, a total over others included.
"""

from collections.abc import Sequence

from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l
from outreach.sheets import values
from outreach.sheets.columns import Field, Layout
from outreach.sheets.headings import BETWEEN

_RECEIVED = (
    "Số hồ sơ nhận giải quyết", "Số lượng hồ sơ nhận giải quyết", "Tiếp nhận", "Nhận giải quyết",
    "Số hồ sơ tiếp nhận", "Số lượng hồ sơ tiếp nhận", "Hồ sơ tiếp nhận", "Số hồ sơ đã tiếp nhận",
    "Hồ sơ nhận giải quyết",
)  # fmt: skip
_RESOLVED = (
    "Số hồ sơ đã giải quyết", "Số lượng hồ sơ đã giải quyết", "Kết quả nhận giải quyết",
    "Hồ sơ đã giải quyết", "Đã giải quyết", "Kết quả giải quyết", "Số hồ sơ giải quyết",
)  # fmt: skip
_OPEN = (
    "Số lượng hồ sơ đang giải quyết", "Hồ sơ đang xử lý", "Đang giải quyết", "Số hồ sơ đang giải quyết",
    "Hồ sơ đang giải quyết", "Đang xử lý", "Số hồ sơ đang xử lý", "Số lượng hồ sơ đang xử lý",
)  # fmt: skip
_TOTAL = ("Tổng số", "Tổng cộng", "Tổng", "Tổng số hồ sơ")
_IN_PERIOD = ("Nhận trong kì", "Nhận trong kỳ", "Trong kỳ", "Tiếp nhận trong kỳ", "Tiếp nhận mới")
_BEFORE = (
    "Từ kỳ trước",
    "Kỳ trước",
    "Tồn trước",
    "Tồn kỳ trước",
    "Kỳ trước chuyển sang",
    "Từ kỳ trước chuyển qua",
)
_ONLINE = ("Trực tuyến", "Qua mạng", "Tiếp nhận trực tuyến")
_COUNTER = ("Trực tiếp", "Một cửa")
_BY_POST = ("Qua BCCI", "Bưu chính", "Dịch vụ bưu chính", "Bưu chính công ích", "Dịch vụ bưu chính công ích")
_BOTH = ("Trực tiếp, dịch vụ bưu chính", "Trực tiếp và dịch vụ bưu chính", "Trực tiếp, bưu chính")
_EARLY = ("Trước hạn", "Sớm hạn")
_LATE = ("Quá hạn", "Trễ hạn", "Trễ")
_IN_TIME = ("Trong hạn", "Còn hạn", "Chưa đến hạn")


def _below(groups: Sequence[str], headings: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{group}{BETWEEN}{heading}" for group in groups for heading in headings)


def _count(meaning: str, label: LazyString, *synonyms: str) -> Field:
    return Field(meaning, label, synonyms, values.parse_int)


_FIGURES = (
    _count("received_total", _l("Tiếp nhận: tổng số"), *_below(_RECEIVED, _TOTAL)),
    _count(
        "received_in_period",
        _l("Tiếp nhận trong kỳ: tổng số"),
        *_below(_below(_RECEIVED, _IN_PERIOD), _TOTAL),
        *_below(_RECEIVED, _IN_PERIOD),
    ),
    _count("received_online", _l("Tiếp nhận: trực tuyến"), *_below(_RECEIVED, _ONLINE), *_ONLINE),
    _count(
        "received_direct_and_postal",
        _l("Tiếp nhận: trực tiếp và bưu chính"),
        *_below(_RECEIVED, _BOTH), *_BOTH,
    ),
    _count("received_direct", _l("Tiếp nhận: trực tiếp"), *_below(_RECEIVED, _COUNTER), *_COUNTER),
    _count("received_postal", _l("Tiếp nhận: bưu chính"), *_below(_RECEIVED, _BY_POST), *_BY_POST),
    _count("carried_over", _l("Kỳ trước chuyển sang"), *_below(_RECEIVED, _BEFORE), *_BEFORE),
    _count("resolved_total", _l("Đã giải quyết: tổng số"), *_below(_RESOLVED, _TOTAL)),
    _count("resolved_early", _l("Đã giải quyết: trước hạn"), *_below(_RESOLVED, _EARLY), *_EARLY),
    _count("resolved_on_time", _l("Đã giải quyết: đúng hạn"), *_below(_RESOLVED, ("Đúng hạn",)), "Đúng hạn"),
    _count("resolved_late", _l("Đã giải quyết: quá hạn"), *_below(_RESOLVED, _LATE)),
    _count("in_progress_total", _l("Đang giải quyết: tổng số"), *_below(_OPEN, _TOTAL)),
    _count("in_progress_in_time", _l("Đang giải quyết: trong hạn"), *_below(_OPEN, _IN_TIME), *_IN_TIME),
    _count("in_progress_late", _l("Đang giải quyết: quá hạn"), *_below(_OPEN, _LATE)),
    _count(
        "withdrawn_or_refused",
        _l("Trả lại, từ chối, rút"),
        *_below(_RESOLVED, ("Từ chối giải quyết", "Trả lại/ Rút HS")),
        "Từ chối giải quyết", "Trả lại/ Rút HS", "Không tiếp nhận", "Đã rút hồ sơ",
    ),
    _count("returned", _l("Đã trả kết quả"), *_below(_RESOLVED, ("Đã trả", "Đã trả kết quả")), "Đã trả"),
    _count(
        "not_returned",
        _l("Chưa trả kết quả"),
        *_below(_RESOLVED, ("Chưa trả", "Chưa trả kết quả")), "Chưa trả",
    ),
    _count(
        "suspended",
        _l("Tạm dừng, chờ bổ sung"),
        "Tạm dừng bổ sung điều kiện", "Tạm dừng xử lý", "Bổ sung", "Dừng xử lý", "Tạm dừng",
    ),
    Field(
        "on_time_share",
        _l("Tỷ lệ sớm và đúng hạn"),
        (
            "Tỉ lệ sớm và đúng hạn", "Tỉ lệ đúng hạn", "Tỉ lệ giải quyết đúng hạn",
            "Tỷ lệ sớm và đúng hạn", "Tỷ lệ đúng hạn", "Tỷ lệ giải quyết đúng hạn",
        ),
        values.parse_share,
    ),
)  # fmt: skip

SUMMARIES = Layout(
    kind="summary",
    fields=(
        Field("ordinal", _l("Số thứ tự"), ("STT", "TT", "Số TT", "Số thứ tự"), values.parse_text),
        Field(
            "unit",
            _l("Đơn vị"),
            ("Đơn vị", "Tên đơn vị", "Cơ quan", "Cơ quan, đơn vị", "Đơn vị tiếp nhận", "Cơ quan giải quyết"),
            values.parse_text,
        ),
        Field(
            "field",
            _l("Lĩnh vực"),
            ("Lĩnh vực, công việc giải quyết theo cấp", "Lĩnh vực", "Lĩnh vực giải quyết"),
            values.parse_text,
        ),
        *_FIGURES,
    ),
    needs=(
        ("unit", "field"),
        tuple(figure.meaning for figure in _FIGURES if figure.meaning != "on_time_share"),
    ),
    figures=True,
)
