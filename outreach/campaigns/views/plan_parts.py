"""The parts of an open plan: its head, what it rests on, and its texts."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts.guards import officers
from outreach.campaigns.actions import plans as actions
from outreach.campaigns.forms import plans as forms
from outreach.campaigns.models import Plan
from outreach.campaigns.queries import plans as queries
from outreach.campaigns.rules import matrix
from outreach.campaigns.rules import plans as rules
from outreach.documents import queries as documents
from outreach.i18n import LazyText
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l

HEAD = ("title", "number", "issued_on", "starts_on", "ends_on", "superior", "place")


class Part(NamedTuple):
    """A part that is a form of texts: its name, what fills the form, and what writes it."""

    title: LazyText
    form: type[web.Form]
    load: Callable[[Plan], dict[str, Any]]
    save: Callable[..., Any]
    hint: LazyText | None = None


@officers
@web.commits
def edit_plan(plan_id: int) -> ResponseReturnValue:
    """Change what stands above an open plan."""
    plan = web.found(queries.get(plan_id))
    if plan.state not in rules.OPEN:
        return _stays(plan)
    form = forms.HeadForm(obj=plan, data={"seen": actions.mark(plan, HEAD)})
    if form.validate_on_submit():
        done = form.carry_out(actions.change_plan, plan=plan, seen=form.seen.data or "", **form.values())
        if done is not None:
            return _saved(plan, "dau")
    return web.render("campaigns/plans/head.html", form=form, plan=plan)


@officers
@web.commits
def edit_plan_part(plan_id: int, part: str) -> ResponseReturnValue:
    """Change one part of an open plan."""
    plan, kind = web.found(queries.get(plan_id)), web.found(PARTS.get(part))
    if plan.state not in rules.OPEN:
        return _stays(plan)
    form = kind.form(data=kind.load(plan))
    if form.validate_on_submit():
        form.carry_out(kind.save, plan=plan, form=form)
        if not form.errors:
            return _saved(plan, part)
    return web.render(
        "campaigns/plans/part.html",
        form=form, plan=plan, slug=part, kind=kind, contents=matrix.CONTENTS,
    )  # fmt: skip


@officers
@web.commits
def plan_bases(plan_id: int) -> ResponseReturnValue:
    """What an open plan rests on, and one document more."""
    plan = web.found(queries.get(plan_id))
    if plan.state not in rules.OPEN:
        return _stays(plan)
    form = forms.BasisForm()
    if form.validate_on_submit():
        done = form.carry_out(actions.add_basis, plan=plan, number=form.number.data, new=form.new())
        if done is not None:
            flash(_("Đã thêm căn cứ."), "good")
            return web.redirect(url_for("campaigns.plan_bases", plan_id=plan.id))
    numbers = documents.numbers()
    return web.render("campaigns/plans/bases.html", form=form, plan=plan, numbers=numbers)


@officers
@web.commits
def remove_plan_basis(plan_id: int, document_id: int) -> ResponseReturnValue:
    """Take a document out of what a plan rests on."""
    plan = web.found(queries.get(plan_id))
    if plan.state not in rules.OPEN:
        return _stays(plan)
    actions.remove_basis(plan=plan, document_id=document_id)
    flash(_("Đã bỏ căn cứ."), "good")
    return web.redirect(url_for("campaigns.plan_bases", plan_id=plan.id))


def _saved(plan: Plan, part: str) -> ResponseReturnValue:
    flash(_("Đã lưu."), "good")
    return web.redirect(url_for("campaigns.plan", plan_id=plan.id, _anchor=part))


def _stays(plan: Plan) -> ResponseReturnValue:
    if request.method == "POST":
        flash(_("Kế hoạch đã trình hoặc đã duyệt nên giữ nguyên."), "warn")
    return web.redirect(url_for("campaigns.plan", plan_id=plan.id))


def _paragraphs(column: str, title: LazyText, hint: LazyText) -> Part:
    def load(plan: Plan) -> dict[str, Any]:
        return {"text": "\n".join(getattr(plan, column)), "seen": actions.mark(plan, [column])}

    def save(*, plan: Plan, form: forms.ParagraphsForm) -> None:
        values = {column: rules.paragraphs(form.text.data)}
        actions.change_plan(plan=plan, seen=form.seen.data or "", **values)

    return Part(title, forms.ParagraphsForm, load, save, hint)


def _load_opening(plan: Plan) -> dict[str, Any]:
    return {"opening": plan.opening, "seen": actions.mark(plan, ["opening"])}


def _save_opening(*, plan: Plan, form: forms.OpeningForm) -> None:
    actions.change_plan(plan=plan, seen=form.seen.data or "", opening=form.opening.data or None)


def _load_contents(plan: Plan) -> dict[str, Any]:
    texts = {f"content_{content.letter}": content.text for content in plan.contents}
    return {**texts, "seen": actions.mark_of_contents(plan)}


def _save_contents(*, plan: Plan, form: forms.ContentsForm) -> None:
    typed = {letter: rules.lines_of(form[f"content_{letter}"].data) for letter in matrix.CONTENTS}
    texts = {letter: "\n".join(lines) for letter, lines in typed.items()}
    actions.save_contents(plan=plan, texts=texts, seen=form.seen.data or "")


_TASKS = ("tasks", "funds", "funds_place")


def _load_tasks(plan: Plan) -> dict[str, Any]:
    named = {part: [unit.name for unit in plan.units if unit.part == part] for part in rules.UNIT_PARTS}
    return {
        "text": "\n".join(plan.tasks), "leads": "\n".join(named["leads"]), "joins": "\n".join(named["joins"]),
        "funds": plan.funds, "funds_place": plan.funds_place, "seen": actions.mark(plan, _TASKS),
    }  # fmt: skip


def _save_tasks(*, plan: Plan, form: forms.TasksForm) -> None:
    actions.change_plan(
        plan=plan, seen=form.seen.data or "", tasks=rules.paragraphs(form.text.data),
        funds=form.funds.data or None, funds_place=form.funds_place.data if form.funds.data else None,
    )  # fmt: skip
    actions.save_units(
        plan=plan, leads=rules.paragraphs(form.leads.data), joins=rules.paragraphs(form.joins.data)
    )


_SIGNING = ("receivers", "signed_as", "signer")


def _load_signing(plan: Plan) -> dict[str, Any]:
    return {
        "receivers": "\n".join(plan.receivers), "signed_as": plan.signed_as, "signer": plan.signer,
        "seen": actions.mark(plan, _SIGNING),
    }  # fmt: skip


def _save_signing(*, plan: Plan, form: forms.SigningForm) -> None:
    actions.change_plan(
        plan=plan, seen=form.seen.data or "", receivers=rules.paragraphs(form.receivers.data),
        signed_as="\n".join(rules.lines_of(form.signed_as.data)) or None, signer=form.signer.data or None,
    )  # fmt: skip


_ONE_EACH = _l("Mỗi dòng là một đoạn. Gạch đầu dòng và số thứ tự được in tự động.")
PARTS = {
    "loi-dan": Part(_l("Lời dẫn"), forms.OpeningForm, _load_opening, _save_opening),
    "muc-dich": _paragraphs("purposes", _l("Mục đích"), _ONE_EACH),
    "yeu-cau": _paragraphs("requirements", _l("Yêu cầu"), _ONE_EACH),
    "doi-tuong": _paragraphs("audiences", _l("Đối tượng tuyên truyền"), _l("Mỗi dòng là một đoạn.")),
    "noi-dung": Part(_l("Nội dung tuyên truyền"), forms.ContentsForm, _load_contents, _save_contents),
    "hinh-thuc": _paragraphs("forms", _l("Hình thức tuyên truyền"), _ONE_EACH),
    "to-chuc": Part(_l("Tổ chức thực hiện"), forms.TasksForm, _load_tasks, _save_tasks),
    "noi-nhan": Part(_l("Nơi nhận, người ký"), forms.SigningForm, _load_signing, _save_signing),
}
