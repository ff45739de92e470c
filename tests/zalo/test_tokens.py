"""The pair of tokens: sealed, replaced early, by one at a time, stored before use; faults are told."""

import logging
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from outreach import clock
from outreach.database import db
from outreach.outgoing import Broken
from outreach.zalo import api, tokens
from outreach.zalo.models import OfficialAccount
from outreach.zalo.sealing import seal, unseal
from tests.threads import at_once
from tests.zalo import stand_in
from tests.zalo.conftest import connect
from tests.zalo.stand_in import Zalo

TOKEN = "/v4/oa/access_token"


def account() -> OfficialAccount:
    db.session.rollback()
    db.session.expire_all()
    found = db.session.get_one(OfficialAccount, 1)
    db.session.rollback()
    return found


def test_tokens_are_not_in_the_database_as_they_are(connected: Zalo) -> None:
    row = db.session.execute(text("SELECT access_token, refresh_token FROM zalo_accounts")).one()
    for stored in row:
        assert b"access-0" not in bytes(stored)
        assert b"refresh-0" not in bytes(stored)
    assert tokens.current() == "access-0"


def test_another_key_opens_nothing_and_a_former_one_still_does(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("cryptography", reason="without it no token is kept")
    stored, before = seal("access"), app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "another secret key that is long enough")
    assert unseal(stored) is None
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [before])
    assert unseal(stored) == "access"
    monkeypatch.setitem(app.config, "ZALO_TOKEN_KEY", "a key for tokens alone, long enough too")
    assert unseal(stored) == "access"
    assert unseal(seal("again")) == "again"
    assert seal("again") != seal("again")
    assert unseal(stored[:-2] + b"xx") is None


def test_a_pair_that_lasts_is_left_alone(connected: Zalo) -> None:
    assert tokens.keep_fresh() is False
    assert connected.asked == []


def test_a_pair_near_its_end_is_replaced_and_stored(zalo: Zalo) -> None:
    connect(zalo, timedelta(hours=4))
    assert tokens.keep_fresh() is True
    assert tokens.current() == zalo.access == "access-1"
    after = account()
    assert unseal(after.refresh_token) == zalo.refresh
    assert after.expires_at is not None
    assert timedelta(hours=24, minutes=59) < after.expires_at - clock.now() <= timedelta(hours=25)
    assert (after.state, after.refreshing_since) == ("connected", None)


def test_the_pair_is_stored_before_anybody_uses_it(zalo: Zalo) -> None:
    connect(zalo, timedelta(hours=4))
    assert tokens.refresh(None) == tokens.current() == "access-1"
    assert tokens.refresh("access-1") == tokens.current() == "access-2"


def test_many_at_once_refresh_once(app: Flask, zalo: Zalo) -> None:
    connect(zalo, timedelta(hours=4))
    got: list[str | None] = []

    def work() -> None:
        with app.app_context():
            tokens.keep_fresh()
            got.append(tokens.refresh("access-0"))

    at_once(*[work] * 4)
    assert zalo.asked.count(("POST", TOKEN)) == 1
    assert set(got) <= {"access-1", None}
    assert tokens.current() == "access-1"


def test_who_comes_with_an_old_token_gets_the_new_one_without_asking(zalo: Zalo) -> None:
    connect(zalo)
    tokens.refresh("access-0")
    assert tokens.refresh("access-0") == "access-1"
    assert zalo.asked.count(("POST", TOKEN)) == 1


def test_a_claim_of_a_process_that_died_is_taken_over(zalo: Zalo) -> None:
    row = connect(zalo)
    for minutes, got in ((1, None), (3, "access-1")):
        row = db.session.get_one(OfficialAccount, 1)
        row.refreshing_since = clock.now() - timedelta(minutes=minutes)
        db.session.commit()
        assert tokens.refresh("access-0") == got


def test_a_spent_refresh_token_needs_a_person(zalo: Zalo) -> None:
    connect(zalo, timedelta(hours=4))
    zalo.spent.add(zalo.refresh)
    assert tokens.keep_fresh() is False
    after = account()
    assert (after.state, after.fault_code) == ("consent_needed", -14014)
    assert after.fault_at is not None
    assert tokens.current() is None
    assert tokens.keep_fresh() is False
    assert zalo.asked.count(("POST", TOKEN)) == 1


@pytest.mark.parametrize(
    "way", [stand_in.STATUS_500, stand_in.STATUS_429, stand_in.CUT, stand_in.BROKEN_JSON, stand_in.TOO_LARGE]
)
def test_without_an_answer_it_is_tried_again_after_a_pause(zalo: Zalo, way: str) -> None:
    connect(zalo, timedelta(hours=4))
    zalo.fail(TOKEN, way)
    assert tokens.keep_fresh() is False
    assert (account().state, account().refreshing_since) == ("connected", None)
    assert tokens.current() == "access-0", "the old token still holds"
    assert tokens.keep_fresh() is False
    assert zalo.asked.count(("POST", TOKEN)) == 1
    row = db.session.get_one(OfficialAccount, 1)
    row.fault_at = clock.now() - timedelta(minutes=2)
    db.session.commit()
    assert tokens.keep_fresh() is True
    assert (account().state, account().fault_at) == ("connected", None)


@pytest.mark.parametrize("code", [-32, -200])
def test_not_now_says_nothing_about_the_token(zalo: Zalo, code: int) -> None:
    connect(zalo, timedelta(hours=4))
    zalo.fail(TOKEN, code)
    assert tokens.keep_fresh() is False
    after = account()
    assert (after.state, after.fault_code) == ("connected", code)
    db.session.rollback()
    assert tokens.refresh("access-0") == "access-1"


def test_near_the_end_without_an_answer_people_are_told(zalo: Zalo) -> None:
    connect(zalo, timedelta(hours=2))
    zalo.fail(TOKEN, stand_in.STATUS_500)
    tokens.keep_fresh()
    assert account().state == "expiring"
    assert tokens.current() == "access-0"


def test_a_new_connection_made_meanwhile_is_not_overwritten(
    zalo: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(zalo, timedelta(hours=4))

    def refresh(token: str) -> api.Pair:
        row = db.session.get_one(OfficialAccount, 1)
        row.access_token, row.refresh_token = seal("pasted"), seal("pasted too")
        db.session.commit()
        return api.Pair("late", "late too", 90_000)

    monkeypatch.setattr(api, "refresh", refresh)
    assert tokens.refresh("access-0") == "pasted"
    assert tokens.current() == "pasted"


def test_without_the_application_s_secret_nothing_is_asked(
    app: Flask, zalo: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(zalo, timedelta(hours=4))
    monkeypatch.setitem(app.config, "ZALO_APP_SECRET", "")
    assert tokens.keep_fresh() is False
    assert zalo.asked == []


def test_no_token_is_written_anywhere(zalo: Zalo, caplog: pytest.LogCaptureFixture) -> None:
    connect(zalo, timedelta(hours=4))
    with caplog.at_level(logging.DEBUG):
        for way in (stand_in.STATUS_500, -14_014):
            zalo.fail(TOKEN, way)
            tokens.refresh("access-0")
    assert caplog.records
    for secret in ("access-0", "refresh-0", stand_in.APP_SECRET):
        assert secret not in caplog.text
    assert "secret" not in repr(api.Pair("secret", "secret", 1))


def test_a_wrong_answer_is_none(zalo: Zalo) -> None:
    zalo.fail(TOKEN, stand_in.BROKEN_JSON)
    with pytest.raises(Broken):
        api.refresh("refresh-0")
