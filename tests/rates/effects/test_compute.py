"""Whole entries: what is told of each kind of intervention."""

import json
from dataclasses import replace

import numpy as np
import pytest

from outreach.rates.effects import compute
from outreach.rates.effects.inputs import Deed, Inputs
from outreach.rates.rules.ledger import Entry, Outcome, Verdict, entry_from_json
from tests.rates.effects.builders import day, inputs, random_board, reach

START = day(2022, 1, 1)


@pytest.fixture(scope="module")
def board() -> Inputs:
    sessions = (
        (1, "training", 18, 30),
        (2, "training", 21, 30),
        (3, "leaflet", 20, 30),
        (4, "helpdesk", 22, 20),
    )
    return random_board(12, businesses=150, gain=0.25, rate=1.2, sessions=sessions)


@pytest.fixture(scope="module")
def found(board: Inputs) -> dict[int | None, Entry]:
    return {entry.intervention_id: entry for entry in compute.entries(board, Outcome.ONLINE)}


def test_every_intervention_has_one_entry(board: Inputs, found: dict[int | None, Entry]) -> None:
    assert sorted(found, key=str) == sorted(deed.id for deed in board.deeds)


def test_one_alone_is_the_same_as_among_all(board: Inputs, found: dict[int | None, Entry]) -> None:
    for deed in board.deeds:
        alone, among = compute.entry_of(board, deed.id, Outcome.ONLINE), found[deed.id]
        assert _rounded(alone.as_json()) == _rounded(among.as_json())


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return round(value, 9) if isinstance(value, float) else value


def test_an_entry_survives_storage(found: dict[int | None, Entry]) -> None:
    for entry in found.values():
        assert entry_from_json(json.loads(json.dumps(entry.as_json()))) == entry


def test_a_training_that_helped_is_told_with_its_interval(found: dict[int | None, Entry]) -> None:
    entry = found[1]
    assert entry.verdict is Verdict.UP
    assert entry.headline is not None
    assert entry.headline.low < 0.25 < entry.headline.high
    assert entry.headline.additional == pytest.approx(entry.headline.effect * entry.by_dossier.dossiers)
    assert {point.month for point in entry.profile} <= set(range(-12, 12))
    assert sum(point.dossiers for point in entry.profile if point.month >= 0) == entry.by_dossier.dossiers
    assert "unfinished" not in entry.warnings


def test_helpdesk_is_never_told_as_an_effect(found: dict[int | None, Entry]) -> None:
    entry = found[4]
    assert entry.verdict is Verdict.SELF_SELECTED
    assert entry.headline is entry.by_dossier is entry.matched is None


def test_repeats_are_listed_and_not_counted_twice(board: Inputs, found: dict[int | None, Entry]) -> None:
    both = {r.business for r in board.reaches if r.deed == 1} & {
        r.business for r in board.reaches if r.deed == 2
    }
    assert both
    assert found[2].repeats == tuple(sorted(int(board.businesses[who]) for who in both))
    assert found[2].exposed_businesses == 30 - len(both)


@pytest.mark.parametrize("type", ["counter_help", "leaflet"])  # asked for; scanned without being handed one
def test_what_some_came_to_by_themselves_is_self_selected(type: str) -> None:
    board = random_board(2, sessions=((1, type, 18, 12),))
    assert compute.entry_of(board, 1, Outcome.ONLINE).verdict is not Verdict.SELF_SELECTED
    asked = replace(board, reaches=(*board.reaches[:-1], replace(board.reaches[-1], offered=False)))
    assert compute.entry_of(asked, 1, Outcome.ONLINE).verdict is Verdict.SELF_SELECTED


@pytest.mark.parametrize("how", ["covers_all", "nine in ten within a month"])
def test_what_reached_everyone_is_told_against_the_earlier_trend(how: str) -> None:
    board = random_board(4, businesses=40, rate=1.5, sessions=((1, "media", 18, 36),))
    if how == "covers_all":
        board = replace(board, reaches=(), deeds=(Deed(1, "media", START + 540, True),))
    entry = compute.entry_of(board, 1, Outcome.ONLINE)
    assert entry.verdict is Verdict.EVERYONE
    assert entry.trend is not None
    assert entry.headline is None


def test_thirty_five_of_forty_are_not_everyone() -> None:
    board = random_board(4, businesses=40, rate=1.5, sessions=((1, "media", 18, 35),))
    assert compute.entry_of(board, 1, Outcome.ONLINE).verdict is not Verdict.EVERYONE


