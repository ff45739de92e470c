"""Chats pasted in: the text, the preview with its decisions, the confirmed paste and its release."""

from collections.abc import Sequence
from itertools import groupby
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
from outreach.zalo import queries
from outreach.zalo.actions import choosing, confirming, pasting
from outreach.zalo.actions.choosing import Decided
from outreach.zalo.forms.pasting import DayForm, PasteForm, Typed, people_of, typed
from outreach.zalo.models import Paste
from outreach.zalo.queries import edges, pastes
from outreach.zalo.rules import placing
from outreach.zalo.rules.lines import UNDECIDED, Line, who_is_who

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
    with queries.reading_ahead():  # also where it is refused and shown again
        read = _read(form) if form.validate_on_submit() else None
        if read is None:
            return _paste_in(form)
    kept = form.carry_out(pasting.store, prepared=read, by=current_user.id)
    return web.redirect(_here(kept)) if kept is not None else _paste_in(form)


def _read(form: PasteForm) -> pasting.Prepared | None:
    return form.carry_out(
        pasting.prepare, group=form.group.data or "", text=form.text.data or "", day=form.day.data
    )


def _paste_in(form: PasteForm) -> Response:
    pages = lists.paged(
        pastes.list_pastes, request.args, size=PER_PAGE,
        address=lambda *, page: url_for("zalo.paste_in", page=page),
    )  # fmt: skip
    return web.render("zalo/paste_in.html", form=form, pages=pages, groups=pastes.groups())


@guards.counter
@web.commits
def paste(paste_key: str) -> ResponseReturnValue:
    """A paste: its preview until it is confirmed, then what became of it."""
    if request.method == "GET":
        found = web.found(pastes.find_paste(paste_key))
        note_access(
            what="zalo_paste.view", object_type="zalo_paste", object_id=found.public_id, purpose=PURPOSE
        )  # fmt: skip
        return _shown(found, web.Form(), None, pastes.lines_of(found.id))
    form = web.Form()
    with queries.reading_ahead():
        found = web.found(pastes.find_paste(paste_key))
        said, decided = _decided(found, form)
        if decided is None or form.errors:
            return _shown(found, form, said, decided.lines if decided else pastes.lines_of(found.id))
    if _carried_out(web.found(pastes.find_paste(paste_key)), form, decided):
        return web.redirect(url_for("zalo.paste", paste_key=paste_key))
    with queries.reading_ahead():
        found = web.found(pastes.find_paste(paste_key))
        return _shown(found, form, said, decided.lines)


def _decided(found: Paste, form: web.Form) -> tuple[Typed | None, Decided | None]:
    """What was sent, and the lines as decided by it; None where that cannot be."""
    if found.state != pastes.READ or not request.form:
        return None, None
    said = typed(request.form, request.form.getlist("out"), pastes.lines_of(found.id))
    if not form.validate_on_submit():
        return said, None
    decided = form.carry_out(choosing.decide, paste=found, choices=_real(said))
    if said.several:
        form.refuse(_("Có tên doanh nghiệp chưa rõ; Anh/Chị xem ở bảng người."))
    return said, decided


def _carried_out(found: Paste, form: web.Form, decided: Decided) -> bool:
    """Kept for later, or confirmed."""
    if request.form.get("deed") != "confirm":
        form.carry_out(choosing.keep, paste=found, decided=decided)
        if not form.errors:
            flash(_("Đã lưu lựa chọn. Chưa có gì vào sổ cho đến khi Anh/Chị xác nhận."), "good")
        return not form.errors
    taken = form.carry_out(confirming.confirm, paste=found, decided=decided)
    if taken is not None:
        flash(ngettext("Đã nhập %(num)s tin.", "Đã nhập %(num)s tin.", taken), "good")
    return taken is not None


def _real(said: Typed) -> choosing.Choices:
    known = {id for id in said.choices.procedures.values() if id is not None and get_procedure(id)}
    kept = {place: id if id in known else None for place, id in said.choices.procedures.items()}
    return said.choices._replace(procedures=kept)


def _shown(found: Paste, form: web.Form, said: Typed | None, lines: Sequence[Line]) -> Response:
    if found.state != pastes.READ:
        return _outcome(found)
    names = pastes.named([line.business_id for line in lines if line.business_id is not None])
    people = _people(found, lines, said)
    return web.render(
        "zalo/paste.html", paste=found, form=form, names=names,
        runs=[(known, list(some)) for known, some in groupby(lines, key=lambda line: line.known)],
        there=edges.begun(lines, found.group_folded, but=found.id), near=placing.near(_turns(lines)),
        people=sorted(people, key=lambda one: one.choice != UNDECIDED), stretches=_stretches(lines, names),
        undecided=sum(one.choice == UNDECIDED for one in people),
        day_form=DayForm(None, day=found.day), procedures=pastes.procedure_choices(),
        new=sum(line.taken for line in lines),
        known=sum(line.known for line in lines), unsure=sum(line.unsure for line in lines),
        guessed=sum(line.day_guessed for line in lines), untimed=sum(line.said_at is None for line in lines),
    )  # fmt: skip


def _people(found: Paste, lines: Sequence[Line], said: Typed | None) -> list[Person]:
    chosen = who_is_who(lines)
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


def _stretches(lines: Sequence[Line], names: dict[int, pastes.Meant]) -> list[Stretch]:
    new = [line for line in lines if line.taken]
    made = placing.stretches(_turns(new))
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


def _turns(lines: Sequence[Line]) -> list[placing.Turn]:
    return [line.turn for line in lines]


def _outcome(found: Paste) -> Response:
    made = pastes.outcomes(found.id)
    return web.render("zalo/paste_done.html", paste=found, outcomes=made, today=clock.today())


def _here(found: Paste) -> str:
    return url_for("zalo.paste", paste_key=found.public_id)
