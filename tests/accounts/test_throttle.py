"""The throttle: counted before anything costly, and by tries that run at the same time too."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import update

from outreach import clock
from outreach.accounts import passwords, throttle
from outreach.accounts.models import SignInAttempt, SignInSession
from outreach.accounts.throttle import TooManyTries
from outreach.database import db
from tests import factories
from tests.accounts import people
from tests.client import CheckedClient
from tests.threads import at_once


def from_network(app: Flask, address: str, what: str, account: str, *, known_here: bool = False) -> bool:
    """Whether one try is heard."""
    with app.test_request_context(method="POST", environ_base={"REMOTE_ADDR": address}):
        try:
            throttle.take(what, account, known_here=known_here)
        except TooManyTries:
            return False
        return True


def let_pass(seconds: int) -> None:
    """Move all remembered tries into the past."""
    db.session.execute(update(SignInAttempt).values(at=clock.now() - timedelta(seconds=seconds)))
    db.session.commit()


def test_the_sixth_try_waits(app: Flask) -> None:
    assert [from_network(app, "10.0.0.1", "sign_in", "a") for _ in range(6)] == [True] * 5 + [False]


def test_other_accounts_do_not_wait(app: Flask) -> None:
    for _ in range(6):
        from_network(app, "10.0.0.1", "sign_in", "a")
    assert from_network(app, "10.0.0.1", "sign_in", "b")


def test_the_account_waits_from_every_network(app: Flask) -> None:
    for number in range(5):
        assert from_network(app, f"10.0.{number}.1", "sign_in", "a")
    assert not from_network(app, "10.9.9.9", "sign_in", "a")


def test_a_stranger_cannot_slow_down_somebody_known_here(app: Flask) -> None:
    for number in range(5):
        from_network(app, f"10.0.{number}.1", "sign_in", "a")
    assert from_network(app, "192.168.7.7", "sign_in", "a", known_here=True)


def test_the_network_waits_when_it_tries_many_accounts(app: Flask) -> None:
    heard = [from_network(app, f"10.0.0.{n % 250}", "sign_in", f"account {n}") for n in range(61)]
    assert heard == [True] * 60 + [False]
    assert from_network(app, "10.0.1.1", "sign_in", "account 61")


def test_ways_in_are_counted_apart(app: Flask) -> None:
    for _ in range(6):
        from_network(app, "10.0.0.1", "sign_in", "a")
    assert from_network(app, "10.0.0.1", "forgotten", "a")


def test_after_the_pause_it_is_heard_again(app: Flask) -> None:
    for _ in range(6):
        from_network(app, "10.0.0.1", "sign_in", "a")
    let_pass(16)
    assert from_network(app, "10.0.0.1", "sign_in", "a")
    assert not from_network(app, "10.0.0.1", "sign_in", "a")


def test_refused_tries_do_not_make_the_pause_longer(app: Flask) -> None:
    for _ in range(50):
        from_network(app, "10.0.0.1", "sign_in", "a")
    assert people.tries() == 5


def test_tries_of_yesterday_are_forgotten(app: Flask) -> None:
    for _ in range(6):
        from_network(app, "10.0.0.1", "sign_in", "a")
    let_pass(86_401)
    assert [from_network(app, "10.0.0.1", "sign_in", "a") for _ in range(6)] == [True] * 5 + [False]


def test_tries_at_the_same_time_see_each_other(app: Flask) -> None:
    heard: list[bool] = []

    def try_five_times() -> None:
        heard.extend(from_network(app, "10.0.0.1", "sign_in", "a") for _ in range(5))

    at_once(*[try_five_times] * 8)
    assert Counter(heard) == {True: 5, False: 35}


def test_parallel_sign_ins_hash_no_more_than_the_free_tries(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = people.officer()
    db.session.commit()
    hashed: list[str] = []
    compare = passwords.matches

    def counted(password: str, password_hash: str | None) -> bool:
        hashed.append(password)
        return compare(password, password_hash)

    monkeypatch.setattr(passwords, "matches", counted)
    answers: list[int] = []

    def guess(number: int) -> None:
        client = app.test_client()
        data = {"email": user.email, "password": f"guess number {number}"}
        with app.app_context():
            answers.append(client.post("/dang-nhap?way=staff", data=data).status_code)

    at_once(*(partial(guess, number) for number in range(12)))
    assert Counter(answers) == {422: 5, 429: 7}
    assert len(hashed) == 5


def test_the_page_says_how_long_to_wait(anonymous: CheckedClient) -> None:
    user = people.officer()
    for _ in range(5):
        assert people.sign_in(anonymous, user, "wrong wrong wrong").status_code == 422
    response = people.sign_in(anonymous, user)
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 15
    assert f"{response.headers['Retry-After']} giây" in response.text
    let_pass(16)
    assert people.sign_in(anonymous, user).status_code == 303


def test_a_right_password_takes_its_tries_back(anonymous: CheckedClient) -> None:
    user = people.officer()
    for _ in range(3):
        people.sign_in(anonymous, user, "wrong wrong wrong")
    people.sign_in(anonymous, user)
    assert people.tries() == 0


def test_one_s_own_sign_in_does_not_wash_the_network_clean(app: Flask, anonymous: CheckedClient) -> None:
    own, other = people.officer(), people.officer()
    people.sign_in(anonymous, other, "wrong wrong wrong")
    people.sign_in(anonymous, own)
    assert people.tries() == 1


def test_who_signed_in_here_before_is_not_kept_out(app: Flask, anonymous: CheckedClient) -> None:
    user = people.officer()
    at = clock.now()
    factories.add(
        SignInSession(
            token_hash="x", user_id=user.id, created_at=at, last_seen_at=at, ended_at=at,
            network="127.0.0.0/24", browser="",
        )
    )  # fmt: skip
    db.session.commit()
    for number in range(5):
        from_network(app, f"10.0.{number}.1", "sign_in", f"{user.email}\t\t")
    assert people.sign_in(anonymous, user).status_code == 303


def test_links_are_throttled_by_network(anonymous: CheckedClient) -> None:
    answers = [anonymous.get(f"/loi-moi/wrong-{n}").status_code for n in range(41)]
    assert answers == [404] * 40 + [429]


def test_looking_at_a_good_link_is_no_try(anonymous: CheckedClient) -> None:
    people.invited()
    for _ in range(30):
        assert anonymous.get("/loi-moi/" + "t" * 43).status_code == 200
    assert people.tries() == 0


def test_asking_for_a_password_is_throttled(anonymous: CheckedClient) -> None:
    data = {"email": "nobody@example.vn"}
    answers = [anonymous.post("/quen-mat-khau?way=staff", data=data).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 429]


def test_htmx_gets_a_notice(app: Flask, anonymous: CheckedClient) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    for n in range(41):
        response = anonymous.get(f"/loi-moi/wrong-{n}", headers=headers)
    assert response.status_code == 429
    assert "<html" not in response.text
