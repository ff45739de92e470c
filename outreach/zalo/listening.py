"""What the helpdesk tells: staff said something in a conversation, perhaps one of Zalo's."""

from typing import Any

from outreach.helpdesk import rules as helpdesk_rules
from outreach.zalo.actions.queueing import queue


def send_along(sender: Any, *, message_id: int, side: str, kind: str, channel: str, **_others: Any) -> None:
    """What staff say to a person of Zalo's goes there, within the same deed; notes and lines do not."""
    if channel == helpdesk_rules.ZALO and side == helpdesk_rules.STAFF and kind in helpdesk_rules.SPOKEN:
        queue(message_id=message_id)
