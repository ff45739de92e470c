"""What is typed about interventions, and what is kept of it when something is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from outreach import clock
from outreach.businesses.rules import BusinessName
from outreach.businesses.rules.matching import Known
from outreach.campaigns.forms import InterventionForm, PasteForm, RollForm, read_people, usual_day
from outreach.campaigns.rules.matching import Matcher
from tests import factories

DAY = date(2026, 3, 5)


def filled(**values: str) -> MultiDict[str, str]:
    """An intervention as it is typed."""
    return MultiDict({"type": "training", "title": "Tập huấn", "held_on": "05/03/2026"} | values)


def typed(app: Flask, **values: str) -> InterventionForm:
    """The form after it was sent."""
    with app.test_request_context(method="POST"):
        form = InterventionForm(filled(**values), meta={"csrf": False})
        form.validate()
        return form


@pytest.mark.parametrize("text", ["05/03/2026", "5-3-2026", "2026-03-05", " 5.3.2026 "])
def test_days_are_read_as_people_write_them(app: Flask, text: str) -> None:
    form = typed(app, held_on=text)
    assert form.held_on.data == DAY
    assert not form.errors


@pytest.mark.parametrize("text", ["31/02/2026", "03/2026", "hôm qua", "05/03/0001", "1" * 500])
def test_a_wrong_day_stays_in_the_field_with_a_sentence(app: Flask, text: str) -> None:
    form = typed(app, held_on=text)
    assert form.held_on.data is None
    assert form.held_on.errors
    assert form.held_on._value() == text


@pytest.mark.parametrize(
    ("text", "amount"), [("1.500.000", 1_500_000), ("1500000 đ", 1_500_000), ("", None), ("0", 0)]
)
def test_money_is_read_as_people_write_it(app: Flask, text: str, amount: int | None) -> None:
    form = typed(app, cost_vnd=text)
    assert form.cost_vnd.data == amount
    assert not form.errors


@pytest.mark.parametrize("text", ["-5", "1,5 triệu", "9" * 30, "٣"])
def test_wrong_money_stays_in_the_field_with_a_sentence(app: Flask, text: str) -> None:
    form = typed(app, cost_vnd=text)
    assert form.cost_vnd.errors
    assert form.cost_vnd._value() == text


def test_known_values_are_shown_in_our_formats(app: Flask) -> None:
    with app.test_request_context():
        form = InterventionForm(data={"held_on": DAY, "cost_vnd": 1_500_000})
        assert (form.held_on._value(), form.cost_vnd._value()) == ("05/03/2026", "1.500.000")


def test_what_is_missing_is_said_beside_its_field(app: Flask) -> None:
    form = typed(app, title="  ", held_on="", type="bóng đá")
    assert set(form.errors) == {"title", "held_on", "type"}


def test_empty_texts_are_kept_as_nothing(app: Flask) -> None:
    values = typed(app, place="  ", partners="Sở TTTT").values()
    assert (values["place"], values["partners"], values["covers_all"]) == (None, "Sở TTTT", False)


def test_every_type_asks_in_its_own_words(app: Flask) -> None:
    with app.test_request_context():
        form = InterventionForm()
        form.say("visit")
        assert form.held_on.label.text == "Ngày thăm"


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("1", 1),
        ("9999", 9999),
        ("0", None),
        ("10000", None),
        ("-1", None),
        ("٣", None),
        ("", None),
        ("1.5", None),
    ],
)
def test_numbers_of_people(text: str, people: int | None) -> None:
    assert read_people(text) == people


def posted_roll(app: Flask, type: str = "training", **values: Any) -> RollForm:
    """The tick list after it was sent."""
    with app.test_request_context(method="POST", data=MultiDict(values.items())):
        return RollForm(factories.intervention(type, DAY), meta={"csrf": False})


@pytest.mark.parametrize(
    ("type", "fields"),
    [
        ("training", set()),
        ("visit", {"day", "how", "offered"}),
        ("tutorial", {"day", "how"}),
    ],
)
def test_a_type_is_asked_only_what_it_needs(app: Flask, type: str, fields: set[str]) -> None:
    assert set(posted_roll(app, type)._fields) - {"csrf_token"} == fields


def test_a_training_of_several_days_asks_for_the_day(app: Flask) -> None:
    with app.test_request_context():
        training = factories.intervention(held_on=DAY, ends_on=date(2026, 3, 6))
        assert "day" in RollForm(training)._fields


def test_counter_help_is_taken_as_asked_for_unless_staff_say_otherwise(app: Flask) -> None:
    assert posted_roll(app, "visit").offered.data == "yes"
    assert posted_roll(app, "counter_help").offered.data == "no"


def test_only_differences_to_the_page_are_carried_out(app: Flask) -> None:
    sent = "present=1 present=2 present=4 people-2=3 people-4=1 was=2:1 was=3:1 was=4:1 was=x:1"
    data = MultiDict(tuple(pair.split("=")) for pair in sent.split())
    with app.test_request_context(method="POST", data=data):
        form = RollForm(factories.intervention(), meta={"csrf": False})
        assert form.validate()
        assert (form.changed(), form.removed()) == ({1: "1", 2: "3"}, [3])


def test_a_wrong_number_of_people_is_named(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"present": "1", "people-1": "hai"}):
        form = RollForm(factories.intervention(), meta={"csrf": False})
        assert not form.validate()
        assert "“hai”" in str(form.form_errors)
        assert form.ticked() == {1: "hai"}


def test_nobody_is_reached_before_it_began(app: Flask) -> None:
    with app.test_request_context(
        method="POST", data={"day": "04/03/2026", "how": "visited", "offered": "yes"}
    ):
        form = RollForm(factories.intervention("visit", DAY), meta={"csrf": False})
        assert not form.validate()
        assert "05/03/2026" in str(form.day.errors)


def test_the_usual_day_is_today_while_it_lasts(app: Flask) -> None:
    today = clock.today()
    assert usual_day(factories.intervention("visit", DAY)) == DAY
    assert usual_day(factories.intervention("counter_help", DAY, ends_on=today)) == today


# ── pasted lists ─────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def pasted(app: Flask, text: str, **values: str) -> Iterator[PasteForm]:
    """The pasted list after it was sent."""
    with app.test_request_context(method="POST", data={"text": text, **values}):
        form = PasteForm(factories.intervention(), meta={"csrf": False})
        form.validate()
        yield form


@pytest.mark.parametrize("text", [" ", "---\n***", "\n".join(f"Công ty {n}" for n in range(1001))])
def test_an_empty_or_endless_list_is_refused(app: Flask, text: str) -> None:
    with pasted(app, text) as form:
        assert form.text.errors


MATCHER = Matcher([Known(1, "0777345281", None, "Công ty TNHH Sông Hậu"), Known(2, None, None, "Bao bì A")])
TEXT = "0777345281\nSông Hậu, 2\nSông Hâụ Hai\nNhựa Bình Minh (3 người)"


def key(form: PasteForm, place: int) -> str:
    """The name of a line's choice."""
    return MATCHER.match(form.lines())[place].key


def test_nothing_is_recorded_before_every_doubt_is_decided(app: Flask) -> None:
    with pasted(app, TEXT) as form:
        matches = MATCHER.match(form.lines())
        assert [bool(match.business) for match in matches] == [True, True, False, False]
        assert not form.decided(matches)
        assert "2 dòng" in str(form.form_errors)
        doubtful, unknown = (f"choice-{key(form, place)}" for place in (2, 3))
    with pasted(app, TEXT, **{doubtful: "1", unknown: "new"}) as form:
        matches = MATCHER.match(form.lines())
        assert form.decided(matches)
        assert form.people(matches) == ({1: 4}, {BusinessName(name="Nhựa Bình Minh"): 3})
    with pasted(app, TEXT, **{doubtful: "skip", unknown: "skip"}) as form:
        assert form.people(MATCHER.match(form.lines())) == ({1: 3}, {})


def test_only_a_candidate_that_was_offered_can_be_chosen(app: Flask) -> None:
    with pasted(app, TEXT) as form:
        name = f"choice-{key(form, 2)}"
    for forged in ("2", "999", "", "new; drop"):
        with pasted(app, TEXT, **{name: forged}) as form:
            assert form.choice(MATCHER.match(form.lines())[2]) is None
