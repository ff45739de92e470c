"""Closed lists: channels, states, levels, yes and no, in whatever wording a vendor's system uses.

Wordings: three code bases of one-stop systems (states 1–10, channels 1–3) and the registers of three boards.
An unknown wording is refused with the accepted ones: guessing would falsify the figures without a trace.
"""

import re
from typing import NamedTuple

from outreach.i18n import LazyString
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.cells import Cell, CellFault
from outreach.sheets.values.texts import filled, folded
from outreach.text import fold_words

_NOT_KNOWN = frozenset({"khong ro", "khong xac dinh", "chua ro", "unknown", "khac"})

_YES = frozenset({"co", "x", "yes", "y", "true", "1", "dung", "da", "v", "✓", "✔", "☑", "☒", "da co"})
_NO = frozenset({"khong", "no", "n", "false", "0", "sai", "chua", "☐", "chua co"})


def _table(meanings: dict[str, str]) -> dict[str, str]:
    """{'online': 'qua mạng; trực tuyến'} → {'qua mang': 'online', 'truc tuyen': 'online'}."""
    return {fold_words(word): meaning for meaning, words in meanings.items() for word in words.split(";")}


_CHANNELS = _table(
    {
        "online": (
            "2; online; truc tuyen; qua mạng; internet; điện tử; bản điện tử; qua cổng dịch vụ công; "
            "email; cổng dịch vụ công; cổng dịch vụ công quốc gia; dịch vụ công; dvc; dvctt"
        ),
        "counter": (
            "1; counter; direct; offline; trực tiếp; một cửa; tại quầy; bộ phận một cửa; tại bộ phận một "
            "cửa; nộp tại bộ phận một cửa; trả tại bộ phận một cửa; tại một cửa; quầy; bản giấy"
        ),
        "post": "3; post; postal; bưu chính; bưu điện; bcci; bưu chính công ích; vnpost",
    }
)
_CHANNEL_PARTS = {
    "online": ("truc tuyen", "qua mang"),
    "counter": ("truc tiep", "mot cua"),
    "post": ("bcci", "buu chinh", "buu dien"),
}

# A paused dossier ("tạm dừng") is still open and counts as processing; state 8 ("dừng xử lý") is an end.
_STATUSES = _table(
    {
        "registered": (
            "1; registered; mới đăng ký; đăng ký mới; hồ sơ đăng ký mới; hồ sơ đăng ký mới trực tuyến; "
            "mới nộp; chờ tiếp nhận; chưa tiếp nhận; hồ sơ chờ tiếp nhận"
        ),
        "received": "2; received; được tiếp nhận; đã tiếp nhận; mới tiếp nhận; tiếp nhận; đã được tiếp nhận",
        "not_received": "3; not_received; không được tiếp nhận; không tiếp nhận; từ chối tiếp nhận",
        "processing": (
            "4; processing; in progress; đang xử lý; đang giải quyết; đang thụ lý; đang thẩm định; chờ xử "
            "lý; chờ ký duyệt; chờ ký; chờ phê duyệt; chờ duyệt; chờ thẩm định; chưa giải quyết; tạm "
            "dừng; tạm dừng xử lý; tạm dừng giải quyết; đang làm; đang thực hiện; đang tiến hành; chưa xong"
        ),
        "supplement_asked": (
            "5; supplement_asked; yêu cầu bổ sung giấy tờ; yêu cầu bổ sung; yêu cầu bổ sung hồ sơ; bổ "
            "sung; chờ bổ sung hồ sơ; chờ bổ sung; bổ sung hồ sơ; tạm dừng bổ sung điều kiện; tạm dừng bổ "
            "sung; tạm dừng chờ bổ sung; tạm dừng chờ bổ sung hồ sơ; yêu cầu bổ sung, hoàn thiện hồ sơ"
        ),
        "fee_due": (
            "6; fee_due; yêu cầu thực hiện nghĩa vụ tài chính; chờ thực hiện nghĩa vụ tài chính; chờ nộp "
            "phí; thực hiện nghĩa vụ tài chính; chờ thanh toán; chờ nộp lệ phí"
        ),
        "withdrawn": (
            "7; withdrawn; công dân yêu cầu rút hồ sơ; đã rút hồ sơ; rút hồ sơ; xin rút; xin rút hồ sơ; "
            "đã rút; yêu cầu rút hồ sơ; doanh nghiệp yêu cầu rút hồ sơ; tổ chức yêu cầu rút hồ sơ"
        ),
        "stopped": (
            "8; stopped; dừng xử lý; đã dừng xử lý; dừng giải quyết; đã dừng; hủy; đã hủy; hủy hồ sơ; hủy bỏ"
        ),
        "finished": (
            "9; finished; resolved; đã xử lý xong; đã xử lý; xử lý xong; đã giải quyết; đã giải quyết "
            "xong; đã hoàn thành; hoàn thành; đã có kết quả; có kết quả; chờ trả kết quả; đã kết thúc; xong; "
            "đã xong; hoàn tất; đã hoàn tất; giải quyết xong"
        ),
        "returned": "10; returned; đã trả kết quả; đã trả; trả kết quả; đã nhận kết quả",
        "sent_back": (
            "sent_back; hướng dẫn thực hiện lại; hướng dẫn làm lại; trả lại; trả lại hồ sơ; đã trả lại; "
            "đã trả lại hồ sơ"
        ),
        "refused": (
            "refused; rejected; từ chối giải quyết; từ chối; bị từ chối; không giải quyết; từ chối hồ sơ"
        ),
    }
)
# "đúng hạn", "còn hạn" … say how the state stands to its date, which the dates themselves tell.
_TIMELINESS = re.compile(r"\s*\b(?:dung|qua|con|trong|truoc|som|tre|chua den) han$")

