"""The list of businesses: search, filters, order, and how each one files."""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from outreach import charts, lists, web
from outreach.accounts import guards
from outreach.desks.queries.businesses import (
    SORTS,
    STATES,
    BusinessFilter,
    filed,
    list_businesses,
    zone_names,
)
from outreach.i18n import LazyText, locale, show_number, show_percent
from outreach.i18n import lazy_gettext as _l
from outreach.identifiers import tax_code_doubtful
from outreach.rates import queries as rates
from outreach.rates.rules.counting import ENOUGH
from outreach.rates.rules.periods import Period, last_twelve_months

STATE_LABELS: dict[str, LazyText] = {
    "paper": _l("Có hồ sơ, chưa nộp trực tuyến lần nào"),
    "silent": _l("Không có hồ sơ trong 12 tháng"),
    "provisional": _l("Cần bổ sung thông tin"),
    "without_tax_code": _l("Chưa có mã số thuế"),
    "doubtful": _l("Mã số thuế cần xem lại"),
    "inactive": _l("Ngừng hoạt động"),
}
HEADINGS: dict[str, LazyText] = {
    "name": _l("Doanh nghiệp"),
    "employees": _l("Lao động"),
    "received": _l("Trực tuyến / tiếp nhận"),
    "rate": _l("Tỷ lệ trực tuyến"),
}
LARGEST_FIRST = frozenset({"employees", "received"})
PER_PAGE = 20


class Line(NamedTuple):
    """One row as it is shown; every number is already text."""

    id: int
    href: str
    name: str
    code: str
    zone: str
    employees: str
    counts: str
    rate: str
    bar: Markup
    provisional: bool
    doubtful: bool
    inactive: bool


@guards.staff
def businesses() -> ResponseReturnValue:
    """All businesses, or those that fit."""
    wanted, path = _wanted(), url_for("desks.businesses")
    register = rates.register()
    year = last_twelve_months(register.last) if register else None
    pages = lists.paged(
        partial(list_businesses, wanted, year), request.args, size=PER_PAGE,
        address=partial(_address, path, wanted),
    )  # fmt: skip
    zones = zone_names()
    counts = filed([row.id for row in pages.rows], year) if year else {}
    return web.render(
        "desks/businesses.html",
        "desks/_business_list.html",
        wanted=wanted, lines=_lines(pages.rows, zones, counts), pages=pages, path=path, year=year,
        zones=zones, states=STATE_LABELS, headings=_headings(path, wanted),
        dossiers_of=_dossiers_address(year),
        narrowed=bool(wanted.words or wanted.zone_id is not None or wanted.state),
    )  # fmt: skip


def _wanted() -> BusinessFilter:
    """The filters that were given and make sense; others are as if not given."""
    asked = request.args
    sort = asked.get("sort", "name")
    return BusinessFilter(
        words=lists.words(asked),
        zone_id=lists.number(asked, "zone") or None,
        state=lists.one_of(asked, "state", STATES),
        sort=sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "name",
        descending=sort.startswith("-"),
    )


def _address(path: str, wanted: BusinessFilter, *, page: int | None = None) -> str:
    sort = ("-" if wanted.descending else "") + wanted.sort
    given = {
        "q": wanted.words,
        "zone": wanted.zone_id,
        "state": wanted.state,
        "sort": sort if sort != "name" else None,
        "page": page,
    }
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{path}?{query}" if query else path


def _dossiers_address(year: Period | None) -> str:
    """Where the dossiers behind a row's counts are; the business's id is put at its end."""
    if year is None:
        return ""
    days = urlencode({**year.args, "state": "received_new"})
    return f"{url_for('dossiers.index')}?{days}&business="


def _headings(path: str, wanted: BusinessFilter) -> list[tuple[str, str, str, str | None]]:
    """Of each column that sorts: its key, its words, where a click leads, and how it is sorted now."""
    headings = []
    for key, label in HEADINGS.items():
        here = wanted.sort == key
        descending = not wanted.descending if here else key in LARGEST_FIRST
        address = _address(path, wanted._replace(sort=key, descending=descending))
        order = ("descending" if wanted.descending else "ascending") if here else None
        headings.append((key, str(label), address, order))
    return headings


def _lines(rows: Sequence[Any], zones: dict[int, str], counts: dict[int, tuple[int, int]]) -> list[Line]:
    # One address is built and the others are made from it: building costs more than the row.
    prefix = url_for("desks.business", business_id=0).removesuffix("0")
    language = locale()
    return [
        Line(
            row.id,
            f"{prefix}{row.id}",
            row.name,
            row.tax_code or row.own_code or "",
            zones.get(row.zone_id, ""),
            "" if row.employees is None else _number_text(row.employees, language),
            *_filing(*counts.get(row.id, (0, 0)), language),
            provisional=row.provisional,
            doubtful=tax_code_doubtful(row.tax_code),
            inactive=not row.active,
        )
        for row in rows
    ]


@lru_cache(maxsize=4096)
def _number_text(number: int, language: str) -> str:
    return show_number(number)


@lru_cache(maxsize=4096)
def _filing(online: int, received: int, language: str) -> tuple[str, str, Markup]:
    """Counts, rate and bar; a rate of a few dossiers says nothing, so they have counts only."""
    if not received:
        return "", "", Markup()
    counts = f"{show_number(online)}/{show_number(received)}"
    if received < ENOUGH:
        return counts, "", Markup()
    return counts, show_percent(online / received), charts.rate_bar(online, received)
