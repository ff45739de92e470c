"""A trainer's room: open it, show its code, sit down in it, watch it, close it."""

import hashlib

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards, throttle
from outreach.accounts.sessions import network
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.practice import actions, occasions, queries, rules
from outreach.practice.forms import CodeForm, ConfirmForm, JoinForm, RoomForm, SeatForm
from outreach.practice.models import PracticeRoom
from outreach.practice.views.runs import found_procedures
from outreach.tutorials.sheets import code


@guards.everyone
def find_room() -> ResponseReturnValue:
    """Type a room's code; staff also see which rooms there are."""
    form = CodeForm(request.args)
    room = queries.find_open_room(form.code.data or "", clock.now())
    if room is not None:
        return web.redirect(url_for("practice.join", room_code=room.code))
    rooms = queries.list_rooms() if current_user.is_authenticated and current_user.is_counter else None
    return web.render("practice/rooms.html", code_form=form, rooms=rooms)


@guards.everyone
@web.commits
def join(room_code: str) -> ResponseReturnValue:
    """Sit down in an open room; the address is what the QR code holds."""
    if request.method == "POST":
        throttle.take("practice", network())
    room = queries.find_open_room(web.found(rules.read_code(room_code)), clock.now())
    form = JoinForm()
    if room is None:
        return web.render("practice/closed.html"), 404
    if form.validate_on_submit():
        run = form.carry_out(
            actions.take_seat, room=room, seat=form.seat.data, tax_code=form.tax_code.data,
            user_id=current_user.id, business_id=current_user.business_id,
        )  # fmt: skip
        if run is not None:
            return web.redirect(url_for("practice.run", run_key=run.public_id))
    return web.render("practice/join.html", form=form, room=room)


@guards.counter
@web.commits
def open_room() -> ResponseReturnValue:
    """Open a room for a procedure, within a training when one is named."""
    offered = occasions.around(clock.today())
    form = RoomForm(intervention=lists.number(request.args, "intervention") or 0)
    form.offer(offered)
    if form.validate_on_submit():
        room = form.carry_out(
            actions.open_room, procedure_id=form.procedure.data,
            intervention_id=form.intervention.data or None, opened_by_id=current_user.id,
        )  # fmt: skip
        if room is not None:
            return web.redirect(url_for("practice.room", room_key=room.public_id))
    q = lists.words(request.args)
    return web.render("practice/open.html", form=form, found=found_procedures(q), q=q)


@guards.counter
def room(room_key: str) -> ResponseReturnValue:
    """Each seat's step, mistakes and minutes, who needs help first; asked again every three seconds."""
    found = web.found(queries.get_room(room_key))
    seats = queries.seats(found, clock.now())
    seen = _mark((seats_now(seats), found.closed_at))
    if request.args.get("seen") == seen:
        return "", 204  # the trainer's screen keeps what it has
    paces = queries.paces_of(found)
    return web.render(
        "practice/room.html", "practice/_board.html",
        room=found, seats=seats, paces=paces, slowest=rules.slowest(paces), seen=seen, labels=rules.STEPS,
        lessons=queries.lessons(found.procedure_id), join_url=_join_url(found),
    )  # fmt: skip


@guards.counter
def projector(room_key: str) -> ResponseReturnValue:
    """The code and the QR code, large, for the wall."""
    found = web.found(queries.get_room(room_key))
    return web.render(
        "practice/projector.html", room=found, qr=code(_join_url(found)), join_url=_join_url(found)
    )


@guards.counter
@web.commits
def helped(room_key: str) -> ResponseReturnValue:
    """Take a seat's hand down: the trainer has been there."""
    found = web.found(queries.get_room(room_key))
    form = SeatForm()
    if form.validate_on_submit():
        actions.ask_for_help(web.found(queries.seat_of(found, form.seat.data)), wanted=False)
    return web.redirect(url_for("practice.room", room_key=room_key))


@guards.counter
@web.commits
def confirm(room_key: str) -> ResponseReturnValue:
    """The trainer knows who sits there: the seat, or every one that waits, counts for its business."""
    found = web.found(queries.get_room(room_key))
    form = ConfirmForm()
    if form.validate_on_submit() and (form.every.data or form.seat.data):
        seat = None if form.every.data else web.found(queries.seat_of(found, form.seat.data))
        counted = actions.confirm_seats(found, seat)
        flash(ngettext("Đã xác nhận %(num)s chỗ.", "Đã xác nhận %(num)s chỗ.", counted), "good")
    return web.redirect(url_for("practice.room", room_key=room_key))


@guards.counter
@web.commits
def close_room(room_key: str) -> ResponseReturnValue:
    """Let nobody else in; those who sit there may finish."""
    found = web.found(queries.get_room(room_key))
    if web.Form().validate_on_submit():
        actions.close_room(found)
        flash(_("Đã đóng phòng. Ai đang làm dở vẫn làm tiếp được."), "good")
    return web.redirect(url_for("practice.room", room_key=room_key))


def seats_now(seats: list[rules.Seat]) -> list[tuple[object, ...]]:
    """What the screen shows of the seats: as long as it is the same, nothing new is sent."""
    return [
        (seat.run_id, seat.step, seat.mistakes, seat.minutes if not seat.ended else 0, seat.is_stuck,
         seat.needs_help, seat.ended, seat.finished, seat.to_confirm)
        for seat in seats
    ]  # fmt: skip


def _mark(shown: object) -> str:
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:12]


def _join_url(found: PracticeRoom) -> str:
    return web.whole_url(url_for("practice.join", room_code=found.code))
