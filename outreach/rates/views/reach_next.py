"""Whom to reach next: the order, a day's route through a zone, and the list of a training or a visit."""

from collections import Counter, defaultdict
from functools import partial
from typing import Any, NamedTuple

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.actions import note_access
from outreach.accounts.guards import officers, staff
from outreach.campaigns import actions as campaigns
from outreach.i18n import gettext as _
from outreach.identifiers import spell_phone
from outreach.rates import queries, reach_asked
from outreach.rates.queries import reach_next as reads
from outreach.rates.reach_asked import Asked
from outreach.rates.reach_file import ranking_file
from outreach.rates.reach_forms import PlanForm
from outreach.rates.rules.periods import Period
from outreach.rates.rules.reach_next import QUIET_MONTHS, Candidate, Ranking, choose
from outreach.rates.wording import reach_next as words

PER_PAGE = 20
PURPOSE = "outreach"  # why people are looked at here: to help them file online


class Found(NamedTuple):
    """The board's order, and of it those that were asked for."""

    asked: Asked
    period: Period
    ranking: Ranking
    chosen: list[Candidate]


@staff
def reach_next() -> ResponseReturnValue:
    """The order with its reasons; only the list when htmx asks, a file with ?format=csv."""
    found = _found()
    if found is None:
        return web.render("rates/reach_next.html", found=None, words=words)
    if request.args.get("format") == "csv":
        return _file(found)
    pages = lists.paged(
        partial(lists.cut, found.chosen), request.args, size=PER_PAGE, address=found.asked.page
    )
    return web.render(
        "rates/reach_next.html", "rates/_reach_list.html",
        pages=pages, zones=reads.zone_names(), **_context(found, pages.rows), **_filters(found),
    )  # fmt: skip


@staff
def reach_route() -> ResponseReturnValue:
    """The zones with what is expected of each; of one zone those to visit in a day, to be printed."""
    found = _found()
    zones = reads.zone_names()
    if found is None or found.asked.wanted.zone_id is None:
        return web.render("rates/reach_zones.html", found=found, words=words, zones=_by_zone(found, zones))
    first = found.chosen[: reach_asked.stops(request.args)]
    stops = sorted(first, key=lambda one: (one.counted.sort, one.counted.business_id))
    with_people = request.args.get("people") == "1" and current_user.is_counter
    return web.render(
        "rates/reach_route.html", zone=zones.get(found.asked.wanted.zone_id), stops=stops,
        stops_asked=reach_asked.stops(request.args), spell_phone=spell_phone, people_asked=with_people,
        people=_people(stops) if with_people else {}, **_context(found, stops),
    )  # fmt: skip


@officers
@web.commits
def reach_plan() -> ResponseReturnValue:
    """The first of the order become the list of a training or a visit, in which a lot can be drawn."""
    found = _found()
    seats, size = reach_asked.seats(request.args)
    form = PlanForm(type="training")
    ranked = {one.counted.business_id: one for one in found.chosen} if found else {}
    if form.validate_on_submit() and form.check_businesses(list(reads.named(form.ticked()))):
        listed = [(id, words.reason(ranked[id]) if id in ranked else None) for id in form.ticked()]
        planned = form.carry_out(
            campaigns.plan_with_list, type=form.type.data, title=form.title.data,
            held_on=form.held_on.data, businesses=listed, planned_by_id=current_user.id,
        )  # fmt: skip
        if planned is not None:
            flash(_("Đã lập danh sách %(count)s doanh nghiệp.", count=len(listed)), "good")
            return web.redirect(url_for("campaigns.listed", intervention_id=planned.id, seats=seats))
    shown = form.shown() if form.is_submitted() else list(ranked)[:size]
    return web.render(
        "rates/reach_plan.html", form=form, seats=seats, size=size, found=found, words=words, ranked=ranked,
        names=reads.named(shown), shown=shown, ticked=form.ticked() if form.is_submitted() else shown,
        zones=reads.zone_names(),
    )  # fmt: skip


def _found() -> Found | None:
    """None while the register is empty."""
    register = queries.register()
    if register is None:
        return None
    asked = reach_asked.read(request.args)
    ranking = reads.ranking(register, asked.narrowed)
    chosen = choose(ranking, asked.wanted, clock.today())
    return Found(asked, reads.period_of(register), ranking, chosen)


def _context(found: Found, shown: Any) -> dict[str, Any]:
    """What the shown ones are called, what they filed on paper, and the words for it."""
    ids = [one.counted.business_id for one in shown]
    return {
        "found": found, "asked": found.asked, "words": words, "today": clock.today(),
        "names": reads.named(ids), "papers": reads.papers_of(found.period, found.asked.narrowed, ids),
    }  # fmt: skip


def _filters(found: Found) -> dict[str, Any]:
    """What the page around the list offers; the list alone does not ask for it."""
    if web.wants_part():
        return {}
    procedure_id = found.asked.narrowed.procedure_id
    return {
        "fields": reads.paper_fields(found.period),
        "procedure": reads.procedure_name(procedure_id) if procedure_id is not None else None,
        "quiet": {months: words.quiet(months) for months in QUIET_MONTHS},
    }


def _file(found: Found) -> ResponseReturnValue:
    names = reads.named([one.counted.business_id for one in found.chosen])
    papers = reads.papers_of(found.period, found.asked.narrowed)
    return ranking_file(found.chosen, names, papers, reads.zone_names())


def _by_zone(found: Found | None, names: dict[int, str]) -> list[tuple[int, str | None, int, float]]:
    """Of each zone that has any: its id, name, businesses and expected paper dossiers; no zone (0) last."""
    counts: Counter[int] = Counter()
    expected: dict[int, float] = defaultdict(float)
    for one in found.chosen if found else ():
        zone_id = one.counted.zone_id or 0
        counts[zone_id] += 1
        expected[zone_id] += one.expected or 0
    order = [*names, 0]
    return [(id, names.get(id), counts[id], expected[id]) for id in order if counts[id]]


def _people(stops: list[Candidate]) -> dict[int, list[reads.Person]]:
    """Whom to call at each stop; that somebody looked at them is written down."""
    people = reads.people_to_call([one.counted.business_id for one in stops])
    for person in (person for some in people.values() for person in some):
        note_access(what="contact.view", object_type="contact", object_id=person.id, purpose=PURPOSE)
    return people
