"""Events as Zalo delivers them, signed; and people who wrote to the account."""

import json
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from outreach import clock
from outreach.zalo.rules import signature
from tests.client import CheckedClient
from tests.zalo.stand_in import APP_SECRET

APP_ID, OA_ID, SECRET_KEY = (
    "360846524940903967",
    "388613280878808645",
    "the account's secret key of the tests",
)
# As a process of its own is told them.
SETTINGS = {"ZALO_APP_ID": APP_ID, "ZALO_APP_SECRET": APP_SECRET, "ZALO_OA_SECRET_KEY": SECRET_KEY}
PERSON = "246845883529197922"
COLLECTED = json.loads((Path(__file__).parents[1] / "data" / "zalo" / "payloads.json").read_text())
PAYLOADS: dict[str, dict[str, Any]] = {one["name"]: one["payload"] for one in COLLECTED["payloads"]}

_numbers = count(1)


def connect_webhook(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell the application the account's keys."""
    monkeypatch.setitem(app.config, "ZALO_APP_ID", APP_ID)
    monkeypatch.setitem(app.config, "ZALO_OA_SECRET_KEY", SECRET_KEY)


def headers_for(raw_body: bytes, timestamp: str, *, prefix: str = "mac=") -> dict[str, str]:
    """The signature as Zalo sends it."""
    mac = signature.mac_of(APP_ID, raw_body, timestamp, SECRET_KEY)
    return {"X-ZEvent-Signature": prefix + mac, "Content-Type": "application/json"}


def deliver(client: CheckedClient, payload: dict[str, Any]) -> TestResponse:
    """Deliver an event as Zalo does."""
    raw_body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    headers = headers_for(raw_body, payload["timestamp"])
    return client.post("/webhook/zalo", data=raw_body, headers=headers, csrf=False)


def stamp(at: datetime) -> str:
    """An instant as Zalo writes it."""
    return str(round(at.timestamp() * 1000))


def event(name: str, at: datetime | None = None, **parts: Any) -> dict[str, Any]:
    """An event of the usual shape; `parts` are laid over it."""
    return {
        "app_id": APP_ID, "event_name": name, "timestamp": stamp(at or clock.now()),
        "sender": {"id": PERSON}, "recipient": {"id": OA_ID}, **parts,
    }  # fmt: skip


def said(text: str, *, user: str = PERSON, at: datetime | None = None, **message: Any) -> dict[str, Any]:
    """A person's text."""
    message = {"text": text, "msg_id": f"in-{next(_numbers)}", **message}
    return event("user_send_text", at, sender={"id": user}, message=message)


def echo(
    text: str, msg_id: str, *, user: str = PERSON, at: datetime | None = None, **sender: str
) -> dict[str, Any]:
    """The account's own text, as the webhook tells of it."""
    return event(
        "oa_send_text", at, sender={"id": OA_ID, **sender}, recipient={"id": user},
        message={"text": text, "msg_id": msg_id},
    )  # fmt: skip
