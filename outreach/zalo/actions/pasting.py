"""Pasting a chat in: read, matched line by line, confirmed. Nothing reaches a business before its release."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, select

from outreach import clock
from outreach.businesses.models import Contact
from outreach.database import db
from outreach.helpdesk import rules as helpdesk_rules
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import fold, nfc, squeeze
from outreach.zalo.models import Paste, PastedPerson, PasteLine
from outreach.zalo.queries import pastes
from outreach.zalo.rules import pasting as rules
from outreach.zalo.rules import placing


class Choices(NamedTuple):
    """What a clerk decided: who the names are, which lines are left out, whom staff answered, about what."""

    who: Mapping[str, str]  # name → 'staff', 'out', a business's id as text, or ''
    out: frozenset[int]  # places
    to: Mapping[int, int]  # place → business
    procedures: Mapping[int, int | None]  # place of a conversation's first line → procedure


def read_in(*, group: str, text: str, day: date, by: int) -> Paste:
    """Read a pasted text; what is known of the group's people and messages is proposed at once.

    Refused when it is too long, has too many messages, or was copied in the future.
    """
    paste = Paste(
        public_id=secrets.token_urlsafe(12), group=squeeze(group), group_folded=fold(group),
        state=pastes.READ, text=nfc(text), day=day, shape=rules.NONE, pasted_at=clock.now(), pasted_by_id=by,
    )  # fmt: skip
    _read(paste, day)
    proposed = pastes.proposals(paste.group, {line.person for line in pastes.lines_of(paste.id)})
    choose(
        paste=paste,
        choices=Choices({name: one.choice for name, one in proposed.items()}, _recalled(paste), {}, {}),
    )
    return paste


def read_again(*, paste: Paste, day: date) -> Paste:
    """The same text as if copied on another day; who is who stays, the rest is proposed anew."""
    _check_waits(paste)
    if paste.day != day:
        chosen = who_is_who(pastes.lines_of(paste.id))
        db.session.execute(delete(PasteLine).where(PasteLine.paste_id == paste.id))
        _read(paste, day)
        choose(paste=paste, choices=Choices(chosen, _recalled(paste), {}, {}))
    return paste


def who_is_who(lines: Sequence[PasteLine]) -> dict[str, str]:
    """Who each name is, as the lines say."""
    by_name: dict[str, list[PasteLine]] = {}
    for line in lines:
        by_name.setdefault(line.person, []).append(line)
    return {name: _choice(some) for name, some in by_name.items()}


def choose(*, paste: Paste, choices: Choices) -> list[PasteLine]:
    """Keep what a clerk has decided so far; whom staff answered is proposed where nobody said."""
    _check_waits(paste)
    lines = list(pastes.lines_of(paste.id))
    for line in lines:
        choice = choices.who.get(line.person, pastes.UNDECIDED)
        line.staff = choice == pastes.STAFF_SAID
        line.business_id = int(choice) if choice.isdecimal() else None
        line.left_out = choice == pastes.OUT or line.place in choices.out
    here = {line.business_id for line in lines if line.business_id is not None}
    for line in lines:
        if line.staff and choices.to.get(line.place) in here:
            line.business_id = choices.to[line.place]
    turns = [placing.Turn(line.staff, line.business_id, line.said_at) for line in lines]
    for line, business_id in zip(lines, placing.addressed(turns), strict=True):
        line.business_id = business_id
    _mark_known(paste, lines)
    for first, procedure_id in choices.procedures.items():
        for line in lines:
            if line.place == first:
                line.procedure_id = procedure_id
    db.session.flush()
    return lines


def remember(paste: Paste, lines: Sequence[PasteLine]) -> None:
    """Who a name in this group is need not be said twice."""
    for name, choice in who_is_who(lines).items():
        if choice == pastes.UNDECIDED or not name.strip():
            continue
        mine = (PastedPerson.group_folded == paste.group_folded, PastedPerson.name_folded == fold(name))
        one = db.session.scalars(select(PastedPerson).where(*mine)).one_or_none()
        if one is None:
            one = PastedPerson(group_folded=paste.group_folded, name_folded=fold(name))
            db.session.add(one)
        one.staff = choice == pastes.STAFF_SAID
        one.business_id = int(choice) if choice.isdecimal() else None
        one.contact_id = _contact(one.business_id, name)
    db.session.flush()


def _read(paste: Paste, day: date) -> None:
    text = paste.text or ""
    if len(text.encode()) > rules.LARGEST:
        raise Refused(_("Văn bản dài quá 200 kB. Anh/Chị chép làm nhiều lần."), "text")
    if day > clock.today():
        raise Refused(_("Ngày chép không thể ở tương lai."), "day")
    reading = rules.read(text, day=day, names=pastes.remembered_names(paste.group))
    parts = [(said, piece) for said in reading.said for piece in _pieces(said.text)]
    if not parts:
        raise Refused(_("Không thấy tin nhắn nào trong đoạn chép."), "text")
    if len(parts) > rules.MOST:
        raise Refused(_("Đoạn chép có hơn 2.000 tin. Anh/Chị chép làm nhiều lần."), "text")
    paste.day, paste.shape = day, reading.shape
    db.session.add(paste)
    db.session.flush()
    for place, (said, piece) in enumerate(parts):
        same = {"group": paste.group, "person": said.person, "text": piece}
        db.session.add(
            PasteLine(
                paste_id=paste.id, place=place, words_print=rules.words_print(**same), person=said.person,
                fingerprint=rules.fingerprint(**same, said_at=said.said_at), said_at=said.said_at,
                day_guessed=said.day_guessed, unsure=not said.sure, text=piece,
            )
        )  # fmt: skip
    db.session.flush()


def _pieces(text: str) -> list[str]:
    """A message as long as one may be; what is longer is several."""
    most = helpdesk_rules.LONGEST_TEXT
    return [piece for at in range(0, len(text), most) if (piece := text[at : at + most]).strip()]


def _recalled(paste: Paste) -> frozenset[int]:
    return frozenset(line.place for line in pastes.lines_of(paste.id) if rules.is_recalled(line.text))


def _mark_known(paste: Paste, lines: Sequence[PasteLine]) -> None:
    new = [
        placing.Print(line.fingerprint, line.words_print, line.said_at, line.day_guessed, len(line.text))
        for line in lines
    ]
    counted = pastes.counts([one.fingerprint for one in new], but=paste.id)
    found = placing.known(new, counted, pastes.stored(paste.group_folded, but=paste.id))
    copied = pastes.copied_words(paste.group_folded)
    for place, line in enumerate(lines):
        line.known = place in found or (line.staff and " ".join(line.text.split()) in copied)


def _choice(lines: Sequence[PasteLine]) -> str:
    first = lines[0]
    if first.staff:
        return pastes.STAFF_SAID
    if first.business_id is not None:
        return str(first.business_id)
    return pastes.OUT if all(line.left_out for line in lines) else pastes.UNDECIDED


def _contact(business_id: int | None, name: str) -> int | None:
    if business_id is None:
        return None
    people = db.session.execute(
        select(Contact.id, Contact.name).where(Contact.business_id == business_id, Contact.left_on.is_(None))
    )
    same = [row.id for row in people if fold(row.name) in fold(name)]
    return same[0] if len(same) == 1 else None


def _check_waits(paste: Paste) -> None:
    if paste.state != pastes.READ:
        raise Refused(_("Đoạn chép này đã được xác nhận rồi."))


def when(lines: Sequence[PasteLine], otherwise: datetime) -> list[datetime]:
    """When each line was said, never in the future; without a time, with the one before it, else after it."""
    now, last = clock.now(), None
    given = next((line.said_at for line in lines if line.said_at), otherwise)
    times = []
    for line in lines:
        last = line.said_at or last
        times.append(min(last or given, now))
    return times
