"""Rules about interventions: their types, and what proves that a business was reached by one."""

from datetime import date
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.text import fold_words

TRAINING = "training"
COUNTER_HELP = "counter_help"
UNKNOWN_TYPE = ""  # of an intervention that only an exposure file has named so far

TYPES: dict[str, LazyText] = {
    "training": _l("Tập huấn"),
    "visit": _l("Thăm và làm việc"),
    "leaflet": _l("Phát tờ rơi, tờ xếp"),
    "dialogue": _l("Đối thoại"),
    "article": _l("Bài viết"),
    "video": _l("Phim, video"),
    "media": _l("Báo, đài"),
    "broadcast": _l("Gửi tin Zalo hàng loạt"),
    "sms": _l("Tin nhắn SMS"),
    "poster": _l("Áp phích, pa nô"),
    "posting": _l("Niêm yết, công khai"),
    "hotline": _l("Đường dây nóng"),
    "contest": _l("Cuộc thi"),
    "exchange": _l("Trao đổi kinh nghiệm"),
    "organisation": _l("Tổ chức, bộ máy"),
    "counter_help": _l("Hỗ trợ tại Bộ phận Một cửa"),
    "tutorial": _l("Bài hướng dẫn"),
    "helpdesk": _l("Hỏi đáp"),
    "other": _l("Hoạt động khác"),
}

# People have to be there at a time; the others go out or hang by themselves.
HELD_BY_PEOPLE = ("training", "dialogue", "visit", "exchange", "contest")

# Businesses come to these by themselves, so those reached differ from the others before anything happens.
SELF_SELECTED = frozenset({"tutorial", "helpdesk"})

# How codes proposed for new interventions begin, e.g. TH-2026-01 for a training.
CODE_PREFIXES = {
    "training": "TH", "visit": "TV", "leaflet": "TR", "dialogue": "DT", "article": "BV", "video": "VD",
    "media": "BD", "broadcast": "ZL", "sms": "SMS", "poster": "AP", "posting": "NY", "hotline": "DN",
    "contest": "CT", "exchange": "KN", "organisation": "TC", "counter_help": "MC", "tutorial": "HD",
    "helpdesk": "HOI", "other": "HK",
}  # fmt: skip

UNKNOWN_PROOF = "unknown"

PROOFS: dict[str, LazyText] = {
    "attended": _l("có dự"),
    "visited": _l("được đến thăm"),
    "received": _l("đã nhận tài liệu"),
    "helped": _l("được hỗ trợ"),
    "called": _l("đã gọi điện"),
    "messaged": _l("đã nhận tin nhắn"),
    "scanned": _l("đã quét mã"),
    "completed": _l("đã học xong"),
    "seen": _l("đã xem"),
    UNKNOWN_PROOF: _l("chưa rõ cách tiếp cận"),
}

# What reaching a business by a type usually means.
USUAL_PROOFS = {
    "training": "attended", "visit": "visited", "leaflet": "received", "dialogue": "attended",
    "article": "seen", "video": "seen", "media": "seen", "broadcast": "messaged", "sms": "messaged",
    "poster": "seen", "posting": "seen", "hotline": "called", "contest": "attended", "exchange": "attended",
    "organisation": "helped", "counter_help": "helped", "tutorial": "completed", "helpdesk": "helped",
}  # fmt: skip

_PROOF_WORDINGS = {
    fold_words(wording): proof
    for proof, wordings in {
        "attended": "attended; có dự; tham dự; dự; đã dự; có mặt; tham gia; dự tập huấn",
        "visited": "visited; được đến thăm; đến thăm; thăm; thăm và làm việc; làm việc trực tiếp",
        "received": "received; đã nhận tài liệu; nhận tài liệu; nhận tờ rơi; đã nhận; nhận",
        "helped": "helped; được hỗ trợ; hỗ trợ; có hỗ trợ; hướng dẫn",
        "called": "called; đã gọi điện; gọi điện; điện thoại",
        "messaged": "messaged; đã nhận tin nhắn; nhận tin nhắn; tin nhắn; zalo; email",
        "scanned": "scanned; đã quét mã; quét mã; quét qr",
        "completed": "completed; đã học xong; học xong; hoàn thành",
        "seen": "seen; đã xem; xem; đọc; đã đọc",
        UNKNOWN_PROOF: "unknown; chưa rõ; không rõ; chưa rõ cách tiếp cận",
    }.items()
    for wording in wordings.split(";")
}
# A file's only way to say that staff offered the help, which counter help needs to be comparable.
_OFFERED_WORDINGS = frozenset(
    fold_words(wording)
    for wording in ("offered", "được mời", "cán bộ mời", "cán bộ chủ động", "chủ động hỗ trợ")
)
_LONGEST_PROOF = 100


class Occasion(NamedTuple):
    """When and how the businesses of a list were reached, as somebody records them."""

    day: date
    how: str = "attended"
    offered: bool = True


def parse_proof(wording: str | None, type: str) -> tuple[str, bool | None]:
    """The proof behind a file's wording, and whether it says that staff offered it (None: it does not say).

    Nothing written means what the type usually means; words we do not know are kept as they stand.
    """
    if not wording:
        return USUAL_PROOFS.get(type, UNKNOWN_PROOF), None
    folded = fold_words(wording)
    if folded in _OFFERED_WORDINGS:
        return USUAL_PROOFS.get(type, "helped"), True
    return _PROOF_WORDINGS.get(folded, wording[:_LONGEST_PROOF]), None


def proof_label(how: str) -> LazyText:
    """A proof in words."""
    return PROOFS.get(how, how)


def is_offered(type: str, said: bool | None) -> bool:
    """Whether staff came to the business: never for what businesses look up themselves.

    Counter help counts as offered only where the record says so (`said`); other types unless it denies it.
    """
    if type in SELF_SELECTED:
        return False
    if said is None:
        return type != COUNTER_HELP
    return said


def code_prefix(type: str, year: int) -> str:
    """How the codes of a type begin in a year: TH-2026-"""
    return f"{CODE_PREFIXES.get(type, 'HK')}-{year}-"


def propose_code(type: str, year: int, taken: frozenset[str]) -> str:
    """The first free code of a type in a year: TH-2026-01, TH-2026-02 …"""
    prefix = code_prefix(type, year)
    number = 1
    while f"{prefix}{number:02}" in taken:
        number += 1
    return f"{prefix}{number:02}"
