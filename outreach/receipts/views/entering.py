"""Where a code is entered, and a business's own receipts."""

from functools import partial
from typing import Any
from uuid import uuid4

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards, throttle
from outreach.accounts.sessions import network
from outreach.i18n import gettext as _
from outreach.receipts import actions, queries, rules
from outreach.receipts.forms import EnterForm
from outreach.web.links import secret_of
from outreach.workdays import queries as workdays
from outreach.workdays.rules import next_working_day

PER_PAGE = 20


@guards.everyone
@web.commits
def index() -> ResponseReturnValue:
    """Enter a code; people of a business also see what they entered before."""
    form = _form()
    if form.validate_on_submit():
        throttle.take(*_counted(form))
        entered = form.carry_out(
            actions.enter,
            code=form.code.data, procedure_id=form.procedure.data, filed_on=form.filed_on.data, **_who(form),
        )  # fmt: skip
        if entered is not None:
            if entered.again:
                flash(_("Mã này doanh nghiệp đã nhập trước đây; đây là biên nhận của mã đó."), "info")
            address = url_for("receipts.show", receipt_id=entered.receipt.public_id, key=entered.key)
            return web.redirect(address)
    return _page(form)


def _form() -> EnterForm:
    form = EnterForm(procedure=lists.number(request.args, "procedure"))
    return form.without_person() if current_user.business_id else form


def _who(form: EnterForm) -> dict[str, Any]:
    if current_user.business_id:
        return {"user_id": current_user.id, "business_id": current_user.business_id}
    who = {"tax_code": form.tax_code.data, "phone": form.phone.data}
    return {**who, "secret": _secret(form)}


def _secret(form: EnterForm) -> str | None:
    """Of the private link: the same when one form is sent again, whatever its reason; None: a new one."""
    if not form.client_id.data:
        return None
    said = (form.code.data, form.tax_code.data, form.phone.data, form.procedure.data, form.filed_on.data)
    return secret_of("receipt", form.client_id.data, *said)


def _counted(form: EnterForm) -> tuple[str, str]:
    """What the throttle counts: a business's entries, or those of a tax code from one network.

    Tax codes are public: counted from anywhere, a stranger could use up those of the clerk who files today.
    """
    if current_user.business_id:
        return "own receipt", str(current_user.business_id)
    return "receipt", f"{network()} {form.tax_code.data}"


def _page(form: EnterForm) -> ResponseReturnValue:
    pages = None
    if current_user.business_id:
        rows = partial(queries.of_business, current_user.business_id)
        pages = lists.paged(rows, request.args, size=PER_PAGE, address=partial(url_for, "receipts.index"))
    return web.render(
        "receipts/index.html",
        form=form.offer(queries.procedures(form.procedure.data)), pages=pages, rules=rules,
        client_id=form.client_id.data or str(uuid4()),
        today=clock.today(), next_look=next_working_day(clock.today(), workdays.special_days()),
        canonical=web.whole_url(url_for("receipts.index")),
        description=_("Nhập mã hồ sơ vừa nộp trên Cổng để biết khi nào ban quản lý đã thấy hồ sơ."),
    )  # fmt: skip
