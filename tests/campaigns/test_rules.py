"""Types, proofs, offers, codes; pasted lines and what they mean."""

import pytest

from outreach.businesses.rules.matching import Known
from outreach.campaigns import rules
from outreach.campaigns.rules.matching import Matcher
from outreach.campaigns.rules.pasted import Line, read_lines, write_line
from outreach.campaigns.rules.wording import GROUPS, ICONS, wording
from outreach.sheets.values import parse_intervention_type


def test_every_type_is_a_type_that_files_may_name() -> None:
    assert {parse_intervention_type(code) for code in rules.TYPES} == set(rules.TYPES)


def test_every_type_has_a_label_a_code_prefix_an_icon_and_one_group() -> None:
    grouped = [code for _, codes in GROUPS for code in codes]
    assert sorted(grouped) == sorted(rules.TYPES)
    assert set(ICONS) == set(rules.TYPES) == set(rules.CODE_PREFIXES)
    assert len(set(rules.CODE_PREFIXES.values())) == len(rules.TYPES)
    assert set(rules.USUAL_PROOFS) == set(rules.TYPES) - {"other"}
    assert set(rules.USUAL_PROOFS.values()) <= set(rules.PROOFS)


def test_a_training_speaks_of_roll_call_and_a_visit_does_not(app: object) -> None:
    assert str(wording("training").record) == "Điểm danh"
    assert "thăm" in str(wording("visit").record)
    assert str(wording("contest").record) == "Ghi doanh nghiệp được tiếp cận"


@pytest.mark.parametrize(
    ("wording", "type", "expected"),
    [
        ("attended", "training", ("attended", None)),
        ("Tham dự", "training", ("attended", None)),
        (None, "training", ("attended", None)),
        (None, "visit", ("visited", None)),
        (None, rules.UNKNOWN_TYPE, ("unknown", None)),
        ("", "leaflet", ("received", None)),
        ("offered", "counter_help", ("helped", True)),
        ("Cán bộ mời", "counter_help", ("helped", True)),
        ("ký nhận tại cổng", "leaflet", ("ký nhận tại cổng", None)),
    ],
)
def test_proof_wordings(wording: str | None, type: str, expected: tuple[str, bool | None]) -> None:
    assert rules.parse_proof(wording, type) == expected


def test_proofs_have_words_and_unknown_ones_stand_as_written(app: object) -> None:
    assert str(rules.proof_label("attended")) == "có dự"
    assert rules.proof_label("ký nhận") == "ký nhận"


@pytest.mark.parametrize(
    ("type", "said", "offered"),
    [
        ("training", None, True),
        ("training", False, False),
        ("counter_help", None, False),
        ("counter_help", True, True),
        ("tutorial", None, False),
        ("tutorial", True, False),
        ("helpdesk", True, False),
    ],
)
def test_who_came_to_whom(type: str, said: bool | None, offered: bool) -> None:
    assert rules.is_offered(type, said) is offered


def test_codes_are_proposed_in_order_and_skip_those_taken() -> None:
    assert rules.propose_code("training", 2026, frozenset()) == "TH-2026-01"
    assert rules.propose_code("training", 2026, frozenset({"TH-2026-01", "TH-2026-03"})) == "TH-2026-02"
    assert (
        rules.propose_code("visit", 2026, frozenset(f"TV-2026-{n:02}" for n in range(1, 100)))
        == "TV-2026-100"
    )


@pytest.mark.parametrize(
    ("text", "tax_code", "name", "people"),
    [
        ("0777345281", "0777345281", None, 1),
        ("777345281\t3", "0777345281", None, 3),
        ("0777345281 Công ty TNHH A", "0777345281", "Công ty TNHH A", 1),
        ("1\t0777345281\tCông ty TNHH A\t2", "0777345281", "Công ty TNHH A", 2),
        ("1. Công ty Cổ phần B (3 người)", None, "Công ty Cổ phần B", 3),
        ("Công ty TNHH C, D và E", None, "Công ty TNHH C, D và E", 1),
        ("Công ty TNHH C, 4", None, "Công ty TNHH C", 4),
        ("Công ty Z 2 người", None, "Công ty Z", 2),
        ("Công ty K – 5 lượt", None, "Công ty K", 5),
        ("0777345281-001; Chi nhánh Y", "0777345281-001", "Chi nhánh Y", 1),
        ("2; Công ty K", None, "Công ty K", 1),
        ("Công ty 28", None, "Công ty 28", 1),
        ("0777345281 3", "0777345281", None, 3),
        ("0777 345 281", "0777345281", None, 1),
        ("DN-17", None, "DN-17", 1),
        ("12", None, "12", 1),
        ("0777345281, 0", "0777345281", None, 1),
    ],
)
def test_a_pasted_line(text: str, tax_code: str | None, name: str | None, people: int) -> None:
    (line,) = read_lines(text)
    assert (line.tax_code, line.name, line.people) == (tax_code, name, people)


