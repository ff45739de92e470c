"""People who wrote to the account: whose business they work for, and asking them who they are."""

from functools import partial
from uuid import uuid4

from flask import current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts.actions import note_access
from outreach.accounts.guards import counter
from outreach.i18n import gettext as _
from outreach.identifiers import mask_phone
from outreach.zalo import queries
from outreach.zalo.actions.matching import match as match_person
from outreach.zalo.actions.queueing import ask_for_contact
from outreach.zalo.forms.account import MatchForm
from outreach.zalo.models import ZaloPerson
from outreach.zalo.rules import sending

PER_PAGE = 30


@counter
def people() -> ResponseReturnValue:
    """The list; those of no business first, because nobody else can say whose they are."""
    return _page()


@counter
@web.commits
def match(zalo_person_id: int) -> ResponseReturnValue:
    """Say whose a person is."""
    person, form = _found(zalo_person_id), MatchForm()
    if form.validate_on_submit():
        form.carry_out(match_person, person=person, tax_code=form.tax_code.data, by=current_user.id)
        if not form.errors:
            note_access(what="zalo.match", object_type="zalo_person", object_id=person.id)
            flash(_("Đã gắn người này với doanh nghiệp; cuộc trao đổi vẫn chỉ cán bộ xem."), "good")
            return web.redirect(url_for("zalo.people"))
    return _page(form, person.id)


@counter
@web.commits
def ask_contact(zalo_person_id: int) -> ResponseReturnValue:
    """Send the card by which somebody may give their name and phone."""
    person, form = _found(zalo_person_id), web.Form()
    if not str(current_app.config["PUBLIC_URL"]).startswith("https://"):
        form.refuse(_("Cần đặt PUBLIC_URL (https) trên máy chủ thì Zalo mới hiện được thẻ này."))
    else:
        form.carry_out(
            ask_for_contact, conversation_id=person.conversation_id or 0, by=current_user.id,
            name=current_user.name, client_id=f"zalo-contact:{uuid4()}",
        )  # fmt: skip
    if form.form_errors:
        flash(" ".join(map(str, form.form_errors)), "bad")
    else:
        flash(_("Đã gửi thẻ xin tên và số điện thoại qua Zalo."), "good")
    return web.redirect(url_for("zalo.people"))


def _found(person_id: int) -> ZaloPerson:
    person = queries.get_person(person_id)
    return web.found(person if person is not None and person.conversation_id is not None else None)


def _page(form: MatchForm | None = None, asked: int | None = None) -> ResponseReturnValue:
    """The list; when something was typed wrongly, the one person it was about."""
    shown = lists.one_of(request.args, "show", ("matched",))
    form = form or MatchForm(formdata=None)
    form.tax_code.id = f"tax-code-{asked or 0}"
    pages = lists.paged(
        partial(queries.list_people, matched=shown is not None, only=asked), request.args, size=PER_PAGE,
        address=partial(url_for, "zalo.people", show=shown),
    )  # fmt: skip
    now = clock.now()
    return web.render(
        "zalo/people.html", "zalo/_people_list.html",
        pages=pages, shown=shown, form=form, asked=asked, mask_phone=mask_phone,
        windows={row.id: sending.window(row.last_interaction_at, now) for row in pages.rows},
        left_words=partial(sending.left_words, now=now), words_of=sending.words_of,
        candidates=queries.candidates(row.phone for row in pages.rows),
    )  # fmt: skip
