"""From draft to everybody's: reviewed, published, taken off; each by a named officer."""

from collections.abc import Callable
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.i18n import gettext as _
from outreach.tutorials import queries
from outreach.tutorials.actions import editing
from outreach.tutorials.forms.editing import PublishForm, ReviewForm, WithdrawForm
from outreach.tutorials.models import TutorialVersion
from outreach.tutorials.queries import editing as desk
from outreach.tutorials.rules import authoring
from outreach.tutorials.rules.changes import Changes, changes_between
from outreach.tutorials.views.authoring import editor_url, frame, version_of
from outreach.tutorials.views.overtaken import fresh


@guards.officers
@web.commits
def review(tutorial_id: int, number: int) -> ResponseReturnValue:
    """Held against the portal and the law: by somebody other than the last author, where there is anybody."""
    version = version_of(tutorial_id, number)
    form = ReviewForm(data={"edition": version.edition})
    colleagues = desk.other_officers(current_user.id)
    values = {"alone": form.alone.data, "colleagues": colleagues}
    if form.validate_on_submit() and _carried_out(form, editing.review_version, version, **values):
        flash(_("Đã rà soát. Bản này có thể công bố."), "good")
        return web.redirect(editor_url(version))
    return web.render(
        "tutorials/editor/review.html", **frame(_again(form, version)), form=form, colleagues=colleagues,
        own=authoring.reviews_own_work(version.saved_by_id, current_user.id), **_content(version),
    )  # fmt: skip


@guards.officers
@web.commits
def publish(tutorial_id: int, number: int) -> ResponseReturnValue:
    """What becomes new for readers, how many are in the middle, what they will see; then one deed."""
    version = version_of(tutorial_id, number)
    form = PublishForm(data={"edition": version.edition})
    if form.validate_on_submit() and _carried_out(form, editing.publish_version, version):
        flash(_("Đã công bố bản %(number)s.", number=version.number), "good")
        return web.redirect(editor_url(version))
    return web.render(
        "tutorials/editor/publish.html", **frame(_again(form, version)), form=form,
        changes=_changes(version), middle=desk.in_the_middle(tutorial_id), **_content(version),
    )  # fmt: skip


@guards.officers
@web.commits
def withdraw(tutorial_id: int, number: int) -> ResponseReturnValue:
    """Take a version off, with the reason; what people ticked and finished stays."""
    version = version_of(tutorial_id, number)
    form = WithdrawForm(data={"edition": version.edition})
    values = {"why": form.why.data}
    if form.validate_on_submit() and _carried_out(form, editing.withdraw_version, version, **values):
        flash(_("Đã gỡ bản %(number)s.", number=version.number), "good")
        return web.redirect(editor_url(version))
    return web.render(
        "tutorials/editor/withdraw.html", **frame(_again(form, version)), form=form,
        middle=desk.in_the_middle(tutorial_id),
    )  # fmt: skip


def _carried_out(
    form: ReviewForm | PublishForm | WithdrawForm,
    deed: Callable[..., TutorialVersion],
    version: TutorialVersion,
    **values: Any,
) -> bool:
    edition = lists.number({"edition": str(form.edition.data)}, "edition")
    done = form.carry_out(deed, version=version, edition=edition, by=current_user.id, **values)
    return done is not None


def _again(form: ReviewForm | PublishForm | WithdrawForm, version: TutorialVersion) -> TutorialVersion:
    """After a refusal the page shows what is saved now, and its button means that."""
    if not form.errors:
        return version
    now = fresh(version)
    form.edition.data = str(now.edition)
    return now


def _content(version: TutorialVersion) -> dict[str, Any]:
    return {
        "content": queries.content_from(version),
        "few": authoring.FEWEST_QUESTIONS,
        "documents": queries.cited(version.id),
        "today": clock.today(),
    }


def _changes(version: TutorialVersion) -> Changes:
    old = desk.published_of(version.tutorial_id)
    return changes_between(
        queries.content_from(old) if old else None,
        queries.content_from(version),
        queries.cited_ids(old.id) if old else (),
        queries.cited_ids(version.id),
    )
