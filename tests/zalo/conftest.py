"""Zalo's stand-in, and the application connected to it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from outreach import clock
from outreach.database import db
from outreach.zalo.models import OfficialAccount
from outreach.zalo.sealing import seal
from tests.zalo import making, stand_in
from tests.zalo.stand_in import APP_SECRET, Zalo


@pytest.fixture
def keys(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The application knows its keys for the account's events."""
    making.connect_webhook(app, monkeypatch)


@pytest.fixture
def zalo(app: Flask, keys: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Zalo]:
    """A server of Zalo's, and an application that knows it but is not connected yet."""
    pytest.importorskip("cryptography", reason="without it no token is kept, and nothing is sent")
    with stand_in.running() as zalo:
        monkeypatch.setitem(app.config, "ZALO_APP_SECRET", APP_SECRET)
        monkeypatch.setitem(app.config, "ZALO_BASES", {"oauth": zalo.url, "openapi": zalo.url})
        monkeypatch.setitem(app.config, "ZALO_FILE_HOSTS", (zalo.url,))
        yield zalo


@pytest.fixture
def connected(zalo: Zalo) -> Zalo:
    """The same with the account connected, for a day."""
    connect(zalo)
    return zalo


def connect(zalo: Zalo, lasts: timedelta = timedelta(hours=25)) -> OfficialAccount:
    """Give the application the pair of tokens that the server has."""
    account = OfficialAccount(
        id=1, oa_id=making.OA_ID, state="connected", access_token=seal(zalo.access),
        refresh_token=seal(zalo.refresh), expires_at=clock.now() + lasts, refreshed_at=clock.now(),
    )  # fmt: skip
    db.session.merge(account)
    db.session.commit()
    return account
