"""Scans that count, and those that only lead on."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts import rules as account_rules
from outreach.database import db
from outreach.leaflets.models import Scan
from tests.client import CheckedClient
from tests.leaflets import making


def count() -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(Scan)) or 0


def test_new_browsers_by_the_hundred_from_one_network_are_led_on_and_not_counted(
    app: Flask, clerk: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = account_rules.LIMITS["scan"].network._replace(free=3)
    monkeypatch.setitem(account_rules.LIMITS, "scan", account_rules.Limits(account=few, network=few))
    url = f"/t/{making.batch().code}"
    db.session.commit()
    for _browser in range(8):
        client = app.test_client()
        answer = client.get(url, headers={"User-Agent": making.PHONE})
        assert answer.location == "/huong-dan/noi-quy"
    assert count() == 3
    clerk.get(url, headers={"User-Agent": making.PHONE})
    assert count() == 4, "a business that is signed in counts"
