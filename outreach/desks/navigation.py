"""What each role finds in the header."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app, request, url_for
from flask_login import current_user

from outreach.accounts.models import OFFICERS, STAFF, Role
from outreach.i18n import LazyText, lazy_pgettext
from outreach.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Entry:
    """One place in the header, and who sees it."""

    endpoint: str
    label: LazyText
    icon: str
    roles: tuple[Role | None, ...]  # None: whoever has not signed in
    section: str | tuple[str, ...]  # endpoints that begin so belong to it


LEDGER = ("rates.ledger", "rates.before_after", "rates.planned", "rates.reach", "dossiers.outage")
FIGURES = ("rates.figures", "rates.months", "rates.reported")
OUTSIDE = (None, Role.BUSINESS)
GUIDES = ("tutorials.index", "tutorials.show", "tutorials.step", "tutorials.sheet", "tutorials.learned")
ENTRIES = (
    Entry("desks.home", _l("Trang chính"), "home", (Role.BUSINESS,), "desks.home"),  # staff: the brand
    Entry("tutorials.index", _l("Hướng dẫn"), "book", (None, *Role), GUIDES),
    Entry("catalogue.index", _l("Thủ tục trực tuyến"), "search", OUTSIDE, "catalogue."),
    Entry("practice.index", _l("Thực hành"), "monitor", OUTSIDE, "practice."),
    Entry("receipts.index", _l("Biên nhận"), "check", OUTSIDE, "receipts."),
    Entry("desks.businesses", lazy_pgettext("many", "Doanh nghiệp"), "building", STAFF, "businesses."),
    Entry("campaigns.index", lazy_pgettext("many", "Hoạt động"), "calendar", STAFF, "campaigns."),
    Entry("rates.ledger", _l("Sổ can thiệp"), "check", STAFF, LEDGER),
    Entry("rates.figures", _l("Số liệu"), "chart", STAFF, FIGURES),
    Entry("desks.wall", _l("Toàn cảnh"), "circle-filled", STAFF, "desks.wall"),
    Entry("dossiers.index", lazy_pgettext("many", "Hồ sơ"), "file", tuple(Role), "dossiers.index"),
    Entry("dossiers.procedures", lazy_pgettext("many", "Thủ tục"), "settings", STAFF, "dossiers.procedure"),
    Entry("dossiers.imports", _l("Nhập liệu"), "upload", OFFICERS, "dossiers.import"),
    Entry("accounts.people", _l("Người dùng"), "users", OFFICERS, "accounts.people"),
)


def context() -> dict[str, Any]:
    """What the layouts need on every page."""
    person = current_user._get_current_object()  # found once: templates ask for it dozens of times
    here = request.endpoint or ""
    mine = [entry for entry in ENTRIES if person.role in entry.roles]
    return {
        "current_user": person,
        "nav_items": [_item(entry, here) for entry in mine],
        "board_name": current_app.config["BOARD_NAME"],
        "hotline": current_app.config["HOTLINE"],
    }


def _item(entry: Entry, here: str) -> dict[str, Any]:
    return {
        "endpoint": entry.endpoint,
        "url": _address(entry.endpoint, request.script_root),
        "label": entry.label,
        "icon": entry.icon,
        "current": here == entry.endpoint or here.startswith(entry.section),
    }


@lru_cache
def _address(endpoint: str, _script_root: str) -> str:
    """The same for everybody under one root; building nine of them on every page is not free."""
    return url_for(endpoint)
