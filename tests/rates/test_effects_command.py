"""`flask effects`, as scripts call it: from files in the plain layout to the numbers of the functions."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from outreach.campaigns.models import Intervention
from outreach.database import db
from outreach.rates.effects import compute
from outreach.rates.effects.inputs import Inputs
from outreach.rates.rules.ledger import Entry, Outcome
from tests import factories
from tests.rates.boards import dossiers
from tests.rates.effects.builders import random_board

KEYS = {
    "intervention", "type", "exposed_businesses", "before", "after", "estimate", "ci_low", "ci_high",
    "additional_online", "weight", "joint", "verdict", "warnings", "businesses",
}  # fmt: skip
SESSIONS = ((1, "training", 12, 12), (2, "training", 18, 12), (3, "leaflet", 14, 20), (4, "tutorial", 15, 9))
HOW = {"training": "attended", "leaflet": "received", "tutorial": "completed"}


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=arguments)


def answer(app: Flask, *arguments: str) -> Any:
    """What the command printed, which must be JSON alone."""
    result = run(app, "effects", *arguments, "--json")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return json.loads(result.stdout)


# ── files in, the functions' numbers out ─────────────────────────────────────────────────────────────────


@pytest.fixture
def truth() -> Inputs:
    """A board as the functions take it; every tenth dossier could only be filed on paper."""
    made = random_board(7, 60, 30, 1.2, 0.4, SESSIONS)
    possible = made.may_be_online.copy()
    possible[3::10] = False
    tutored = tuple(replace(r, offered=False) if r.type == "tutorial" else r for r in made.reaches)
    return replace(made, may_be_online=possible, reaches=tutored)


def tax_code(business: int) -> str:
    return f"{1_000_000_000 + business}"


def iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def write(path: Path, headings: str, rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(headings.split(","))
        writer.writerows(rows)


def export(board: Inputs, folder: Path) -> None:
    """The board as five files in the plain layout."""
    everyone = range(len(board.businesses))
    write(
        folder / "businesses.csv", "business_id,tax_code,name,zone,employees",
        ((f"DN{i}", tax_code(i), f"Công ty TNHH Mẫu số {i}", "KCN Mẫu", 10 + i) for i in everyone),
    )  # fmt: skip
    write(
        folder / "procedures.csv", "code,name,field,service_level",
        (("1.000001", "Thủ tục qua mạng", "Lao động", "Mức độ 4"),
         ("1.000002", "Thủ tục chỉ nộp giấy", "Lao động", "Mức độ 2")),
    )  # fmt: skip
    columns = zip(
        board.business.tolist(), board.day.tolist(), board.outcomes[Outcome.ONLINE].tolist(),
        board.may_be_online.tolist(), strict=True,
    )  # fmt: skip
    write(
        folder / "dossiers.csv", "dossier_id,tax_code,received_on,channel,procedure,assistance",
        (
            (f"H{n:05}", tax_code(who), iso(day), "online" if online else "counter",
             "1.000001" if possible else "1.000002", "filed_for" if online and n % 9 == 0 else "")
            for n, (who, day, online, possible) in enumerate(columns)
        ),
    )  # fmt: skip
    write(
        folder / "interventions.csv",
        "intervention_id,type,title,held_on,partners,covers_all,cost_planned_vnd,cost_vnd",
        ((f"A{d.id}", d.type, f"Đợt {d.id}", iso(d.day), "", 0, 2_000_000, 1_500_000) for d in board.deeds),
    )
    write(
        folder / "exposures.csv", "intervention_id,tax_code,exposed_on,how",
        ((f"A{r.deed}", tax_code(r.business), iso(r.day), HOW[r.type]) for r in board.reaches),
    )  # fmt: skip


@pytest.fixture
def taken_in(app: Flask, truth: Inputs, tmp_path: Path) -> Inputs:
    """The board, imported from its files."""
    export(truth, tmp_path)
    for kind in ("businesses", "procedures", "interventions", "exposures", "dossiers"):
        result = run(app, "import", kind, str(tmp_path / f"{kind}.csv"), "--json")
        assert result.exit_code == 0, result.output
        assert json.loads(result.stdout)["rejected"] == []
    return truth


def is_told(entry: Entry, told: dict[str, Any]) -> None:
    """The command's numbers are those of the functions."""
    assert told["verdict"] == entry.verdict
    assert told["weight"] == "dossier"
    assert told["warnings"] == list(entry.warnings)
    said = entry.headline
    if said is None:
        assert {told[key] for key in ("estimate", "ci_low", "ci_high", "additional_online")} == {None}
        return
    numbers = [told[key] for key in ("estimate", "ci_low", "ci_high", "additional_online")]
    assert numbers == pytest.approx([said.effect, said.low, said.high, said.additional], abs=1e-9)


