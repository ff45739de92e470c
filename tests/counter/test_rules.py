"""Buttons, states and codes of months."""

from datetime import date

import pytest

from outreach.counter import rules
from outreach.dossiers.rules import ASSISTANCE


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("12-assisted", (12, "assisted")), ("0-alone", (None, "alone")), ("7-filed_for", (7, "filed_for")),
        ("", None), (None, None), ("12", None), ("12-", None), ("12-else", None), ("-alone", None),
        ("x-alone", None), ("²-alone", None), ("9999999999-alone", None),
    ],
)  # fmt: skip
def test_a_button_says_the_procedure_and_the_kind(text: str | None, deed: object) -> None:
    assert rules.read_deed(text) == deed


def test_kinds_are_those_by_which_dossiers_say_who_filed() -> None:
    assert list(rules.KINDS) == list(ASSISTANCE)


def test_a_help_is_to_be_completed_until_it_has_a_code_or_no_dossier() -> None:
    def state(**said: object) -> str:
        return rules.state_of(**{"matched": False, "code": None, "without_dossier": False} | said)  # type: ignore[arg-type]

    assert state() == "to_complete"
    assert state(code="H01") == "unmatched"
    assert state(without_dossier=True) == "without"
    assert state(code="H01", matched=True) == "matched"


def test_a_month_has_a_code_and_another_one_when_it_is_taken() -> None:
    code = rules.month_code(date(2026, 11, 22))
    assert code == "MC-2026-11"
    assert rules.free_name(code, set().__contains__) == code
    assert rules.free_name(code, {code, f"{code}-2"}.__contains__) == f"{code}-3"
