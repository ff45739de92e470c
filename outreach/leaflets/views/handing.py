"""Handing copies out, one line after the other: a business, Enter, how many."""

import secrets

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.guards import officers
from outreach.businesses.queries import get_business
from outreach.i18n import gettext as _
from outreach.leaflets import actions, queries, rules
from outreach.leaflets.forms import HandoutForm
from outreach.leaflets.models import LeafletBatch
from outreach.leaflets.queries import Named

KEY_BYTES = 12
Said = tuple[str, str]  # what was done, and its tone


@officers
@web.commits
def handouts(batch_id: int) -> ResponseReturnValue:
    """Where copies went, and the line to enter more; the day stays for the next business."""
    batch = web.found(queries.get_batch(batch_id))
    form = HandoutForm(handed_on=max(clock.today(), batch.ordered_on))
    named: list[Named] = []
    said: Said | None = None
    if form.validate_on_submit():
        named = _named(form)
        said = None if form.errors else _hand_out(batch, form, named)
        if said is not None and not web.wants_part():
            flash(*said)
            return web.redirect(url_for("leaflets.handouts", batch_id=batch.id))
        if said is not None:
            form = HandoutForm(formdata=None, handed_on=form.handed_on.data, quantity=form.quantity.data)
    return _page(batch, form, named if len(named) > 1 else [], said)


@officers
@web.commits
def undo_handout(batch_id: int, handout_id: int) -> ResponseReturnValue:
    """Take a wrong entry back; doing it again changes nothing more."""
    batch = web.found(queries.get_batch(batch_id))
    handout = queries.get_handout(batch_id, handout_id)
    if web.Form().validate_on_submit() and handout is not None:
        actions.undo_handout(batch=batch, handout=handout)
        flash(_("Đã bỏ dòng phát %(number)s tờ.", number=handout.quantity), "good")
    return web.redirect(url_for("leaflets.handouts", batch_id=batch_id))


def _named(form: HandoutForm) -> list[Named]:
    """The business that was typed or chosen; several or none are refused with what to do."""
    chosen = lists.number(request.form, "business_id")
    if chosen and (business := get_business(chosen)):
        return [Named(business.id, business.name, business.tax_code, business.own_code)]
    typed = form.business.data or ""
    if not typed:
        if not form.place.data:
            form.refuse(_("Anh/Chị ghi doanh nghiệp hoặc nơi nhận."), "business")
        return []
    named = queries.businesses_named(typed)
    if not named:
        sorry = _("Không tìm thấy doanh nghiệp này. Anh/Chị gõ mã số thuế, hoặc ít nhất 3 chữ của tên.")
        form.refuse(sorry, "business")
    elif len(named) > 1:
        form.refuse(_("Có nhiều doanh nghiệp khớp. Anh/Chị chọn một ở dưới."), "business")
    return named


def _hand_out(batch: LeafletBatch, form: HandoutForm, named: list[Named]) -> Said | None:
    handed = form.carry_out(
        actions.hand_out, batch=batch, quantity=form.quantity.data, handed_on=form.handed_on.data,
        business_id=named[0].id if named else None, place=form.place.data or None,
        client_id=form.client_id.data or None, by=current_user.id,
    )  # fmt: skip
    if handed is None:
        return None
    if handed.again:
        return _("Dòng này đã được ghi trước đó, không ghi thêm."), "info"
    to = named[0].name if named else form.place.data
    return _("Đã ghi %(number)s tờ cho %(to)s.", number=form.quantity.data, to=to), "good"


def _page(
    batch: LeafletBatch, form: HandoutForm, named: list[Named], said: Said | None
) -> ResponseReturnValue:
    form.client_id.data = form.client_id.data or secrets.token_urlsafe(KEY_BYTES)
    return web.render(
        "leaflets/handouts.html", "leaflets/_handing.html",
        batch=batch, form=form, named=named, said=said, lines=queries.handouts_of(batch.id),
        due=queries.recall_reasons(batch.id, clock.today()), reasons=rules.REASONS,
        title=rules.read_printed(batch.printed).words.title,
    )  # fmt: skip
