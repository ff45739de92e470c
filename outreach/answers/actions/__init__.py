"""All writes of saved replies and answers: one function per thing a person does."""

from outreach.answers.actions.bases import found_bases
from outreach.answers.actions.counting import NO, YES, note_opened, note_vote
from outreach.answers.actions.publishing import (
    approve,
    into_version,
    note_version,
    publish,
    restore,
    review,
    step_back,
    withdraw,
)
from outreach.answers.actions.replies import (
    change_reply,
    count_use,
    create_reply,
    restore_reply,
    retire_reply,
    review_reply,
    undo_change,
)
from outreach.answers.actions.writing import (
    Said,
    call_redacted,
    change_answer,
    remove_names,
    write_answer,
)

__all__ = [
    "NO", "YES", "Said",
    "approve", "call_redacted", "change_answer", "change_reply", "count_use", "create_reply", "found_bases",
    "into_version", "note_opened", "note_version", "note_vote", "publish", "remove_names", "restore",
    "restore_reply", "retire_reply", "review", "review_reply", "step_back", "undo_change", "withdraw",
    "write_answer",
]  # fmt: skip
