"""Sources of registers: which there are, how they fare, setting them up, fetching at once."""

from functools import partial
from typing import Any

from flask import current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.accounts.actions import note_access
from outreach.dossiers import importing
from outreach.dossiers.queries import import_sources
from outreach.dossiers.rules import source_name
from outreach.fetching import actions, queries, rules, wording
from outreach.fetching.forms import SourceForm, form_for
from outreach.fetching.models import RegisterSource
from outreach.i18n import gettext as _
from outreach.refusals import Refused

PER_PAGE = 15


@guards.officers
def index() -> ResponseReturnValue:
    """Which addresses are asked, and what they said last."""
    return web.render(
        "fetching/index.html", lines=queries.list_sources(), kinds=importing.KINDS, **_words(),
        worker=importing.worker_is_running(),
    )  # fmt: skip


@guards.officers
@web.commits
def create() -> ResponseReturnValue:
    """Set one up; it is asked at once."""
    form = form_for(None)
    if form.validate_on_submit():
        source = form.carry_out(actions.create_source, **form.values())
        if source is not None:
            _note("create", source)
            flash(_("Đã thêm nguồn; cổng lấy tệp lần đầu ngay bây giờ."), "good")
            return web.redirect(url_for("fetching.show", source_id=source.id))
    return _edit_page(form, None)


@guards.officers
def show(source_id: int) -> ResponseReturnValue:
    """How a source fares: its tries, what came of them, when it is asked next."""
    source = web.found(queries.get_source(source_id))
    pages = lists.paged(
        partial(queries.list_tries, source.id), request.args, size=PER_PAGE,
        address=partial(url_for, "fetching.show", source_id=source.id),
    )  # fmt: skip
    newest, waiting = pages.rows[0] if pages.rows else None, queries.waiting_try(source.id)
    seen = _mark(source, newest)
    if request.args.get("seen") == seen:
        return "", 204  # a page that asks again and again keeps what it has
    return web.render(
        "fetching/show.html", "fetching/_source.html", source=source, pages=pages, seen=seen, **_words(),
        waiting=waiting,
        under_way=_under_way(source) or (newest is not None and newest.outcome == "staging"),
        owner=queries.name_of(source.owner_id), kind=importing.KINDS[source.kind],
        worker=importing.worker_is_running(),
    )  # fmt: skip


@guards.officers
@web.commits
def edit(source_id: int) -> ResponseReturnValue:
    """Set one up otherwise."""
    source = web.found(queries.get_source(source_id))
    form = form_for(source)
    if form.validate_on_submit():
        done = form.carry_out(actions.change_source, source=source, **form.values())
        if done is not None:
            _note("change", source)
            flash(_("Đã lưu nguồn."), "good")
            return web.redirect(url_for("fetching.show", source_id=source.id))
    return _edit_page(form, source)


@guards.officers
@web.commits
def ask(source_id: int) -> ResponseReturnValue:
    """Fetch it at the worker's next look."""
    source = web.found(queries.get_source(source_id))
    try:
        actions.ask_now(source=source, by=current_user.id)
        _note("ask", source)
    except Refused as refusal:
        flash(str(refusal), "warn")
    return web.redirect(url_for("fetching.show", source_id=source.id))


@guards.officers
@web.commits
def pause(source_id: int) -> ResponseReturnValue:
    """Ask it no more for now."""
    source = web.found(queries.get_source(source_id))
    actions.pause(source=source)
    _note("pause", source)
    flash(_("Đã tạm dừng; cổng không tự lấy tệp của nguồn này nữa."), "good")
    return web.redirect(url_for("fetching.show", source_id=source.id))


@guards.officers
@web.commits
def resume(source_id: int) -> ResponseReturnValue:
    """Ask it again."""
    source = web.found(queries.get_source(source_id))
    actions.resume(source=source)
    _note("resume", source)
    flash(_("Cổng lại lấy tệp của nguồn này, bắt đầu ngay bây giờ."), "good")
    return web.redirect(url_for("fetching.show", source_id=source.id))


@guards.officers
@web.commits
def delete(source_id: int) -> ResponseReturnValue:
    """Ask, then forget a source; what it brought stays."""
    source = web.found(queries.get_source(source_id))
    form = web.Form()
    if form.validate_on_submit():
        _note("delete", source)
        actions.delete_source(source=source)
        flash(_("Đã xóa nguồn; những gì đã nhập vẫn còn."), "good")
        return web.redirect(url_for("fetching.index"))
    return web.render("fetching/delete.html", form=form, source=source)


def _edit_page(form: SourceForm, source: RegisterSource | None) -> ResponseReturnValue:
    address = form.address.data or ""
    return web.render(
        "fetching/edit.html", form=form, source=source, hosts=current_app.config["REGISTER_HOSTS"],
        sources=import_sources(), months=wording.month_examples(clock.today()),
        address_now=rules.resolved(address, clock.today()) if rules.names_month(address) else None,
    )  # fmt: skip


def _mark(source: RegisterSource, newest: queries.TryLine | None) -> str:
    """Changes with what the page shows while a source is fetched."""
    of_try = (newest.id, newest.outcome, newest.import_state) if newest else ()
    return "-".join(map(str, (source.claimed_by is not None, _under_way(source), *of_try)))


def _under_way(source: RegisterSource) -> bool:
    """Whether it is being fetched, or the worker's next look begins it."""
    wanted = source.active or source.asked_by_id is not None
    return source.claimed_by is not None or (wanted and source.next_at <= clock.now())


def _words() -> dict[str, Any]:
    return {
        "rules": rules,
        "wording": wording,
        "now": clock.now(),
        "today": clock.today(),
        "source_name": source_name,
        "hosts": current_app.config["REGISTER_HOSTS"],
    }


def _note(what: str, source: RegisterSource) -> None:
    note_access(what=f"source.{what}", object_type="register source", object_id=source.id)
