"""One receipt: for its business, for the holder of its private link, and for the counter."""

import hmac
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, web
from outreach.accounts import guards
from outreach.accounts.actions import note_access
from outreach.accounts.models import COUNTER
from outreach.accounts.rules import token_hash
from outreach.catalogue import queries as catalogue
from outreach.dossiers import rules as dossier_rules
from outreach.i18n import gettext as _
from outreach.i18n import show_date, show_datetime
from outreach.identifiers import mask_phone, spell_phone
from outreach.receipts import actions, queries, rules
from outreach.receipts.forms import AttachForm, MistypedForm, SeenForm
from outreach.receipts.models import Receipt
from outreach.refusals import Refused
from outreach.workdays import queries as workdays
from outreach.workdays.rules import next_working_day, working_days

PURPOSE = "check_receipt"  # why a phone is looked at here


@guards.everyone
def show(receipt_id: str) -> ResponseReturnValue:
    """What is known of a code: seen or not yet, what comes next, whom to ask."""
    return _page(_found(receipt_id))


@guards.counter
def phone(receipt_id: str) -> ResponseReturnValue:
    """The number to call back, looked at with a record."""
    receipt = _found(receipt_id)
    note_access(what="receipt.phone", object_type="receipt", object_id=receipt.id, purpose=PURPOSE)
    return _page(receipt, phone_shown=True)


@guards.counter
@web.commits
def mark_seen(receipt_id: str) -> ResponseReturnValue:
    """The counter has found it on the system."""
    receipt, form = _found(receipt_id), SeenForm()
    if form.validate_on_submit():
        actions.mark_seen(receipt=receipt, note=form.note.data or None, by=current_user.id)
        flash(_("Đã ghi: mã %(code)s đã thấy trên hệ thống.", code=receipt.code), "good")
        return web.redirect(_came_from() or url_for("receipts.waiting"))
    return _page(receipt, seen_form=form, form=form)


@guards.counter
@web.commits
def mark_mistyped(receipt_id: str) -> ResponseReturnValue:
    """The code cannot be right."""
    receipt, form = _found(receipt_id), MistypedForm()
    if form.validate_on_submit():
        form.carry_out(actions.mark_mistyped, receipt=receipt, note=form.note.data or "", by=current_user.id)
        if not form.errors:
            flash(_("Đã báo doanh nghiệp xem lại mã %(code)s.", code=receipt.code), "good")
            return web.redirect(_came_from() or url_for("receipts.waiting"))
    return _page(receipt, mistyped_form=form, form=form)


@guards.counter
@web.commits
def reopen(receipt_id: str) -> ResponseReturnValue:
    """Take back what a clerk said."""
    receipt = _found(receipt_id)
    try:
        actions.reopen(receipt=receipt)
        flash(_("Mã %(code)s lại đang chờ.", code=receipt.code), "good")
    except Refused as refusal:
        flash(str(refusal), "warn")
    return web.redirect(url_for("receipts.show", receipt_id=receipt_id))


@guards.counter
@web.commits
def attach(receipt_id: str) -> ResponseReturnValue:
    """Say whose it is, after making sure."""
    receipt, form = _found(receipt_id), AttachForm()
    if form.validate_on_submit():
        form.carry_out(actions.attach, receipt=receipt, tax_code=form.tax_code.data)
        if not form.errors:
            flash(_("Đã gắn biên nhận với doanh nghiệp."), "good")
            return web.redirect(url_for("receipts.show", receipt_id=receipt_id))
    return _page(receipt, attach_form=form, form=form)


def _found(receipt_id: str) -> Receipt:
    """The receipt, or 404: also for whoever has neither its business nor its link."""
    receipt = queries.get(receipt_id)
    return web.found(receipt if receipt is not None and (_is_mine(receipt) or _has_key(receipt)) else None)


def _came_from() -> str | None:
    """The list that somebody of staff came by, if not the counter's own."""
    return web.safe_next(request.args.get("next"), "") or None


def _is_mine(receipt: Receipt) -> bool:
    return current_user.is_authenticated and guards.may_see_business(receipt.business_id)


def _has_key(receipt: Receipt) -> bool:
    given = token_hash(request.args.get("key", "")[:200])
    return receipt.key_hash is not None and hmac.compare_digest(receipt.key_hash, given)


def _page(receipt: Receipt, **asked: Any) -> ResponseReturnValue:
    """The page; `asked`: the form that was sent, and whether the phone is shown in full."""
    staff = current_user.is_authenticated and current_user.is_staff
    told = receipt.dossier is not None and rules.tells_of_dossier(
        receipt.business_id, receipt.dossier.business_id
    )
    procedure_id = receipt.dossier.procedure_id if receipt.dossier and told else receipt.procedure_id
    special = workdays.special_days()
    return web.render(
        "receipts/show.html",
        receipt=receipt, dossier=receipt.dossier if told else None,
        foreign=receipt.dossier if staff and not told else None,
        card=catalogue.card(procedure_id) if procedure_id else None,
        business=queries.business_of(receipt) if staff else None,
        history=_history(receipt, told=told), rules=rules, dossier_rules=dossier_rules,
        age=working_days(clock.local(receipt.entered_at).date(), clock.today(), special),
        next_look=next_working_day(clock.today(), special), last_list=queries.last_list(),
        may_answer=staff and current_user.role in COUNTER, mask_phone=mask_phone, spell_phone=spell_phone,
        address=_private_address(receipt), came_from=_came_from(), **(_forms(receipt) | asked),
    )  # fmt: skip


def _forms(receipt: Receipt) -> dict[str, Any]:
    """What the counter may fill in; whose it may be is what was typed."""
    typed = None if receipt.business_id else receipt.tax_code
    return {
        "form": None, "seen_form": SeenForm(formdata=None), "mistyped_form": MistypedForm(formdata=None),
        "attach_form": AttachForm(formdata=None, tax_code=typed),
    }  # fmt: skip


def _private_address(receipt: Receipt) -> str | None:
    """The link to keep, for whoever came by it."""
    if not _has_key(receipt):
        return None
    return web.whole_url(url_for("receipts.show", receipt_id=receipt.public_id, key=request.args["key"]))


def _history(receipt: Receipt, *, told: bool) -> list[tuple[str, str]]:
    """What happened so far, in the order of days; the register's own days only to whom it may be told."""
    entered, said = clock.local(receipt.entered_at), receipt.seen_at and clock.local(receipt.seen_at)
    days = [(receipt.filed_on, _("Anh/Chị nộp trên Cổng"))]
    if told and receipt.dossier:
        days += [
            (receipt.dossier.received_on, _("sổ ghi ngày tiếp nhận")),
            (receipt.dossier.finished_on, _("có kết quả")),
            (receipt.dossier.returned_on, _("đã trả kết quả")),
        ]
    # what has no hour comes first: a dossier is filed before its code is entered
    events = [(day, show_date(day), words) for day, words in days if day]
    events.append((entered.date(), show_datetime(entered), _("Anh/Chị nhập mã")))
    if said:
        events.append((said.date(), show_datetime(said), str(rules.STATES[receipt.state])))
    return [(when, words) for _day, when, words in sorted(events, key=lambda event: event[0])]
