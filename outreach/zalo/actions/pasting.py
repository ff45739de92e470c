"""Pasting a chat in: read and matched first, then stored. Nothing reaches anybody before its release.

`prepare…` only reads and works things out; `store…` writes little more than what it is given. So nobody who
writes meanwhile waits while two thousand messages are looked at.
"""

import secrets
from datetime import date
from typing import NamedTuple

from sqlalchemy import delete, insert

from outreach import clock
from outreach.database import db
from outreach.helpdesk import rules as helpdesk_rules
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import fold, nfc, squeeze
from outreach.zalo.actions.choosing import Choices, check_waits, laid_over, lock, mark_known
from outreach.zalo.models import Paste, PasteLine
from outreach.zalo.queries import pastes
from outreach.zalo.rules import pasting as rules
from outreach.zalo.rules.lines import Line, who_is_who


class Prepared(NamedTuple):
    """A text as it was read, before anything of it is stored."""

    group: str
    text: str
    day: date
    shape: str
    lines: list[Line]


def prepare(*, group: str, text: str, day: date) -> Prepared:
    """Read a pasted text; what is known of the group's people and messages is proposed at once.

    Refused when it is too long, has too many messages, or was copied in the future.
    """
    group, text = squeeze(group), nfc(text)
    shape, lines = _read(group, text, day)
    proposed = pastes.proposals(group, {line.person for line in lines})
    who = {name: one.choice for name, one in proposed.items()}
    return Prepared(group, text, day, shape, _proposed(lines, who, fold(group), but=0))


def store(*, prepared: Prepared, by: int) -> Paste:
    """Keep what was read until somebody has looked at it."""
    paste = Paste(
        public_id=secrets.token_urlsafe(12), group=prepared.group, group_folded=fold(prepared.group),
        state=pastes.READ, text=prepared.text, day=prepared.day, shape=prepared.shape, pasted_at=clock.now(),
        pasted_by_id=by,
    )  # fmt: skip
    db.session.add(paste)
    db.session.flush()
    _store_lines(paste, prepared)
    return paste


def prepare_again(*, paste: Paste, day: date) -> Prepared:
    """The same text as if copied on another day; who is who stays, the rest is proposed anew."""
    check_waits(paste)
    text = paste.text or ""
    chosen = who_is_who(pastes.lines_of(paste.id))
    shape, lines = _read(paste.group, text, day)
    return Prepared(paste.group, text, day, shape, _proposed(lines, chosen, paste.group_folded, but=paste.id))


def store_again(*, paste: Paste, prepared: Prepared) -> Paste:
    """Put these lines in the place of the former ones. Refused when they are confirmed meanwhile."""
    lock(paste)
    check_waits(paste)
    db.session.execute(delete(PasteLine).where(PasteLine.paste_id == paste.id))
    paste.day, paste.shape = prepared.day, prepared.shape
    _store_lines(paste, prepared)
    return paste


def _store_lines(paste: Paste, prepared: Prepared) -> None:
    rows = [{"paste_id": paste.id, **line._asdict()} for line in prepared.lines]
    for row in rows:
        del row["id"]
    db.session.execute(insert(PasteLine), rows)
    db.session.flush()


def _proposed(lines: list[Line], who: dict[str, str], group_folded: str, *, but: int) -> list[Line]:
    recalled = frozenset(line.place for line in lines if rules.is_recalled(line.text))
    return mark_known(laid_over(lines, Choices(who, recalled, {}, {})), group_folded, but=but)


def _read(group: str, text: str, day: date) -> tuple[str, list[Line]]:
    if len(text.encode()) > rules.LARGEST:
        raise Refused(_("Văn bản dài quá 200 kB. Anh/Chị chép làm nhiều lần."), "text")
    if day > clock.today():
        raise Refused(_("Ngày chép không thể ở tương lai."), "day")
    reading = rules.read(text, day=day, names=pastes.remembered_names(group))
    parts = [(said, piece) for said in reading.said for piece in _pieces(said.text)]
    if not parts:
        raise Refused(_("Không thấy tin nhắn nào trong đoạn chép."), "text")
    if len(parts) > rules.MOST:
        raise Refused(_("Đoạn chép có hơn 2.000 tin. Anh/Chị chép làm nhiều lần."), "text")
    lines = []
    for place, (said, piece) in enumerate(parts):
        same = {"group": group, "person": said.person, "text": piece}
        lines.append(
            Line(
                place, rules.fingerprint(**same, said_at=said.said_at), rules.words_print(**same),
                said.person, said.said_at, said.day_guessed, not said.sure, piece,
            )
        )  # fmt: skip
    return reading.shape, lines


def _pieces(text: str) -> list[str]:
    """A message as long as one may be; what is longer is several."""
    most = helpdesk_rules.LONGEST_TEXT
    return [piece for at in range(0, len(text), most) if (piece := text[at : at + most]).strip()]
