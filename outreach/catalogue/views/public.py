"""What everybody may read without signing in: search, a procedure, the map on screen and for the wall."""

from functools import partial
from typing import Any

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.catalogue import drawing, guides, queries, rules
from outreach.dossiers.rules import LEVELS, VOCABULARIES
from outreach.i18n import gettext as _

PER_PAGE = 20


@guards.everyone
def index() -> ResponseReturnValue:
    """Procedures by everyday words; without any, all of them in the order of the map."""
    words, phase = lists.words(request.args), lists.one_of(request.args, "phase", rules.PHASES)
    today = clock.today()
    if words:
        found = queries.search(words, today=today, phase=phase, limit=PER_PAGE)
        rows: Any = partial(lists.cut, found)
    else:
        rows = partial(queries.browse, today=today, phase=phase)
    address = partial(url_for, "catalogue.index", q=words or None, phase=phase)
    pages = lists.paged(rows, request.args, size=PER_PAGE, address=address)
    return web.render(
        "catalogue/index.html", "catalogue/_procedure_list.html",
        asked=words, phase=phase, pages=pages, rules=rules, levels=LEVELS,
        guides=guides.of([row.id for row in pages.rows]), canonical=_here("catalogue.index"),
        description=_("Tìm thủ tục hành chính của doanh nghiệp trong khu công nghiệp bằng lời thường ngày."),
    )  # fmt: skip


@guards.everyone
def show(procedure_id: int) -> ResponseReturnValue:
    """What is known of one procedure, each thing with its source and the day it was seen."""
    procedure = web.found(queries.procedure_in_public(procedure_id))
    today = clock.today()
    return web.render(
        "catalogue/show.html",
        procedure=procedure, card=queries.card(procedure_id), facts=queries.facts(procedure_id),
        bases=queries.bases(procedure_id), guides=guides.of([procedure_id]).get(procedure_id, []),
        decrees=queries.decrees(today), rules=rules, levels=LEVELS, vocabularies=VOCABULARIES, today=today,
        canonical=_here("catalogue.show", procedure_id=procedure_id),
        description=_("%(name)s: nộp ở đâu, cần gì, căn cứ nào.", name=procedure.name[:120]),
    )  # fmt: skip


@guards.everyone
def procedure_map() -> ResponseReturnValue:
    """The map from opening to operation, coloured by level."""
    bands = queries.by_phase(clock.today())
    vocabulary = lists.one_of(request.args, "words", VOCABULARIES) or drawing.telling_vocabulary(bands)
    return web.render(
        "catalogue/map.html",
        bands=bands, vocabulary=vocabulary, vocabularies=VOCABULARIES, rules=rules, levels=LEVELS,
        canonical=_here("catalogue.map"), decree=queries.decrees(clock.today()).get(vocabulary),
        today=clock.today(), guided=guides.of([row.id for band in bands.values() for row in band]),
        description=_("Sơ đồ thủ tục từ đăng ký đầu tư đến vận hành, tô theo mức độ trực tuyến."),
    )  # fmt: skip


@guards.everyone
def map_svg() -> ResponseReturnValue:
    """The same as one sheet for the wall: A3 or A0, readable in black-and-white."""
    bands = queries.by_phase(clock.today())
    vocabulary = lists.one_of(request.args, "words", VOCABULARIES) or drawing.telling_vocabulary(bands)
    size = lists.one_of(request.args, "size", drawing.SHEETS) or "a3"
    picture = drawing.sheet(
        bands, vocabulary=vocabulary, size=size, today=clock.today(), board=current_app.config["BOARD_NAME"],
        address=lambda id: url_for("catalogue.show", procedure_id=id),
    )  # fmt: skip
    # So that browsers print it on a sheet of its size, and nothing of it is cut off.
    paper = f'<?xml-stylesheet href="{web.static_url(f"css/map-{size}.css")}" type="text/css"?>'
    return Response(paper + picture, mimetype="image/svg+xml")


def _here(endpoint: str, **values: Any) -> str:
    return web.whole_url(url_for(endpoint, **values))
