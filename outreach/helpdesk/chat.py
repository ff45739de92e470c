"""A conversation as its page shows it, for whoever reads it: on the helpdesk's pages and the clerk's desk."""

from typing import NamedTuple
from uuid import uuid4

from flask import url_for
from flask_login import current_user

from outreach import clock
from outreach.accounts.models import Role
from outreach.helpdesk import actions, queries, rules
from outreach.helpdesk.queries import Bubble, Head, Thread

GUEST = "guest"


class Reader(NamedTuple):
    """Who reads and writes here. `key`: the private link's secret of somebody without an account."""

    who: str  # as in Participant.who
    side: str
    user_id: int | None
    name: str | None
    key: str | None = None


class Chat(NamedTuple):
    """What `helpdesk/_messages.html` and `helpdesk/composer.html` need."""

    head: Head
    reader: Reader
    thread: Thread
    draft: str
    client_id: str  # of the next message, for a browser without scripts

    def url(self, endpoint: str, **values: object) -> str:
        """An address of this conversation that its reader may open: chat.url('send')."""
        here = {"conversation_key": self.head.public_id, "k": self.reader.key, **values}
        return url_for(f"helpdesk.{endpoint}", **here)  # type: ignore[arg-type]

    @property
    def veiled(self) -> bool:
        """Whether this reader opens files only when they say what for: they need not know them."""
        return bool(current_user.role == Role.LEADER)

    @property
    def home(self) -> str:
        """The page of the conversation for its reader."""
        if self.reader.key:
            return self.url("private", secret=self.reader.key, k=None)
        return self.url("show")

    def is_own(self, bubble: Bubble) -> bool:
        """Whether it is shown on the reader's side."""
        return bubble.side == self.reader.side

    def may_take_back(self, bubble: Bubble) -> bool:
        """Whether the reader wrote it, lately, and it has not left the portal."""
        mine = self.is_own(bubble) and bubble.user_id == self.reader.user_id and not bubble.taken_back
        return mine and bubble.delivery is None and bubble.sent_at > clock.now() - actions.WITHIN

    def may_copy(self, bubble: Bubble) -> bool:
        """Whether staff still have to carry this reply to Zalo by hand: the chat was pasted in."""
        by_hand = self.reader.side == rules.STAFF and self.head.channel == rules.ZALO_PASTE
        written = bubble.side == rules.STAFF and bubble.kind == rules.TEXT and bubble.user_id is not None
        return by_hand and written and bubble.delivery is None

    @property
    def last_own(self) -> Bubble | None:
        """The message below which stands how far it has come."""
        own = [one for one in self.thread.bubbles if self.is_own(one) and one.kind in rules.SPOKEN]
        return own[-1] if own and not own[-1].taken_back else None


def reader() -> Reader:
    """The signed-in person as a reader."""
    side = rules.STAFF if current_user.is_staff else rules.BUSINESS
    return Reader(f"user:{current_user.id}", side, current_user.id, current_user.name)


def guest(head: Head, key: str) -> Reader:
    """Whoever has a conversation's private link."""
    return Reader(GUEST, rules.BUSINESS, None, head.guest_name, key)


def chat_of(head: Head, by: Reader, *, before: int | None = None, after: int | None = None) -> Chat:
    """The conversation, its messages as this reader sees them, and what they had typed."""
    thread = queries.thread(head.id, side=by.side, before=before, after=after)
    if current_user.role == Role.LEADER:
        thread = _masked(thread)
    draft = "" if before or after else queries.draft_of(head.id, by.user_id)
    return Chat(head, by, thread, draft, str(uuid4()))


def _masked(thread: Thread) -> Thread:
    """Without phones and identity numbers: whoever leads need not know them."""
    bubbles = [
        one._replace(
            text=rules.masked(one.text),
            quote=one.quote._replace(text=rules.masked(one.quote.text)) if one.quote else None,
            files=tuple(file._replace(name=rules.masked_name(file.name)) for file in one.files),
        )
        for one in thread.bubbles
    ]
    return thread._replace(bubbles=bubbles)
