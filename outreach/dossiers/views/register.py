"""The register: its list, and one dossier."""

from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.dossiers import actions, filters, queries, rules
from outreach.dossiers.forms import AssistanceForm
from outreach.dossiers.models import Dossier
from outreach.i18n import gettext as _

PER_PAGE = 50


@guards.signed_in
def index() -> ResponseReturnValue:
    """The dossiers behind any figure; people of a business see their own."""
    own = None if current_user.is_staff else current_user.business_id
    asked = filters.read(request.args, only_business=own)
    rows = partial(queries.search_register, asked.wanted)
    return web.render(
        "dossiers/index.html", "dossiers/_register.html",
        asked=asked, pages=lists.paged(rows, request.args, size=PER_PAGE, address=asked.url),
        names=queries.names_of(asked.wanted.scope), rules=rules, today=clock.today(),
        choices=queries.choices() if current_user.is_staff else None,
    )  # fmt: skip


@guards.signed_in
def show(dossier_id: int) -> ResponseReturnValue:
    """One dossier."""
    dossier = _found(dossier_id)
    form = AssistanceForm(assistance=dossier.assistance or "")
    return web.render("dossiers/show.html", dossier=dossier, form=form, **_around(dossier))


@guards.counter
@web.commits
def set_assistance(dossier_id: int) -> ResponseReturnValue:
    """Whoever helps at the counter, and officers, say who really filed it."""
    dossier = _found(dossier_id)
    form = AssistanceForm()
    if form.validate_on_submit():
        actions.set_assistance(dossier, assistance=form.assistance.data or None)
        flash(_("Đã ghi cách nộp của hồ sơ %(code)s.", code=dossier.code), "good")
        return web.redirect(url_for("dossiers.show", dossier_id=dossier.id))
    return web.render("dossiers/show.html", dossier=dossier, form=form, **_around(dossier))


def _found(dossier_id: int) -> Dossier:
    """The dossier, or 404: also when it is another business's."""
    dossier = queries.get_dossier(dossier_id)
    return web.found(dossier if dossier and guards.may_see_business(dossier.business_id) else None)


def _around(dossier: Dossier) -> dict[str, Any]:
    return {
        "rules": rules, "run": queries.import_of(dossier) if current_user.is_staff else None,
        "changes": queries.changes_of(dossier) if current_user.is_officer else [],
    }  # fmt: skip
