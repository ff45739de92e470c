"""A paste becomes conversations, one of each business and stretch of days."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from outreach import clock
from outreach.database import db
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.actions.taking_in import Talk, Words, take_in
from outreach.helpdesk.models import Conversation, Message
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.refusals import Refused
from outreach.zalo.actions.choosing import (
    CHOSEN,
    Decided,
    check_lines,
    check_waits,
    lock,
    people_to_remember,
    remember,
    store_lines,
)
from outreach.zalo.models import Paste, PasteLine
from outreach.zalo.queries import edges, pastes
from outreach.zalo.rules import placing
from outreach.zalo.rules.lines import Line, when


def confirm(*, paste: Paste, decided: Decided) -> int:
    """Store what is new; how many messages. Confirmed already, it stays as it is.

    What takes long was worked out before (`choosing.decide`); here it is written in a few statements. Refused
    while a name is undecided, or staff answered nobody that is known, or another paste of the group was
    confirmed or undone since.
    """
    lock(paste)
    if paste.state == pastes.CONFIRMED:
        return 0
    check_waits(paste)
    check_lines(paste, decided)
    if pastes.states_of_group(paste.group_folded) != decided.group:
        raise Refused(
            _("Nhóm này vừa có lần chép khác được nhập hoặc hoàn tác; Anh/Chị xem lại các tin mới.")
        )
    lines = decided.lines
    taken = [line for line in lines if line.taken]
    _check(taken)
    remember(paste, people_to_remember(lines))
    said = _tell(paste, lines, taken)
    stored = [line._replace(message_id=said.get(line.id), person="", text="") for line in lines]
    store_lines(stored, *CHOSEN, "message_id", "person", "text")  # the words are the messages' from now on
    paste.text, paste.state, paste.confirmed_at = None, pastes.CONFIRMED, clock.now()
    db.session.flush()
    return len(taken)


def _check(taken: Sequence[Line]) -> None:
    nobody = sum(line.business_id is None for line in taken if not line.staff)
    if nobody:
        raise Refused(
            ngettext(
                "Còn %(num)s tin chưa rõ của ai. Anh/Chị chọn, hoặc bỏ qua người đó.",
                "Còn %(num)s tin chưa rõ của ai. Anh/Chị chọn, hoặc bỏ qua người đó.", nobody,
            )
        )  # fmt: skip
    if any(line.business_id is None for line in taken):
        raise Refused(_("Chưa rõ cán bộ trả lời doanh nghiệp nào. Anh/Chị chọn ở từng tin, hoặc bỏ tin."))
    if not taken:
        raise Refused(_("Không có tin nào mới để nhập."))


def _tell(paste: Paste, lines: Sequence[Line], taken: Sequence[Line]) -> dict[int, int]:
    """The conversations that the lines make or continue; the message of each line, by the line's id."""
    times = dict(zip([line.id for line in lines], when(lines, paste.pasted_at, clock.now()), strict=True))
    there = edges.begun(lines, paste.group_folded, but=paste.id)
    stretches = [[taken[at] for at in some] for some in placing.stretches([one.turn for one in taken])]
    going_on = _going_on(paste, {line.business_id for line in taken})
    talks = []
    for some in stretches:
        at, begins = times[some[0].id], min(some, key=lambda line: line.place)
        talks.append(
            Talk(
                f"paste-{paste.public_id}-{begins.place}", begins.business_id or 0, begins.procedure_id,
                None if begins.procedure_id else paste.group,
                [_words(line, times[line.id], there.get(line.place, 0)) for line in some],
                _continued(going_on.get(begins.business_id), at),
            )
        )  # fmt: skip
    ids = take_in(channel=helpdesk_rules.ZALO_PASTE, talks=talks)
    return dict(zip([line.id for some in stretches for line in some], ids, strict=True))


def _words(line: Line, at: datetime, there: int) -> Words:
    side = helpdesk_rules.STAFF if line.staff else helpdesk_rules.BUSINESS
    return Words(f"paste-line-{line.id}", side, line.person or None, line.text[there:], at)


def _going_on(paste: Paste, businesses: Collection[int | None]) -> dict[int | None, Conversation]:
    """The latest open conversation of this group with each business.

    One that the business reads already is not continued: new words stay with staff until released.
    """
    c = Conversation
    here = (
        select(Message.conversation_id)
        .join(PasteLine, PasteLine.message_id == Message.id)
        .join(Paste, Paste.id == PasteLine.paste_id)
        .where(Paste.group_folded == paste.group_folded)
    )
    open_ = (c.state == helpdesk_rules.OPEN, ~c.released, c.channel == helpdesk_rules.ZALO_PASTE)
    statement = select(c).where(c.id.in_(here), c.business_id.in_(businesses), *open_).order_by(c.id)
    locked = statement.with_for_update().execution_options(populate_existing=True)
    latest: dict[int | None, Conversation] = {}
    for one in sorted(db.session.scalars(locked), key=lambda one: (one.last_at, one.id)):
        latest[one.business_id] = one
    return latest


def _continued(latest: Conversation | None, at: datetime) -> int | None:
    """Its id, when what was said at that time follows it (or comes before it) without days of silence."""
    if latest is None or not latest.asked_at - placing.GAP <= at <= latest.last_at + placing.GAP:
        return None
    return latest.id


def drop(*, paste: Paste) -> None:
    """Throw a paste away that was not confirmed."""
    lock(paste)
    if paste.state != pastes.READ:
        raise Refused(_("Đoạn chép này đã được xác nhận rồi."))
    db.session.execute(delete(Paste).where(Paste.id == paste.id))
