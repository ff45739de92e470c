"""The webhook: signed events are stored once, whatever they are; others are refused and leave nothing."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.database import db
from outreach.zalo.models import ZaloEvent
from outreach.zalo.rules import events, signature
from tests.client import CheckedClient
from tests.threads import at_once
from tests.zalo import making
from tests.zalo.making import COLLECTED, PAYLOADS, SECRET_KEY, deliver, headers_for, said

EXAMPLE = COLLECTED["signature"]["example"]


@pytest.fixture(autouse=True)
def _keys(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    making.connect_webhook(app, monkeypatch)


def stored() -> list[ZaloEvent]:
    db.session.rollback()
    return list(db.session.scalars(select(ZaloEvent).order_by(ZaloEvent.id)))


def test_the_documented_signature() -> None:
    raw = EXAMPLE["raw_body"].encode()
    mac = signature.mac_of(EXAMPLE["app_id"], raw, EXAMPLE["timestamp"], EXAMPLE["oa_secret_key"])
    assert mac == EXAMPLE["mac"]
    assert mac != EXAMPLE["wrong_if_json_dumps_default"]


@pytest.mark.parametrize("prefix", ["mac=", "", " mac= "])
def test_a_signed_event_is_stored_as_it_came(anonymous: CheckedClient, prefix: str) -> None:
    raw = EXAMPLE["raw_body"].encode()
    answer = anonymous.post(
        "/webhook/zalo", data=raw, headers=headers_for(raw, EXAMPLE["timestamp"], prefix=prefix), csrf=False
    )
    assert (answer.status_code, answer.data) == (200, b"")
    [event] = stored()
    assert (event.event_name, event.body, event.state, event.deliveries) == (
        "user_send_text",
        raw,
        "waiting",
        1,
    )


def test_the_whole_set_in_any_order_twice_and_at_once_is_stored_once_each(app: Flask) -> None:
    payloads = list(PAYLOADS.values())
    order = random.Random(7)

    def sender() -> Callable[[], None]:
        mine = order.sample(payloads, len(payloads))

        def send() -> None:
            client = app.test_client()
            assert isinstance(client, CheckedClient)
            for payload in mine * 2:
                raw = json.dumps(payload).encode()
                answer = super(CheckedClient, client).open(
                    "/webhook/zalo", method="POST", data=raw, headers=headers_for(raw, payload["timestamp"])
                )
                assert answer.status_code == 200

        return send

    at_once(*[sender() for _ in range(4)])
    kept = stored()
    assert len(kept) == len(PAYLOADS)
    assert {event.deliveries for event in kept} == {8}
    assert {json.loads(event.body or b"")["event_name"] for event in kept} == {
        payload["event_name"] for payload in payloads
    }
    unknown = {event.event_name for event in kept if event.state == "unknown"}
    assert unknown == {"add_user_to_tag", "change_oa_daily_quota"}


def forged() -> dict[str, dict[str, str]]:
    """Headers that sign nothing, by what is wrong with them."""
    raw = EXAMPLE["raw_body"].encode()
    right = headers_for(raw, EXAMPLE["timestamp"])["X-ZEvent-Signature"]
    return {
        "no header": {}, "an empty one": {"X-ZEvent-Signature": ""},
        "mac alone": {"X-ZEvent-Signature": "mac="},
        "one digit off": {"X-ZEvent-Signature": right[:-1] + ("0" if right[-1] != "0" else "1")},
        "upper case": {"X-ZEvent-Signature": "mac=" + right.removeprefix("mac=").upper()},
        "another key": {
            "X-ZEvent-Signature": signature.mac_of(making.APP_ID, raw, EXAMPLE["timestamp"], "guessed")
        },
        "json.dumps": {"X-ZEvent-Signature": EXAMPLE["wrong_if_json_dumps_default"]},
        "other letters": {"X-ZEvent-Signature": "mac=é"},
    }  # fmt: skip


@pytest.mark.parametrize("wrong", forged())
def test_what_is_not_signed_is_refused_and_not_stored(anonymous: CheckedClient, wrong: str) -> None:
    answer = anonymous.post("/webhook/zalo", data=EXAMPLE["raw_body"], headers=forged()[wrong], csrf=False)
    assert (answer.status_code, answer.data) == (403, b"")
    assert stored() == []


def test_one_byte_changed_on_the_way_is_refused(anonymous: CheckedClient) -> None:
    raw = EXAMPLE["raw_body"].encode()
    headers = headers_for(raw, EXAMPLE["timestamp"])
    answer = anonymous.post("/webhook/zalo", data=raw.replace(b"Xin", b"xin"), headers=headers, csrf=False)
    assert answer.status_code == 403
    assert stored() == []


@pytest.mark.parametrize("missing", ["ZALO_APP_ID", "ZALO_OA_SECRET_KEY"])
def test_without_keys_nothing_is_believed(
    app: Flask, anonymous: CheckedClient, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(app.config, missing, "")
    raw, stamp = EXAMPLE["raw_body"].encode(), EXAMPLE["timestamp"]
    app_id = "" if missing == "ZALO_APP_ID" else making.APP_ID
    mac = signature.mac_of(app_id, raw, stamp, "" if missing == "ZALO_OA_SECRET_KEY" else SECRET_KEY)
    answer = anonymous.post("/webhook/zalo", data=raw, headers={"X-ZEvent-Signature": mac}, csrf=False)
    assert answer.status_code == 403
    assert stored() == []


@pytest.mark.parametrize(
    "raw",
    [b"", b"{}", b"[]", b"null", b'"text"', b"{", b"\xff", b'{"timestamp":null}', b'{"timestamp":true}',
     b'{"timestamp":1.5}', b'{"timestamp":"\\u0661"}', b'{"timestamp":"-1"}', b"[" * 50_000,
     b'{"timestamp":' + b"9" * 5_000 + b"}"],
)  # fmt: skip
def test_a_body_without_a_timestamp_is_signed_by_nobody(anonymous: CheckedClient, raw: bytes) -> None:
    for stamp in ("", "None", "null", "1"):
        answer = anonymous.post("/webhook/zalo", data=raw, headers=headers_for(raw, stamp), csrf=False)
        assert answer.status_code == 403
    assert stored() == []


def test_too_large_a_body_is_refused(anonymous: CheckedClient) -> None:
    assert deliver(anonymous, said("x" * 70_000)).status_code == 413
    assert stored() == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_deliveries_are_taken(anonymous: CheckedClient, method: str) -> None:
    assert anonymous.open("/webhook/zalo", method=method, csrf=False).status_code == 405


@pytest.mark.parametrize(
    "laid",
    [{"event_name": 7}, {"event_name": "a\x00b"}, {"event_name": "\ud800"}, {"event_name": "x" * 100},
     {"event_name": None}, {"message": [1]}, {"message": {"msg_id": {"a": 1}}},
     {"message": {"msg_id": "\x00"}}, {"sender": "me"}, {"timestamp": "1"}, {"message": {"msg_ids": 3}},
     {"event_name": "user_seen_message"}],
)  # fmt: skip
def test_whatever_is_signed_is_kept_however_odd(anonymous: CheckedClient, laid: dict[str, Any]) -> None:
    raw = json.dumps({**said("chào"), **laid}).encode()
    stamp = str(json.loads(raw)["timestamp"])
    for _ in range(2):
        answer = anonymous.post("/webhook/zalo", data=raw, headers=headers_for(raw, stamp), csrf=False)
        assert answer.status_code == 200
    [event] = stored()
    assert (event.deliveries, event.body) == (2, raw)


def test_the_same_message_under_another_time_is_the_same() -> None:
    first = said("chào", msg_id="m1")
    again = {**first, "timestamp": "1726300009999"}
    assert events.dedup_key(first) == events.dedup_key(again)
    assert events.dedup_key(first) != events.dedup_key(said("chào", msg_id="m2"))


def test_news_of_the_same_moment_about_other_messages_is_other_news() -> None:
    one = {**PAYLOADS["user_seen_message"]}
    other = {**one, "message": {"msg_ids": ["another"]}}
    assert events.dedup_key(one) != events.dedup_key(other)


def test_a_flood_is_counted_once_each(app: Flask, anonymous: CheckedClient) -> None:
    for _ in range(20):
        deliver(anonymous, PAYLOADS["follow"])
    assert db.session.scalar(select(func.sum(ZaloEvent.deliveries))) == 20
    assert len(stored()) == 1
