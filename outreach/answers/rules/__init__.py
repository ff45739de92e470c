"""Rules of saved replies and answers: fields, names to be removed, states, search; no web, no database."""

from outreach.answers.rules.bases import Cited, read_bases, write_bases
from outreach.answers.rules.fields import FIELDS, Filled, check_fields, fill, gaps
from outreach.answers.rules.flow import (
    ANSWER_KINDS,
    APPROVED,
    BEFORE,
    DRAFT,
    ENTRY,
    LANGUAGES,
    LONGEST_ANSWER,
    LONGEST_PLACE,
    LONGEST_QUESTION,
    LONGEST_REASON,
    PUBLISHED,
    REDACTED,
    STATES,
    STEP_NOTE,
    TAKEN_SLUGS,
    VERSION,
    WITHDRAWN,
    may,
    plain,
    slug_of,
)
from outreach.answers.rules.gain import Gain, Side, Span, spans
from outreach.answers.rules.redacting import KINDS, Finding, Known, certain, find, pieces, without
from outreach.answers.rules.search import Hit, Index, Thing

__all__ = [
    "ANSWER_KINDS", "APPROVED", "BEFORE", "DRAFT", "ENTRY", "FIELDS", "KINDS", "LANGUAGES", "LONGEST_ANSWER",
    "LONGEST_PLACE", "LONGEST_QUESTION", "LONGEST_REASON", "PUBLISHED", "REDACTED", "STATES", "STEP_NOTE",
    "TAKEN_SLUGS", "VERSION", "WITHDRAWN",
    "Cited", "Filled", "Finding", "Gain", "Hit", "Index", "Known", "Side", "Span", "Thing",
    "certain", "check_fields", "fill", "find", "gaps", "may", "pieces", "plain", "read_bases",
    "slug_of", "spans", "without", "write_bases",
]  # fmt: skip
