"""The way out of our e-mails as mail programs read it (RFC 8058)."""

import re

import pytest
from flask import Flask

from outreach.database import db
from outreach.outbox import actions, consent, leaving, queries
from outreach.outbox.sending import send_mail
from tests.outbox.server import MailServer

PURPOSE = "a test"
LONG = "https://dang-ky-tap-huan.ban-quan-ly-cac-khu-cong-nghiep.tinh-mau.example.vn"


@pytest.fixture(autouse=True)
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(consent._checks, PURPOSE, lambda _id, _address: None)


def sent(box: MailServer, purpose: str | None) -> str:
    """The message's id, once it has been sent."""
    message = actions.queue_email(address="hoa@example.vn", subject="Mời", body="Kính gửi\n", purpose=purpose)
    message_id = message.message_id
    db.session.commit()
    assert send_mail() == 1
    return message_id


@pytest.mark.parametrize("public_url", ["https://bql.example.vn", LONG])
def test_a_letter_says_its_way_out_in_one_line_that_is_no_encoded_word(
    app: Flask,
    box: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    public_url: str,
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", public_url)
    address = leaving.address_of(sent(box, PURPOSE))
    head = box.letters[0].split(b"\r\n\r\n")[0].decode()
    assert f"List-Unsubscribe: <{address}>\r\n" in head + "\r\n"
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head + "\r\n"
    assert address.startswith(public_url + "/thoi-nhan-thu/")
    assert "hoa" not in address
    assert box.parsed[0].get_content().strip() == "Kính gửi"


def test_one_click_is_not_promised_without_https(
    app: Flask,
    box: MailServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "http://127.0.0.1:5000")
    sent(box, PURPOSE)
    assert "List-Unsubscribe-Post" not in box.parsed[0]
    assert "List-Unsubscribe" in box.parsed[0]


def test_a_letter_that_opens_an_account_has_none(app: Flask, box: MailServer) -> None:
    sent(box, None)
    assert "List-Unsubscribe" not in box.parsed[0]


def test_keys_are_signed_and_survive_a_new_secret(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    message = actions.queue_email(address="hoa@example.vn", subject="a", body="b", purpose=PURPOSE)
    key = leaving.key_of(message.message_id)
    for made_up in (key[:-1], key[1:], "x" + key, key.rpartition(".")[0], "", "..", "é" * 40):
        assert leaving.read_key(made_up) is None
    old = app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "another secret, which is as long as it must be")
    assert leaving.read_key(key) is None
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    beginning = leaving.read_key(key)
    assert beginning is not None
    assert queries.reader_of(beginning) == "hoa@example.vn"
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", key)
