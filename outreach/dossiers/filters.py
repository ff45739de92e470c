"""The addresses of the register's list: what may be asked for, and what it means.

Every figure of the portal links here, so the names are fixed: q, from, to, month, state, channel, agency,
zone, field, procedure, business, assistance, source, basis, import, sort. What is not understood is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from outreach import clock
from outreach.dossiers import queries
from outreach.dossiers.queries import RegisterFilter
from outreach.dossiers.queries.register import ORDERS, UNKNOWN
from outreach.dossiers.rules import ASSISTANCE, CHANNELS, FIGURE_LABELS, STATUSES
from outreach.dossiers.scope import BASES, WITHOUT_FIELD, Scope
from outreach.sheets.cells import CellFault
from outreach.sheets.values import parse_date
from outreach.text import fold_words, nfc

NAMES = (
    "q", "from", "to", "month", "state", "channel", "agency", "zone", "field", "procedure", "business",
    "assistance", "source", "basis", "import", "sort",
)  # fmt: skip
WITHOUT_FILED_FOR = "without_filed_for"
LONGEST = 200
MOST_ID = 2**31 - 1


@dataclass(frozen=True)
class Asked:
    """The address as it came, and what of it was understood."""

    written: Mapping[str, str]
    wanted: RegisterFilter

    def url(self, **changes: str | None) -> str:
        """The list with something else asked for; None leaves a filter out."""
        return url_for("dossiers.index", **{**self.written, **changes})  # type: ignore[arg-type]

    def day(self, name: str) -> str:
        """A day of the address as people write it; what is none, as it was typed."""
        day = _day(self.written.get(name))
        return f"{day:%d/%m/%Y}" if day else self.written.get(name, "")

    def has(self, *names: str) -> bool:
        """Whether any of these filters is set."""
        return any(name in self.written for name in names)


def read(args: Mapping[str, str], *, only_business: int | None = None) -> Asked:
    """What an address asks for; `only_business` shows nobody else's dossiers, whatever is asked."""
    written = {name: text for name in NAMES if (text := typed(args, name))}
    if only_business is not None:
        written = {k: v for k, v in written.items() if k not in ("business", "import", "agency", "zone")}
    state = _one_of(written.get("state"), (*FIGURE_LABELS, *STATUSES, UNKNOWN))
    first, last = _period(written, state)
    assistance = _one_of(written.get("assistance"), (*ASSISTANCE, UNKNOWN, WITHOUT_FILED_FOR))
    scope = Scope(
        first=first,
        last=last,
        agency_id=_id(written.get("agency")),
        zone_id=_id(written.get("zone")),
        field=_field(written.get("field")),
        procedure_id=_id(written.get("procedure")),
        business_id=only_business if only_business is not None else _id(written.get("business")),
        source=written.get("source"),
        basis=_one_of(written.get("basis"), BASES) or "all",
        without_filed_for=assistance == WITHOUT_FILED_FOR,
    )
    wanted = RegisterFilter(
        scope=scope,
        state=state,
        channel=_one_of(written.get("channel"), (*CHANNELS, UNKNOWN)),
        assistance=None if assistance == WITHOUT_FILED_FOR else assistance,
        import_id=_import(written.get("import")),
        words=written.get("q", ""),
        order=_one_of(written.get("sort"), tuple(ORDERS)) or "newest",
    )
    return Asked(written, wanted)


def typed(args: Mapping[str, str], name: str) -> str:
    """What an address says under a name: short, in normal form, without what a database cannot hold."""
    return nfc(args.get(name, "")[:LONGEST].replace("\x00", "")).strip()


def _period(written: Mapping[str, str], state: str | None) -> tuple[date, date]:
    """First and last day: as asked, cut to the month; open ends are the register's own."""
    first, last = _day(written.get("from")) or date.min, _day(written.get("to"))
    if last is None:
        last = _last_day() if state and state.startswith("in_progress") else date.max
    month = _day(f"{written.get('month', '')}-01")
    if month is None:
        return first, last
    return max(first, month), min(last, clock.add_months(month, 1) - timedelta(days=1))


def _last_day() -> date:
    days = queries.register_days()
    return days[1] if days else clock.today()


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text) if text else None
    except CellFault:
        return None


def _id(text: str | None) -> int | None:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 10:
        return None
    return min(int(text), MOST_ID)


def _field(text: str | None) -> str | None:
    return text if not text or text == WITHOUT_FIELD else fold_words(text)


def _import(public_id: str | None) -> int | None:
    run = queries.find_import(public_id) if public_id else None
    return run.id if run else None


def _one_of(text: str | None, known: tuple[str, ...]) -> str | None:
    return text if text in known else None
