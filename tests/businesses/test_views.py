"""Pages of businesses, their people, and zones."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.models import Role
from outreach.businesses.models import Business, Zone
from outreach.database import db
from tests import factories
from tests.businesses.kept import fresh
from tests.client import CheckedClient, words_of
from tests.factories import committed

BIG = 2**31


def filled(**changes: Any) -> dict[str, Any]:
    """The fields of the form of a business."""
    return {"name": "Công ty TNHH Mới", "tax_code": "", "own_code": "", "zone_id": "0", "employees": "",
            "note": "", "active": "y", **changes}  # fmt: skip


class TestBusiness:
    def test_adding_one(self, officer: CheckedClient) -> None:
        zone = committed(factories.zone("KCN Mẫu"))
        assert officer.get("/doanh-nghiep/moi").status_code == 200
        values = filled(
            tax_code="300588569",
            own_code=" B9 ",
            zone_id=str(zone.id),
            employees="1.500",
            note="Gọi buổi sáng",
        )
        response = officer.post("/doanh-nghiep/moi", data=values)
        made = db.session.scalars(select(Business).where(Business.own_code == "B9")).one()
        assert response.status_code == 303
        assert response.location == f"/doanh-nghiep/{made.id}"
        assert (made.tax_code, made.zone_id, made.employees) == ("0300588569", zone.id, 1500)
        assert (made.name_key, made.provisional, made.active, made.note) == (
            "moi",
            False,
            True,
            "Gọi buổi sáng",
        )

    def test_a_doubtful_tax_code_warns_and_is_saved(self, officer: CheckedClient) -> None:
        response = officer.post("/doanh-nghiep/moi", data=filled(tax_code="0300588560"))
        assert response.status_code == 303
        made = db.session.scalars(select(Business)).one()
        assert made.tax_code == "0300588560"
        assert "có vẻ chưa đúng chữ số kiểm tra" in words_of(officer.get(f"/doanh-nghiep/{made.id}/sua"))

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": " "}, "nhập tên doanh nghiệp"),
            ({"name": "a" * 301}, "300 ký tự"),
            ({"tax_code": "123"}, "Mã số thuế có 10 chữ số"),
            ({"tax_code": "0300588569"}, "đã thuộc một doanh nghiệp khác"),
            ({"own_code": "B1"}, "đã thuộc một doanh nghiệp khác"),
            ({"employees": "nhiều"}, "số"),
            ({"employees": "-1"}, "âm"),
            ({"employees": "9" * 30}, "lớn"),
            ({"zone_id": "999"}, ""),
            ({"zone_id": "x"}, ""),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, business: Business, officer: CheckedClient, changes: dict[str, str], words: str
    ) -> None:
        response = officer.post("/doanh-nghiep/moi", data=filled(note="Điều đã gõ", **changes))
        assert response.status_code == 422
        assert words in words_of(response)
        assert "Điều đã gõ" in words_of(response)
        assert db.session.scalar(select(func.count()).select_from(Business)) == 1

    def test_a_name_somebody_bears_is_asked_about_once(
        self, business: Business, officer: CheckedClient
    ) -> None:
        again = filled(name="Cty CP Sao Mai")
        response = officer.post("/doanh-nghiep/moi", data=again)
        assert response.status_code == 422
        assert f"/doanh-nghiep/{business.id}" in response.text
        assert officer.post("/doanh-nghiep/moi", data={**again, "another": "y"}).status_code == 303

    def test_changing_one(self, business: Business, officer: CheckedClient) -> None:
        business.provisional = True
        db.session.commit()
        page = officer.get(f"/doanh-nghiep/{business.id}/sua")
        assert 'value="1.200"' in page.text
        assert "mới chỉ có tên trong sổ" in words_of(page)
        zone = business.zone_id
        values = filled(name="Công ty TNHH Sao Hôm", own_code="B1", zone_id=str(zone))
        del values["active"]
        response = officer.post(f"/doanh-nghiep/{business.id}/sua", data=values)
        assert response.location == f"/doanh-nghiep/{business.id}"
        now = fresh(Business, business)
        assert (now.name, now.name_key, now.tax_code) == ("Công ty TNHH Sao Hôm", "sao hom", None)
        assert (now.employees, now.active, now.provisional) == (None, False, False)

    def test_its_own_name_is_no_double(self, business: Business, officer: CheckedClient) -> None:
        response = officer.post(
            f"/doanh-nghiep/{business.id}/sua", data=filled(name=business.name, own_code="B1")
        )
        assert response.status_code == 303

    def test_who_may(
        self,
        business: Business,
        anonymous: CheckedClient,
        clerk: CheckedClient,
        helpdesk: CheckedClient,
        leader: CheckedClient,
    ) -> None:
        for url in ("/doanh-nghiep/moi", f"/doanh-nghiep/{business.id}/sua"):
            assert anonymous.get(url).status_code == 303
            for client in (clerk, helpdesk, leader):
                assert client.get(url).status_code == 403
                assert client.post(url, data=filled()).status_code == 403

    @pytest.mark.parametrize("number", [0, 7_000_000, BIG, 2**70])
    def test_numbers_that_are_nobodys(self, officer: CheckedClient, number: int) -> None:
        assert officer.get(f"/doanh-nghiep/{number}/sua").status_code == 404
        assert officer.get(f"/doanh-nghiep/{number}/nguoi-lien-he").status_code == 404
        assert officer.get(f"/nguoi-lien-he/{number}").status_code == 404
        assert officer.get(f"/khu/{number}/sua").status_code == 404


class TestZones:
    def test_the_list_leads_to_the_businesses(self, business: Business, leader: CheckedClient) -> None:
        page = leader.get("/khu")
        assert f'href="/doanh-nghiep?zone={business.zone_id}"' in page.text
        assert "/khu/moi" not in page.text

    def test_none_yet(self, officer: CheckedClient) -> None:
        assert "Chưa có khu nào" in words_of(officer.get("/khu"))

    def test_adding_and_renaming(self, officer: CheckedClient) -> None:
        assert officer.get("/khu/moi").status_code == 200
        values = {"name": "KCN Đồng Văn II", "kind": "industrial_zone", "code": "DV2"}
        assert officer.post("/khu/moi", data=values).location == "/khu"
        zone = db.session.scalars(select(Zone)).one()
        assert (zone.name_folded, zone.code, zone.provisional) == ("kcn dong van 2", "DV2", False)
        assert "Đồng Văn II" in officer.get(f"/khu/{zone.id}/sua").text
        officer.post(
            f"/khu/{zone.id}/sua",
            data={"name": "Cụm công nghiệp Đồng Văn", "kind": "industrial_cluster", "code": ""},
        )
        now = fresh(Zone, zone)
        assert (now.name, now.kind, now.code) == ("Cụm công nghiệp Đồng Văn", "industrial_cluster", None)

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"name": "", "kind": "industrial_zone"}, "nhập tên khu"),
            ({"name": "Khu công nghiệp Mẫu", "kind": "industrial_zone"}, "Đã có khu mang tên này"),
            ({"name": "KCN Khác", "kind": "industrial_zone", "code": "M"}, "đã dùng cho khu khác"),
            ({"name": "CCN Khác", "kind": "industrial_zone"}, "đây là Cụm công nghiệp"),
            ({"name": "KCN Khác", "kind": "palace"}, ""),
        ],
    )
    def test_what_is_wrong_is_said(self, officer: CheckedClient, values: dict[str, str], words: str) -> None:
        committed(factories.zone("KCN Mẫu", code="M"))
        response = officer.post("/khu/moi", data={"code": "", **values})
        assert response.status_code == 422
        assert words in words_of(response)

    def test_merging_moves_the_businesses(self, business: Business, officer: CheckedClient) -> None:
        kept = committed(factories.zone("KCN Đúng", provisional=False))
        wrong = business.zone_id
        page = officer.get(f"/khu/{wrong}/gop")
        assert "1 doanh nghiệp" in words_of(page)
        assert officer.post(f"/khu/{wrong}/gop", data={"into": "0"}).status_code == 422
        assert officer.post(f"/khu/{wrong}/gop", data={"into": str(wrong)}).status_code == 422
        assert officer.post(f"/khu/{wrong}/gop", data={"into": str(kept.id)}).location == "/khu"
        assert fresh(Business, business).zone_id == kept.id
        assert db.session.get(Zone, wrong) is None

    def test_who_may(self, business: Business, clerk: CheckedClient, helpdesk: CheckedClient) -> None:
        assert clerk.get("/khu").status_code == 403
        assert helpdesk.get("/khu").status_code == 200
        for url in ("/khu/moi", f"/khu/{business.zone_id}/sua", f"/khu/{business.zone_id}/gop"):
            assert helpdesk.get(url).status_code == 403
            assert helpdesk.post(url, data={"name": "KCN X", "kind": "industrial_zone"}).status_code == 403


def test_business_people_of_nobody(app: Flask, sign_in_as: Any) -> None:
    """A person whose business has no contacts sees an empty page, not somebody else's."""
    client = sign_in_as(factories.user(Role.BUSINESS))
    assert client.user is not None
    assert "Chưa có người liên hệ" in words_of(
        client.get(f"/doanh-nghiep/{client.user.business_id}/nguoi-lien-he")
    )
