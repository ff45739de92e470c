"""All batches; ordering one; one batch with what it led to."""

from functools import partial

from flask import current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.guards import officers, staff
from outreach.i18n import gettext as _
from outreach.leaflets import actions, paper, pdf, queries, rules
from outreach.leaflets.forms import OrderForm, order_form

PER_PAGE = 20
SHOWN = ("due", "recalled")


@staff
def index() -> ResponseReturnValue:
    """Batches, those to be recalled told apart, and the designs."""
    shown = lists.one_of(request.args, "show", SHOWN)
    every = queries.list_batches(clock.today())
    lines = [one for one in every if shown is None or (one.due if shown == "due" else one.recalled_on)]
    pages = lists.paged(
        partial(lists.cut, lines), request.args, size=PER_PAGE,
        address=partial(url_for, "leaflets.index", show=shown),
    )  # fmt: skip
    return web.render(
        "leaflets/index.html", "leaflets/_batch_list.html",
        pages=pages, shown=shown, due=sum(one.due for one in every), designs=queries.designs(),
        reasons=rules.REASONS,
    )  # fmt: skip


@staff
def of_intervention(intervention_id: int) -> ResponseReturnValue:
    """From a leaflet intervention to its batch; without one to all of them."""
    batch_id = queries.batch_of_intervention(intervention_id)
    if batch_id is None:
        flash(
            _("Hoạt động này chưa gắn với đợt in nào. Tờ rơi mới được đặt in từ một bài hướng dẫn."), "info"
        )
        return web.redirect(url_for("leaflets.index"))
    return web.redirect(url_for("leaflets.show", batch_id=batch_id))


@officers
@web.commits
def order(leaflet_id: str) -> ResponseReturnValue:
    """Order copies; from then on their words stay as they are."""
    leaflet = web.found(queries.get_leaflet(leaflet_id))
    form = order_form(None, ordered_on=clock.today())
    if form.validate_on_submit():
        batch = form.carry_out(
            actions.order_batch, leaflet=leaflet, order=form.order(), by=current_user.id,
            address_of=lambda code: web.whole_url(url_for("leaflets.scan", code=code)),
        )  # fmt: skip
        if batch is not None:
            flash(_("Đã tạo đợt in %(code)s.", code=batch.code), "good")
            return web.redirect(url_for("leaflets.show", batch_id=batch.id))
    return web.render(
        "leaflets/order.html", form=form, leaflet=leaflet, batch=None,
        public=bool(current_app.config["PUBLIC_URL"]),
    )  # fmt: skip


@staff
def show(batch_id: int) -> ResponseReturnValue:
    """One batch: the funnel, the order, the words as printed."""
    batch = web.found(queries.get_batch(batch_id))
    printed = rules.read_printed(batch.printed)
    return web.render(
        "leaflets/show.html",
        batch=batch, funnel=queries.funnel_of(batch), reasons=rules.REASONS,
        due=queries.recall_reasons(batch.id, clock.today()), pdf_ready=pdf.path_of(batch, "a5").exists(),
        words=printed.words, **paper.sides(printed, batch.code),
    )  # fmt: skip


@officers
@web.commits
def change(batch_id: int) -> ResponseReturnValue:
    """Correct the order."""
    batch = web.found(queries.get_batch(batch_id))
    form: OrderForm = order_form(batch)
    if form.validate_on_submit():
        form.carry_out(actions.change_batch, batch=batch, order=form.order())
        if not form.errors:
            flash(_("Đã lưu đợt in %(code)s.", code=batch.code), "good")
            return web.redirect(url_for("leaflets.show", batch_id=batch.id))
    return web.render(
        "leaflets/order.html", form=form, leaflet=batch.leaflet, batch=batch,
        public=bool(current_app.config["PUBLIC_URL"]),
    )  # fmt: skip


@officers
@web.commits
def delete_batch(batch_id: int) -> ResponseReturnValue:
    """Ask, then take an order back that nobody has got a copy of."""
    batch = web.found(queries.get_batch(batch_id))
    form = web.Form()
    if form.validate_on_submit():
        code = batch.code
        form.carry_out(actions.delete_batch, batch=batch)
        if not form.errors:
            flash(_("Đã xóa đợt in %(code)s.", code=code), "good")
            return web.redirect(url_for("leaflets.index"))
    return web.render("leaflets/delete.html", form=form, batch=batch)
