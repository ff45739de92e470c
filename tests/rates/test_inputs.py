"""What effects are estimated from, read from the register and from the campaigns."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from outreach import clock
from outreach.campaigns.models import Draw, ListedBusiness
from outreach.database import db
from outreach.rates.effects.inputs import Deed, Inputs, Reach
from outreach.rates.queries.inputs import effect_inputs
from outreach.rates.rules.ledger import Outcome
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

DAY = date(2026, 3, 5)


def inputs() -> Inputs:
    found = effect_inputs()
    assert found is not None
    return found


def outcome_of(outcome: Outcome, **values: Any) -> int:
    """What one dossier with these columns says."""
    factories.dossier(factories.business(), DAY, values.pop("channel", "online"), **values)
    return int(inputs().outcomes[outcome][0])


@pytest.mark.parametrize(("channel", "said"), [("online", 1), ("counter", 0), ("post", 0), (None, -1)])
def test_online_is_known_with_the_channel(channel: str | None, said: int) -> None:
    assert outcome_of(Outcome.ONLINE, channel=channel) == said


@pytest.mark.parametrize(
    ("channel", "assistance", "said"),
    [
        ("online", "alone", 1), ("online", "assisted", 0), ("online", "filed_for", 0), ("online", None, -1),
        ("counter", "alone", 0), ("counter", None, 0), ("post", None, 0), (None, None, -1),
        (None, "alone", -1), (None, "filed_for", 0),
    ],
)  # fmt: skip
def test_alone_needs_channel_and_help_known(channel: str | None, assistance: str | None, said: int) -> None:
    assert outcome_of(Outcome.ALONE, channel=channel, assistance=assistance) == said


@pytest.mark.parametrize(
    ("status", "values", "said"),
    [
        ("sent_back", {}, 0), ("returned", {}, 1), ("finished", {}, 1), ("refused", {}, 1),
        ("withdrawn", {}, 1), ("stopped", {}, 1), ("processing", {}, -1), ("supplement_asked", {}, -1),
        (None, {}, -1), (None, {"returned_on": DAY}, 1), ("processing", {"finished_on": DAY}, 1),
        ("sent_back", {"returned_on": DAY}, 0),
    ],
)  # fmt: skip
def test_not_sent_back_is_known_once_it_ended(status: str | None, values: dict[str, Any], said: int) -> None:
    assert outcome_of(Outcome.NOT_SENT_BACK, status=status, **values) == said


def test_a_register_that_says_nothing_about_payment_is_not_known() -> None:
    business = factories.business()

    def dossier(source: str, day: int, paid: int | None) -> None:
        factories.dossier(business, DAY + timedelta(day), source=source, paid_vnd=paid)

    dossier("silent", 0, None)
    dossier("main", 0, None)  # before the register noted its first payment
    dossier("main", 5, 200_000)
    dossier("main", 6, None)
    dossier("main", 7, 0)
    assert inputs().outcomes[Outcome.PAID].tolist() == [-1, -1, 1, 0, 0]


def test_only_received_dossiers_of_a_business_are_in() -> None:
    second, first = factories.business(), factories.business(active=False)
    for of, status in ((first, "not_received"), (first, "registered"), (None, "returned"), (second, None)):
        factories.dossier(of, DAY, status=status)
    factories.dossier(first, DAY + timedelta(1), online_possible=False)
    factories.dossier(first, DAY + timedelta(2), online_possible=True)
    found = inputs()
    assert found.businesses.tolist() == sorted([first.id, second.id])
    assert found.active.tolist() == [True, False]
    assert found.business.tolist() == [0, 1, 1]
    assert found.may_be_online.tolist() == [True, False, True]
    assert [date.fromordinal(day) for day in found.day.tolist()] == [DAY + timedelta(n) for n in (0, 1, 2)]
    assert (found.first_day, found.last_day) == (DAY.toordinal(), DAY.toordinal() + 2)


def test_nothing_at_all_and_nothing_to_count() -> None:
    assert effect_inputs() is None
    factories.dossier(None, DAY)
    assert inputs().business.size == 0
    assert all(flags.size == 0 for flags in inputs().outcomes.values())


def test_who_was_reached_comes_by_day_with_who_asked() -> None:
    business = factories.business()
    factories.dossier(business, DAY)
    training = factories.intervention("training", DAY)
    help_, tutorial = factories.intervention("counter_help", DAY), factories.intervention("tutorial", DAY)
    radio = factories.intervention("media", DAY - timedelta(1), covers_all=True)
    factories.attendance(training, business, attended_on=DAY + timedelta(3))
    factories.exposure(help_, business, exposed_on=DAY + timedelta(1), offered=False)
    factories.exposure(help_, business, exposed_on=DAY + timedelta(2), offered=True)
    factories.exposure(tutorial, business, offered=True)
    factories.exposure(radio, business)
    day = DAY.toordinal()
    found = inputs()
    assert found.reaches == (
        Reach(tutorial.id, "tutorial", 0, day, False),
        Reach(help_.id, "counter_help", 0, day + 1, False),
        Reach(help_.id, "counter_help", 0, day + 2, True),
        Reach(training.id, "training", 0, day + 3, True),
    )
    assert found.deeds == (
        Deed(radio.id, "media", day - 1, True),
        *(Deed(one.id, one.type, day, False) for one in (training, help_, tutorial)),
    )


def test_a_list_counts_in_its_drawn_order_once_drawn() -> None:
    drawn, only_listed = factories.intervention(), factories.intervention()
    businesses = [factories.business() for _ in range(3)]
    factories.dossier(businesses[0], DAY)
    for place, business in zip((3, 1, 2), businesses, strict=True):
        row = {"business_id": business.id, "listed_at": clock.now()}
        db.session.add(ListedBusiness(intervention_id=drawn.id, place=place, **row))
        db.session.add(ListedBusiness(intervention_id=only_listed.id, **row))
    db.session.flush()
    db.session.add(Draw(intervention_id=drawn.id, seats=1, seed="7", drawn_at=clock.now()))
    db.session.flush()
    listed = {deed.id: deed.listed for deed in inputs().deeds}
    assert listed == {drawn.id: tuple(businesses[n].id for n in (1, 2, 0)), only_listed.id: ()}


def test_the_number_of_statements_does_not_grow(count_queries: Callable[[], int]) -> None:
    seen = []
    for _ in range(2):
        for _ in range(3):
            business, training = factories.business(), factories.intervention()
            factories.dossier(business, DAY)
            factories.attendance(training, business)
        db.session.flush()
        count_queries()
        inputs()
        seen.append(count_queries())
    assert seen[0] == seen[1]


def test_the_fingerprint_tells_data_apart() -> None:
    business = factories.business()
    dossier = factories.dossier(business, DAY)
    before = inputs().fingerprint()
    assert inputs().fingerprint() == before
    dossier.filing_channel = "counter"
    db.session.flush()
    assert inputs().fingerprint() != before
