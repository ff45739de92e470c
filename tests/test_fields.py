"""Days, money and counts as people write them into forms."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms.validators import Optional

from outreach.fields import (
    DAY_NEEDED,
    DayField,
    EmailField,
    EmployeesField,
    InstantField,
    MoneyField,
    PageRowField,
    PhoneField,
    RowField,
    ShareField,
    TaxCodeField,
)
from outreach.web import Form


class Sample(Form):
    """One field of each kind."""

    day = DayField("Ngày", [DAY_NEEDED])
    cost = MoneyField("Kinh phí", [Optional()])
    employees = EmployeesField("Lao động", [Optional()])


class Moment(Form):
    """A day with its time."""

    at = InstantField("Lúc")


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
@pytest.mark.parametrize("text", [" ", "-", "null", "…"])
def test_what_stands_for_an_empty_cell_is_no_day(text: str) -> None:
    form = typed(day=text)
    assert not form.validate()
    assert len(form.errors["day"]) == 1
    assert form.day.data is None


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


class Known(Form):
    """What names a business and a person."""

    tax_code = TaxCodeField("Mã số thuế", [Optional()])
    phone = PhoneField("Điện thoại", [Optional()])
    email = EmailField("E-mail", [Optional()])


@pytest.mark.usefixtures("language")
def test_identifiers_arrive_in_the_form_in_which_they_are_stored() -> None:
    texts = {"tax_code": "0300 588 569", "phone": "+84 912 345 678", "email": " Lan@Congty.vn "}
    form = Known(MultiDict(texts), meta={"csrf": False})
    assert form.validate(), form.errors
    assert form.data == {"tax_code": "0300588569", "phone": "0912345678", "email": "lan@congty.vn"}
    shown = {field.name: field._value() for field in Known(data=form.data, meta={"csrf": False})}
    again = Known(MultiDict(shown), meta={"csrf": False})
    assert again.data == form.data


@pytest.mark.usefixtures("language")
def test_wrong_identifiers_come_back_as_typed_and_missing_ones_are_none() -> None:
    texts = {"tax_code": "12", "phone": "1022", "email": "lan"}
    form = Known(MultiDict(texts), meta={"csrf": False})
    assert not form.validate()
    assert set(form.errors) == set(texts)
    assert {f.name: f._value() for f in form} == texts
    empty = Known(MultiDict(dict.fromkeys(texts, " ")), meta={"csrf": False})
    assert empty.validate()
    assert set(empty.data.values()) == {None}


@pytest.mark.parametrize(
    "text", ["05/03/2026 14:30", "5-3-2026 14h30", "2026-03-05T14:30", "05/03/2026, 14 giờ 30"]
)
def test_instants_are_read_on_the_boards_clocks(app: Flask, text: str) -> None:
    with app.test_request_context():
        form = Moment(MultiDict({"at": text}), meta={"csrf": False})
        assert form.validate()
        assert form.at.data == datetime(2026, 3, 5, 7, 30, tzinfo=UTC)
        assert Moment(at=form.at.data).at._value() == "05/03/2026 14:30"


@pytest.mark.parametrize("text", ["hôm qua", "05/03/2026", "14:30", "31/02/2026 14:30", "05/03/2026 24:00"])
def test_what_is_no_instant_comes_back(app: Flask, text: str) -> None:
    with app.test_request_context():
        form = Moment(MultiDict({"at": text}), meta={"csrf": False})
        assert not form.validate()
        assert form.at.data is None
        assert form.at._value() == text


class Share(Form):
    """A share as per cent."""

    share = ShareField("Tỷ lệ", [Optional()])


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("30", 3000),
        ("30%", 3000),
        ("65,53 %", 6553),
        ("65.5", 6550),
        ("0", 0),
        ("100,00%", 10_000),
        ("", None),
    ],
)
def test_a_share_is_read_as_per_cent_and_shown_so_that_it_reads_back(
    language: str, text: str, share: int | None
) -> None:
    form = Share(MultiDict({"share": text}), meta={"csrf": False})
    assert form.validate()
    assert form.share.data == share
    if share is not None:
        again = Share(MultiDict({"share": Share(data={"share": share}, meta={"csrf": False}).share._value()}),
                      meta={"csrf": False})  # fmt: skip
        assert again.share.data == share


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("text", ["100,01", "-5", "1.234", "ba mươi", "3 0", "٣٠", "1e2"])
def test_what_is_no_share_comes_back(text: str) -> None:
    form = Share(MultiDict({"share": text}), meta={"csrf": False})
    assert not form.validate()
    assert form.share._value() == text


class Chosen(Form):
    """A row among others."""

    row = RowField("Dòng", [Optional()])


class Remembered(Form):
    """A row that the page remembers, nobody chose it."""

    row = PageRowField("Dòng")


@pytest.mark.parametrize("text", ["99999999999999999999", "2147483648", "-1", "x"])
def test_what_no_row_can_have_is_refused(app: Flask, text: str) -> None:
    with app.test_request_context():
        form = Chosen(MultiDict({"row": text}), meta={"csrf": False})
        assert not form.validate()
        assert form.row.data is None


def test_a_row_or_none_is_chosen(app: Flask) -> None:
    with app.test_request_context():
        for text, chosen in (("2147483647", 2**31 - 1), ("", None)):
            form = Chosen(MultiDict({"row": text}), meta={"csrf": False})
            assert form.validate()
            assert form.row.data == chosen


@pytest.mark.parametrize(
    ("text", "row"),
    [("2147483647", 2**31 - 1), ("0", 0), ("2147483648", None), ("-1", None), ("x", None), ("", None)],
)
def test_what_a_page_remembers_wrongly_stops_nobody(app: Flask, text: str, row: int | None) -> None:
    with app.test_request_context():
        form = Remembered(MultiDict({"row": text}), meta={"csrf": False})
        assert form.validate()
        assert form.row.data == row
