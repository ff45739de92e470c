"""What an event of Zalo says, read from the JSON of its delivery; nothing of it is trusted to be there.

Ids and timestamps are texts: they do not fit into a double.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from outreach.helpdesk.rules.delivery import RECEIVED, SEEN
from outreach.identifiers import phone_of
from outreach.text import nfc, squeeze
from outreach.zalo.rules.pieces import Piece, piece_of

KINDS = ("text", "image", "gif", "link", "audio", "video", "sticker", "location", "business_card", "file")
FROM_PERSON = frozenset(f"{who}_send_{kind}" for who in ("user", "anonymous") for kind in KINDS)
FROM_US = frozenset(f"oa_send_{kind}" for kind in (*KINDS, "list")) | frozenset(
    f"oa_send_anonymous_{kind}" for kind in KINDS
)
MARKS = {"user_received_message": RECEIVED, "user_seen_message": SEEN}
MEETINGS = {"follow": True, "unfollow": False, "user_click_chatnow": None}
KNOWN = FROM_PERSON | FROM_US | MARKS.keys() | MEETINGS.keys() | {"user_submit_info", "user_withdraw"}

LONGEST_ID = 200
LONGEST_NAME = 200
EARLIEST = datetime(2015, 1, 1, tzinfo=UTC)  # a date before that is a slip, as in Zalo's own examples
ANONYMOUS = "anonymous:"  # what the id of somebody without a Zalo account begins with here

_NAME = re.compile(r"[a-z0-9_]{1,64}")


class Said(NamedTuple):
    """Something said: by a person, or to one by the account (`by_us`)."""

    user: str
    msg_id: str
    at: datetime
    text: str
    pieces: tuple[Piece, ...]
    quoted: str | None
    by_us: bool = False
    by_agent: bool = False  # typed in Zalo's own tool, not sent by a program


class Marked(NamedTuple):
    """Messages that came to a person's device, or before their eyes."""

    msg_ids: tuple[str, ...]
    state: str


class Met(NamedTuple):
    """A person followed, stopped following (`follows`), or opened the chat (None)."""

    user: str
    at: datetime
    follows: bool | None


class Told(NamedTuple):
    """A person gave their name and phone."""

    user: str
    at: datetime
    name: str | None
    phone: str | None


class Withdrew(NamedTuple):
    """A person withdrew their consent: what we hold of them goes."""

    user: str
    at: datetime


Event = Said | Marked | Met | Told | Withdrew


class Unreadable(Exception):
    """The event has not got what its name promises."""


def parse(raw_body: bytes) -> dict[str, Any] | None:
    """The JSON object of a delivery; None when it is none."""
    try:
        value = json.loads(raw_body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def name_of(payload: Mapping[str, Any]) -> str:
    """The event's name as far as it can be one; else 'unreadable'."""
    name = payload.get("event_name")
    return name if isinstance(name, str) and _NAME.fullmatch(name) else "unreadable"


def dedup_key(payload: Mapping[str, Any]) -> str:
    """What two deliveries of the same event have in common.

    What is said has a msg_id of its own. Everything else is told apart by who, when, and about what.
    """
    name, message = name_of(payload), _object(payload, "message")
    if name in FROM_PERSON | FROM_US and _id(message, "msg_id"):
        parts = [name, _id(message, "msg_id")]
    else:
        parts = [
            name,
            subject(payload),
            str(payload.get("timestamp")),
            _id(message, "msg_id"),
            *_ids(message),
        ]
        if name not in KNOWN:
            parts.append(json.dumps(payload, sort_keys=True))
    return f"{name}:{hashlib.sha256(json.dumps(parts).encode()).hexdigest()}"


def subject(payload: Mapping[str, Any]) -> str:
    """Whom an event is about: the person's id, '' when it names none."""
    name = name_of(payload)
    if name in FROM_US:
        return _id(_object(payload, "recipient"), "id")
    for who in ("follower", "sender"):
        if found := _id(_object(payload, who), "id"):
            return found
    return _id(payload, "user_id")


def at_of(payload: Mapping[str, Any], received_at: datetime) -> datetime:
    """When it happened (the timestamp is milliseconds); when it was received where that cannot be."""
    stamp = str(payload.get("timestamp"))
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 14):
        return received_at
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(stamp))
    return min(at, received_at) if at > EARLIEST else received_at


def read(payload: Mapping[str, Any], received_at: datetime) -> Event:
    """What a known event says; Unreadable when what it needs is missing."""
    name, user, at = name_of(payload), subject(payload), at_of(payload, received_at)
    if name in MARKS:
        message = _object(payload, "message")
        return Marked(tuple(filter(None, (_id(message, "msg_id"), *_ids(message)))), MARKS[name])
    if not user:
        raise Unreadable("nobody is named")
    if name in MEETINGS:
        return Met(user, at, MEETINGS[name])
    if name == "user_withdraw":
        return Withdrew(user, at)
    if name == "user_submit_info":
        info = _object(payload, "info")
        return Told(user, at, _words(info, "name"), phone_of(str(info.get("phone") or "")))
    return _said(payload, name, user, at)


def _said(payload: Mapping[str, Any], name: str, user: str, at: datetime) -> Said:
    message = _object(payload, "message")
    msg_id = _id(message, "msg_id")
    if not msg_id:
        raise Unreadable("no msg_id")
    if "anonymous_" in name:
        user = f"{ANONYMOUS}{user}:{_id(message, 'conversation_id')}"
    attachments = message.get("attachments")
    pieces = [piece_of(one) for one in attachments[:20]] if isinstance(attachments, list) else []
    return Said(
        user, msg_id, at, tidy(message.get("text")), tuple(piece for piece in pieces if piece),
        _id(message, "quote_msg_id") or None, by_us=name in FROM_US,
        by_agent=bool(_id(_object(payload, "sender"), "admin_id")),
    )  # fmt: skip


def tidy(value: object) -> str:
    """A text as both databases hold it: normal form C, no NUL, no half characters."""
    if not isinstance(value, str):
        return ""
    return nfc(value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")).strip()


def _words(of: Mapping[str, Any], key: str) -> str | None:
    return squeeze(tidy(of.get(key)))[:LONGEST_NAME] or None


def _object(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = of.get(key)
    return value if isinstance(value, dict) else {}


def _id(of: Mapping[str, Any], key: str) -> str:
    value = of.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return tidy(value)[:LONGEST_ID]


def _ids(message: Mapping[str, Any]) -> list[str]:
    ids = message.get("msg_ids")
    return [tidy(one)[:LONGEST_ID] for one in ids[:500] if tidy(one)] if isinstance(ids, list) else []
