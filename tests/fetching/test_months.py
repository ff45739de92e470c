"""Addresses that are other ones each month: what they become, where that is checked, what is kept of each."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from outreach import clock
from outreach.fetching import rules
from tests.client import CheckedClient
from tests.dossiers import files
from tests.fetching.making import source
from tests.fetching.runs import fetch, made, runs
from tests.fetching.server import Server
from tests.fetching.test_views import LIST, the_source, typed

LAST = "/so-{thang-truoc:yyyy-mm}.csv"


def on(monkeypatch: pytest.MonkeyPatch, day: int, month: int, hour: int = 3) -> None:
    """An instant of 2026 in UTC; seven hours later on the board's clocks."""
    at = datetime(2026, month, day, hour, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.mark.parametrize(
    ("written", "today", "becomes"),
    [
        ("{thang-truoc:yyyy-mm}", date(2026, 11, 22), "2026-10"),
        ("{thang-truoc:yyyy-mm}", date(2026, 1, 1), "2025-12"),
        ("{thang-nay:yyyy}/{thang-nay:m}", date(2026, 3, 31), "2026/3"),
        ("{thang-nay:yy}{thang-nay:mm}", date(2026, 3, 31), "2603"),
        (
            "tu=01/{thang-truoc:mm/yyyy}&den={thang-truoc:dd/mm/yyyy}",
            date(2024, 3, 31),
            "tu=01/02/2024&den=29/02/2024",
        ),
        ("{thang-truoc:yyyymmdd}", date(2026, 12, 31), "20261130"),
        ("/so.csv?ky=10", date(2026, 12, 31), "/so.csv?ky=10"),
    ],
)
def test_what_a_month_becomes(written: str, today: date, becomes: str) -> None:
    assert rules.resolved(written, today) == becomes
    assert rules.misread(written) is None
    assert rules.names_month(written) is ("{" in written)


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("https://so.mau.vn/{thang}.csv", "{thang}"),
        ("https://so.mau.vn/{thang-truoc}.csv", "{thang-truoc}"),
        ("https://so.mau.vn/{thang-truoc:MM}.csv", "{thang-truoc:MM}"),
        ("https://so.mau.vn/{thang-truoc:}.csv", "{thang-truoc:}"),
        ("https://so.mau.vn/{thang-truoc:mm", "{thang-truoc:mm"),
        ("https://so.mau.vn/mm}", "}"),
        ("https://{thang-nay:mm}.mau.vn/so.csv", "{thang-nay:mm}"),
        ("https://so.mau.vn{thang-nay:.mm}/so.csv", "{thang-nay:.mm}"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_beside_the_field(
    officer: CheckedClient, address: str, part: str
) -> None:
    assert rules.misread(address) == part
    answer = officer.post(LIST + "/moi", data=typed(officer, address=address))
    assert answer.status_code == 422
    assert f"Cổng không hiểu “{part}” trong địa chỉ" in answer.text


def test_the_form_says_how_it_is_written_and_what_it_becomes(
    officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.today()
    page = officer.get(LIST + "/moi").text
    assert "{thang-truoc:yyyy-mm}" in page
    assert rules.resolved("{thang-truoc:yyyy-mm}", today) in page
    address = "https://so.mau.vn" + LAST
    answer = officer.post(LIST + "/moi", data=typed(officer, address=address, name=""))
    assert rules.resolved(address, today) in answer.text
    officer.post(LIST + "/moi", data=typed(officer, address=address))
    one = the_source()
    assert one.address == address
    assert rules.resolved(address, today) in officer.get(f"{LIST}/{one.id}").text
    assert rules.resolved(address, today) in officer.get(f"{LIST}/{one.id}/sua").text


def test_which_server_is_asked_is_judged_by_what_the_address_becomes(officer: CheckedClient) -> None:
    answer = officer.post(LIST + "/moi", data=typed(officer, address="https://other.vn" + LAST))
    assert "không được phép" in answer.text


def test_last_month_is_asked_for_on_the_boards_calendar(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.content = files.small()
    on(monkeypatch, 31, 3, 16)  # 23:00 on 31/03
    source_id = made(server, address=server.url + LAST)
    fetch(source_id)
    assert runs()[-1].filename == "so-2026-02.csv"
    on(monkeypatch, 31, 3, 18)  # 01:00 on 01/04
    server.content = files.small(7)
    fetch(source_id)
    assert runs()[-1].filename == "so-2026-03.csv"


def test_marks_of_one_month_are_not_said_of_another(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its server may use one mark for all files, as one that only counts versions does."""
    server.content, server.etag = files.small(), '"v1"'
    on(monkeypatch, 20, 3)
    source_id = made(server, address=server.url + LAST)
    fetch(source_id)
    on(monkeypatch, 21, 3)
    _one, last = fetch(source_id)
    assert (last.outcome, last.status) == ("unchanged", 304)
    on(monkeypatch, 1, 4)
    server.content = files.small(7)
    _one, last = fetch(source_id)
    assert "if-none-match" not in server.asked[-1]
    assert (last.status, len(runs())) == (200, 2)
    on(monkeypatch, 2, 4)
    _one, last = fetch(source_id)
    assert (last.outcome, last.status, len(runs())) == ("unchanged", 304, 2)


def test_a_month_that_is_there_already_does_nothing(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the file itself where its server has no marks."""
    server.content = files.small()
    on(monkeypatch, 20, 3)
    source_id = made(server, address=server.url + LAST)
    for day in (20, 21, 22):
        on(monkeypatch, day, 3)
        _one, last = fetch(source_id)
    assert (last.outcome, len(runs())) == ("unchanged", 1)


def test_an_address_without_a_month_keeps_its_marks_over_the_years(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.content, server.etag = files.small(), '"v1"'
    on(monkeypatch, 20, 3)
    source_id = made(server)
    fetch(source_id)
    on(monkeypatch, 20, 5)
    one, last = fetch(source_id)
    assert (last.status, one.marked_at_address) == (304, None)


def test_another_address_forgets_the_month(officer: CheckedClient) -> None:
    at = clock.now() + timedelta(days=1)
    one = source(
        address="https://so.mau.vn" + LAST, etag='"v1"', marked_at_address="https://so.mau.vn/x", next_at=at
    )
    officer.post(f"{LIST}/{one.id}/sua", data=typed(officer, address="https://so.mau.vn/so.csv"))
    assert (the_source().etag, the_source().marked_at_address) == (None, None)
