"""Numbers as people write them, what holds on a day, chains of replacements."""

from datetime import date

import pytest

from outreach.documents import rules

DAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    "written",
    [
        "118/2025/NĐ-CP", "118/2025/ND-CP", "118 / 2025 / nđ–cp", "Nghị định số 118/2025/NĐ-CP",
        "118/2025/NĐCP", "NĐ 118/2025/NĐ‑CP", "0118/2025/nd-cp",
    ],
)  # fmt: skip
def test_a_number_is_met_however_it_is_written(written: str) -> None:
    assert rules.fold_number(written) == rules.fold_number("118/2025/NĐ-CP") == "118/2025/ndcp"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("118/2025/NĐ-CP", "18/2025/NĐ-CP"),
        ("118/2025/NĐ-CP", "118/2025/QĐ-TTg"),
        ("1/18/TT-BNV", "11/8/TT-BNV"),
        ("01/2018/TT-VPCP", "01/2020/TT-VPCP"),
    ],
)
def test_other_numbers_stay_others(one: str, other: str) -> None:
    assert rules.fold_number(one) != rules.fold_number(other)


def test_zeros_before_a_number_do_not_count() -> None:
    assert rules.fold_number("01/2018/TT-VPCP") == rules.fold_number("1/2018/TT-VPCP")
    assert rules.fold_number("Thông tư") == "thongtu"
    assert rules.fold_number(" – ") == ""


@pytest.mark.parametrize(
    ("starts", "ends", "replaced", "state"),
    [
        (None, None, False, "in_force"),
        (DAY, None, False, "in_force"),
        (date(2026, 7, 2), None, False, "not_yet"),
        (None, DAY, False, "expired"),
        (None, date(2026, 7, 2), False, "in_force"),
        (None, None, True, "replaced"),
        (None, DAY, True, "replaced"),
        (None, date(2026, 7, 2), True, "in_force"),
    ],
)
def test_what_holds_on_a_day(starts: date | None, ends: date | None, replaced: bool, state: str) -> None:
    assert rules.state_on(DAY, in_force_on=starts, expires_on=ends, replaced=replaced) == state


def test_a_chain_leads_to_its_end_and_never_in_circles() -> None:
    chain: dict[int, int | None] = {1: 2, 2: 3}
    assert [rules.last_of_chain(chain, one) for one in (1, 2, 3, 9)] == [3, 3, 3, 9]
    assert rules.last_of_chain({1: 2, 2: 1}, 1) == 2
    assert rules.makes_a_circle(chain, 3, 1)
    assert rules.makes_a_circle(chain, 3, 3)
    assert not rules.makes_a_circle(chain, 3, 4)
    assert not rules.makes_a_circle(chain, 1, 3)


def test_a_mark_changes_with_every_value() -> None:
    seen = ("a", None, DAY)
    assert rules.mark_of(seen) == rules.mark_of(seen)
    others = (("a", "", DAY), ("a", None, date(2026, 7, 2)), ("a", DAY))
    assert len({rules.mark_of(values) for values in (seen, *others)}) == 4