def test_blank_lines_and_rules_are_passed_over_and_lines_keep_their_numbers() -> None:
    lines = read_lines("Công ty A\r\n\r\n-----\n  \nCông ty B")
    assert [(line.number, line.name) for line in lines] == [(1, "Công ty A"), (5, "Công ty B")]


def test_several_tax_codes_in_one_line_are_several_businesses() -> None:
    for text in ("0777345281, 0291097868,0735162536", "0777345281; 0291097868;0735162536"):
        codes = [line.tax_code for line in read_lines(text)]
        assert codes == ["0777345281", "0291097868", "0735162536"]


@pytest.mark.parametrize(
    ("tax_code", "name", "people"),
    [
        ("0777345281", "Công ty TNHH A; B", 2),
        (None, "Công ty C, 28", None),
        ("0777345281", None, None),
        (None, "Công ty D", 12),
    ],
)
def test_a_line_written_from_a_file_is_read_back(
    tax_code: str | None, name: str | None, people: int | None
) -> None:
    (line,) = read_lines(write_line(tax_code, name, people))
    kept = "Công ty TNHH A B" if name and ";" in name else name
    assert (line.tax_code, line.name, line.people) == (tax_code, kept, people or 1)


KNOWN = [
    Known(1, "0777345281", "DN-1", "Công ty TNHH Thủy sản Sông Hậu"),
    Known(2, "0291097868", None, "Công ty Cổ phần May mặc Phương Đông"),
    Known(3, "0735162536", None, "Công ty TNHH May mặc Phương Nam"),
    Known(4, None, None, "Công ty TNHH Bao bì Tân Tiến"),
    Known(5, "0444444444", None, "Công ty TNHH Bao bì Tân Tiến"),
]


def match(text: str) -> tuple[int | None, list[int]]:
    """The id that one line surely means, and its candidates."""
    (found,) = Matcher(KNOWN).match(read_lines(text))
    return found.business.id if found.business else None, [known.id for known in found.candidates]


def test_lines_that_name_a_business_surely() -> None:
    assert match("0777345281") == (1, [])
    assert match("DN-1") == (1, [])
    assert match("thuy san song hau") == (1, [])
    assert match("CTY TNHH THỦY SẢN SÔNG HẬU (2 người)") == (1, [])
    assert match("0777345281\tTên gõ sai hẳn") == (1, [])


def test_slips_in_a_tax_code_give_candidates_and_are_never_taken_as_sure() -> None:
    assert match("0777345282") == (None, [1])  # one digit
    assert match("0773745281") == (None, [1])  # neighbours changed places
    assert match("0999999999") == (None, [])


def test_slips_in_a_name_give_candidates_best_first() -> None:
    sure, candidates = match("May mặc Phương Đôn")
    assert sure is None
    assert candidates[0] == 2
    assert 3 in candidates
    assert match("Thủy sản Sông Hậu chi nhánh 2")[1] == [1]
    assert match("Nhựa Bình Minh") == (None, [])


def test_a_name_that_contradicts_the_tax_code_is_not_sure() -> None:
    assert match("0123456789\tCông ty TNHH Thủy sản Sông Hậu") == (None, [1])


def test_the_same_words_are_asked_about_once() -> None:
    matches = Matcher([]).match([Line(1, "X", None, "X"), Line(2, "X", None, "X"), Line(3, "Y", None, "Y")])
    assert len({found.key for found in matches}) == 2
