"""`flask figures` and `flask rates`, as scripts call them."""

import json
from datetime import date
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from outreach.rates.rules.figures import FIGURE_KEYS
from tests import factories
from tests.rates.boards import PUBLISHED, dossiers, take_in

APRIL = ("--from", "01/04/2023", "--to", "2023-04-30")


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=arguments)


def answer(app: Flask, *arguments: str) -> Any:
    """What the command printed, which must be JSON alone."""
    result = run(app, *arguments, "--json")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return json.loads(result.stdout)


def test_figures_give_the_published_keys(app: Flask) -> None:
    take_in("ha-nam")
    published = dict(PUBLISHED["ha_nam_2023_04"])
    departments = published.pop("departments")
    found = answer(app, "figures", *APRIL)
    assert list(found) == [*FIGURE_KEYS, "online_rate"]
    assert {key: found[key] for key in published} == published
    assert found["online_rate"] == pytest.approx(3085 / 4708)
    by_agency = answer(app, "figures", *APRIL, "--by", "agency")
    assert {key: by_agency[key] for key in found} == found
    assert {g["key"]: [g["received_new"], g["received_online"]] for g in by_agency["groups"]} == departments
    assert all(list(group) == ["key", "name", *found] for group in by_agency["groups"])
    rates = answer(app, "rates", *APRIL, "--by", "agency")
    assert {r["key"]: [r["received"], r["online"]] for r in rates} == departments
    assert all(list(rate) == ["key", "name", "received", "online", "rate"] for rate in rates)
    assert rates[0]["rate"] == 1.0


def test_people_read_vietnamese_numbers(app: Flask) -> None:
    take_in("ha-nam")
    shown = run(app, "figures", *APRIL).output
    assert "65,53%" in shown
    assert "144.490.000 ₫" in shown
    assert "4.708" in shown
    assert "chưa có số liệu" in shown  # digitised: the register has no such column
    assert "43,71%" in run(app, "rates", *APRIL, "--by", "agency").output


def test_nothing_received_gives_no_rate(app: Flask) -> None:
    found = answer(app, "figures", "--from", "2024-01-01", "--to", "2024-12-31", "--by", "month")
    assert found["online_rate"] is None
    assert found["received_new"] == 0
    assert found["groups"] == []
    agency = factories.agency("Sở Mẫu")
    dossiers(None, "2023-12-31", online=1, agency_id=agency.id)  # only carried over
    rates = answer(app, "rates", "--from", "2024-01-01", "--to", "2024-12-31", "--by", "agency")
    assert rates == [{"key": "Sở Mẫu", "name": "Sở Mẫu", "received": 0, "online": 0, "rate": None}]


def test_dossiers_without_an_agency_are_the_boards(app: Flask) -> None:
    dossiers(None, "2024-03-05", online=1, returned_on=date(2024, 3, 6))
    year = ("--from", "2024-01-01", "--to", "2024-12-31")
    board = app.config["BOARD_NAME"]
    assert [r["key"] for r in answer(app, "rates", *year, "--by", "agency")] == [board]
    assert answer(app, "rates", *year, "--by", "business") == []
    assert answer(app, "rates", *year, "--by", "zone")[0]["key"] is None
    assert [r["key"] for r in answer(app, "rates", *year, "--by", "month")] == ["2024-03"]
    assert board in run(app, "rates", *year, "--by", "agency").output
    assert "Chưa rõ khu" in run(app, "figures", *year, "--by", "zone").output


@pytest.mark.parametrize(
    "arguments",
    [
        ("figures",),
        ("figures", "--from", "2024-01-01"),
        ("figures", "--from", "2024-13-01", "--to", "2024-12-31"),
        ("figures", "--from", "31/02/2024", "--to", "31/12/2024"),
        ("figures", "--from", "hôm qua", "--to", "31/12/2024"),
        ("figures", "--from", "2024-12-31", "--to", "2024-01-01"),
        ("figures", "--from", "2024-01-01", "--to", "2024-12-31", "--by", "password"),
        ("rates", "--from", "2024-01-01", "--to", "2024-12-31"),
        ("rates", "--from", "2024-01-01", "--to", "2024-12-31", "--by", ""),
        ("rates", "--from", "1800-01-01", "--to", "2024-12-31", "--by", "zone"),
    ],
)
def test_wrong_use_ends_with_2_and_prints_nothing(app: Flask, arguments: tuple[str, ...]) -> None:
    result = run(app, *arguments, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
