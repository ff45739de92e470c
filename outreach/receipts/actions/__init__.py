"""All writes of receipts. They flush and never commit."""

from outreach.receipts.actions.entering import Entered, enter
from outreach.receipts.actions.looking import attach, mark_mistyped, mark_seen, reopen
from outreach.receipts.actions.matching import match_lists, match_register
from outreach.receipts.actions.news import set_wish, tell_business
from outreach.receipts.actions.pasting import Pasted, paste_list, undo_list
from outreach.receipts.actions.sweeping import KEEP_PHONES, forget_phones

__all__ = [
    "KEEP_PHONES", "Entered", "Pasted",
    "attach", "enter", "forget_phones", "mark_mistyped", "mark_seen", "match_lists", "match_register",
    "paste_list", "reopen", "set_wish", "tell_business", "undo_list",
]  # fmt: skip