_ASSISTANCE = _table(
    {
        "alone": "alone; tự nộp; doanh nghiệp tự nộp; tự làm; không hỗ trợ; không",
        "assisted": "assisted; có hỗ trợ; được hỗ trợ; hỗ trợ; có người hỗ trợ; hướng dẫn nộp; có",
        "filed_for": "filed_for; nộp hộ; nộp thay; làm hộ; làm thay; cán bộ nộp hộ; được nộp hộ",
    }
)

_INTERVENTION_TYPES = _table(
    {
        "training": "training; tập huấn; lớp tập huấn; hội nghị tập huấn",
        "visit": "visit; thăm; thăm và làm việc; thăm doanh nghiệp; làm việc tại doanh nghiệp",
        "leaflet": "leaflet; tờ rơi; tờ xếp; tờ gấp; phát tờ rơi",
        "dialogue": "dialogue; đối thoại; hội nghị đối thoại; gặp gỡ đối thoại",
        "article": "article; bài viết; bài báo; tin bài",
        "video": "video; phim; video clip",
        "media": "media; truyền thông; báo đài; phát thanh truyền hình; báo, đài",
        "broadcast": "broadcast; zalo; tin zalo; gửi tin hàng loạt",
        "sms": "sms; tin nhắn; tin nhắn sms",
        "poster": "poster; áp phích; pa nô; panô; băng rôn",
        "posting": "posting; niêm yết; công khai",
        "hotline": "hotline; đường dây nóng; tổng đài",
        "contest": "contest; cuộc thi; hội thi",
        "exchange": "exchange; trao đổi kinh nghiệm; học tập kinh nghiệm; tọa đàm",
        "organisation": "organisation; organization; tổ chức bộ máy; tổ công nghệ số",
        "counter_help": "counter_help; hỗ trợ tại quầy; hỗ trợ tại một cửa; hướng dẫn tại một cửa",
        "tutorial": "tutorial; bài hướng dẫn",
        "helpdesk": "helpdesk; hỏi đáp; hỗ trợ trực tuyến",
        "other": "other; khác",
    }
)

_LEVEL_2011 = re.compile(r"(?:.*\bmuc(?: do)? |.*\blevel )?0?([1-4])")
_LEVELS_2022 = {
    "full": ("toan trinh", "full"),
    "partial": ("mot phan", "partial"),
}
_INFORMATION = frozenset({"dich vu cong", "information", "thong tin"})


class ServiceLevel(NamedTuple):
    """How far a procedure can be done online, in the vocabulary the file uses; the two are never mixed.

    `levels_2011`: '1'–'4' (Decree 43/2011); `levels_2022`: 'information', 'partial', 'full' (Decree 42/2022).
    """

    vocabulary: str
    level: str
    wording: str


