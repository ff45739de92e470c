"""When sources are asked, what answers mean, which addresses may be, and when nobody need look."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach import clock
from outreach.fetching import rules
from outreach.fetching.rules import Schedule, Seen, carried_secret, decide, fault_of, next_slot, next_try

INSTANTS = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - the strategy adds the time zone
    max_value=datetime(2032, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
SCHEDULES = st.one_of(
    st.builds(Schedule, st.just("day"), st.just(1), st.integers(0, 23)),
    st.builds(Schedule, st.just("week"), st.integers(1, 7), st.integers(0, 23)),
    st.builds(Schedule, st.just("month"), st.integers(1, 31), st.integers(0, 23)),
)
LONGEST = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.LOCAL)


@pytest.mark.parametrize(
    ("schedule", "after", "slot"),
    [
        (Schedule("day", 1, 6), at(date(2026, 3, 2), 5), at(date(2026, 3, 2), 6)),
        (Schedule("day", 1, 6), at(date(2026, 3, 2), 6), at(date(2026, 3, 3), 6)),
        (Schedule("week", 1, 0), at(date(2026, 3, 3), 9), at(date(2026, 3, 9), 0)),
        (Schedule("month", 3, 7), at(date(2026, 3, 4), 9), at(date(2026, 4, 3), 7)),
        (Schedule("month", 31, 7), at(date(2026, 1, 31), 8), at(date(2026, 2, 28), 7)),
        (Schedule("month", 30, 7), at(date(2028, 2, 1), 8), at(date(2028, 2, 29), 7)),
        (Schedule("day", 1, 23), at(date(2026, 12, 31), 23), at(date(2027, 1, 1), 23)),
    ],
)
def test_the_next_time_of_a_schedule(schedule: Schedule, after: datetime, slot: datetime) -> None:
    assert next_slot(schedule, after) == slot


@given(SCHEDULES, INSTANTS)
def test_the_next_time_is_soon_and_at_its_hour(schedule: Schedule, after: datetime) -> None:
    slot = next_slot(schedule, after)
    assert after < slot <= after + LONGEST[schedule.every]
    assert (clock.local(slot).hour, clock.local(slot).minute) == (schedule.hour, 0)


@given(SCHEDULES, INSTANTS, st.integers(1, 200), st.booleans())
def test_after_a_failure_it_is_asked_again_within_a_day(
    schedule: Schedule, after: datetime, failures: int, lasting: bool
) -> None:
    again = next_try(schedule, failures, after, lasting=lasting)
    assert after < again <= min(next_slot(schedule, after), after + timedelta(days=1))
    if not lasting and failures % 6:
        assert again <= after + timedelta(minutes=80)


@given(SCHEDULES, INSTANTS, st.integers(1, 50), st.integers(0, 86_400))
def test_it_is_left_alone_as_long_as_it_asks(
    schedule: Schedule, after: datetime, failures: int, seconds: int
) -> None:
    told = timedelta(seconds=seconds)
    assert next_try(schedule, failures, after, lasting=False, told=told) >= after + told


def test_pauses_grow_and_end() -> None:
    monthly, began = Schedule("month", 1, 6), at(date(2026, 3, 2), 9)
    pauses = [
        (next_try(monthly, n, began, lasting=False) - began) // timedelta(minutes=1) for n in range(1, 9)
    ]
    assert pauses == [5, 10, 20, 40, 80, 1440, 5, 10]
    assert next_try(monthly, 1, began, lasting=True) - began == timedelta(days=1)


@given(st.integers(100, 599))
def test_every_status_has_its_word(status: int) -> None:
    fault = fault_of(status)
    assert (fault is None) == (status in (200, 304))
    assert fault is None or rules.OUTCOMES[fault].failed


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), (" 7 ", 7), ("999999", 86_400), ("-5", None), ("", None),
     ("Wed, 21 Oct 2026 07:28:00 GMT", None),
     ("1e9", None), ("٣", None), ("9" * 40, None)],
)  # fmt: skip
def test_how_long_it_wants_to_be_left_alone(said: str, seconds: int | None) -> None:
    wanted = rules.wanted_pause({"Retry-After": said})
    assert wanted == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("url", "carried"),
    [("https://so.mau.vn/a?token=1", "token"), ("https://so.mau.vn/a?x=1&access_token=2", "access_token"),
     ("https://so.mau.vn/a?API-Key=1", "API-Key"), ("https://so.mau.vn/a?password=", None),
     ("https://so.mau.vn/a?passwd=x", "passwd"), ("https://lan:x@so.mau.vn/", "lan"),
     ("https://:x@so.mau.vn/", "@"),
     ("https://so.mau.vn/a?sessionid=4", "sessionid"), ("https://so.mau.vn/a?keyword=dat", None),
     ("https://so.mau.vn/a?ky=2026-03&donvi=3", None), ("https://[::1", None),
     ("https://so.mau.vn/a?X-API-Key=1", "X-API-Key"), ("https://so.mau.vn/a?k=3;user_token=4", "user_token"),
     ("https://so.mau.vn/?X-Amz-Signature=1", "X-Amz-Signature"), ("https://so.mau.vn/?Token%20=1", "Token"),
     ("https://so.mau.vn/a?Authorization=Basic%20x", "Authorization"), ("https://so.mau.vn/a?auth=1", "auth"),
     ("https://so.mau.vn/a;jsessionid=4?ky=3", "jsessionid"), ("https://so.mau.vn/a#token=4", "token"),
     ("https://so.mau.vn/a?mat_khau=4", "mat_khau"), ("https://so.mau.vn/?client-key=4", "client-key"),
     ("https://so.mau.vn/a?codec=1&author=an&sigma=2&ma_don_vi=7", None)],
)  # fmt: skip
def test_an_address_carries_no_secret(url: str, carried: str | None) -> None:
    assert carried_secret(url) == carried


@pytest.mark.parametrize(
    "written",
    ["", "so.mau.vn", "so.mau.vn Bearer abc", "so.mau.vn Host: evil.vn", "so.mau.vn X:", "so.mau.vn : a",
     "so.mau.vn X-Key: a\r\nHost: b", "so.mau.vn X-Kéy: a", "so.mau.vn X-Key: mật",
     "so.mau.vn Content-Length: 3"],
)  # fmt: skip
def test_what_is_not_written_as_a_secret_is_none(written: str) -> None:
    assert rules.secret_of(written) is None


def test_a_secret_is_for_one_host() -> None:
    secret = rules.secret_of("So.Mau.vn Authorization: Bearer a:b c")
    assert secret == ("so.mau.vn", "Authorization", "Bearer a:b c")
    assert secret is not None
    assert rules.goes_to(secret, "https://so.mau.vn/x")
    assert rules.goes_to(secret, "https://SO.mau.vn:443/x")
    for url in ("https://mau.vn/", "https://so.mau.vn.evil.vn/", "https://evil.vn/so.mau.vn", "https:///"):
        assert not rules.goes_to(secret, url)


# ── whether a file may be written by itself ──────────────────────────────────────────────────────────────


def columns(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {
        "columns": [{"meaning": meaning, "heading": heading, "sample": "x"} for meaning, heading in pairs]
    }


BEFORE = columns(("dossier_code", "Mã hồ sơ"), ("received_on", "Ngày tiếp nhận"))
GOOD = Seen(100, 10, 0, BEFORE, BEFORE, 0, whole=True)


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        (GOOD, "written"),
        (
            GOOD._replace(columns=columns(("received_on", "NGÀY TIẾP  NHẬN"), ("dossier_code", "Mã hồ sơ"))),
            "written",
        ),
        (
            GOOD._replace(columns=columns(("dossier_code", "Mã hồ sơ"), ("due_on", "Ngày tiếp nhận"))),
            "waiting_columns",
        ),
        (GOOD._replace(columns=columns(("dossier_code", "Mã hồ sơ"))), "waiting_columns"),
        (GOOD._replace(columns_before=None), "waiting_first"),
        (GOOD._replace(taken_back=True), "waiting_undone"),
        (GOOD._replace(refused=2), "written"),
        (GOOD._replace(refused=3), "waiting_refused"),
        (GOOD._replace(whole=False), "waiting_length"),
        (GOOD._replace(read=0, changes=0), "waiting_empty"),
        (GOOD._replace(changes=0), "nothing_new"),
        (GOOD._replace(changes=0, refused=2, refused_before=2), "nothing_new"),
        (GOOD._replace(changes=0, refused=3, refused_before=2), "waiting_refused"),
    ],
)
def test_what_becomes_of_a_file(seen: Seen, outcome: str) -> None:
    assert decide(seen, by_itself=True, most_refused=2) == outcome


@given(
    st.builds(
        Seen, st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000),
        st.sampled_from([BEFORE, columns(), None]), st.sampled_from([BEFORE, columns(), None]),
        st.integers(0, 1000), st.booleans(), st.booleans(),
    ),
    st.integers(0, 100),
)  # fmt: skip
def test_nothing_is_written_by_itself_that_somebody_should_see(seen: Seen, most_refused: int) -> None:
    assert decide(seen, by_itself=False, most_refused=most_refused) != "written"
    if decide(seen, by_itself=True, most_refused=most_refused) == "written":
        assert seen.whole
        assert seen.read
        assert seen.refused * 100 <= most_refused * seen.read
        assert seen.columns_before is not None
        assert not seen.taken_back


def test_every_outcome_says_what_happened_and_what_to_do() -> None:
    for outcome in rules.OUTCOMES.values():
        assert str(outcome.label)
        assert str(outcome.advice).endswith(".")
        assert outcome.failed == (outcome.tone == "bad")
