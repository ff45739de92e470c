"""Reads of people, their sessions, and their links."""

from outreach.accounts.queries.links import (
    OpenLink,
    find_open_link,
    get_password_request,
    has_password_request,
    latest_invitation,
    list_password_requests,
)
from outreach.accounts.queries.people import (
    Employer,
    PersonRow,
    employer_of,
    find_employer,
    find_person,
    find_staff,
    get_user,
    list_people,
)
from outreach.accounts.queries.signed_in import (
    Credentials,
    SignedIn,
    demo_people,
    find_credentials,
    find_session,
    is_demo,
    list_sessions,
    own_words,
    password_hash_of,
    signed_in_here_before,
)

__all__ = [
    "Credentials",
    "Employer",
    "OpenLink",
    "PersonRow",
    "SignedIn",
    "demo_people",
    "employer_of",
    "find_credentials",
    "find_employer",
    "find_open_link",
    "find_person",
    "find_session",
    "find_staff",
    "get_password_request",
    "get_user",
    "has_password_request",
    "is_demo",
    "latest_invitation",
    "list_password_requests",
    "list_people",
    "list_sessions",
    "own_words",
    "password_hash_of",
    "signed_in_here_before",
]  # fmt: skip
