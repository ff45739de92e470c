"""The addresses of the register's list: what may be asked for, and what it means.

Every figure of the portal links here, so the names are fixed: q, from, to, month, state, channel, agency,
zone, field, procedure, business, assistance, source, basis, import, did, odd, sort, news. What is not
understood is left out.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import url_for

from outreach import clock, lists
from outreach.dossiers import queries
from outreach.dossiers.queries import RegisterFilter
from outreach.dossiers.queries.register import ORDERS, UNKNOWN
from outreach.dossiers.rules import ASSISTANCE, CHANNELS, FIGURE_LABELS, ODDITIES, STATUSES
from outreach.dossiers.scope import BASES, WITHOUT_FIELD, Scope
from outreach.text import fold_words

NAMES = (
    "q", "from", "to", "month", "state", "channel", "agency", "zone", "field", "procedure", "business",
    "assistance", "source", "basis", "import", "did", "odd", "sort", "news",
)  # fmt: skip
WITHOUT_FILED_FOR = "without_filed_for"
STAFF_ONLY = ("business", "import", "did", "odd", "agency", "zone")
DEEDS = ("create", "update", "keep")  # what an import did to a dossier
MOST_IDS = 200  # in one address


class Asked(NamedTuple):
    """The address as it came, and what of it was understood."""

    written: Mapping[str, str]
    wanted: RegisterFilter

    def url(self, **changes: Any) -> str:
        """The list with something else asked for; None leaves a filter out."""
        return url_for("dossiers.index", **{**self.written, **changes})

    def day(self, name: str) -> str:
        """A day of the address as people write it; what is none, as it was typed."""
        day = lists.day(self.written, name)
        return f"{day:%d/%m/%Y}" if day else self.written.get(name, "")

    def has(self, *names: str) -> bool:
        """Whether any of these filters is set."""
        return any(name in self.written for name in names)


def read(args: Mapping[str, str], *, only_business: int | None = None) -> Asked:
    """What an address asks for; `only_business` shows nobody else's dossiers, whatever is asked."""
    written = {name: text for name in NAMES if (text := lists.words(args, name))}
    written.pop("news", None)
    if ids := _ids(args.get("news", "")):
        written["news"] = "-".join(map(str, ids))
    if only_business is not None:
        written = {k: v for k, v in written.items() if k not in STAFF_ONLY}
    state = lists.one_of(written, "state", (*FIGURE_LABELS, *STATUSES, UNKNOWN))
    first, last = _period(written, state)
    assistance = lists.one_of(written, "assistance", (*ASSISTANCE, UNKNOWN, WITHOUT_FILED_FOR))
    scope = Scope(
        first=first,
        last=last,
        agency_id=lists.number(written, "agency"),
        zone_id=lists.number(written, "zone"),
        field=_field(written.get("field")),
        procedure_id=lists.number(written, "procedure"),
        business_id=only_business if only_business is not None else lists.number(written, "business"),
        source=written.get("source"),
        basis=lists.one_of(written, "basis", BASES) or "all",
        without_filed_for=assistance == WITHOUT_FILED_FOR,
    )
    wanted = RegisterFilter(
        scope=scope,
        state=state,
        channel=lists.one_of(written, "channel", (*CHANNELS, UNKNOWN)),
        assistance=None if assistance == WITHOUT_FILED_FOR else assistance,
        import_id=_import(written.get("import")),
        import_did=lists.one_of(written, "did", DEEDS),
        odd=lists.one_of(written, "odd", ODDITIES),
        ids=ids,
        words=written.get("q", ""),
        order=lists.one_of(written, "sort", ORDERS) or "newest",
    )
    return Asked(written, wanted)


def _period(written: Mapping[str, str], state: str | None) -> tuple[date, date]:
    """First and last day: as asked, cut to the month; open ends are the register's own."""
    first, last = lists.day(written, "from") or date.min, lists.day(written, "to")
    if last is None:
        last = _last_day() if state and state.startswith("in_progress") else date.max
    month = lists.day({"month": f"{written.get('month', '')}-01"}, "month")
    if month is None:
        return first, last
    return max(first, month), min(last, clock.add_months(month, 1) - timedelta(days=1))


def _last_day() -> date:
    days = queries.register_days()
    return days[1] if days else clock.today()


def _field(text: str | None) -> str | None:
    return text if not text or text == WITHOUT_FIELD else fold_words(text)


def _ids(text: str) -> tuple[int, ...] | None:
    """Dossiers by number, as a notice names them: `12-15-33`; None: the address names none."""
    words = text[: MOST_IDS * 10].split("-")[:MOST_IDS]
    return tuple(int(one) for one in words if one.isascii() and one.isdigit() and len(one) <= 9) or None


def _import(public_id: str | None) -> int | None:
    run = queries.find_import(public_id) if public_id else None
    return run.id if run else None
