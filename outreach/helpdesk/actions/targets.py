"""The promise that runs for a conversation, kept beside it so that lists can be ordered by it."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from outreach import clock
from outreach.accounts.actions import note_access
from outreach.database import batches, db
from outreach.helpdesk import queries, rules
from outreach.helpdesk.models import Conversation, Target
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.workdays import queries as workdays
from outreach.workdays.rules import Week


def set_due(conversation: Conversation) -> None:
    """Work out anew when the next promise to a conversation is missed."""
    targets = queries.targets()  # which does not write what has changed: it goes in one with the due time
    _note(conversation, targets, workdays.week() if targets else None)
    db.session.flush()


def set_targets(*, minutes: Mapping[str, int | None], by: int | None) -> int:
    """Say what the board promises from now on, in working minutes by kind; None: nothing.

    Gives how many open conversations are due at another time now. Refused when all of a question should be
    done before its first reply.
    """
    promised = {kind: given for kind, given in minutes.items() if given is not None}
    first, last = promised.get(rules.FIRST_REPLY), promised.get(rules.RESOLUTION)
    if first is not None and last is not None and last < first:
        raise Refused(_("Giải quyết xong không thể sớm hơn trả lời lần đầu."), rules.RESOLUTION)
    db.session.execute(delete(Target))
    db.session.add_all(
        Target(kind=kind, minutes=given, set_at=clock.now(), set_by_id=by) for kind, given in promised.items()
    )
    db.session.flush()
    note_access(what="targets.set", object_type="targets", by=by)
    return recompute()


def recompute(_sender: object = None) -> int:
    """Work out anew when the promises to all open conversations run out; how many changed.

    They are locked in the order of their ids: whoever writes meanwhile waits, and finds the new time.
    """
    targets, week = queries.targets(), workdays.week()
    ids = db.session.scalars(
        select(Conversation.id).where(Conversation.state == rules.OPEN).order_by(Conversation.id)
    ).all()
    changed = 0
    for some in batches(ids):
        statement = select(Conversation).where(Conversation.id.in_(some)).order_by(Conversation.id)
        locked = statement.with_for_update().execution_options(populate_existing=True)
        for conversation in db.session.scalars(locked):
            before = conversation.due_at, conversation.due_for
            _note(conversation, targets, week)
            if before != (conversation.due_at, conversation.due_for):
                conversation.version += 1
                changed += 1
        db.session.flush()
    return changed


def _note(conversation: Conversation, targets: rules.Targets, week: Week | None) -> None:
    runs = rules.Clock(
        conversation.state, conversation.asked_at, conversation.first_reply_at, conversation.waiting_since
    )
    due = rules.due(runs, targets, week) if week is not None else None
    conversation.due_at, conversation.due_for = due or (None, None)
