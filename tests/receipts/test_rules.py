"""Codes as typed and pasted, working days, and who is told what."""

from datetime import date

import pytest

from outreach.receipts import rules
from outreach.receipts.rules import Candidate

# Forms seen in use: unit, day, serial; newer unit ids; two of the national portal; an old receipt number.
VENDORS = (
    "000.17.22.H56-210531-0001",
    "000.00.12.H62-201105-0004",
    "H21.17-260921-0003",
    "G22.99.08-260921-896048",
    "G22.99.3-241219795252",
    "0123456/BN",
)


@pytest.mark.parametrize("code", VENDORS)
def test_every_vendors_code_is_one_however_it_is_typed(code: str) -> None:
    assert rules.is_code(rules.code_key(code))
    for typed in (f"  {code} ", code.lower(), code.replace("-", " – "), code.replace(".", ". ") + "\u200b"):
        assert rules.code_key(typed) == code


@pytest.mark.parametrize("typed", ["", "abc", "không biết", "12", "<script>1234", "A" * 61 + "1", "....-"])
def test_what_is_no_code(typed: str) -> None:
    assert not rules.is_code(rules.code_key(typed))


def test_a_list_with_one_code_to_a_line() -> None:
    listed = rules.read_list("1. H56-210531-0001\n\n- h56-210531-0002\nH56-210531 - 0001\nKhông có mã\n")
    assert listed.codes == ("H56-210531-0001", "H56-210531-0002")
    assert listed.doubled == ("H56-210531-0001",)
    assert listed.unread == ((5, "Không có mã"),)


def test_a_copied_table_with_headings_is_read_by_its_column() -> None:
    table = "STT\tTên doanh nghiệp\tSố biên nhận\tNgày\n1\tCông ty A 2024-01\t77001\t05/03/2026\n2\tB\t\t\n"
    listed = rules.read_list(table)
    assert listed.codes == ("77001",)
    assert [number for number, _words in listed.unread] == [3]


def test_a_copied_table_without_headings_is_read_by_what_looks_like_a_code() -> None:
    row = "12\t0312345678-001\t05-03-2026\t0912-345-678\tG22.99.08-260921-896048\t1.009664"
    assert rules.read_list(row).codes == ("G22.99.08-260921-896048",)
    assert rules.read_list("0312345678-001\t05-03-2026").codes == ()


def test_only_the_own_business_is_told_of_the_dossier() -> None:
    assert rules.tells_of_dossier(1, 1)
    assert not rules.tells_of_dossier(1, 2)
    assert not rules.tells_of_dossier(None, 2)
    assert not rules.tells_of_dossier(1, None)
    assert not rules.tells_of_dossier(None, None)


def test_of_one_code_in_several_sources_the_own_dossier_is_meant() -> None:
    mine = Candidate(1, 7, "0312345678", date(2026, 1, 1))
    theirs = Candidate(2, 8, "0312345679", date(2026, 3, 1))
    assert rules.best([mine, theirs], business_id=7, tax_code=None) is mine
    assert rules.best([mine, theirs], business_id=None, tax_code="0312345678") is mine
    assert rules.best([mine, theirs], business_id=9, tax_code=None) is theirs  # the latest


def test_a_state_is_never_said_to_be_not_received() -> None:
    for words in (*rules.STATES.values(), *rules.HOW.values(), *rules.SHOWN.values()):
        assert "không được tiếp nhận" not in str(words).lower()


def test_the_procedures_own_reasons_are_asked_first() -> None:
    class Reason:
        code, label, label_en = "thieu-ky", "Thiếu chữ ký", "Not signed"
        question, question_en, step_key = "Mọi tệp đã ký số?", None, "ky-so"

    asked = rules.questions_of([Reason()], english=False)
    assert [one.words for one in asked][:1] == ["Mọi tệp đã ký số?"]
    assert asked[0].step_key == "ky-so"
    assert len(asked) == 1 + len(rules.GENERAL)
    assert rules.questions_of([Reason()], english=True)[0].words == "Not signed"
