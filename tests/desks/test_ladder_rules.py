"""Where rungs stand, where somebody stands, and what a trip is worth."""

from datetime import date

import pytest

from outreach.desks.rules import ladder as rules
from outreach.desks.rules.ladder import Around, Filed, climb

D1, D2, D3 = date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)
TWICE = Filed(received=2, online=2, alone=2, first_online_on=D1, first_how="assisted", second_alone_on=D2)


def test_silence_is_no_rung() -> None:
    ladder = climb(Filed(received=3), Around())
    assert [rung.state for rung in ladder.rungs] == [
        "unknown", "not_yet", "not_yet", "not_yet", "not_yet", "not_yet", "unknown", "not_yet",
    ]  # fmt: skip
    assert ladder.standing_key == rules.NOWHERE
    assert ladder.next
    assert ladder.next.key == "account"
    assert ladder.moves == []


@pytest.mark.parametrize(
    ("around", "standing"),
    [
        (Around(has_account=True, account_on=D1), "account"),
        (Around(has_account=False, aware_on=D1), "aware"),
        (Around(aware_on=D1, trained_on=D2), "trained"),
    ],
)
def test_before_the_first_online_dossier(around: Around, standing: str) -> None:
    ladder = climb(Filed(received=1), around)
    assert ladder.standing_key == standing
    assert ladder.next
    said = {True: "reached", False: "not_yet", None: "unknown"}[around.has_account]
    assert ladder["account"].state == said


def test_filing_online_shows_more_than_any_record() -> None:
    ladder = climb(
        Filed(received=1, online=1, assisted=1, first_online_on=D1, first_how="assisted"), Around()
    )
    assert ladder.standing_key == "first_online"
    assert ladder["first_online"].how == "assisted"
    assert ladder.next
    assert ladder.next.key == "second_alone"


def test_a_second_dossier_nobody_spoke_of_leaves_it_unknown() -> None:
    once = Filed(received=2, online=2, how_unknown=2, first_online_on=D1, later_unknown=1)
    ladder = climb(once, Around())
    assert ladder["second_alone"].state == "unknown"
    assert ladder.standing_key == "first_online"


def test_what_staff_filed_is_no_second_alone() -> None:
    helped = Filed(received=3, online=3, filed_for=3, first_online_on=D1, first_how="filed_for")
    ladder = climb(helped, Around())
    assert ladder["second_alone"].state == "not_yet"
    assert ladder["pays_online"].state == "not_yet"


def test_paying_is_stepped_over_where_there_is_nothing_to_pay() -> None:
    filed = Filed(**{**TWICE._asdict(), "remote_on": D3})
    assert climb(filed, Around()).standing_key == "second_alone"  # known as not paid online
    assert climb(filed, Around(paying="free")).standing_key == "result_remote"
    unknown = Filed(**{**filed._asdict(), "pay_unknown": 1})
    assert climb(unknown, Around())["pays_online"].state == "unknown"
    assert climb(unknown, Around()).standing_key == "result_remote"


def test_nobody_knows_who_signed_digitally() -> None:
    assert climb(TWICE, Around(signing="online"))["signs"].state == "unknown"
    assert climb(TWICE, Around(signing="none"))["signs"].state == "none"


def test_moves_come_by_day() -> None:
    filed = Filed(**{**TWICE._asdict(), "paid_on": D1, "remote_on": D3})
    moves = climb(filed, Around()).moves
    assert [rung.key for rung in moves] == ["first_online", "pays_online", "second_alone", "result_remote"]


@pytest.mark.parametrize(
    ("vocabulary", "level", "back", "spared"),
    [
        ("levels_2011", "1", None, 0),
        ("levels_2011", "2", None, 0),
        ("levels_2011", "3", "online", 1),
        ("levels_2011", "4", "post", 2),
        ("levels_2011", "4", "counter", 1),
        ("levels_2011", "4", None, None),
        ("levels_2022", "full", None, 2),
        ("levels_2022", "partial", "online", None),
        ("levels_2022", "information", None, None),
    ],
)
def test_trips(vocabulary: str, level: str, back: str | None, spared: int | None) -> None:
    assert rules.trips_spared(vocabulary, level, back) == spared
