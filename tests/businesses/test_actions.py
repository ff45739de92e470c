"""Resolving what registers name, joining what is one."""

import time
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Role
from outreach.businesses import actions, merging, queries
from outreach.businesses.models import Business
from outreach.businesses.rules import BusinessName
from outreach.campaigns.models import Attendance
from outreach.database import db
from outreach.dossiers import actions as dossier_actions
from outreach.dossiers.models import Dossier, MonthlyCount
from tests import factories
from tests.businesses.taking import A, B, business, counts, everything, provisional, take


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here writes."""


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
        assert count_queries() <= 9
        assert spent < 5
        assert set(ids) == set(wanted)
        assert len(set(ids.values())) == 2500