def test_at_the_ceiling_the_next_outcome_is_offered() -> None:
    board = random_board(5, sessions=((1, "training", 18, 12),))
    board.outcomes[Outcome.ONLINE][:] = 1
    entry = compute.entry_of(board, 1, Outcome.ONLINE)
    assert (entry.verdict, entry.next_outcome, entry.share_before) == (Verdict.CEILING, Outcome.ALONE, 1.0)


def test_unusable_businesses_are_named_with_the_reason() -> None:
    on = START + 500
    rows = [(who, START + 15 * k, (who + k) % 2) for who in range(3, 12) for k in range(60) if 15 * k < 700]
    rows += [(0, on + 40, 1), (0, on + 50, 1)]  # nothing earlier
    rows += [(1, on - 40, 0)]  # nothing after
    rows += [(2, on - 30, 0), (2, on + 10, 1), (2, START + 800, 1)]  # once when nobody else filed
    board = inputs(rows, [reach(1, who, on) for who in range(3)])
    entry = compute.entry_of(board, 1, Outcome.ONLINE)
    assert {(u.business_id, u.reason, u.dossiers) for u in entry.unusable} == {
        (100, "no_earlier", 2), (101, "no_after", 0), (102, "no_comparison", 1),
    }  # fmt: skip
    assert entry.dossiers_after == 4


def test_a_list_drawn_by_lot_is_compared_with_itself_and_redrawn() -> None:
    board = random_board(6, businesses=90, gain=0.3, rate=1.5, sessions=((1, "training", 18, 20),))
    trained = {r.business for r in board.reaches}
    others = [who for who in range(90) if who not in trained]
    listed = tuple(int(board.businesses[who]) for who in [*sorted(trained), *others[:20]])
    drawn = replace(board, deeds=(replace(board.deeds[0], listed=listed),))
    entry = compute.entry_of(drawn, 1, Outcome.ONLINE)
    assert entry.by_lot
    assert entry.checks is None
    assert entry.verdict is Verdict.UP
    assert entry.lot is not None
    assert entry.lot.reshuffles == 999
    assert entry.lot.as_large < 30
    # Businesses off the list change nothing.
    off = np.isin(board.business, others[20:])
    changed = {
        Outcome.ONLINE: np.where(off, 1 - board.outcomes[Outcome.ONLINE], board.outcomes[Outcome.ONLINE])
    }
    assert compute.entry_of(replace(drawn, outcomes=changed), 1, Outcome.ONLINE) == entry


def test_a_type_together_has_its_joint_estimate(board: Inputs) -> None:
    entry = compute.entry_of_type(board, "training", Outcome.ONLINE)
    assert entry.intervention_id is None
    assert {each.type for each in entry.joint} == {"training", "leaflet", "helpdesk"}
    assert entry.exposed_businesses == len({r.business for r in board.reaches if r.type == "training"})


def test_nobody_reached_yet_is_too_few(board: Inputs) -> None:
    empty = replace(board, deeds=(*board.deeds, Deed(9, "training", START + 900, False)))
    entry = compute.entry_of(empty, 9, Outcome.ONLINE)
    assert (entry.verdict, entry.exposed_businesses, entry.dossiers_after) == (Verdict.TOO_FEW, 0, 0)


def test_an_empty_register_gives_entries_all_the_same() -> None:
    board = inputs([], [reach(1, 0, START)], businesses=2)
    assert [entry.verdict for entry in compute.entries(board, Outcome.ONLINE)] == [Verdict.TOO_FEW]
    assert compute.entry_of_type(board, "training", Outcome.ONLINE).verdict is Verdict.TOO_FEW


def test_only_those_that_speak_are_marked(found: dict[int | None, Entry]) -> None:
    marked = compute.mark_discoveries(list(found.values()))
    by_id = {entry.intervention_id: entry for entry in marked}
    assert by_id[1].stands_out is True
    assert by_id[4].stands_out is None


def test_the_fingerprint_moves_with_the_data(board: Inputs) -> None:
    changed = replace(board, day=board.day + np.eye(1, len(board.day), dtype=np.int64)[0])
    fewer = replace(board, reaches=board.reaches[1:])
    assert len({board.fingerprint(), changed.fingerprint(), fewer.fingerprint()}) == 3
