"""The check before submission: what dossiers of the procedure come back for most often."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from outreach import lists, web
from outreach.accounts import guards
from outreach.catalogue import queries as catalogue
from outreach.i18n import gettext as _
from outreach.i18n import locale
from outreach.receipts import queries, rules


@guards.everyone
def before() -> ResponseReturnValue:
    """A few questions; nothing of the answers is kept."""
    asked = lists.number(request.args, "procedure")
    procedure = catalogue.procedure_in_public(asked) if asked else None
    questions = rules.questions_of(
        catalogue.top_three(procedure.id) if procedure else (), english=locale() == "en"
    )
    ticked = {key for key in request.args.getlist("ok")[:20] if key in {one.key for one in questions}}
    return web.render(
        "receipts/before.html",
        procedure=procedure, procedures=queries.procedures(asked), questions=questions, ticked=ticked,
        checked=request.args.get("xem") == "1",
        card=catalogue.card(procedure.id) if procedure else None,
        guides=queries.guides(procedure.id) if procedure else [], portal=rules.PORTAL,
        canonical=web.whole_url(url_for("receipts.before", procedure=procedure.id if procedure else None)),
        description=_("Tự kiểm tra hồ sơ trước khi nộp trên Cổng: những chỗ hay phải làm lại nhất."),
    )  # fmt: skip