def counted(board: Inputs, business: int, day: int) -> dict[str, dict[str, int]]:
    """Before and after, counted dossier by dossier."""
    on = date.fromordinal(day)
    first, last = on.replace(year=on.year - 1).toordinal(), on.replace(year=on.year + 1).toordinal()
    found = {"before": {"online": 0, "received": 0}, "after": {"online": 0, "received": 0}}
    for who, received, online in zip(
        board.business.tolist(), board.day.tolist(), board.outcomes[Outcome.ONLINE].tolist(), strict=True
    ):
        if who == business and first < received <= last:
            side = found["before" if received <= day else "after"]
            side["received"] += 1
            side["online"] += online
    return found


def test_a_type_gives_the_numbers_of_the_functions(app: Flask, taken_in: Inputs) -> None:
    (told,) = answer(app, "--type", "training")
    entry = compute.entry_of_type(taken_in, "training", Outcome.ONLINE)
    assert told.keys() >= KEYS
    assert told["intervention"] is None
    assert entry.headline is not None, "the board must let the estimator speak"
    is_told(entry, told)
    for part in entry.joint:
        shown = told["joint"][part.type]
        assert shown.keys() == {"estimate", "ci_low", "ci_high"}
        if part.type == "tutorial":
            assert set(shown.values()) == {None}
        else:
            assert list(shown.values()) == pytest.approx([part.effect, part.low, part.high], abs=1e-9)
    assert told["joint"].keys() == {"training", "leaflet", "tutorial"}


def test_businesses_are_counted_around_their_first_day(app: Flask, taken_in: Inputs) -> None:
    (told,) = answer(app, "--type", "training")
    firsts: dict[int, int] = {}
    for reach in taken_in.reaches:
        if reach.type == "training":
            firsts.setdefault(reach.business, reach.day)
    assert told["exposed_businesses"] == len(told["businesses"]) == len(firsts)
    shown = {one["tax_code"]: one for one in told["businesses"]}
    for who, day in firsts.items():
        one = shown[tax_code(who)]
        assert (one["business_id"], one["exposed_on"]) == (f"DN{who}", iso(day))
        assert {side: one[side] for side in ("before", "after")} == counted(taken_in, who, day)
    for side in ("before", "after"):
        for key in ("online", "received"):
            assert told[side][key] == sum(one[side][key] for one in told["businesses"])
        helped = told["filed_for"][side]
        assert 0 < helped["online"] == helped["received"] < told[side]["online"]


def test_all_and_one_agree_with_the_functions(app: Flask, taken_in: Inputs) -> None:
    every = answer(app, "--all")
    entries = compute.mark_discoveries(list(compute.entries(taken_in, Outcome.ONLINE)))
    by_code = {f"A{entry.intervention_id}": entry for entry in entries}
    assert [told["intervention"] for told in every] == ["A1", "A3", "A4", "A2"]  # by day
    for told in every:
        is_told(by_code[told["intervention"]], told)
        assert told["stands_out"] == by_code[told["intervention"]].stands_out
        assert told["joint"] is None
    (one,) = answer(app, "--intervention", "A2")
    is_told(by_code["A2"], one)
    same = ("exposed_businesses", "before", "after", "businesses", "verdict", "repeats", "filed_for")
    assert [one[key] for key in same] == [every[3][key] for key in same]
    first, second = (told for told in every if told["type"] == "training")
    assert second["repeats"] == len(by_code["A2"].repeats) > first["repeats"] == 0
    tutorial = next(told for told in every if told["type"] == "tutorial")
    assert (tutorial["verdict"], tutorial["estimate"]) == ("self_selected", None)
    assert tutorial["after"]["received"] > 0


