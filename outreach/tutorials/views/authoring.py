"""The authors' desk: all tutorials with their versions, a new one, one version at a glance, a draft read."""

from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.tutorials import actions, queries, rules
from outreach.tutorials.forms.editing import TutorialForm
from outreach.tutorials.models import TutorialVersion
from outreach.tutorials.queries import editing as desk
from outreach.tutorials.rules import authoring
from outreach.tutorials.views.words import words

PER_PAGE = 30
ONLY = {"review": _l("Cần rà soát"), "draft": _l("Đang có bản nháp"), "stuck": _l("Có người kẹt tuần này")}


@guards.staff
def authoring_index() -> ResponseReturnValue:
    """All tutorials with what readers see, what is being written, and what asks for a look."""
    asked: dict[str, Any] = {
        "q": lists.words(request.args) or None,
        "only": lists.one_of(request.args, "only", ONLY),
    }
    rows = desk.desk(words=asked["q"] or "", only=asked["only"], today=clock.today())
    address = partial(url_for, "tutorials.authoring_index", **asked)
    pages = lists.paged(partial(lists.cut, rows), request.args, size=PER_PAGE, address=address)
    return web.render(
        "tutorials/editor/index.html", "tutorials/editor/_desk_list.html",
        asked=asked, pages=pages, only=ONLY, states=rules.STATES, reasons=rules.REASONS,
    )  # fmt: skip


@guards.officers
@web.commits
def create() -> ResponseReturnValue:
    """A new tutorial, of a procedure or general."""
    form = TutorialForm()
    if form.validate_on_submit():
        version = form.carry_out(_create, form=form)
        if version is not None:
            flash(_("Đã mở bài mới. Anh/Chị viết tiếp các bước."), "good")
            return web.redirect(editor_url(version))
    return web.render(
        "tutorials/editor/create.html", form=form, procedures=desk.proposed_procedures()
    )  # fmt: skip


def _create(form: TutorialForm) -> TutorialVersion:
    named, title = form.procedure.data, form.title.data or ""
    procedure_id = desk.find_procedure(named) if named else None
    if named and procedure_id is None:
        raise Refused(_("Không tìm thấy một thủ tục như vậy; Anh/Chị chọn trong gợi ý."), "procedure")
    key = authoring.key_from(form.step.data or "", ())
    step = rules.Step(key=key, part=form.part.data or "", title=form.step.data or "", body="")
    content = rules.Content(
        title=title, summary=form.summary.data or "", prepare="", system=form.system.data,
        portal=form.portal.data or "", steps=(step,),
    )  # fmt: skip
    slug = form.slug.data or authoring.slug_from(title)
    return actions.create_tutorial(
        slug=slug, content=content, procedure_id=procedure_id, by=current_user.id
    )  # fmt: skip


@guards.staff
def editor(tutorial_id: int, number: int) -> ResponseReturnValue:
    """One version: its facts, its steps in order, its questions, and what may be done with it."""
    version = version_of(tutorial_id, number)
    content = queries.content_from(version)
    cites = queries.cited_ids(version.id)
    marks = {step.key: authoring.mark_of_step(step) for step in content.steps}
    marks["thong-tin"] = authoring.mark_of_facts(content, cites)
    marks["cau-hoi"] = authoring.mark_of_questions(content.questions)
    keys = [step.key for step in content.steps]
    return web.render(
        "tutorials/editor/show.html",
        **frame(version), content=content, marks=marks, documents=queries.cited(version.id),
        restorable=[one for one in version.removed if one["step"]["key"] not in keys],
        stuck=desk.stuck_by_step(tutorial_id), wrong=desk.wrong_by_step(tutorial_id),
        many=authoring.MANY_QUESTIONS, few=authoring.FEWEST_QUESTIONS, today=clock.today(),
    )  # fmt: skip


@guards.staff
def read_draft(tutorial_id: int, number: int) -> ResponseReturnValue:
    """A version as its readers would see it, all steps on one page, in both languages."""
    version = version_of(tutorial_id, number)
    return web.render(
        "tutorials/editor/read.html", **frame(version), content=queries.content_from(version),
        documents=queries.cited(version.id), sided=sided, today=clock.today(),
    )  # fmt: skip


@guards.officers
@web.commits
def new_version(tutorial_id: int) -> ResponseReturnValue:
    """A draft that begins as the published version is."""
    tutorial = web.found(desk.get_tutorial(tutorial_id))
    try:
        version = actions.new_version(tutorial, by=current_user.id)
    except Refused as refusal:
        flash(str(refusal), "warn")
        return web.redirect(url_for("tutorials.authoring_index"))
    flash(_("Đã mở bản %(number)s. Bản đang công bố vẫn giữ nguyên.", number=version.number), "good")
    return web.redirect(editor_url(version))


def version_of(tutorial_id: int, number: int) -> TutorialVersion:
    """The version of an address; 404 when there is none."""
    return web.found(desk.find_version(tutorial_id, number))


def editor_url(version: TutorialVersion, **values: Any) -> str:
    """The page of a version."""
    return url_for(
        "tutorials.editor", tutorial_id=version.tutorial_id, number=version.number, **values
    )  # fmt: skip


def frame(version: TutorialVersion) -> dict[str, Any]:
    """What every page of a version says of it: who did what, its state, why it is to be looked at again."""
    cites = [one.is_over(clock.today()) for one in queries.cited(version.id)]
    days = rules.Validity(version.checked_on, version.valid_from, version.valid_to)
    people = (version.saved_by_id, version.reviewed_by_id, version.published_by_id, version.created_by_id)
    return {
        "version": version,
        "tutorial": version.tutorial,
        "people": desk.names(people),
        "reasons": rules.review_reasons(days, document_replaced=any(cites), today=clock.today()),
        "may": partial(rules.may, version.state),
        "lines": queries.versions(version.tutorial_id),
        "state_words": rules.STATES,
        "practice_words": authoring.PRACTICE_STEPS,
        **words(),
    }  # fmt: skip


def sided(text: str | None, language: str) -> rules.Said:
    """A text in the language it is in, for pages that show both."""
    return rules.Said(text or "", language, False)
