"""What people do with accounts: one function per deed; they flush, never commit."""

from outreach.accounts.actions.access import note_access
from outreach.accounts.actions.erasing import erase_account
from outreach.accounts.actions.links import ask_for_password, create_link, set_password_by_link
from outreach.accounts.actions.own import change_password, choose_language, end_session, rename
from outreach.accounts.actions.people import (
    answer_password_request,
    change_role,
    disable,
    enable,
    invite_administrator,
    invite_business_person,
    invite_staff,
)
from outreach.accounts.actions.signing_in import enter, sign_in, sign_out
from outreach.accounts.actions.sweeping import sweep

__all__ = [
    "answer_password_request", "ask_for_password", "change_password", "change_role", "choose_language",
    "create_link", "disable", "enable", "end_session", "enter", "erase_account", "invite_administrator",
    "invite_business_person", "invite_staff", "note_access", "rename", "set_password_by_link", "sign_in",
    "sign_out", "sweep",
]  # fmt: skip
