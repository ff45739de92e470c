"""What proves that an intervention took place, per type, and what is still missing of it."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from outreach.campaigns.rules import UNKNOWN_TYPE
from outreach.campaigns.rules.details import details_of
from outreach.campaigns.rules.progress import state_of
from outreach.i18n import LazyText
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l

EVIDENCE: dict[str, LazyText] = {
    "photo": _l("Ảnh"),
    "minutes": _l("Biên bản"),
    "signed_list": _l("Danh sách ký tên"),
    "decision": _l("Văn bản, quyết định, kế hoạch"),
    "invitation": _l("Giấy mời"),
    "programme": _l("Chương trình, tài liệu"),
    "published": _l("Bài, tin hoặc clip đã đăng"),
    "confirmation": _l("Xác nhận đã phát, đã gửi"),
    "invoice": _l("Hóa đơn, chứng từ"),
    "report": _l("Báo cáo kết quả"),
    "other": _l("Tài liệu khác"),
}

LONGEST_MINUTES = 20_000  # characters
LARGEST_FILE = 10 * 1024**2  # bytes, documents; photos are bounded where they are re-encoded
MOST_FILES = 60  # of one intervention
MOST_BYTES = 120 * 1024**2

MINUTES_TEXT, LIST_OF_REACHED, LINK = "minutes_text", "list_of_reached", "link"  # proofs beside evidence


class Proof(NamedTuple):
    """One thing to be proved: any of `enough` does (kinds of evidence, or what stands in the record)."""

    words: LazyText
    enough: frozenset[str]
    ask_for: str  # the kind of evidence that the page proposes


def _proof(words: LazyText, ask_for: str, *others: str) -> Proof:
    return Proof(words, frozenset({ask_for, *others}), ask_for)


_HELD = _proof(_l("biên bản, ảnh hoặc báo cáo kết quả"), "minutes", "photo", "report", MINUTES_TEXT)
_PUBLISHED = _proof(
    _l("đường dẫn hoặc bản chụp bài đã đăng"), "published", "photo", "confirmation", "report", LINK
)
_SENT = _proof(_l("ảnh chụp hoặc xác nhận đã gửi"), "confirmation", "photo", "published", "report")
_SEEN = _proof(_l("ảnh tại chỗ"), "photo", "minutes", MINUTES_TEXT)
_CAME = _proof(_l("danh sách ký tên hoặc danh sách đã ghi"), "signed_list", "report", LIST_OF_REACHED)

# What counts as proof of each type; types left out (what the portal records by itself) need none.
PROOFS_WANTED: dict[str, tuple[Proof, ...]] = {
    "training": (_CAME, _HELD),
    "visit": (_HELD,),
    "leaflet": (
        _proof(_l("tờ rơi đã phát hoặc ảnh nơi phát"), "photo", "programme", "published", "invoice"),
    ),
    "dialogue": (_CAME, _proof(_l("biên bản đối thoại"), "minutes", "report", MINUTES_TEXT)),
    "article": (_PUBLISHED,),
    "video": (_PUBLISHED,),
    "media": (_proof(_l("xác nhận đã phát, bài báo hoặc đường dẫn"), *sorted(_PUBLISHED.enough)),),
    "broadcast": (_SENT,),
    "sms": (_SENT,),
    "poster": (_SEEN,),
    "posting": (_SEEN,),
    "hotline": (_proof(_l("sổ trực hoặc báo cáo"), "report", "minutes", MINUTES_TEXT),),
    "contest": (
        _proof(
            _l("thể lệ, kết quả hoặc báo cáo"), "report", "decision", "programme", "minutes", MINUTES_TEXT
        ),
    ),
    "exchange": (_HELD,),
    "organisation": (
        _proof(_l("kế hoạch phối hợp, biên bản hoặc báo cáo"), "decision", *sorted(_HELD.enough)),
    ),
    "counter_help": (_proof(_l("danh sách đã hỗ trợ hoặc báo cáo"), "report", "photo", LIST_OF_REACHED),),
    "other": (_HELD,),
}  # fmt: skip
# Of these nobody can say which businesses they reached: they are not asked for a list.
WITHOUT_LIST = frozenset(
    {"poster", "posting", "article", "video", "media", "hotline", "exchange", "organisation"}
)


class Facts(NamedTuple):
    """What is known of an intervention, as far as being complete depends on it."""

    type: str
    held_on: date
    ends_on: date | None
    cancelled_on: date | None
    provisional: bool
    covers_all: bool
    audience: str
    contents: Collection[str]
    details: Mapping[str, Any]
    reported_attendances: int | None
    cost_planned_vnd: int | None
    cost_vnd: int | None
    has_minutes: bool
    reached: int  # businesses
    evidence: Collection[str]  # kinds that are there
    questions: int = 0  # without an answer


class Missing(NamedTuple):
    """Something still to be supplied: `code` says where, `words` what, `ask_for` a kind of evidence."""

    code: str  # facts, reach, proof, cost, contents, answers, cancel_or_wait
    words: str
    ask_for: str | None = None


def missing(facts: Facts, today: date) -> list[Missing]:
    """What an intervention lacks before it can be called done; nothing when it was cancelled."""
    state = state_of(facts.held_on, facts.ends_on, facts.cancelled_on, today)
    if state == "cancelled":
        return []
    if state != "done":
        words = _("chưa diễn ra") if state == "planned" else _("đang diễn ra, chưa kết thúc")
        return [Missing("wait", str(words))]
    return [*_facts(facts), *_reach(facts), *_proofs(facts), *_rest(facts)]


def _facts(facts: Facts) -> list[Missing]:
    if facts.provisional or facts.type == UNKNOWN_TYPE:
        return [Missing("facts", str(_("loại, tên và ngày đúng")))]
    return [
        Missing("facts", str(detail.label))
        for detail in details_of(facts.type)
        if detail.wanted and facts.details.get(detail.name) in (None, "")
    ]


def _reach(facts: Facts) -> list[Missing]:
    said: Any = facts.covers_all or facts.reached or facts.reported_attendances is not None
    said = said or facts.details.get("recipients")  # of messages
    if said or facts.audience == "staff" or facts.type in WITHOUT_LIST:
        return []
    return [Missing("reach", str(_("doanh nghiệp được tiếp cận, hoặc số lượt theo báo cáo")))]


def _proofs(facts: Facts) -> list[Missing]:
    there = {*facts.evidence}
    there |= {MINUTES_TEXT} if facts.has_minutes else set()
    there |= {LIST_OF_REACHED} if facts.reached else set()
    there |= {LINK} if facts.details.get("link") else set()
    return [
        Missing("proof", str(proof.words), proof.ask_for)
        for proof in PROOFS_WANTED.get(facts.type, ())
        if not there & proof.enough
    ]


def _rest(facts: Facts) -> list[Missing]:
    found = []
    if not facts.contents and facts.type in PROOFS_WANTED:
        found.append(Missing("contents", str(_("nội dung tuyên truyền (a đến m)"))))
    if facts.cost_planned_vnd and facts.cost_vnd is None:
        found.append(Missing("cost", str(_("kinh phí đã chi"))))
    if facts.questions:
        said = _("%(number)s câu hỏi chưa trả lời", number=facts.questions)
        found.append(Missing("answers", str(said)))
    return found
