"""Zalo's Official Account API: each call, its shape, and what its answers say.

Errors arrive with HTTP 200 and a code; their texts vary and are not looked at. The token goes in a header
named `access_token`. Nothing here knows the database.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import current_app

from outreach.outgoing import Answer, Broken, File, ask
from outreach.zalo.rules import connecting, events, sending

BASES = {"oauth": "https://oauth.zaloapp.com", "openapi": "https://openapi.zalo.me"}
# Where pictures and files of people lie: Zalo's own networks for content. Documents begin at dlfl.vn, which
# sends on by flchat.vn to dlmd.me (no page of Zalo's says so; several programs that fetch them do, 2026).
FILE_HOSTS = (".zdn.vn", ".zadn.vn", ".zaloapp.com", ".zalo.me", ".dlfl.vn", ".flchat.vn", ".dlmd.me")
OK = 0


class Reply(NamedTuple):
    """What Zalo answered: 0 and its data, or a code (a positive one is an HTTP status)."""

    error: int
    data: dict[str, Any]


class Pair(NamedTuple):
    """Tokens as Zalo gave them; `seconds`: how long the first one lasts."""

    access: str
    refresh: str
    seconds: int | None

    def __repr__(self) -> str:
        return "Pair(…)"  # never in a log


# ── connecting ───────────────────────────────────────────────────────────────────────────────────────────


def bases() -> Mapping[str, str]:
    """Where Zalo is; tests put a stand-in here, and no setting does."""
    return current_app.config.get("ZALO_BASES") or BASES


def exchange(code: str, verifier: str) -> Pair | int:
    """The first pair of tokens for a code that is used once; or Zalo's error."""
    grant = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
    return _tokens(grant)


def refresh(refresh_token: str) -> Pair | int:
    """A new pair; the old refresh token is spent by asking, the old access token ends. Or Zalo's error."""
    return _tokens({"grant_type": "refresh_token", "refresh_token": refresh_token})


def _tokens(grant: dict[str, str]) -> Pair | int:
    settings, base = current_app.config, bases()["oauth"]
    answer = ask(
        "POST", base + connecting.TOKEN_PATH, hosts=(base,),
        headers={
            "secret_key": settings["ZALO_APP_SECRET"], "Content-Type": "application/x-www-form-urlencoded",
        },
        body=urlencode({**grant, "app_id": settings["ZALO_APP_ID"]}).encode(),
    )  # fmt: skip
    said = answer.json()
    if answer.status >= 500 or answer.status == 429 or said is None:
        raise Broken(f"HTTP {answer.status}")
    access, again = said.get("access_token"), said.get("refresh_token")
    if isinstance(access, str) and isinstance(again, str) and access and again:
        return Pair(access, again, _number(said.get("expires_in")))
    return _number(said.get("error")) or answer.status


# ── what is sent ─────────────────────────────────────────────────────────────────────────────────────────


def recipient(zalo_user_id: str) -> dict[str, str]:
    """Whom a message goes to: a person, or somebody without an account in their chat."""
    if zalo_user_id.startswith(events.ANONYMOUS):
        anonymous_id, _colon, conversation_id = zalo_user_id.removeprefix(events.ANONYMOUS).partition(":")
        return {"anonymous_id": anonymous_id, "conversation_id": conversation_id}
    return {"user_id": zalo_user_id}


def send(
    token: str, to: Mapping[str, str], message: Mapping[str, Any], last_moment: Callable[[], None]
) -> Reply:
    """One consultation message. Broken: nobody knows whether it was taken."""
    body = json.dumps({"recipient": to, "message": message}, ensure_ascii=False).encode()
    return _call("POST", "/v3.0/oa/message/cs", token, body=body, last_moment=last_moment)


def text(words: str, quoted: str | None) -> dict[str, Any]:
    """A text, perhaps in answer to a message of theirs."""
    return {"text": words, "quote_message_id": quoted} if quoted else {"text": words}


def picture(attachment_id: str) -> dict[str, Any]:
    """An uploaded picture."""
    element = {"media_type": "image", "attachment_id": attachment_id}
    payload = {"template_type": "media", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}


def file(token: str) -> dict[str, Any]:
    """An uploaded file."""
    return {"attachment": {"type": "file", "payload": {"token": token}}}


def request_info(title: str, subtitle: str, image_url: str) -> dict[str, Any]:
    """A card by which a person may give their name and phone."""
    element = {"title": title, "subtitle": subtitle, "image_url": image_url}
    payload = {"template_type": "request_user_info", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}


def upload(token: str, kind: str, content: File) -> Reply:
    """Put a picture ('image') or a file ('file') at Zalo's for seven days."""
    return _call("POST", f"/v2.0/oa/upload/{kind}", token, files={"file": content})


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────


def person(token: str, zalo_user_id: str) -> Reply:
    """What Zalo tells of a person."""
    return _call("GET", "/v3.0/oa/user/detail", token, params={"data": json.dumps({"user_id": zalo_user_id})})


def account(token: str) -> Reply:
    """The account's own name and id."""
    return _call("GET", "/v2.0/oa/getoa", token)


def quota(token: str) -> Reply:
    """How many messages are left."""
    return _call("POST", "/v3.0/oa/quota/message", token, body=b"{}")


def _call(
    method: str, path: str, token: str, *, params: Mapping[str, str] | None = None, body: bytes | None = None,
    files: Mapping[str, File] | None = None, last_moment: Callable[[], None] | None = None,
) -> Reply:  # fmt: skip
    base = bases()["openapi"]
    headers = {"access_token": token}
    if body is not None:
        headers["Content-Type"] = "application/json"
    return _reply(
        ask(
            method, base + path, hosts=(base,), headers=headers, params=params, body=body, files=files,
            last_moment=last_moment,
        )
    )  # fmt: skip


def _reply(answer: Answer) -> Reply:
    if answer.status == 429:
        return Reply(sending.TOO_MANY, {})
    said = answer.json()
    error = _number(said.get("error")) if said is not None else None
    if answer.status >= 500 or (answer.status == 200 and error is None):
        raise Broken(f"HTTP {answer.status}")
    if error is None or (error == OK and answer.status != 200):
        return Reply(answer.status, {})
    data = said.get("data") if said else None
    return Reply(error, data if isinstance(data, dict) else {"list": data} if isinstance(data, list) else {})


def _number(value: object) -> int | None:
    """Zalo writes numbers as texts as often as not."""
    written = str(value)
    sign, digits = (-1, written[1:]) if written.startswith("-") else (1, written)
    return sign * int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None
