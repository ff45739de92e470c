"""For administrators: how long conversations are kept, and who looked at them."""

from datetime import timedelta
from functools import partial

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.helpdesk import actions, queries, rules
from outreach.helpdesk.actions.purging import KEEP_GUESTS, before
from outreach.helpdesk.forms.privacy import RetentionForm
from outreach.helpdesk.rules.looking import FILE_PURPOSES, LOOKS
from outreach.i18n import gettext as _

PER_PAGE = 50
LATELY = timedelta(days=30)


@guards.administrators
@web.commits
def retention() -> ResponseReturnValue:
    """Say how long words and files are kept; the job forgets the rest within the hour."""
    form = RetentionForm()
    if form.validate_on_submit():
        months = {rules.WORDS: form.words.data or 1, rules.FILES: form.files.data or 1}
        if months[rules.FILES] > months[rules.WORDS]:
            form.refuse(_("Ảnh và tệp không giữ lâu hơn lời."), rules.FILES)
        else:
            actions.set_retention(months=months, by=current_user.id)
            flash(_("Đã ghi thời hạn lưu. Nội dung quá hạn được xóa trong vòng một giờ."), "good")
            return web.redirect(url_for("helpdesk.retention"))
    months = queries.kept_months()
    if not form.is_submitted():
        form = RetentionForm(**months)
    return web.render(
        "helpdesk/retention.html", form=form, due=queries.to_purge(before(months[rules.WORDS])),
        guests=KEEP_GUESTS.days, months=months,
    )  # fmt: skip


@guards.administrators
def looks() -> ResponseReturnValue:
    """Each look of staff at a conversation, by person or conversation when asked."""
    person, key = lists.number(request.args, "person"), lists.words(request.args, "conversation") or None
    args = {"person": person, "conversation": key}
    pages = lists.paged(
        partial(queries.looks, user_id=person, public_id=key), request.args, size=PER_PAGE,
        address=partial(url_for, "helpdesk.looks", **args),  # type: ignore[arg-type]
    )  # fmt: skip
    people = queries.looks_by_person(clock.now() - LATELY)
    return web.render(
        "helpdesk/looks.html", pages=pages, people=people, person=person, conversation=key, whats=LOOKS,
        purposes=FILE_PURPOSES,
    )  # fmt: skip
