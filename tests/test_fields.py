"""Days, money and counts as people write them into forms."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms.validators import Optional

from outreach.fields import DAY_NEEDED, DayField, EmployeesField, MoneyField
from outreach.web import Form


class Sample(Form):
    """One field of each kind."""

    day = DayField("Ngày", [DAY_NEEDED])
    cost = MoneyField("Kinh phí", [Optional()])
    employees = EmployeesField("Lao động", [Optional()])


@pytest.fixture(params=["vi", "en"])
def language(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    """A request of a reader of either language."""
    with app.test_request_context(headers={"Cookie": f"lang={request.param}"}):
        yield request.param


def typed(**texts: str) -> Sample:
    return Sample(MultiDict(texts), meta={"csrf": False})


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("text", ["05/03/2026", "5-3-2026", "2026-03-05", " 5/3/2026 "])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    form = typed(day=text)
    assert form.validate()
    assert form.day.data == date(2026, 3, 5)


@pytest.mark.usefixtures("language")
def test_what_a_field_shows_it_also_reads() -> None:
    shown = Sample(data={"day": date(2026, 3, 5), "cost": 50_000, "employees": 5_479}, meta={"csrf": False})
    again = typed(**{name: shown[name]._value() for name in ("day", "cost", "employees")})
    assert again.validate(), again.errors
    assert again.data == {"day": date(2026, 3, 5), "cost": 50_000, "employees": 5_479}


def test_a_missing_day_and_a_wrong_one_are_told_apart(language: str) -> None:
    missing, wrong = typed(day=""), typed(day="31/02/2026")
    assert not missing.validate()
    assert not wrong.validate()
    assert missing.errors != wrong.errors
    assert wrong.day._value() == "31/02/2026"


@pytest.mark.usefixtures("language")
def test_empty_amounts_are_unknown_not_none_at_all() -> None:
    form = typed(day="05/03/2026", cost="", employees="")
    assert form.validate()
    assert (form.cost.data, form.employees.data) == (None, None)


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(("cost", "employees"), [("mười triệu", "5"), ("5", "nhiều"), ("-1", "5")])
def test_what_is_no_number_is_refused_beside_its_field(cost: str, employees: str) -> None:
    form = typed(day="05/03/2026", cost=cost, employees=employees)
    assert not form.validate()
    assert len(form.errors) == 1
