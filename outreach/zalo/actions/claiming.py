"""Claims of messages to be sent: short writes of their own, so that no other worker sends the same."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import aliased

from outreach import clock
from outreach.background import this_process
from outreach.database import reading, record
from outreach.zalo.models import ZaloPart, ZaloPerson, ZaloSending
from outreach.zalo.rules import sending


class TakenAway(Exception):
    """The claim is not ours any more: it took so long that the message was given to somebody else."""


class Claimed(NamedTuple):
    """A message on its way: whose, and how often it was tried, this time included."""

    id: int
    message_id: int
    kind: str
    tries: int
    zalo_user_id: str
    last_interaction_at: datetime | None
    cost_confirmed: bool


def anything_to_do() -> bool:
    """Whether a message is due, or was claimed by somebody: a look that makes nobody wait."""
    due = (ZaloSending.state == sending.WAITING) & (ZaloSending.due_at <= clock.now())
    found = select(ZaloSending.id).where(or_(due, ZaloSending.state == sending.CLAIMED)).limit(1)
    with reading() as connection:
        return connection.scalar(found) is not None


def claim_next() -> Claimed | None:
    """Take the next due message; never one whose person still waits for an earlier one."""
    at = clock.now()
    earlier = aliased(ZaloSending)
    before = select(earlier.id).where(
        earlier.person_id == ZaloSending.person_id, earlier.id < ZaloSending.id,
        earlier.state.in_((sending.WAITING, sending.CLAIMED)),
    )  # fmt: skip
    due = (
        select(
            ZaloSending.id, ZaloSending.message_id, ZaloSending.kind, ZaloSending.tries,
            ZaloPerson.zalo_user_id, ZaloPerson.last_interaction_at, ZaloSending.cost_confirmed_by_id,
        )
        .join(ZaloPerson, ZaloPerson.id == ZaloSending.person_id)
        .where(ZaloSending.state == sending.WAITING, ZaloSending.due_at <= at, ~before.exists())
        .order_by(ZaloSending.due_at, ZaloSending.id)
        .limit(1)
        .with_for_update(of=ZaloSending, skip_locked=True)
    )  # fmt: skip
    with record() as connection:
        row = connection.execute(due).one_or_none()
        if row is None:
            return None
        connection.execute(
            update(ZaloSending)
            .where(ZaloSending.id == row.id)
            .values(
                state=sending.CLAIMED, claimed_at=at, claimed_by=this_process(), handed_at=None,
                error_code=None, tries=ZaloSending.tries + 1,
            )
        )  # fmt: skip
    return Claimed(
        row.id, row.message_id, row.kind, row.tries + 1, row.zalo_user_id, row.last_interaction_at,
        row.cost_confirmed_by_id is not None,
    )  # fmt: skip


def mark_handed_over(claimed: Claimed, place: int) -> None:
    """A part is about to go out: if we hear no more, nobody knows whether it arrived."""
    at = clock.now()
    with record() as connection:
        mine: Any = connection.execute(
            update(ZaloSending)
            .where(
                ZaloSending.id == claimed.id, ZaloSending.state == sending.CLAIMED,
                ZaloSending.tries == claimed.tries, ZaloSending.claimed_by == this_process(),
            )
            .values(handed_at=at)
        )  # fmt: skip
        if mine.rowcount != 1:
            raise TakenAway(claimed.id)
        connection.execute(insert(ZaloPart).values(sending_id=claimed.id, place=place, handed_at=at))


def mark_part_sent(claimed: Claimed, place: int, msg_id: str | None) -> None:
    """Zalo has taken a part; its echo may have said so before us."""
    with record() as connection:
        connection.execute(_part(claimed, place).values(external_id=msg_id, sent_at=clock.now()))


def mark_part_refused(claimed: Claimed, place: int) -> None:
    """Zalo has surely not taken a part."""
    with record() as connection:
        connection.execute(
            delete(ZaloPart).where(
                ZaloPart.sending_id == claimed.id, ZaloPart.place == place, ZaloPart.sent_at.is_(None)
            )
        )


def _part(claimed: Claimed, place: int) -> Any:
    return update(ZaloPart).where(ZaloPart.sending_id == claimed.id, ZaloPart.place == place)
