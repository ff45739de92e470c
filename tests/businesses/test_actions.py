"""Taking in files of businesses, resolving what registers name, joining what is one."""

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from outreach.accounts.models import Role
from outreach.businesses import actions, merging, queries
from outreach.businesses.models import Business, Zone
from outreach.businesses.rules import BusinessName, TakenIn
from outreach.campaigns.models import Attendance
from outreach.database import db
from outreach.dossiers import actions as dossier_actions
from outreach.dossiers.models import Dossier, MonthlyCount
from tests import factories

A, B, C = "0300588569", "0101248141", "0100109106"


def take(*rows: dict[str, Any]) -> TakenIn:
    return actions.take_in_businesses([{"row": number, **row} for number, row in enumerate(rows, start=2)])


def counts(taken: TakenIn) -> tuple[int, int, int, int]:
    return taken.created, taken.updated, taken.unchanged, len(taken.refused)


def everything() -> list[tuple[Any, ...]]:
    columns = (Business.tax_code, Business.own_code, Business.name, Business.employees, Business.provisional)
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(Business.id))]


def provisional(**by: str) -> Business:
    """What a register that names a business so makes of it."""
    name = BusinessName(**by)
    return db.session.get_one(Business, actions.resolve_businesses([name])[name])


def business(**by: str) -> Business:
    found = queries.find_business(**by)
    assert found is not None
    return found


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
WHATEVER = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


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


class TestZones:
    def test_a_name_without_its_kind_means_the_only_zone_of_that_name(self) -> None:
        zone, cluster = factories.zone("KCN Phú Hữu"), factories.zone("CCN Đông Phú", code="DP")
        ids = actions.resolve_zones(["Phú Hữu", "Khu CN Phú Hữu", "dp", "Cụm công nghiệp Đông Phú"])
        assert ids == {
            "Phú Hữu": zone.id, "Khu CN Phú Hữu": zone.id, "dp": cluster.id,
            "Cụm công nghiệp Đông Phú": cluster.id,
        }  # fmt: skip

    def test_of_two_it_means_neither(self) -> None:
        made = [factories.zone("KCN Phú Hữu").id, factories.zone("CCN Phú Hữu").id]
        ids = actions.resolve_zones(["Phú Hữu", "Phú  Hữu"])
        assert ids["Phú Hữu"] not in made
        assert ids["Phú Hữu"] == ids["Phú  Hữu"] == actions.resolve_zones(["phú hữu"])["phú hữu"]


