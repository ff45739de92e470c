"""Writing steps: one at a time beside its preview, their order, deleting and bringing back."""

from dataclasses import asdict
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.tutorials import notes, queries, rules
from outreach.tutorials.actions import editing
from outreach.tutorials.forms.editing import ArrangeForm, StepForm
from outreach.tutorials.models import TutorialVersion
from outreach.tutorials.queries import editing as desk
from outreach.tutorials.rules import authoring
from outreach.tutorials.views.authoring import editor_url, frame, sided, version_of
from outreach.tutorials.views.overtaken import differences, fresh
from outreach.tutorials.views.pictures import insert_picture
from outreach.tutorials.views.words import words

DEEDS = ("up", "down", "duplicate", "delete")


@guards.officers
@web.commits
def edit_step(tutorial_id: int, number: int, step_key: str) -> ResponseReturnValue:
    """One step. Also when it was deleted meanwhile, what was typed comes back, to be added anew."""
    form = StepForm(data=_known(tutorial_id, number, step_key))
    pictured = insert_picture(form, tutorial_id)
    version = version_of(tutorial_id, number)
    if editing.find_step(queries.content_from(version), step_key) is None:
        return _page(version, form, None, gone=True)
    if pictured or not (_wants_save() and form.validate_on_submit()):
        return _page(version, form, step_key)
    step = form.step(step_key)
    if form.carry_out(editing.save_step, version=version, seen=form.seen.data or "", step=step, by=_me()):
        flash(_("Đã lưu bước “%(title)s”.", title=step.title), "good")
        return web.redirect(editor_url(version, _anchor=f"buoc-{step_key}"))
    version = fresh(version)
    return _page(version, form, step_key, _overtaken(form, version, step_key))


@guards.officers
@web.commits
def add_step(tutorial_id: int, number: int) -> ResponseReturnValue:
    """A new step behind the one that `after` names, in its part."""
    form = StepForm()
    pictured = insert_picture(form, tutorial_id)
    version = version_of(tutorial_id, number)
    after = request.values.get("after") or None
    if not form.is_submitted():
        form.part.data, form.part_en.data = _part_of(version, after)
    if not pictured and _wants_save() and form.validate_on_submit():
        step = form.step("moi")
        key = form.carry_out(editing.add_step, version=version, step=step, after=after, by=_me())
        if key is not None:
            flash(_("Đã thêm bước “%(title)s”.", title=step.title), "good")
            return web.redirect(editor_url(version, _anchor=f"buoc-{key}"))
        version = fresh(version)
    return _page(version, form, None, after=after)


@guards.officers
@web.commits
def arrange(tutorial_id: int, number: int, step_key: str) -> ResponseReturnValue:
    """Move a step up or down, double it, or delete it."""
    version = version_of(tutorial_id, number)
    form, said = ArrangeForm(), None
    deed = lists.one_of(request.form, "deed", DEEDS)
    values: dict[str, Any] = {"key": step_key, "edition": lists.number(request.form, "edition"), "by": _me()}
    try:
        if not form.validate_on_submit() or deed is None:
            raise Refused(_("Chưa rõ Anh/Chị muốn làm gì với bước này."))
        if deed in ("up", "down"):
            editing.move_step(version, by_places=-1 if deed == "up" else 1, **values)
        elif deed == "duplicate":
            editing.duplicate_step(version, **values)
        else:
            editing.delete_step(version, **values)
            said = _("Đã xóa bước. Cần lấy lại thì bấm Khôi phục ở cuối danh sách bước.")
    except Refused as refusal:
        flash(str(refusal), "warn")
    if said:
        flash(said, "good")
    return web.redirect(editor_url(version, _anchor="steps" if deed == "delete" else f"buoc-{step_key}"))


@guards.officers
@web.commits
def restore_step(tutorial_id: int, number: int, step_key: str) -> ResponseReturnValue:
    """Bring a deleted step back."""
    version = version_of(tutorial_id, number)
    try:
        editing.restore_step(version, key=step_key, by=_me())
        flash(_("Đã khôi phục bước."), "good")
    except Refused as refusal:
        flash(str(refusal), "warn")
    return web.redirect(editor_url(version, _anchor=f"buoc-{step_key}"))


@guards.officers
def preview() -> ResponseReturnValue:
    """What a reader would see of the step being typed; asks the database for nothing."""
    return web.render(
        "tutorials/editor/preview.html", "tutorials/editor/_step_preview.html",
        step=StepForm().step("xem-truoc"), sided=sided, **words(),
    )  # fmt: skip


def _known(tutorial_id: int, number: int, key: str) -> dict[str, Any]:
    if request.method == "POST":  # all of it was sent, and a picture is taken in before the database is asked
        return {}
    step = web.found(editing.find_step(queries.content_from(version_of(tutorial_id, number)), key))
    return {**asdict(step), "seen": authoring.mark_of_step(step)}


def _wants_save() -> bool:
    return request.form.get("do", "save") == "save"


def _me() -> int:
    return int(current_user.id)


def _part_of(version: TutorialVersion, after: str | None) -> tuple[str, str | None]:
    steps = [step for step in version.steps if step.key == after] or version.steps
    return steps[-1].part, steps[-1].part_en


def _overtaken(form: StepForm, version: TutorialVersion, key: str) -> list[tuple[str, str, str]]:
    step = editing.find_step(queries.content_from(version), key)
    if step is None or authoring.mark_of_step(step) == form.seen.data:
        return []
    form.seen.data = authoring.mark_of_step(step)  # the next save is by hand, with both texts in sight
    return differences(form, StepForm(formdata=None, data=asdict(step)))


def _page(
    version: TutorialVersion,
    form: StepForm,
    key: str | None,
    theirs: list[tuple[str, str, str]] | None = None,
    after: str | None = None,
    gone: bool = False,
) -> ResponseReturnValue:
    values: dict[str, Any] = {"tutorial_id": version.tutorial_id, "number": version.number}
    action = (
        url_for("tutorials.edit_step", step_key=key, **values)
        if key
        else url_for("tutorials.add_step", after=after, **values)
    )
    keys = [step.key for step in version.steps]
    return web.render(
        "tutorials/editor/step.html", **frame(version), form=form, theirs=theirs or [], action=action,
        key=key, step=form.step(key or "moi"), sided=sided, place=rules.place_of(keys, key or ""),
        parts=sorted({step.part for step in version.steps}), stuck=_stuck(version, key),
        gone=gone, waiting=notes.waiting(version.tutorial_id, key) if key else [],
    )  # fmt: skip


def _stuck(version: TutorialVersion, key: str | None) -> tuple[int, int]:
    return desk.stuck_by_step(version.tutorial_id).get(key or "", (0, 0))