def parse_yes_no(cell: Cell) -> bool | None:
    """Có, x, 1, Đã số hóa → True; Không, 0, Chưa → False."""
    if isinstance(cell, bool):
        return cell
    words = folded(cell)
    if words is None:
        return None
    if words in _YES or words.startswith("da "):
        return True
    if words in _NO or words.startswith(("chua ", "khong ")):
        return False
    raise _unknown(_l("Có, Không, x, 1, 0"))


def parse_online_mark(cell: Cell) -> str | None:
    """The column 'Trực tuyến' of a dossier list: x, Có or 1 → online; Không → not known which other way."""
    words = folded(cell)
    if words is None or words in _NO or cell is False:
        return None
    if words in _YES or cell is True:
        return "online"
    return parse_channel(cell)


def parse_channel(cell: Cell) -> str | None:
    """How a dossier was filed: online, counter or post."""
    words = _words(cell)
    if words is None or words in _NOT_KNOWN:
        return None
    if channel := _CHANNELS.get(words):
        return channel
    named = [channel for channel, parts in _CHANNEL_PARTS.items() if any(part in words for part in parts)]
    if len(named) == 1 and "khong" not in words.split():
        return named[0]
    raise _unknown(_l("Trực tuyến, Trực tiếp, Bưu chính công ích"))


def parse_return_channel(cell: Cell) -> str | None:
    """How the result went back: online, counter or post."""
    return parse_channel(cell)


def parse_status(cell: Cell) -> str | None:
    """The state of a dossier as one of twelve codes, from the numbers 1–10 or a vendor's wording."""
    words = _words(cell)
    if words is None or words in _NOT_KNOWN:
        return None
    status = _STATUSES.get(words) or _STATUSES.get(_TIMELINESS.sub("", words))
    if status:
        return status
    raise _unknown(
        _l("Mới đăng ký, Được tiếp nhận, Không được tiếp nhận, Đang xử lý, Yêu cầu bổ sung giấy tờ, "
           "Yêu cầu thực hiện nghĩa vụ tài chính, Đã rút hồ sơ, Dừng xử lý, Đã xử lý xong, Đã trả kết quả, "
           "Hướng dẫn thực hiện lại, Từ chối giải quyết")
    )  # fmt: skip


def parse_assistance(cell: Cell) -> str | None:
    """Who really filed: alone, assisted, filed_for; 'không rõ' stays unknown."""
    return _one_of(cell, _ASSISTANCE, _l("Tự nộp, Có hỗ trợ, Nộp hộ, Không rõ"))


def parse_intervention_type(cell: Cell) -> str | None:
    """What kind of thing was done: training, visit, leaflet …"""
    words = _words(cell)
    if words is None:
        return None
    if kind := _INTERVENTION_TYPES.get(words):
        return kind
    raise _unknown(", ".join(sorted(set(_INTERVENTION_TYPES.values()))))


def parse_service_level(cell: Cell) -> ServiceLevel | None:
    """The service level with its vocabulary and the source's own words."""
    words = _words(cell)
    if words is None:
        return None
    wording = filled(cell) or words
    named = [level for level, parts in _LEVELS_2022.items() if any(part in words for part in parts)]
    if len(named) == 1:
        return ServiceLevel("levels_2022", named[0], wording)
    if not named and (words in _INFORMATION or "cung cap thong tin" in words):
        return ServiceLevel("levels_2022", "information", wording)
    if not named and (match := _LEVEL_2011.fullmatch(words)):
        return ServiceLevel("levels_2011", match[1], wording)
    raise _unknown(_l("1, 2, 3, 4, Một phần, Toàn trình, Dịch vụ công"))


def _words(cell: Cell) -> str | None:
    text = filled(cell)
    return None if text is None else fold_words(text) or text


def _one_of(cell: Cell, table: dict[str, str], accepted: LazyString) -> str | None:
    words = _words(cell)
    if words is None or words in _NOT_KNOWN:
        return None
    if words in table:
        return table[words]
    raise _unknown(accepted)


def _unknown(accepted: LazyString | str) -> CellFault:
    return CellFault(
        _l("Giá trị này chưa được biết; các giá trị nhận được: %(accepted)s.", accepted=accepted)
    )
