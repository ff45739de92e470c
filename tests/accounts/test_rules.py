"""Rules about accounts."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts import rules

NOW = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.0/24"),
        ("::ffff:10.1.2.3", "10.1.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_network_of(address: str, network: str) -> None:
    assert rules.network_of(address) == network


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST", "::ffff:127.0.0.1"]
)
def test_this_machine(address: str) -> None:
    assert rules.is_loopback(address)


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "localhost.evil.vn", "127.0.0.1.evil.vn", "", "0.0.0.0", "::2"]
)
def test_other_machines(address: str) -> None:
    assert not rules.is_loopback(address)


@pytest.mark.parametrize(
    ("since_seen", "since_start", "is_open"),
    [
        (timedelta(hours=7, minutes=59), timedelta(hours=9), True),
        (timedelta(hours=8), timedelta(hours=9), False),
        (timedelta(0), timedelta(days=13, hours=23), True),
        (timedelta(0), timedelta(days=14), False),
    ],
)
def test_a_session_has_two_limits(since_seen: timedelta, since_start: timedelta, is_open: bool) -> None:
    assert rules.session_is_open(NOW - since_start, NOW - since_seen, NOW) is is_open


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"),
        ("", ""),
        ("<script>alert(1)</script>", ""),
    ],
)  # fmt: skip
def test_browsers_are_told_in_two_words(agent: str, words: str) -> None:
    assert rules.browser_words(agent) == words


# ── passwords ────────────────────────────────────────────────────────────────────────────────────────────

OWN = rules.own_words("Nguyễn Văn Mẫu", "mau7@example.vn", "0912345678", "0101248141", "Công ty TNHH Gốm Sứ")


def problem(password: str) -> str | None:
    return rules.password_problem(password, own_words=OWN, common=rules.common_passwords())


def test_the_list_of_common_passwords_is_long_enough() -> None:
    usable = [word for word in rules.common_passwords() if len(word) >= rules.SHORTEST_PASSWORD]
    assert len(usable) >= 3000


@pytest.mark.parametrize(
    "password",
    [
        "mưa rơi trên mái nhà",
        "correct horse battery",
        "aaaaaaaaab c d",
        "tôi đi làm bằng xe đạp",
        "a" * 30 + "bcdefg hij",
        "8274 0915 3362",
        "密码是一个很长的句子吗",
    ],
)
def test_good_passwords(password: str) -> None:
    assert problem(password) is None


def test_sixty_four_and_more_characters_are_fine() -> None:
    assert problem("đường dài mới biết ngựa hay " * 3) is None
    assert problem("xin " * 64) is None
    assert problem("xin " * 65) is not None


@pytest.mark.parametrize(
    "password",
    [
        "", "ngắn quá", "123456789", "1234567890", "Password123", "matkhau123", "MậtKhẩu 123",
        "m a t k h a u 1 2 3",
        "qwertyuiop", "aaaaaaaaaaaa", "ababababab", "Outreach2026!", "banquanly@2026", "Nguyễn Văn Mẫu",
        "nguyenvanmau1", "0912345678", "0101248141", "mau7@example.vn", "gốm sứ 2026",
    ],
)  # fmt: skip
def test_passwords_that_are_refused(password: str) -> None:
    assert problem(password)


@given(st.text(min_size=10, max_size=80))
def test_the_length_counts_characters_as_people_see_them(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert (problem(composed) is None) == (problem(decomposed) is None)


# ── how often ────────────────────────────────────────────────────────────────────────────────────────────

LIMIT = rules.LIMITS["sign_in"].account


def wait(tries: int, since_last: float = 0) -> float:
    return LIMIT.wait(tries, NOW - timedelta(seconds=since_last), NOW).total_seconds()


def test_the_first_tries_are_free() -> None:
    assert [wait(tries) for tries in range(5)] == [0] * 5


def test_then_each_waits_twice_as_long_up_to_a_quarter_of_an_hour() -> None:
    assert [wait(tries) for tries in range(5, 13)] == [15, 30, 60, 120, 240, 480, 900, 900]
    assert wait(10_000) == 900


def test_waiting_ends() -> None:
    assert wait(7, since_last=59) == 1
    assert wait(7, since_last=60) == 0
    assert LIMIT.wait(7, None, NOW) == timedelta(0)


def test_a_clock_set_back_locks_nobody_out() -> None:
    assert wait(7, since_last=-86_400) == 60


# ── who looks after whom ─────────────────────────────────────────────────────────────────────────────────

ROLES = ("business", "officer", "helpdesk", "leader", "administrator")


def test_who_manages_whom() -> None:
    pairs = {(a, b) for a in ROLES for b in ROLES if rules.may_manage(a, b)}
    assert pairs == {("administrator", role) for role in ROLES} | {("officer", "business")}


def test_who_answers_requests_for_passwords() -> None:
    extra = {(a, b) for a in ROLES for b in ROLES if rules.may_answer(a, b) and not rules.may_manage(a, b)}
    assert extra == {("helpdesk", "business")}


def test_every_change_but_to_administrator_takes_something_away() -> None:
    assert rules.rights_shrink("administrator", "leader")
    assert rules.rights_shrink("officer", "helpdesk")
    assert not rules.rights_shrink("officer", "administrator")
    assert not rules.rights_shrink("officer", "officer")
