"""What a clerk decides about the lines of a paste: worked out from what is read, then stored in one go."""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import Any, NamedTuple

from sqlalchemy import select, update

from outreach.businesses.models import Contact
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import fold
from outreach.zalo.models import Paste, PastedPerson, PasteLine
from outreach.zalo.queries import edges, pastes
from outreach.zalo.rules import placing
from outreach.zalo.rules.lines import OUT, STAFF_SAID, UNDECIDED, Line, who_is_who
from outreach.zalo.rules.pasted_names import is_somebody

CHOSEN = ("staff", "business_id", "procedure_id", "left_out", "known")


class Choices(NamedTuple):
    """What a clerk decided: who the names are, which lines are left out, whom staff answered, about what."""

    who: Mapping[str, str]  # name → 'staff', 'out', a business's id as text, or ''
    out: frozenset[int]  # places
    to: Mapping[int, int]  # place → business
    procedures: Mapping[int, int | None]  # place of a conversation's first line → procedure


class Decided(NamedTuple):
    """Lines as decided. `group`: its pastes and their states, as they were when this was worked out."""

    lines: list[Line]
    day: date  # of copying, as which the text was read
    group: tuple[tuple[int, str], ...]


def decide(*, paste: Paste, choices: Choices) -> Decided:
    """Lay a clerk's choices over the lines; whom staff answered is proposed where nobody said. Reads only."""
    check_waits(paste)
    group = pastes.states_of_group(paste.group_folded)
    lines = laid_over(pastes.lines_of(paste.id), choices)
    return Decided(mark_known(lines, paste.group_folded, but=paste.id), paste.day, group)


def laid_over(lines: Sequence[Line], choices: Choices) -> list[Line]:
    """The choices, and the nearest business that speaks for what staff said."""
    chosen = [_chosen(line, choices) for line in lines]
    here = {line.business_id for line in chosen if line.business_id is not None}
    chosen = [
        line._replace(business_id=choices.to[line.place])
        if line.staff and choices.to.get(line.place) in here else line
        for line in chosen
    ]  # fmt: skip
    whose = placing.addressed([line.turn for line in chosen])
    return [
        line._replace(
            business_id=business_id, procedure_id=choices.procedures.get(line.place, line.procedure_id)
        )
        for line, business_id in zip(chosen, whose, strict=True)
    ]


def mark_known(lines: Sequence[Line], group_folded: str, *, but: int) -> list[Line]:
    """Tell which of them are stored already, by other pastes of the group or as carried there by hand."""
    new = [line.known_by for line in lines]
    counted = pastes.counts([one.fingerprint for one in new], but=but)
    found = placing.known(new, counted, pastes.stored(group_folded, but=but))
    found |= edges.known_at_the_edges(lines, group_folded, but=but)
    copied = pastes.copied_words(group_folded)
    return [
        line._replace(known=place in found or (line.staff and " ".join(line.text.split()) in copied))
        for place, line in enumerate(lines)
    ]


def keep(*, paste: Paste, decided: Decided) -> None:
    """Store what was decided so far. Refused when the paste is confirmed, or read anew, meanwhile."""
    lock(paste)
    check_waits(paste)
    check_lines(paste, decided)
    store_lines(decided.lines, *CHOSEN)


def store_lines(lines: Sequence[Line], *columns: str) -> None:
    """Write these columns of the lines."""
    rows = [{"id": line.id} | {name: getattr(line, name) for name in columns} for line in lines]
    if rows:
        db.session.execute(update(PasteLine), rows)


def lock(paste: Paste) -> None:
    """All pastes of the group: two clerks who confirm at once never take the same message twice."""
    group = select(Paste).where(Paste.group_folded == paste.group_folded).order_by(Paste.id)
    db.session.scalars(group.with_for_update().execution_options(populate_existing=True)).all()


def check_waits(paste: Paste) -> None:
    """Refused when it is not to be confirmed any more."""
    if paste.state != pastes.READ:
        raise Refused(_("Đoạn chép này đã được xác nhận rồi."))


def check_lines(paste: Paste, decided: Decided) -> None:
    """Refused when a colleague has let the same text be read anew, or merged a business, meanwhile."""
    last = decided.lines[-1]
    businesses = {line.business_id for line in decided.lines if line.business_id is not None}
    same_text = paste.day == decided.day and pastes.last_line(paste.id) == (last.id, last.place)
    if not same_text or pastes.named(businesses).keys() != businesses:
        raise Refused(_("Đoạn chép này vừa đổi ở nơi khác; Anh/Chị tải lại trang rồi xem giúp."))


def people_to_remember(lines: Sequence[Line]) -> list[tuple[str, str, int | None]]:
    """Names that somebody decided about, what was said of them, and whom of the business they are. Reads."""
    said = [(name, choice) for name, choice in who_is_who(lines).items() if name.strip()]
    wanted = {int(choice) for _name, choice in said if choice.isdecimal()}
    contacts: dict[int, list[tuple[int, str]]] = {}
    for row in db.session.execute(
        select(Contact.id, Contact.name, Contact.business_id)
        .where(Contact.business_id.in_(wanted), Contact.left_on.is_(None))
        .order_by(Contact.id)
    ):
        contacts.setdefault(row.business_id, []).append((row.id, row.name))
    known = []
    for name, choice in said:
        mine = contacts.get(int(choice), []) if choice.isdecimal() else []
        same = [id for id, own in mine if is_somebody(name, own)]
        if choice != UNDECIDED:
            known.append((name, choice, same[0] if len(same) == 1 else None))
    return known


def remember(paste: Paste, people: Sequence[tuple[str, str, int | None]]) -> None:
    """Who a name in this group is need not be said twice."""
    rows: dict[str, dict[str, Any]] = {
        fold(name): {
            "group_folded": paste.group_folded, "name_folded": fold(name), "staff": choice == STAFF_SAID,
            "business_id": int(choice) if choice.isdecimal() else None, "contact_id": contact_id,
        }
        for name, choice, contact_id in people
    }  # fmt: skip
    if not rows:
        return
    new = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}").insert(PastedPerson)
    changed = {name: new.excluded[name] for name in ("staff", "business_id", "contact_id")}
    upsert = new.on_conflict_do_update(index_elements=["group_folded", "name_folded"], set_=changed)
    # On the connection: the session would write rows with and without a business by statements of their own
    db.session.connection().execute(upsert, list(rows.values()))


def _chosen(line: Line, choices: Choices) -> Line:
    choice = choices.who.get(line.person, UNDECIDED)
    return line._replace(
        staff=choice == STAFF_SAID, business_id=int(choice) if choice.isdecimal() else None,
        left_out=choice == OUT or line.place in choices.out,
    )  # fmt: skip