def test_costs_come_with_the_file(app: Flask, taken_in: Inputs) -> None:
    costs = db.session.execute(select(Intervention.cost_planned_vnd, Intervention.cost_vnd)).all()
    assert {tuple(row) for row in costs} == {(2_000_000, 1_500_000)}


def test_another_outcome_names_what_it_counts(app: Flask, taken_in: Inputs) -> None:
    (told,) = answer(app, "--intervention", "A1", "--outcome", "alone")
    assert told["outcome"] == "alone"
    assert told["before"].keys() == {"alone", "received"}
    assert told["businesses"][0]["after"].keys() == {"alone", "received"}


def test_people_read_the_counts_and_the_sentence(app: Flask, taken_in: Inputs) -> None:
    said = run(app, "effects", "--all").stdout
    assert "A1 · Đợt 1" in said
    assert "Doanh nghiệp tự tìm đến" in said
    (told,) = answer(app, "--intervention", "A1")
    assert f"{told['before']['online']}/{told['before']['received']}" in said
    assert "p-value" not in said


# ── what reached everyone, and nothing to reckon with ────────────────────────────────────────────────────


def test_what_reached_everyone_is_told_against_the_trend(app: Flask) -> None:
    business = factories.business()
    factories.business(active=False)
    for month in range(1, 13):
        dossiers(business, f"2024-{month:02}-10", online=1, paper=2)
        dossiers(business, f"2025-{month:02}-10", online=2, paper=1)
    radio = factories.intervention("media", date(2025, 1, 5), covers_all=True)
    db.session.commit()
    (told,) = answer(app, "--intervention", radio.code)
    assert (told["verdict"], told["estimate"], told["businesses"]) == ("everyone", None, [])
    assert told["exposed_businesses"] == 1
    assert told["before"] == {"online": 12, "received": 36}
    assert told["after"] == {"online": 24, "received": 36}
    assert told["trend"].keys() >= {"level", "level_low", "slope", "changed"}
    (of_type,) = answer(app, "--type", "media")
    same = ("verdict", "exposed_businesses", "before", "after", "estimate", "joint")
    assert [of_type[key] for key in same] == [told[key] for key in same]


def test_few_dossiers_give_counts_and_no_estimate(app: Flask) -> None:
    business, training = factories.business(), factories.intervention("training", date(2026, 3, 5))
    factories.business()  # not everyone was reached
    dossiers(business, "2026-03-05", paper=1)
    dossiers(business, "2026-03-06", online=2, unknown=1)
    factories.attendance(training, business)
    db.session.commit()
    (told,) = answer(app, "--intervention", training.code)
    assert (told["verdict"], told["estimate"]) == ("too_few", None)
    assert told["before"] == {"online": 0, "received": 1}
    assert told["after"] == {"online": 2, "received": 3}


def test_nothing_to_tell_is_refused_with_a_sentence(app: Flask) -> None:
    for arguments in (("--all",), ("--type", "training"), ("--intervention", "TH-1")):
        refused = run(app, "effects", *arguments, "--json")
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "Chưa có hồ sơ" in refused.stderr
    dossiers(factories.business(), "2026-03-05", online=1)
    db.session.commit()
    assert answer(app, "--all") == []
    for arguments, sentence in ((("--intervention", "TH-1"), "TH-1"), (("--type", "visit"), "loại này")):
        refused = run(app, "effects", *arguments, "--json")
        assert (refused.exit_code, refused.stdout, sentence in refused.stderr) == (1, "", True)


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("--all", "--type", "training"), ("--type", "picnic"), ("--intervention",),
        ("--outcome", "online"), ("--all", "--outcome", "happy"), ("--all", "training"),
    ],
)  # fmt: skip
def test_wrong_use_ends_with_2_and_prints_nothing(app: Flask, arguments: tuple[str, ...]) -> None:
    result = run(app, "effects", *arguments)
    assert (result.exit_code, result.stdout, bool(result.stderr)) == (2, "", True)


def test_an_entry_is_plain_values(taken_in: Inputs) -> None:
    """What the functions give can be stored as it is: no numpy numbers, nothing infinite."""
    for entry in compute.entries(taken_in, Outcome.ONLINE):
        json.dumps(asdict(entry), allow_nan=False)
    json.dumps(asdict(compute.entry_of_type(taken_in, "training", Outcome.ONLINE)), allow_nan=False)
