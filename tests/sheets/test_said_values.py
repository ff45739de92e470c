"""What somebody says of single values goes before all wordings, in its own column alone."""

import pytest

from outreach.sheets.columns import survey
from outreach.sheets.layouts import DOSSIERS
from outreach.sheets.parsing import parse
from outreach.sheets.said_values import about_values, applying, reader, said_of
from outreach.sheets.values import parse_status
from tests.sheets.files import HEADINGS, sheet

SAID = dict([
    said_of("Trạng thái", "GÓI  trọn!", meaning="status", code="returned"),
    said_of("Trạng thái", "?", meaning="status", code=""),
])  # fmt: skip


def test_a_word_is_known_in_any_case_and_marks() -> None:
    table = sheet(HEADINGS, ("H-1", "02/01/2020", "Trực tuyến", "Gói trọn"), ("H-2", "02/01/2020", "", "?"))
    found = survey(table, DOSSIERS, SAID)
    assert found.values == SAID
    rows = parse(table, DOSSIERS, key="dossier_code", recognition=found).rows
    assert [row.values["status"] for row in rows] == ["returned", None]


def test_other_values_are_read_as_ever() -> None:
    read = reader(parse_status, SAID, "status")
    assert (read("goi tron"), read("Đang xử lý"), read(None)) == ("returned", "processing", None)
    assert reader(parse_status, SAID, "filing_channel") is parse_status


@pytest.mark.parametrize(
    "headings", [{"filing_channel": "Trạng thái"}, {"status": "Tình trạng"}, {}, {"received_on": "Ngày"}]
)
def test_nothing_holds_of_a_column_that_is_gone_or_means_something_else(headings: dict[str, str]) -> None:
    assert applying({"Trạng thái": "status", **SAID}, headings) == {}


def test_what_was_said_of_columns_is_not_about_values() -> None:
    assert about_values({"Trạng thái": "status", "Ghi chú": None, **SAID}) == SAID
