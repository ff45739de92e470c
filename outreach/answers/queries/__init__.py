"""All reads of saved replies and answers."""

from outreach.answers.queries.gains import gain
from outreach.answers.queries.public import (
    PublicAnswer,
    PublicLine,
    at_step,
    get_public,
    in_other_languages,
    likely,
    list_public,
    procedures_answered,
    public_slugs,
)
from outreach.answers.queries.replies import (
    FoundReply,
    ReplyLine,
    count_replies,
    find_replies,
    get_reply,
    list_replies,
)
from outreach.answers.queries.standing import Basis, answer_bases, reply_bases
from outreach.answers.queries.steps import StepFound, every_step, steps_for
from outreach.answers.queries.writing import (
    WITHHELD,
    AnswerLine,
    count_answers,
    documents_numbered,
    get_answer,
    guides,
    list_answers,
    show_answer,
    steps_of_guides,
    to_approve,
    translations,
    version_shown,
    waiting_for_version,
    who_published,
    withheld_counts,
)
from outreach.database import only_read

__all__ = [
    "WITHHELD", "AnswerLine", "Basis", "FoundReply", "PublicAnswer", "PublicLine", "ReplyLine",
    "StepFound", "answer_bases", "at_step", "count_answers", "count_replies", "documents_numbered",
    "every_step", "find_replies", "gain", "get_answer", "get_public", "get_reply", "guides",
    "in_other_languages", "likely", "list_answers", "list_public", "list_replies", "only_read",
    "procedures_answered", "public_slugs", "reply_bases", "show_answer", "steps_for", "steps_of_guides",
    "to_approve", "translations", "version_shown", "waiting_for_version", "who_published",
    "withheld_counts",
]  # fmt: skip
