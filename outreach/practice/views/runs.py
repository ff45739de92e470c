"""Practising: choose a procedure, go through the practice portal, leave."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Response, flash, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards, throttle
from outreach.accounts.sessions import network
from outreach.catalogue import queries as catalogue
from outreach.catalogue.queries import ProcedureLine
from outreach.dossiers.queries import list_procedures
from outreach.i18n import gettext as _
from outreach.i18n import locale
from outreach.practice import actions, portal, queries, rules
from outreach.practice.actions.runs import new_code
from outreach.practice.forms import CodeForm, DeedForm, HelpForm, StartForm
from outreach.practice.models import PracticeRun
from outreach.tutorials import queries as tutorials
from outreach.tutorials import rules as tutorial_rules

MOST_FOUND = 15


@guards.everyone
def index() -> ResponseReturnValue:
    """What the room is, which procedure to practise, and the way into a trainer's room."""
    return web.render("practice/index.html", form=StartForm(formdata=None), **_choice())


@guards.everyone
@web.commits
def start() -> ResponseReturnValue:
    """Begin to practise a procedure, alone."""
    throttle.take("practice", network())
    form = StartForm()
    if form.validate_on_submit():
        run = form.carry_out(
            actions.start_run, procedure_id=form.procedure.data,
            user_id=current_user.id, business_id=current_user.business_id,
        )  # fmt: skip
        if run is not None:
            return web.redirect(run_url(run.public_id))
    return web.render("practice/index.html", form=form, **_choice())


@guards.everyone
def run(run_key: str) -> ResponseReturnValue:
    """The practice portal as the run stands; whoever has the address may go on."""
    found = web.found(queries.get_run(run_key))
    way = web.found(queries.way_of(found.procedure_id))
    guide = portal.guide_of(_slug(), found, way)
    if queries.is_over(found, clock.now()):
        return _over(found, way)
    q = lists.words(request.args)
    return web.render(
        "practice/run.html", portal=portal.portal_of(found, way), guide=guide, q=q,
        found=_search(q) if q and found.step == "choose" else None,
        offered=None if guide else portal.usual_guide(found.procedure_id),
        say=partial(tutorial_rules.said, locale=locale()), render_markdown=tutorial_rules.render_markdown,
        trips=rules.trips(way), action=run_url(run_key), slug=_slug(),
    )  # fmt: skip


@guards.everyone
@web.commits
def act(run_key: str) -> ResponseReturnValue:
    """Let a deed happen on the practice portal, then show what came of it."""
    found = web.found(queries.get_run(run_key, to_write=True))
    form = DeedForm()
    if form.validate_on_submit():
        whose = found.user_id  # its end wipes it
        actions.act(found, form.read(new_code()))
        if whose in (None, current_user.id):  # at a shared computer somebody else's run may still be open
            _tick_along(found)
    return web.redirect(run_url(run_key))


@guards.everyone
@web.commits
def ask_for_help(run_key: str) -> ResponseReturnValue:
    """Raise a hand to the trainer, or take it down."""
    found = web.found(queries.get_run(run_key, to_write=True))
    form = HelpForm()
    if form.validate_on_submit() and found.room_id is not None:
        actions.ask_for_help(found, wanted=form.wanted.data == "yes")
    return web.redirect(run_url(run_key))


@guards.everyone
@web.commits
def leave(run_key: str) -> ResponseReturnValue:
    """Leave; what was done in the run is wiped at once."""
    found = web.found(queries.get_run(run_key, to_write=True))
    if web.Form().validate_on_submit():
        actions.leave(found)
        flash(_("Anh/Chị đã rời phòng thực hành. Những gì đã điền ở đó được xóa ngay."), "good")
    return web.redirect(url_for("practice.index"))


@guards.everyone
def sample(run_key: str) -> ResponseReturnValue:
    """The result that a practice dossier ends with: a sheet that says what it is."""
    found = web.found(queries.get_run(run_key))
    way = web.found(queries.way_of(found.procedure_id))
    lines = (
        _("THỰC HÀNH – KẾT QUẢ MẪU, KHÔNG CÓ GIÁ TRỊ"),
        "",
        _("Thủ tục: %(name)s", name=way.name),
        _("Cấp cho: %(company)s (doanh nghiệp giả định)", company=portal.COMPANY),
        _("Trên Cổng thật, tệp kết quả có chữ ký số của cơ quan; Anh/Chị tải về và giữ bản gốc điện tử."),
    )
    response = Response("\r\n".join(lines) + "\r\n", mimetype="text/plain")
    response.headers["Content-Disposition"] = "attachment; filename=thuc-hanh-ket-qua-mau.txt"
    return response


def _tick_along(found: PracticeRun) -> None:
    way = queries.way_of(found.procedure_id)
    guide = portal.guide_of(_slug(), found, way) if way and current_user.is_authenticated else None
    if guide is not None:
        actions.tick_along(
            guide.version, guide.done, user_id=current_user.id, business_id=current_user.business_id
        )


def run_url(run_key: str) -> str:
    """The address of a run, with the guide that stands beside it."""
    return url_for("practice.run", run_key=run_key, guide=_slug())


def _slug() -> str | None:
    slug = request.args.get("guide", "")
    return slug if tutorial_rules.is_slug(slug) else None


def found_procedures(words: str) -> Sequence[ProcedureLine]:
    """Procedures to practise: what the words may mean, or those with a guide before the rest of the map."""
    today = clock.today()
    if words:
        return catalogue.search(words, today=today, limit=MOST_FOUND)
    guided = tutorials.slugs_by_procedure()
    lines, _total = catalogue.browse(today=today, first=guided, offset=0, limit=MOST_FOUND)
    return lines


def _search(words: str) -> Sequence[Any]:
    """What the practice portal's own search finds, which forgives as little as a portal's."""
    lines, _total = list_procedures(words=words, today=clock.today(), offset=0, limit=MOST_FOUND)
    return lines


def _choice() -> dict[str, Any]:
    """What the page to choose a procedure needs: what was looked for, or the one an address names."""
    q = lists.words(request.args)
    chosen = lists.number(request.args, "procedure")
    return {
        "q": q,
        "found": found_procedures(q),
        "chosen": queries.way_of(chosen) if chosen else None,
        "slug": _slug(),
        "code_form": CodeForm(formdata=None),
    }


def _over(found: PracticeRun, way: rules.Way) -> Response:
    """What a run that has ended says; one that was wiped is gone (410), a finished one is an answer."""
    usual = portal.usual_guide(found.procedure_id)
    page = web.render(
        "practice/over.html", run=found, way=way, trips=rules.trips(way), minutes=portal.minutes(found),
        slug=_slug(), guide_slug=usual.slug if usual else None, form=StartForm(formdata=None),
    )  # fmt: skip
    return page if found.came_through else make_response(page, 410)
