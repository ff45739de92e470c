"""Pages of procedures and their service levels."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import func, select

from outreach.database import db
from outreach.dossiers.models import Dossier, Procedure, ServiceLevel
from tests import factories
from tests.client import CheckedClient

DAY = date(2024, 3, 5)


def test_both_vocabularies_stand_beside_each_other(officer: CheckedClient, leader: CheckedClient) -> None:
    procedure = factories.procedure("Cấp giấy phép môi trường", provisional=True)
    factories.service_level(procedure, "4")
    factories.service_level(procedure, "full", vocabulary="levels_2022", may_file_online=True)
    db.session.commit()
    text = officer.get("/thu-tuc?q=moi+truong").text
    assert "Mức độ 4" in text
    assert "Toàn trình" in text
    assert f"/thu-tuc/{procedure.id}" in text
    assert f"/thu-tuc/{procedure.id}" not in leader.get("/thu-tuc").text
    assert "Không tìm thấy thủ tục" in officer.get("/thu-tuc?q=zzz").text
    assert officer.part("/thu-tuc").text.lstrip().startswith('<section class="stack" id="procedure-list"')


def test_the_list_of_procedures_asks_as_often_for_two_as_for_forty(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    asked = []
    for upto in (2, 40):
        for _ in range(upto):
            factories.service_level(factories.procedure())
        db.session.commit()
        count_queries()
        officer.get("/thu-tuc")
        asked.append(count_queries())
    assert asked[0] == asked[1] <= 8


def test_a_procedure_is_added_and_corrected(officer: CheckedClient) -> None:
    assert officer.post("/thu-tuc/moi", data={"name": " "}).status_code == 422
    made = officer.post("/thu-tuc/moi", data={"name": "Cấp  giấy", "code": "1.009664", "field": "Đầu tư"})
    assert made.status_code == 303
    again = officer.post("/thu-tuc/moi", data={"name": "Khác", "code": "1.009664"})
    assert (again.status_code, "Mã này đã có" in again.text) == (422, True)
    page = made.headers["Location"]
    assert officer.get(page).status_code == 200
    saved = officer.post(page, data={"name": "Cấp giấy chứng nhận", "code": "", "field": ""})
    assert saved.status_code == 303
    procedure = db.session.scalars(select(Procedure)).one()
    assert (procedure.name, procedure.code, procedure.field) == ("Cấp giấy chứng nhận", None, None)


def test_levels_are_added_ended_and_taken_back(officer: CheckedClient) -> None:
    procedure, other = factories.procedure(), factories.service_level(factories.procedure())
    dossier = factories.dossier(factories.business(), DAY, procedure_id=procedure.id)
    db.session.commit()
    page = f"/thu-tuc/{procedure.id}"
    level = {"level-level": "levels_2022:full", "level-valid_from": "1/1/2024"}
    assert officer.post(f"{page}/muc-do", data=level).status_code == 303
    assert officer.get(page).text.count("Toàn trình") > 1
    db.session.expire_all()
    assert db.session.get_one(Dossier, dossier.id).online_possible is True
    added = db.session.scalars(select(ServiceLevel).where(ServiceLevel.procedure_id == procedure.id)).one()
    db.session.rollback()
    for wrong in ({}, {**level, "level-valid_from": "hôm qua"}, {**level, "level-level": "9"}, level):
        answer = officer.post(f"{page}/muc-do", data=wrong)
        assert answer.status_code == 422, wrong
    end = f"{page}/muc-do/{added.id}"
    assert officer.post(f"{end}/ket-thuc", data={f"end-{added.id}-valid_to": "31/12/2023"}).status_code == 422
    assert officer.post(f"{end}/ket-thuc", data={}).status_code == 422
    assert officer.post(f"{end}/ket-thuc", data={f"end-{added.id}-valid_to": "31/1/2024"}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Dossier, dossier.id).online_possible is None
    db.session.rollback()
    assert officer.post(f"{page}/muc-do/{other.id}/xoa").status_code == 404
    assert officer.post(f"{end}/xoa").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(ServiceLevel)) == 1