class TestMerging:
    def test_the_name_goes_along(self) -> None:
        take({"business_code": "B1", "name": "Công ty TNHH Sao Mai"})
        actions.resolve_businesses([BusinessName(tax_code=A)])
        file = {"tax_code": A, "business_code": "B1", "name": "Sao Mai"}
        assert counts(take(file)) == (0, 1, 0, 0)
        assert counts(take(file)) == (0, 0, 1, 0)
        assert everything() == [(A, "B1", "Sao Mai", None, False)]

    def test_the_file_that_knows_both_codes_joins_two_provisional_halves(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        moved: list[Mapping[int, int]] = []
        monkeypatch.setattr(merging, "_movers", {("contacts",): None, ("dossiers",): moved.append})
        ids = actions.resolve_businesses([BusinessName(tax_code=A), BusinessName(own_code="B1")])
        by_tax, by_own = ids[BusinessName(tax_code=A)], ids[BusinessName(own_code="B1")]
        factories.contact(db.session.get_one(Business, by_own))
        rows = {"tax_code": A, "business_code": "B1", "name": "Một"}
        assert counts(take(rows)) == (0, 1, 0, 0)
        assert moved == [{by_own: by_tax}]
        assert everything() == [(A, "B1", "Một", None, False)]
        assert [contact.business_id for contact in queries.list_contacts(by_tax)] == [by_tax]
        assert counts(take(rows)) == (0, 0, 1, 0)

    def test_dossiers_and_reach_go_along(self) -> None:
        by_tax = provisional(tax_code=A)
        by_own = provisional(own_code="B1")
        factories.dossier(by_tax, date(2026, 3, 5))
        factories.dossier(by_own, date(2026, 3, 6), "counter")
        training = factories.intervention()
        factories.attendance(training, by_tax)
        factories.attendance(training, by_own)
        dossier_actions.recount(None)
        assert counts(take({"tax_code": A, "business_code": "B1", "name": "Một"})) == (0, 1, 0, 0)
        kept = business(tax_code=A).id
        assert set(db.session.scalars(select(Dossier.business_id))) == {kept}
        assert db.session.scalars(select(Attendance.business_id)).all() == [kept]
        month = db.session.scalars(select(MonthlyCount)).one()
        assert (month.business_id, month.received, month.online) == (kept, 2, 1)

    def test_the_complete_one_stays(self) -> None:
        take({"business_code": "B1", "name": "Một", "employees": 4})
        kept = business(own_code="B1").id
        actions.resolve_businesses([BusinessName(tax_code=A)])
        assert counts(take({"tax_code": A, "business_code": "B1", "name": "Một"})) == (0, 1, 0, 0)
        assert business(tax_code=A).id == kept
        assert everything() == [(A, "B1", "Một", 4, False)]

    def test_what_waited_under_the_name_joins_too(self) -> None:
        actions.resolve_businesses([BusinessName(name="Công ty TNHH Sao Mai")])
        actions.resolve_businesses([BusinessName(tax_code=A)])
        assert counts(take({"tax_code": A, "name": "Công ty TNHH Sao Mai"})) == (0, 1, 0, 0)
        assert everything() == [(A, None, "Công ty TNHH Sao Mai", None, False)]

    def test_nothing_joins_on_a_name_of_two(self) -> None:
        actions.resolve_businesses([BusinessName(name="Sao Mai")])
        take({"tax_code": A, "name": "Sao Mai"}, {"tax_code": B, "name": "Sao Mai"})
        assert counts(take({"tax_code": A, "name": "Sao Mai"})) == (0, 0, 1, 0)
        assert len(everything()) == 3

    def test_complete_businesses_are_never_joined(self) -> None:
        take({"tax_code": A, "name": "Một"}, {"business_code": "B1", "name": "Hai"})
        taken = take({"tax_code": A, "business_code": "B1", "name": "Một"})
        assert counts(taken) == (0, 0, 0, 1)
        assert taken.refused == [(2, "business_code", "B1", "Mã này đang thuộc Hai.")]

    def test_a_business_that_people_sign_in_for_does_not_vanish(self) -> None:
        take({"tax_code": A, "name": "Một"})
        other = provisional(own_code="B1")
        factories.user(Role.BUSINESS, of=other)
        assert counts(take({"tax_code": A, "business_code": "B1", "name": "Một"})) == (0, 0, 0, 1)


class TestResolve:
    def test_unknown_ones_become_provisional_once(self) -> None:
        wanted = [BusinessName(A, None, "Một"), BusinessName("300588569"), BusinessName(None, None, "Hai")]
        ids = actions.resolve_businesses([*wanted, *wanted])
        assert ids[wanted[0]] == ids[wanted[1]] != ids[wanted[2]]
        assert everything() == [(A, None, "Một", None, True), (None, None, "Hai", None, True)]
        assert actions.resolve_businesses(wanted) == ids

    def test_what_a_register_knows_more_completes(self) -> None:
        waiting = provisional(name="Công ty TNHH Sao Mai")
        assert provisional(tax_code=A, name="Cty TNHH Sao Mai").id == waiting.id
        assert provisional(tax_code=A, own_code="B1").id == waiting.id
        assert everything() == [(A, "B1", "Công ty TNHH Sao Mai", None, True)]

    def test_a_name_comes_to_a_business_known_by_code(self) -> None:
        actions.resolve_businesses([BusinessName(tax_code=A)])
        actions.resolve_businesses([BusinessName(tax_code=A, name="Một")])
        assert everything() == [(A, None, "Một", None, True)]

    def test_a_known_business_keeps_its_name(self) -> None:
        take({"tax_code": A, "name": "Một"})
        actions.resolve_businesses([BusinessName(tax_code=A, name="Viết khác")])
        assert business(tax_code=A).name == "Một"

    def test_order_within_a_file_does_not_matter(self) -> None:
        wanted = [
            BusinessName(name="Sao Mai"),
            BusinessName(A, None, "Sao Mai"),
            BusinessName(own_code="B1"),
            BusinessName(A, "B1"),
        ]
        ids = actions.resolve_businesses(wanted)
        assert len(set(ids.values())) == 1

    def test_two_firms_of_one_name(self) -> None:
        wanted = [
            BusinessName(A, None, "Sao Mai"),
            BusinessName(B, None, "Sao Mai"),
            BusinessName(name="Sao Mai"),
        ]
        ids = actions.resolve_businesses(wanted)
        assert len(set(ids.values())) == 3
        assert actions.resolve_businesses(wanted) == ids

    def test_what_is_no_tax_code_serves_as_a_name_or_not_at_all(self) -> None:
        assert (
            len(actions.resolve_businesses([BusinessName("không có", None, "Một"), BusinessName(name="Một")]))
            == 2
        )
        actions.resolve_businesses([BusinessName("không có")])
        assert [row[:3] for row in everything()] == [(None, None, "Một"), (None, None, "không có")]

    def test_nothing_is_nobody(self) -> None:
        assert actions.resolve_businesses([BusinessName(), BusinessName("", " ", None)]) == {}

    def test_a_big_register_costs_a_few_statements(self, count_queries: Callable[[], int]) -> None:
        take(*({"business_code": f"B{n}", "name": f"Công ty TNHH Mẫu {n}"} for n in range(2000)))
        wanted = [BusinessName(None, f"B{n % 2500}", f"Công ty Mẫu {n % 3000}") for n in range(20_000)]
        count_queries()
        began = time.process_time()
        ids = actions.resolve_businesses(wanted)
        spent = time.process_time() - began
        assert count_queries() <= 8
        assert spent < 5
        assert set(ids) == set(wanted)
        assert len(set(ids.values())) == 2500
