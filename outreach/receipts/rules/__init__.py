"""Rules of receipts: codes as they are compared, pasted lists, and what may be told to whom."""

from outreach.receipts.rules.checking import GENERAL, PORTAL, Question, questions_of
from outreach.receipts.rules.codes import LONGEST, PastedList, code_key, is_code, read_list
from outreach.receipts.rules.states import (
    HOW,
    NEXT,
    SHOWN,
    STATES,
    Candidate,
    best,
    business_of,
    tells_of_dossier,
)

__all__ = [
    "GENERAL", "HOW", "LONGEST", "NEXT", "PORTAL", "SHOWN", "STATES",
    "Candidate", "PastedList", "Question",
    "best", "business_of", "code_key", "is_code", "questions_of", "read_list", "tells_of_dossier",
]  # fmt: skip
