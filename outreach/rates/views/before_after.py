"""One intervention's entry in the ledger: what may be said, the counts before and after, each business."""

from functools import partial
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts.guards import staff
from outreach.campaigns import queries as campaigns
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules import TYPES
from outreach.campaigns.rules.wording import wording as words_of
from outreach.charts import event_chart, event_table, month_chart, month_table, trend_chart
from outreach.rates import entry_files, pictures, queries, wording
from outreach.rates.entry_asked import EntryAsked
from outreach.rates.entry_files import Kept
from outreach.rates.entry_parts import left_out
from outreach.rates.forms import ReadingForm
from outreach.rates.queries.ledger import LedgerState, ledger_entry, ledger_state
from outreach.rates.queries.surroundings import surroundings
from outreach.rates.rules.changes import BeforeAfter
from outreach.rates.rules.counting import Reading
from outreach.rates.rules.ledger import Entry, Outcome
from outreach.rates.rules.sayable import sayable
from outreach.rates.rules.sorting import CHANGE_ORDERS, arrange

PER_PAGE = 20
# Regions beside the table that htmx asks for one by one: a page that waits, and what few people open.
PARTS = {"verdict": "rates/_verdict.html", "method": "rates/_method.html"}


@staff
def before_after(intervention_id: int) -> ResponseReturnValue:
    """The whole entry; for htmx the table, or the ?part= asked for; a file with ?format=."""
    intervention = web.found(campaigns.get_intervention(intervention_id))
    form = ReadingForm(request.args)
    asked = _asked(intervention.id, form)
    if asked.part in PARTS and web.wants_part():
        return _part(intervention, asked)
    found = queries.before_after(intervention, asked.reading)
    if request.args.get("format") in entry_files.FORMATS:
        return _file(request.args["format"], intervention, asked, found)
    rows = arrange(found.heard, asked.sort, CHANGE_ORDERS)
    pages = lists.paged(partial(lists.cut, rows), request.args, size=PER_PAGE, address=asked.url)
    context: dict[str, Any] = {
        "form": form, "found": found, "asked": asked, "pages": pages, "wording": wording,
        "strip_of": pictures.strip_of, "words": words_of(intervention.type),
    }  # fmt: skip
    if not web.wants_part():
        context |= _verdict(intervention, asked)
        context |= _around(found, asked, context["entry"])
    return web.render("rates/before_after.html", "rates/_businesses.html", **context)


def _file(
    format: str, intervention: Intervention, asked: EntryAsked, found: BeforeAfter
) -> ResponseReturnValue:
    entry = ledger_entry(intervention.id, asked.outcome)
    around = surroundings(found, asked.outcome, besides=intervention.id)
    return entry_files.export(format, Kept(intervention, asked.outcome, entry, found, around))


def _part(intervention: Intervention, asked: EntryAsked) -> ResponseReturnValue:
    """One region; the verdict of a page that waits only when there is something new."""
    if request.args.get("seen") == _seen(ledger_state()):
        return "", 204
    return web.render("rates/before_after.html", PARTS[asked.part], **_verdict(intervention, asked))


def _asked(intervention_id: int, form: ReadingForm) -> EntryAsked:
    args = request.args
    outcome = Outcome(lists.one_of(args, "outcome", set(Outcome)) or Outcome.ONLINE)
    sort = args.get("sort", "")
    known = sort if sort.removeprefix("-") in CHANGE_ORDERS else ""
    part = lists.one_of(args, "part", {*PARTS, "businesses"})
    whole = known or "page" in args or form.reading != Reading()
    return EntryAsked(intervention_id, outcome, form.reading, known, part or ("businesses" if whole else ""))


def _seen(state: LedgerState) -> str:
    """What tells one state of the ledger from the next."""
    at = f"{state.computed_at:%Y%m%d%H%M%S}" if state.computed_at else ""
    return f"{at}-{state.current:d}-{state.running:d}-{state.done}"


def _verdict(intervention: Intervention, asked: EntryAsked) -> dict[str, Any]:
    """What may be said, and how far the ledger is."""
    state = ledger_state()
    entry = ledger_entry(intervention.id, asked.outcome)
    return {
        "intervention": intervention, "type_name": TYPES.get(intervention.type), "asked": asked,
        "entry": entry, "state": state, "seen": _seen(state), "wording": wording, "Outcome": Outcome,
        "profile": _profile(entry),
    }  # fmt: skip


def _profile(entry: Entry | None) -> dict[str, Any] | None:
    """The months around the exposure; None where no estimate may be shown."""
    points = sayable(entry).profile if entry else ()
    if entry is None or not points:
        return None
    title, words = wording.chart_title(entry.outcome), wording.chart_words()
    return {
        "title": title,
        "svg": event_chart(points, title=title, chart_id="event", **words),
        "table": event_table(points, observed=words["observed"], expected=words["expected"]),
    }


def _around(found: BeforeAfter, asked: EntryAsked, entry: Entry | None) -> dict[str, Any]:
    """The counts of the outcome, what else was held in those days, what did not work, who was left out."""
    everyone = found.windows is not None and found.covers_all
    return {
        "around": surroundings(found, asked.outcome, besides=asked.intervention_id),
        "board": _board(found, asked, entry) if everyone else None,
        "left_out": left_out(entry, found),
    }


def _board(found: BeforeAfter, asked: EntryAsked, entry: Entry | None) -> dict[str, Any]:
    """The board's months, for what reached everyone: against their earlier trend where that was estimated."""
    assert found.windows is not None
    title, around = wording.board_months(), found.windows
    if entry is not None and entry.trend is not None and asked.outcome is Outcome.ONLINE:
        points = queries.months_of_all(around.register, asked.reading)
        since = clock.add_months(clock.month_of(around.exposed_on), 1)
        svg = trend_chart(points, since=since, title=title, chart_id="board", **wording.trend_words())
        return {"title": title, "svg": svg, "table": month_table(points)}
    days = around.known_span
    held = (one for one in campaigns.ticks(days.first, days.last) if one.id == asked.intervention_id)
    points = queries.months_of_all(days, asked.reading)
    svg = month_chart(points, pictures.ticks_of(held), title=title, chart_id="board")
    return {"title": title, "svg": svg, "table": month_table(points)}
