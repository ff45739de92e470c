"""What each role finds in the header."""

from functools import lru_cache
from typing import Any, NamedTuple

from flask import current_app, request, url_for
from flask_login import current_user

from outreach.accounts.models import COUNTER, OFFICERS, STAFF, Role
from outreach.i18n import LazyText, lazy_pgettext, locale
from outreach.i18n import lazy_gettext as _l


class Entry(NamedTuple):
    """One place in the header, and who sees it."""

    endpoint: str
    label: LazyText
    icon: str
    roles: tuple[Role | None, ...]  # None: whoever has not signed in
    section: str | tuple[str, ...]  # endpoints that begin so belong to it


class Item(NamedTuple):
    """A place as the page shows it, in its language."""

    endpoint: str
    url: str
    label: str
    icon: str
    current: bool


PLANNERS = (*OFFICERS, Role.LEADER)
KEEPERS = (Role.LEADER, Role.ADMINISTRATOR)  # of the register of complaints
LEARNERS = (None, Role.BUSINESS)
# For staff these are one place with tabs.
GUIDES = ("tutorials.", "answers.", "catalogue.", "practice.", "receipts.", "documents.", "desks.ladder")
DOING = (
    "campaigns.", "trainings.", "visits.", "leaflets.", "counter.", "desks.calendar", "desks.todo",
    "notices.mails", "workdays.",
)  # fmt: skip
LEDGER = ("rates.ledger", "rates.before_after", "rates.planned", "rates.reach", "dossiers.outage")
FIGURES = ("rates.figures", "rates.months", "rates.reported", "rates.summar")
IMPORTING = ("dossiers.import", "dossiers.expected", "desks.quality", "fetching.")
ENTRIES = (
    Entry("desks.home", _l("Trang chính"), "home", tuple(Role), "desks.home"),
    Entry("tutorials.index", _l("Hướng dẫn"), "book", LEARNERS, "tutorials."),
    Entry("catalogue.index", lazy_pgettext("many", "Thủ tục"), "search", LEARNERS, "catalogue."),
    Entry("practice.index", _l("Nộp thử"), "play", LEARNERS, "practice."),
    Entry("receipts.index", _l("Biên nhận"), "check", LEARNERS, "receipts."),
    Entry("helpdesk.index", _l("Hỏi cán bộ"), "mail", LEARNERS, "helpdesk."),
    Entry("desks.desk", _l("Hỗ trợ"), "mail", COUNTER, ("desks.desk_", "helpdesk.")),
    Entry("desks.businesses", lazy_pgettext("many", "Doanh nghiệp"), "building", STAFF, "businesses."),
    Entry("campaigns.index", lazy_pgettext("many", "Hoạt động"), "calendar", STAFF, DOING),
    Entry("tutorials.index", _l("Hướng dẫn"), "book", STAFF, GUIDES),
    Entry("rates.ledger", _l("Sổ can thiệp"), "check", STAFF, LEDGER),
    Entry("rates.figures", _l("Số liệu"), "chart", STAFF, FIGURES),
    Entry("desks.wall", _l("Toàn cảnh"), "circle-filled", STAFF, "desks.wall"),
    Entry("dossiers.index", lazy_pgettext("many", "Hồ sơ"), "file", tuple(Role), "dossiers.index"),
    Entry("dossiers.procedures", lazy_pgettext("many", "Thủ tục"), "settings", STAFF, "dossiers.procedure"),
    Entry("dossiers.imports", _l("Nhập liệu"), "upload", OFFICERS, IMPORTING),
)
# In the menu of the person: the header is full.
PERSONAL = (
    Entry("helpdesk.complaints", _l("Khiếu nại, phản ánh"), "warning", KEEPERS, "helpdesk.complaint"),
    Entry("accounts.people", _l("Người dùng"), "users", OFFICERS, "accounts.people"),
    Entry("zalo.people", _l("Zalo"), "link", COUNTER, "zalo."),
)
# What belongs to guides, one tab each.
TABS = (
    Entry("tutorials.index", _l("Bài hướng dẫn"), "", STAFF, ()),
    Entry("tutorials.authoring_index", _l("Soạn"), "", STAFF, ()),
    Entry("tutorials.reports", _l("Câu hỏi"), "", COUNTER, ()),
    Entry("answers.answers", _l("Hỏi – đáp"), "", STAFF, ()),
    Entry("answers.replies", _l("Trả lời mẫu"), "", STAFF, ()),
    Entry("receipts.waiting", _l("Biên nhận"), "", COUNTER, ()),
    Entry("practice.find_room", _l("Phòng thực hành"), "", COUNTER, ()),
    Entry("desks.ladder", _l("Bậc thang"), "", STAFF, ()),
    Entry("documents.index", _l("Văn bản"), "", STAFF, ()),
    Entry("catalogue.index", _l("Tra cứu thủ tục"), "", STAFF, ()),
    Entry("catalogue.map", _l("Sơ đồ"), "", STAFF, ()),
)
# What belongs to activities. Who works at the counter every day sees what is needed there.
DOING_TABS = (
    Entry("campaigns.index", lazy_pgettext("many", "Hoạt động"), "", STAFF, ()),
    Entry("desks.todo", _l("Việc cần làm"), "", STAFF, ()),
    Entry("campaigns.plans", lazy_pgettext("many", "Kế hoạch"), "", PLANNERS, ()),
    Entry("campaigns.campaign_index", lazy_pgettext("many", "Chiến dịch"), "", PLANNERS, ()),
    Entry("campaigns.matrix", _l("Ma trận"), "", PLANNERS, ()),
    Entry("desks.calendar", _l("Lịch"), "", STAFF, ()),
    Entry("trainings.index", _l("Buổi tập huấn"), "", COUNTER, ()),
    Entry("visits.index", _l("Đi thăm"), "", COUNTER, ()),
    Entry("visits.promises", _l("Cam kết"), "", STAFF, ()),
    Entry("leaflets.index", _l("Tờ rơi"), "", COUNTER, ()),
    Entry("counter.index", _l("Hỗ trợ tại quầy"), "", COUNTER, ()),
    Entry("counter.months", _l("Hỗ trợ tại quầy"), "", (Role.LEADER,), ()),
    Entry("notices.mails", _l("Thư đã gửi"), "", OFFICERS, ()),
)
ZALO_TABS = (
    Entry("zalo.people", _l("Người nhắn"), "", COUNTER, ()),
    Entry("zalo.sendings", _l("Tin gửi"), "", COUNTER, ()),
    Entry("zalo.account", _l("Kết nối"), "", (Role.ADMINISTRATOR,), ()),
)
DESK_TABS = (
    Entry("desks.desk", _l("Danh sách"), "", COUNTER, ()),
    Entry("helpdesk.figures", _l("Số liệu bàn hỗ trợ"), "", STAFF, ()),
    Entry("helpdesk.targets", _l("Mục tiêu trả lời"), "", OFFICERS, ()),
    Entry("helpdesk.retention", _l("Thời hạn lưu"), "", (Role.ADMINISTRATOR,), ()),
    Entry("helpdesk.looks", _l("Lượt xem"), "", (Role.ADMINISTRATOR,), ()),
)
IMPORT_TABS = (
    Entry("dossiers.imports", _l("Các lần nhập"), "", OFFICERS, ()),
    Entry("desks.quality", _l("Chất lượng sổ"), "", OFFICERS, ()),
    Entry("fetching.index", _l("Nguồn tự lấy"), "", OFFICERS, ()),
    Entry("dossiers.expected_files", _l("Tệp hằng tháng"), "", OFFICERS, ()),
)
# endpoint → the tabs above it, and what they are called together
TABBED = (
    {entry.endpoint: (TABS, _l("Hướng dẫn")) for entry in TABS}
    | {entry.endpoint: (DOING_TABS, lazy_pgettext("many", "Hoạt động")) for entry in DOING_TABS}
    | {entry.endpoint: (IMPORT_TABS, _l("Nhập liệu")) for entry in IMPORT_TABS}
    | {entry.endpoint: (ZALO_TABS, _l("Zalo")) for entry in ZALO_TABS}
    | {entry.endpoint: (DESK_TABS, _l("Bàn hỗ trợ")) for entry in DESK_TABS[1:]}  # the desk fills its window
)
# At the foot of every page: what needs no sign-in.
PUBLIC = (
    Entry("tutorials.index", _l("Hướng dẫn nộp hồ sơ"), "", LEARNERS, ()),
    Entry("catalogue.index", _l("Tra cứu thủ tục"), "", LEARNERS, ()),
    Entry("catalogue.map", _l("Sơ đồ thủ tục"), "", LEARNERS, ()),
    Entry("answers.questions", _l("Hỏi – đáp"), "", LEARNERS, ()),
    Entry("practice.index", _l("Nộp thử"), "", LEARNERS, ()),
    Entry("receipts.index", _l("Biên nhận an tâm"), "", LEARNERS, ()),
    Entry("trainings.find_certificate", _l("Kiểm tra chứng nhận"), "", LEARNERS, ()),
)


def context() -> dict[str, Any]:
    """What the layouts need on every page."""
    person = current_user._get_current_object()  # found once: templates ask for it dozens of times
    return {
        "current_user": person,
        "board_name": current_app.config["BOARD_NAME"],
        "hotline": current_app.config["HOTLINE"],
        **_places(person.role, request.endpoint or "", locale(), request.script_root),
    }


@lru_cache(maxsize=2048)
def _places(role: Role | None, here: str, _locale: str, _script_root: str) -> dict[str, Any]:
    """The same for everybody of a role on a page in a language: making thirty each time is not free."""
    tabs, name = TABBED[here] if role in STAFF and here in TABBED else ((), "")
    return {
        "nav_items": _items(ENTRIES, role, here),
        "personal_items": _items(PERSONAL, role, here),
        "nav_tabs": _items(tabs, role, here),
        "nav_tabs_name": str(name),
        "foot_items": _items(PUBLIC, role, here),
    }


def _items(entries: tuple[Entry, ...], role: Role | None, here: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            endpoint=entry.endpoint,
            url=url_for(entry.endpoint),
            label=str(entry.label),
            icon=entry.icon,
            current=here == entry.endpoint or here.startswith(entry.section),
        )
        for entry in entries
        if role in entry.roles
    )
