"""Where Zalo delivers events: signed ones are stored and answered at once; a job looks into them."""

from flask import Response, current_app, request

from outreach.accounts import guards
from outreach.zalo.actions.receiving import store
from outreach.zalo.rules import events, signature

MOST_BYTES = 64 * 1024  # of one event; a text has at most some 2,000 characters


@guards.everyone
def receive_event() -> Response:
    """One delivery. What is not signed by the account's key is not stored, and told nothing."""
    if (request.content_length or 0) > MOST_BYTES:
        return Response(status=413)
    raw_body = request.get_data(cache=False)
    payload = events.parse(raw_body)
    settings = current_app.config
    signed = signature.is_signed(
        request.headers.get("X-ZEvent-Signature", ""), raw_body=raw_body,
        timestamp=signature.timestamp_of(payload), app_id=settings["ZALO_APP_ID"],
        secret_key=settings["ZALO_OA_SECRET_KEY"],
    )  # fmt: skip
    if payload is None or not signed:
        return Response(status=403)
    store(raw_body=raw_body, payload=payload)
    return Response(status=200)
