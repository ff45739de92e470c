"""Whom an intervention is meant for: the list, who else could be on it, and the lot with its minutes."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.guards import officers, staff
from outreach.businesses.queries import get_business, list_zones
from outreach.campaigns import actions, queries, rules
from outreach.campaigns.forms import ListForm, LotForm
from outreach.campaigns.models import Intervention
from outreach.campaigns.queries import DrawnLot, ListedRow, Wanted
from outreach.campaigns.rules import lots
from outreach.campaigns.views.roll import UNDO_WITHIN, list_url, recent_instant
from outreach.i18n import gettext as _
from outreach.sheets.writing import write_csv

PER_PAGE = 20


@staff
def listed(intervention_id: int) -> ResponseReturnValue:
    """The list, and its order once that is drawn; `seats` as whoever made the list asked for them."""
    form = LotForm(seats=lists.number(request.args, "seats") or None)
    return _page(web.found(queries.get_intervention(intervention_id)), form)


@officers
@web.commits
def draw(intervention_id: int) -> ResponseReturnValue:
    """Draw the order of invitation, once and for all."""
    intervention = web.found(queries.get_intervention(intervention_id))
    form = LotForm()
    if form.validate_on_submit():
        drawn = form.carry_out(
            actions.draw_lots, intervention=intervention, seats=form.seats.data, seed=form.seed.data,
            witnesses=form.witnesses.data, drawn_by_id=current_user.id,
        )  # fmt: skip
        if drawn is not None:
            flash(_("Đã bốc thăm thứ tự mời. Anh/Chị in biên bản để mọi người ký."), "good")
            return web.redirect(url_for("campaigns.listed", intervention_id=intervention.id))
    return _page(intervention, form)


@officers
@web.commits
def list_more(intervention_id: int) -> ResponseReturnValue:
    """Look for businesses and put them on the list, some or all that are found."""
    intervention = web.found(queries.get_intervention(intervention_id))
    zones = {zone.id: zone.name for zone in list_zones()}
    wanted = _wanted(zones)
    form = ListForm()
    if form.validate_on_submit():
        chosen = queries.candidate_ids(intervention.id, wanted) if form.all_found.data else form.chosen()
        if not chosen:
            form.refuse(_("Anh/Chị đánh dấu ít nhất một doanh nghiệp."))
        elif _add(form, intervention, chosen):
            return web.redirect(_after_adding(intervention, wanted, form))
    if queries.draw_of(intervention.id):
        return web.redirect(url_for("campaigns.listed", intervention_id=intervention.id))
    return _candidates_page(intervention, form, wanted, zones)


@officers
@web.commits
def unlist(intervention_id: int, business_id: int) -> ResponseReturnValue:
    """Take one business off the list; the page that follows can put it back."""
    intervention = web.found(queries.get_intervention(intervention_id))
    rows = [row for row in queries.listed(intervention.id) if row.business_id == business_id]
    form = web.Form()
    removed = None
    if form.validate_on_submit() and rows:
        form.carry_out(actions.unlist, intervention=intervention, business_ids=[business_id])
        removed = None if form.errors else rows[0]
    for fault in form.form_errors:
        flash(fault, "bad")
    return web.redirect(
        url_for(
            "campaigns.listed", intervention_id=intervention.id, page=request.args.get("page"),
            removed=removed.business_id if removed else None, reason=removed.reason if removed else None,
        )
    )  # fmt: skip


@officers
@web.commits
def unlist_batch(intervention_id: int) -> ResponseReturnValue:
    """Take back what one deed put on the list."""
    intervention = web.found(queries.get_intervention(intervention_id))
    listed_at: datetime = recent_instant("listed_at")
    form = web.Form()
    taken = form.carry_out(
        actions.unlist_batch, intervention=intervention, listed_at=listed_at, listed_by_id=current_user.id
    )
    if taken is None:
        flash(" ".join(map(str, form.form_errors)), "bad")
    else:
        flash(_("Đã hoàn tác: bỏ %(number)s doanh nghiệp vừa thêm.", number=taken), "good")
    return web.redirect(url_for("campaigns.listed", intervention_id=intervention.id))


@staff
def listed_file(intervention_id: int) -> ResponseReturnValue:
    """The list in its order as a file for a spreadsheet."""
    intervention = web.found(queries.get_intervention(intervention_id))
    lot = queries.draw_of(intervention.id)
    headings = [_("Số thứ tự"), _("Tên doanh nghiệp"), _("Mã số thuế"), _("Mã riêng"), _("Khu")]
    headings += [_("Lý do mời"), _("Kết quả bốc thăm"), _("Đã tiếp cận")]
    rows = [_cells(row, lot) for row in queries.listed(intervention.id)]
    return Response(
        write_csv([headings, *rows]), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="danh-sach-moi-{intervention.id}.csv"'},
    )  # fmt: skip


@staff
def minutes(intervention_id: int) -> ResponseReturnValue:
    """The minutes of the lot, to print and sign."""
    intervention = web.found(queries.get_intervention(intervention_id))
    lot = web.found(queries.draw_of(intervention.id))
    rows = queries.listed(intervention.id)
    return web.render(
        "campaigns/minutes.html", intervention=intervention, lot=lot, types=rules.TYPES,
        rows=[(row, lots.mark(lot.seed, row.drawn_as or "")[: lots.SHOWN_OF_MARK]) for row in rows],
        at=clock.local(lot.drawn_at),
        witnesses=[line for line in (lot.witnesses or "").splitlines() if line.strip()],
        empty_places=(rows[-1].place or 0) - len(rows) if rows else 0,
    )  # fmt: skip


def _page(intervention: Intervention, form: LotForm) -> ResponseReturnValue:
    rows, lot = queries.listed(intervention.id), queries.draw_of(intervention.id)
    pages = lists.paged(
        partial(lists.cut, rows), request.args, size=PER_PAGE,
        address=partial(url_for, "campaigns.listed", intervention_id=intervention.id),
    )  # fmt: skip
    return web.render(
        "campaigns/listed.html", form=form, intervention=intervention, lot=lot, pages=pages,
        training=intervention.type == rules.TRAINING, roll_url=list_url(intervention),
        may_invite=lots.may_invite(intervention.type, covers_all=intervention.covers_all),
        recorded=any(row.reached for row in rows), removed=_removed(rows),
        **(_after_lot(rows, lot) if lot else {"batch": _last_batch(intervention)}),
    )  # fmt: skip


def _candidates_page(
    intervention: Intervention, form: ListForm, wanted: Wanted, zones: dict[int, str]
) -> ResponseReturnValue:
    address = partial(url_for, "campaigns.list_more", intervention_id=intervention.id, **_query(wanted))
    pages = lists.paged(
        partial(queries.candidates, intervention.id, wanted), request.args, size=PER_PAGE, address=address
    )
    return web.render(
        "campaigns/list_more.html", "campaigns/_candidate_list.html", form=form, intervention=intervention,
        pages=pages, wanted=wanted, zones=zones, here=address(),
        on_list=queries.count_listed(intervention.id),
    )  # fmt: skip


def _after_lot(rows: list[ListedRow], lot: DrawnLot) -> dict[str, Any]:
    """Who came of those with a seat and of the others, and after whom the seats end."""
    first = [row for row in rows if _has_seat(row, lot)]
    later = [row for row in rows if not _has_seat(row, lot)]
    return {
        "last_seat": first[-1].place if first and later else None,
        "groups": [(len(group), sum(row.reached for row in group)) for group in (first, later)],
    }


def _has_seat(row: ListedRow, lot: DrawnLot) -> bool:
    return row.place is not None and row.place <= lot.seats


def _last_batch(intervention: Intervention) -> queries.Batch | None:
    since = clock.now() - UNDO_WITHIN
    return queries.last_listing(intervention.id, listed_by_id=current_user.id, since=since)


def _removed(rows: list[ListedRow]) -> dict[str, Any] | None:
    """The business just taken off, with the reason it stood there for."""
    id = lists.number(request.args, "removed")
    business = get_business(id) if id and id not in {row.business_id for row in rows} else None
    return {"business": business, "reason": lists.words(request.args, "reason")} if business else None


def _add(form: ListForm, intervention: Intervention, chosen: list[int]) -> bool:
    added = form.carry_out(
        actions.list_businesses, intervention=intervention, listed_by_id=current_user.id,
        businesses=[(id, form.reason.data or None) for id in chosen],
    )  # fmt: skip
    if added is not None:
        flash(_("Đã thêm %(number)s doanh nghiệp vào danh sách.", number=added), "good")
    return added is not None


def _after_adding(intervention: Intervention, wanted: Wanted, form: ListForm) -> str:
    """Back to what was looked for; to the list where nothing is left to look for."""
    if form.all_found.data or "back" in request.form:
        return url_for("campaigns.listed", intervention_id=intervention.id)
    return url_for("campaigns.list_more", intervention_id=intervention.id, **_query(wanted))


def _wanted(zones: dict[int, str]) -> Wanted:
    zone = lists.number(request.args, "zone")
    return Wanted(
        words=lists.words(request.args),
        zone_id=zone if zone in zones else None,
        untrained=bool(lists.one_of(request.args, "untrained", ("1",))),
    )


def _query(wanted: Wanted) -> dict[str, Any]:
    query = {"q": wanted.words, "zone": wanted.zone_id, "untrained": 1 if wanted.untrained else None}
    return {name: value for name, value in query.items() if value}


def _cells(row: ListedRow, lot: DrawnLot | None) -> list[str]:
    result = "" if lot is None else _("có chỗ") if _has_seat(row, lot) else _("mời sau")
    place = "" if row.place is None else str(row.place)
    codes = [row.tax_code or "", row.own_code or ""]
    reached = _("có") if row.reached else _("chưa")
    return [place, row.name, *codes, row.zone or "", row.reason or "", str(result), str(reached)]
