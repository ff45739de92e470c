"""Taking in files of businesses."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from outreach.businesses import actions
from outreach.businesses.models import Zone
from outreach.businesses.rules import BusinessName
from outreach.database import db
from tests import factories
from tests.businesses.taking import A, B, C, business, counts, everything, take
from tests.examples import examples


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here writes."""


class TestTakeIn:
    def test_it_creates_and_the_same_file_changes_nothing(self) -> None:
        rows = [
            {
                "tax_code": A,
                "business_code": "B1",
                "name": "Công ty TNHH Một",
                "zone": "KCN Mẫu 1",
                "employees": 5,
            },
            {
                "tax_code": None,
                "business_code": "B2",
                "name": "Công ty TNHH Hai",
                "zone": None,
                "employees": None,
            },
            {"tax_code": None, "business_code": None, "name": "Ba", "zone": "CCN Mẫu", "employees": 7},
        ]
        assert counts(take(*rows)) == (3, 0, 0, 0)
        before = everything()
        assert counts(take(*rows)) == (0, 0, 3, 0)
        assert everything() == before
        assert [provisional for *_, provisional in before] == [False] * 3

    def test_search_and_order_shadows_are_written(self) -> None:
        take({"tax_code": A, "name": "Công ty TNHH Điện tử Đông Á"})
        found = business(tax_code=A)
        assert found.name_folded == "cong ty tnhh dien tu dong a"
        assert found.name_key == "dien tu dong a"
        take({"tax_code": A, "name": "Công ty CP Ánh Sáng"})
        assert found.name_key == "anh sang"

    def test_a_missing_column_changes_nothing_and_an_empty_cell_clears(self) -> None:
        take({"tax_code": A, "name": "Một", "zone": "KCN Mẫu 1", "employees": 5})
        assert counts(take({"tax_code": A, "name": "Một"})) == (0, 0, 1, 0)
        assert business(tax_code=A).employees == 5
        assert counts(take({"tax_code": A, "name": "Một", "zone": None, "employees": None})) == (0, 1, 0, 0)
        assert (business(tax_code=A).employees, business(tax_code=A).zone_id) == (None, None)

    def test_a_name_is_never_cleared(self) -> None:
        take({"tax_code": A, "name": "Một"})
        assert counts(take({"tax_code": A, "name": None})) == (0, 0, 1, 0)
        assert business(tax_code=A).name == "Một"

    def test_a_business_without_a_name_goes_by_its_code_until_it_gets_one(self) -> None:
        assert counts(take({"tax_code": A})) == (1, 0, 0, 0)
        assert (business(tax_code=A).name, business(tax_code=A).provisional) == (A, True)
        assert counts(take({"tax_code": A})) == (0, 0, 1, 0)
        assert counts(take({"tax_code": A, "name": "Một"})) == (0, 1, 0, 0)
        assert (business(tax_code=A).name, business(tax_code=A).provisional) == ("Một", False)

    def test_matching_goes_by_tax_code_then_own_code_then_name(self) -> None:
        take(
            {"tax_code": A, "business_code": "B1", "name": "Một"},
            {"business_code": "B2", "name": "Hai"},
            {"name": "Ba"},
        )
        taken = take(
            {"tax_code": A, "name": "Một mới"},
            {"tax_code": B, "business_code": "B2", "name": "Hai mới"},
            {"tax_code": C, "name": "Công ty TNHH Ba"},
        )
        assert counts(taken) == (0, 3, 0, 0)
        assert [row[:3] for row in everything()] == [
            (A, "B1", "Một mới"),
            (B, "B2", "Hai mới"),
            (C, None, "Công ty TNHH Ba"),
        ]

    def test_a_name_alone_does_not_take_codes_away(self) -> None:
        take({"tax_code": A, "business_code": "B1", "name": "Một"})
        taken = take({"tax_code": None, "business_code": None, "name": "Một", "employees": 3})
        assert counts(taken) == (0, 1, 0, 0)
        assert everything() == [(A, "B1", "Một", 3, False)]

    def test_an_empty_cell_clears_a_code_when_the_other_one_told_who(self) -> None:
        take({"tax_code": A, "business_code": "B1", "name": "Một"})
        take({"tax_code": A, "business_code": None, "name": "Một"})
        assert everything()[0][:2] == (A, None)

    def test_a_provisional_business_is_completed_not_doubled(self) -> None:
        factories.business("Công ty TNHH Sao Mai", tax_code=None, zone=None, provisional=True)
        assert counts(take({"tax_code": A, "name": "CÔNG TY TNHH SAO MAI", "employees": 9})) == (0, 1, 0, 0)
        assert everything() == [(A, None, "CÔNG TY TNHH SAO MAI", 9, False)]

    def test_a_name_that_two_rows_claim_completes_nobody(self) -> None:
        factories.business("Sao Mai", tax_code=None, zone=None, provisional=True)
        rows = ({"tax_code": A, "name": "Sao Mai"}, {"tax_code": B, "name": "Sao Mai"})
        assert counts(take(*rows)) == (2, 0, 0, 0)
        assert counts(take(*rows)) == (0, 0, 2, 0)
        assert everything()[0][:3] == (None, None, "Sao Mai")

    def test_rows_that_repeat_are_listed_and_the_last_counts(self) -> None:
        taken = take(
            {"tax_code": A, "name": "Cũ"}, {"tax_code": B, "name": "Hai"}, {"tax_code": A, "name": "Mới"}
        )
        assert counts(taken) == (2, 0, 0, 1)
        assert taken.refused == [(2, "tax_code", A, "Trùng với dòng 4; dòng sau được dùng.")]
        assert business(tax_code=A).name == "Mới"

    def test_a_name_that_a_coded_row_already_brought_is_listed(self) -> None:
        rows = ({"name": "Sao Mai"}, {"tax_code": A, "name": "Sao Mai"})
        for expected in ((1, 0, 0, 1), (0, 0, 1, 1)):
            taken = take(*rows)
            assert counts(taken) == expected
            assert taken.refused == [(2, "name", "Sao Mai", "Cùng doanh nghiệp với dòng 3.")]

    def test_two_rows_claiming_one_own_code(self) -> None:
        rows = (
            {"tax_code": A, "business_code": "B1", "name": "Một"},
            {"tax_code": B, "business_code": "B1", "name": "Hai"},
        )
        for expected in ((1, 0, 0, 1), (0, 0, 1, 1)):
            taken = take(*rows)
            assert counts(taken) == expected
            assert taken.refused == [(3, "business_code", "B1", "Mã này đang thuộc Một.")]

    def test_an_own_code_of_somebody_else_is_refused(self) -> None:
        take({"tax_code": A, "business_code": "B1", "name": "Một"})
        taken = take({"tax_code": B, "business_code": "B1", "name": "Hai"}, {"tax_code": C, "name": "Ba"})
        # By tax code it is unknown, by own code it is the first: the row corrects that one's tax code.
        assert counts(taken) == (1, 1, 0, 0)
        assert everything()[0][:3] == (B, "B1", "Hai")

    def test_own_codes_may_be_renumbered_in_one_file(self) -> None:
        take(
            *(
                {"tax_code": code, "business_code": f"B{n}", "name": f"Mẫu {n}"}
                for n, code in enumerate((A, B, C))
            )
        )
        shifted = [
            {"tax_code": code, "business_code": f"B{n + 1}", "name": f"Mẫu {n}"}
            for n, code in enumerate((A, B, C))
        ]
        assert counts(take(*shifted)) == (0, 3, 0, 0)
        assert [row[:2] for row in everything()] == [(A, "B1"), (B, "B2"), (C, "B3")]
        assert counts(take(*shifted)) == (0, 0, 3, 0)

    def test_wrong_cells_refuse_their_row_only(self) -> None:
        taken = take(
            {"tax_code": "12", "name": "Một"},
            {"tax_code": A, "name": "Hai"},
            {"name": "Ba", "employees": "x"},
        )
        assert counts(taken) == (1, 0, 0, 2)
        assert [refused[:3] for refused in taken.refused] == [(2, "tax_code", "12"), (4, "employees", "x")]

    def test_branches_are_businesses_of_their_own(self) -> None:
        taken = take({"tax_code": A, "name": "Sao Mai"}, {"tax_code": A + "001", "name": "Sao Mai"})
        assert counts(taken) == (2, 0, 0, 0)
        assert [row[0] for row in everything()] == [A, A + "-001"]

    def test_zones_are_found_in_any_spelling_and_created_as_provisional(self) -> None:
        known = factories.zone("KCN Đồng Văn II")
        take(
            {"tax_code": A, "name": "Một", "zone": "Khu công nghiệp Đồng Văn 2"},
            {"tax_code": B, "name": "Hai", "zone": "Đồng Văn II"},
            {"tax_code": C, "name": "Ba", "zone": "Cụm công nghiệp Phú Hữu A"},
        )
        zones = {zone.name: zone for zone in db.session.scalars(select(Zone))}
        assert business(tax_code=A).zone_id == business(tax_code=B).zone_id == known.id
        assert set(zones) == {"KCN Đồng Văn II", "Cụm công nghiệp Phú Hữu A"}
        new = zones["Cụm công nghiệp Phú Hữu A"]
        assert (new.kind, new.provisional) == ("industrial_cluster", True)

    def test_no_zone_is_made_for_a_refused_row(self) -> None:
        take({"tax_code": "1", "name": "Một", "zone": "KCN Mới"})
        assert db.session.scalar(select(Zone)) is None


