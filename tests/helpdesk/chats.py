"""Conversations for tests."""

import itertools
from typing import Any

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.accounts.rules import token_hash
from outreach.businesses.models import Business
from outreach.helpdesk import actions, rules
from outreach.helpdesk.actions import complaining, handing, handling
from outreach.helpdesk.files import FILES
from outreach.helpdesk.models import Attachment, Complaint, Conversation, HandOver, Label, Message
from tests import factories

_numbers = itertools.count(1)


def conversation(of: Business | None = None, *, secret: str | None = None, **values: Any) -> Conversation:
    """A conversation of a business without a word yet; with `secret` also a private link."""
    number = next(_numbers)
    business = of or factories.business()
    begun = actions.begin(
        client_id=f"conversation-{number:06d}", channel=rules.PORTAL, business_id=business.id
    )
    begun.key_hash = token_hash(secret) if secret else None
    for name, value in values.items():
        setattr(begun, name, value)
    return factories.add(begun)


def said(
    of: Conversation, text: str = "Em không thấy nút nộp", by: User | None = None, **values: Any
) -> Message:
    """Something said in it: by a person of the business or of staff, else by the business without a name."""
    side = rules.STAFF if by is not None and by.business_id is None else rules.BUSINESS
    given: dict[str, Any] = {
        "client_id": f"message-{next(_numbers):06d}", "side": side, "text": text,
        "user_id": by.id if by else None, "person": by.name if by else None, **values,
    }  # fmt: skip
    return actions.say(conversation_id=of.id, **given)


def file(of: Message, name: str = "man-hinh.webp", content: bytes = b"RIFF") -> Attachment:
    """A file that was sent with a message."""
    return factories.add(
        Attachment(
            public_id=f"tep-{next(_numbers):06d}", conversation_id=of.conversation_id, message_id=of.id,
            client_id=f"file-{next(_numbers):06d}", name=name, kind="webp", size=len(content),
            sha256="0" * 64,
            stored_as=FILES.keep(content).name, width=40, height=20, uploaded_at=clock.now(),
            uploaded_by_id=of.user_id,
        )
    )  # fmt: skip


def label(on: Conversation, name: str = "Chữ ký số") -> Label:
    """A label of the desk on it."""
    return handling.label(conversation_id=on.id, name=name, by=factories.user(Role.HELPDESK).id)


def handover(of: Conversation) -> HandOver:
    """Another office is asked about it until today."""
    return handing.hand_over(
        conversation_id=of.id, agency_id=None, office="Sở Mẫu", question="Mức phí nào áp dụng?",
        due_on=clock.today(), by=factories.user(Role.HELPDESK).id,
    )  # fmt: skip


def complaint(
    of: Conversation, *, by: User, kind: str = "complaint", text: str = "Tôi khiếu nại"
) -> Complaint:
    """Something of its business that was moved into the register."""
    message = said(of, text)
    return complaining.move(conversation_id=of.id, message_ids=[message.id], kind=kind, by=by.id)
