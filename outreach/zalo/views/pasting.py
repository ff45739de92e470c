"""Chats pasted in: the text, the preview with its decisions, the confirmed paste and its release."""

from typing import Any, NamedTuple

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.accounts.actions import note_access
from outreach.dossiers.queries import get_procedure
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.zalo.actions import confirming, pasting
from outreach.zalo.forms.pasting import DayForm, PasteForm, Typed, people_of, typed
from outreach.zalo.models import Paste, PasteLine
from outreach.zalo.queries import pastes
from outreach.zalo.rules import placing

PER_PAGE = 20
MOST_PROPOSED = 30  # conversations whose procedure is looked up in the catalogue
PURPOSE = "answer_question"


class Person(NamedTuple):
    """A name in a paste, and what can be chosen for it."""

    number: int
    name: str
    lines: int
    sample: str
    choice: str
    meant: list[pastes.Meant]
    words: str
    fault: str | None


class Stretch(NamedTuple):
    """A conversation that a paste will make or continue."""

    place: int
    business: str
    first: Any
    last: Any
    lines: int
    procedure_id: int | None


@guards.counter
@web.commits
def paste_in() -> ResponseReturnValue:
    """Paste a chat; those that wait for confirmation stand below."""
    form = PasteForm()
    if form.validate_on_submit():
        paste = form.carry_out(
            pasting.read_in, group=form.group.data or "", text=form.text.data or "",
            day=form.day.data, by=current_user.id,
        )  # fmt: skip
        if paste is not None:
            return web.redirect(_here(paste))
    pages = lists.paged(
        pastes.list_pastes, request.args, size=PER_PAGE,
        address=lambda *, page: url_for("zalo.paste_in", page=page),
    )  # fmt: skip
    return web.render("zalo/paste_in.html", form=form, pages=pages, groups=pastes.groups())


@guards.counter
@web.commits
def paste(paste_key: str) -> ResponseReturnValue:
    """A paste: its preview until it is confirmed, then what became of it."""
    found = web.found(pastes.find_paste(paste_key))
    if request.method == "GET":
        note_access(
            what="zalo_paste.view", object_type="zalo_paste", object_id=found.public_id, purpose=PURPOSE
        )  # fmt: skip
    if found.state != pastes.READ:
        return _outcome(found)
    form = web.Form()
    said = (
        typed(request.form, request.form.getlist("out"), pastes.lines_of(found.id)) if request.form else None
    )
    if said is not None and form.validate_on_submit():
        form.carry_out(pasting.choose, paste=found, choices=_real(said))
        if said.several:
            form.refuse(_("Có tên doanh nghiệp chưa rõ; Anh/Chị xem ở bảng người."))
        elif not form.errors and _went_well(found, form, said):
            return web.redirect(_here(found))
    return _preview(found, form, said)


def _went_well(found: Paste, form: web.Form, said: Typed) -> bool:
    if request.form.get("deed") != "confirm":
        flash(_("Đã lưu lựa chọn. Chưa có gì vào sổ cho đến khi Anh/Chị xác nhận."), "good")
        return True
    taken = form.carry_out(confirming.confirm, paste=found, choices=_real(said))
    if taken is None:
        return False
    flash(ngettext("Đã nhập %(num)s tin.", "Đã nhập %(num)s tin.", taken), "good")
    return True


def _real(said: Typed) -> pasting.Choices:
    known = {id for id in said.choices.procedures.values() if id is not None and get_procedure(id)}
    kept = {place: id if id in known else None for place, id in said.choices.procedures.items()}
    return said.choices._replace(procedures=kept)


def _preview(found: Paste, form: web.Form, said: Typed | None) -> Response:
    lines = pastes.lines_of(found.id)
    names = pastes.named([line.business_id for line in lines if line.business_id is not None])
    return web.render(
        "zalo/paste.html", paste=found, form=form, lines=lines, names=names,
        people=_people(found, lines, said), stretches=_stretches(lines, names),
        day_form=DayForm(None, day=found.day), procedures=pastes.procedure_choices(),
        new=sum(not line.known and not line.left_out for line in lines),
        known=sum(line.known for line in lines), unsure=sum(line.unsure for line in lines),
        guessed=sum(line.day_guessed for line in lines), untimed=sum(line.said_at is None for line in lines),
    )  # fmt: skip


def _people(found: Paste, lines: Any, said: Typed | None) -> list[Person]:
    chosen = pasting.who_is_who(lines)
    proposed = pastes.proposals(found.group, chosen)
    names = pastes.named([int(choice) for choice in chosen.values() if choice.isdecimal()])
    shown = []
    for number, name in enumerate(people_of(lines)):
        own = [line for line in lines if line.person == name]
        several = said.several.get(name) if said else None
        meant = {one.id: one for one in (*proposed[name].meant, *(several or ()))}
        if chosen[name].isdecimal():
            meant |= {int(chosen[name]): names[int(chosen[name])]}
        fault = None
        if several is not None:
            fault = _("Anh/Chị chọn một doanh nghiệp.") if several else _("Không tìm thấy doanh nghiệp nào.")
        words = said.words.get(name, "") if said else ""
        shown.append(
            Person(number, name, len(own), own[0].text[:120], chosen[name], [*meant.values()], words, fault)
        )
    return shown


def _stretches(lines: Any, names: dict[int, pastes.Meant]) -> list[Stretch]:
    new: list[PasteLine] = [line for line in lines if not line.known and not line.left_out]
    made = placing.stretches([placing.Turn(line.staff, line.business_id, line.said_at) for line in new])
    shown = []
    for place, some in enumerate([[new[at] for at in one] for one in made]):
        asked = next((line.text for line in some if not line.staff), "")
        proposed = pastes.procedure_of(asked) if place < MOST_PROPOSED else None
        times = [line.said_at for line in some if line.said_at is not None]
        shown.append(
            Stretch(
                some[0].place, names[some[0].business_id or 0].name, min(times, default=None),
                max(times, default=None), len(some), some[0].procedure_id or proposed,
            )
        )  # fmt: skip
    return shown


def _outcome(found: Paste) -> Response:
    made = pastes.outcomes(found.id)
    return web.render("zalo/paste_done.html", paste=found, outcomes=made, today=clock.today())


def _here(found: Paste) -> str:
    return url_for("zalo.paste", paste_key=found.public_id)
