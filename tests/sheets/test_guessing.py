"""What a column may be, by what stands in it."""

import pytest

from outreach.sheets.cells import table_of
from outreach.sheets.columns import survey
from outreach.sheets.guessing import guesses
from outreach.sheets.layouts import BUSINESSES, DOSSIERS

KNOWN = {field.meaning for field in DOSSIERS.fields}


def guessed(*columns: tuple[str, ...]) -> list[str | None]:
    """What columns with headings nobody knows are offered as."""
    rows = [tuple(f"Cột lạ {place}" for place in range(len(columns))), *zip(*columns, strict=True)]
    found = guesses(survey(table_of(list(enumerate(rows, 1))), DOSSIERS), KNOWN)
    return [found.get(place) for place in range(len(columns))]


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        (("PM-2403-001", "PM-2403-002"), "dossier_code"),
        (("000.00.12.H56-230405-0001", "000.00.12.H56-230405-0002"), "dossier_code"),
        (("0300588569", "0300588570-001"), "tax_code"),
        (("Công ty TNHH A", "CTCP B"), "applicant"),
        (("Qua mạng", "Trực tiếp"), "filing_channel"),
        (("Đã trả kết quả", "Đang xử lý"), "status"),
        (("1.009664", "2.000840.000.00.00.H56"), "procedure_code"),
        (("05/03/2024", "06/03/2024"), None),
        (("2024-03-05", "2024-03-06"), None),
        (("1", "2"), None),
        (("Phòng Lao động", "Phòng Đầu tư"), None),
    ],
)
def test_what_looks_like_one_thing_is_offered(cells: tuple[str, ...], meaning: str | None) -> None:
    assert guessed(cells) == [meaning]


def test_of_two_that_look_alike_neither_is_offered() -> None:
    assert guessed(("A-00001", "A-00002"), ("B-00001", "B-00002")) == [None, None]


def test_one_slip_of_three_is_forgiven_and_two_are_not() -> None:
    assert guessed(("Qua mạng", "Trực tiếp", "Bồ câu")) == ["filing_channel"]
    assert guessed(("Qua mạng", "Cú mèo", "Bồ câu")) == [None]


def test_what_has_a_column_already_is_not_offered_again() -> None:
    rows = [(1, ("Mã hồ sơ", "Mã lạ")), (2, ("H-1", "PM-2403-001")), (3, ("H-2", "PM-2403-002"))]
    assert guesses(survey(table_of(rows), DOSSIERS), KNOWN) == {}


def test_lists_of_businesses_call_the_same_a_name() -> None:
    rows = [
        (1, ("Số", "Ai", "Ở")), (2, ("0300588569", "Công ty A", "KCN Mẫu")),
        (3, ("0300588570", "Công ty B", "Khu công nghiệp Mẫu 2")),
    ]  # fmt: skip
    known = {field.meaning for field in BUSINESSES.fields}
    assert guesses(survey(table_of(rows), BUSINESSES), known) == {0: "tax_code", 1: "name", 2: "zone"}