# A small world in which everything collides.
TAX_CODES, OWN_CODES = st.sampled_from([None, A, B, C]), st.sampled_from([None, "B1", "B2"])
NAMES = st.sampled_from([None, "Sao Mai", "Công ty TNHH Sao Mai", "Công ty CP Sao Mai", "Hai"])
CELLS = {
    "tax_code": TAX_CODES, "business_code": OWN_CODES, "name": NAMES,
    "employees": st.sampled_from([None, 1, 2, "x"]),
    "zone": st.sampled_from([None, "KCN Mẫu II", "KCN Mẫu 2"]),
}  # fmt: skip
FILES = st.lists(st.sampled_from(sorted(CELLS)), min_size=1, unique=True).flatmap(
    lambda columns: st.lists(st.fixed_dictionaries({name: CELLS[name] for name in columns}), max_size=6)
)
NAMED = st.lists(st.builds(BusinessName, TAX_CODES, OWN_CODES, NAMES), max_size=6)
WHATEVER = settings(max_examples=examples(150), suppress_health_check=list(HealthCheck))


class TestWhateverComesIn:
    @WHATEVER
    @given(st.lists(st.one_of(FILES, NAMED.map(tuple)), max_size=3), FILES)
    def test_the_same_file_again_changes_nothing(self, before: list[Any], file: list[dict[str, Any]]) -> None:
        try:
            for earlier in before:
                if isinstance(earlier, tuple):
                    actions.resolve_businesses(earlier)
                else:
                    take(*earlier)
            first = take(*file)
            assert first.created + first.updated + first.unchanged + len(first.refused) == len(file)
            kept = everything()
            again = take(*file)
            assert (again.created, again.updated) == (0, 0)
            assert everything() == kept
        finally:
            db.session.rollback()

    @WHATEVER
    @given(NAMED, NAMED)
    def test_a_register_means_the_same_businesses_again(
        self, before: list[BusinessName], names: list[BusinessName]
    ) -> None:
        try:
            actions.resolve_businesses(before)
            ids = actions.resolve_businesses(names)
            kept = everything()
            assert actions.resolve_businesses(names[::-1]) == ids
            assert everything() == kept
        finally:
            db.session.rollback()

    @WHATEVER
    @given(NAMED)
    def test_codes_that_differ_are_never_one_business(self, names: list[BusinessName]) -> None:
        try:
            ids = actions.resolve_businesses(names)
            tax_codes = {name.tax_code: id for name, id in ids.items() if name.tax_code and not name.own_code}
            assert len(set(tax_codes.values())) == len(tax_codes)
        finally:
            db.session.rollback()
