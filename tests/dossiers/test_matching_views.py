"""The queue of names: what an officer sees, one tap each, with and without JavaScript."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.accounts.models import AccessRecord
from outreach.businesses.actions.comparing import compare_names
from outreach.businesses.models import Business, NameDecision
from outreach.database import db
from outreach.dossiers.models import Dossier
from tests import factories
from tests.client import CheckedClient
from tests.dossiers.matched import KNOWN, MISTYPED, take, waiting_pair

QUEUE = "/nhap-lieu/doi-chieu"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here writes."""


def test_a_name_shows_who_may_be_meant_and_why(officer: CheckedClient) -> None:
    waits, known = waiting_pair()
    factories.counter_help(waits)
    db.session.commit()
    page = officer.get(QUEUE).text
    assert known.zone is not None
    for words in (
        MISTYPED,
        KNOWN,
        str(known.tax_code),
        known.zone.name,
        "gần như giống",
        "2 hồ sơ",
        "1 ghi nhận khác",
    ):
        assert words in page
    assert f"/ho-so?business={waits.id}" in page


def test_names_that_came_just_now_are_said_to_be_on_their_way(officer: CheckedClient) -> None:
    factories.business("Công ty TNHH Vừa Đến", tax_code=None, provisional=True, compared=False)
    db.session.commit()
    page = officer.get(QUEUE).text
    assert "1 tên mới đang được so" in page
    assert "Không còn tên nào chờ" not in page, "nobody knows that yet"
    compare_names()
    page = officer.get(QUEUE).text
    assert "đang được so" not in page
    assert "Không còn tên nào chờ" in page


def test_one_tap_joins_and_says_so_with_the_way_back(officer: CheckedClient) -> None:
    waits, known = waiting_pair()
    answer = officer.post(f"{QUEUE}/{waits.id}/ghep", data={"into": known.id})
    assert answer.status_code == 303
    page = officer.get(answer.headers["Location"]).text
    assert f"{MISTYPED} là {KNOWN}." in page
    assert "Đã chuyển 2 hồ sơ." in page
    assert set(db.session.scalars(select(Dossier.business_id))) == {known.id}
    (decision,) = db.session.scalars(select(NameDecision)).all()
    answer = officer.post(f"{QUEUE}/da-chon/{decision.id}/hoan-tac")
    assert "chờ đối chiếu lại" in officer.get(answer.headers["Location"]).text
    db.session.expire_all()
    assert set(db.session.scalars(select(Business.name).join(Dossier))) == {MISTYPED}
    noted = db.session.scalars(select(AccessRecord.what).order_by(AccessRecord.id)).all()
    assert noted[-2:] == ["name.same", "name.undo.same"]


def test_htmx_gets_what_waits_next(officer: CheckedClient) -> None:
    waits, known = waiting_pair()
    take(("B-1", "Cty TNHH Sao Mai Vàg"))
    answer = officer.post(f"{QUEUE}/{waits.id}/ghep", data={"into": known.id}, headers=PART)
    assert answer.status_code == 200
    assert '<section class="stack" id="name-list"' in answer.text
    assert "Sao Mai Vàg" in answer.text
    assert "Hoàn tác" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("way", "words"), [("rieng", "là một doanh nghiệp riêng"), ("de-sau", "được để sau")]
)
def test_the_other_answers(officer: CheckedClient, way: str, words: str) -> None:
    waits, _known = waiting_pair()
    answer = officer.post(f"{QUEUE}/{waits.id}/{way}")
    page = officer.get(answer.headers["Location"]).text
    assert words in page
    assert "Không còn tên nào chờ" in page
    assert (MISTYPED in officer.get(f"{QUEUE}?state=later").text) is (way == "de-sau")


def test_somebody_else_was_quicker(officer: CheckedClient) -> None:
    waits, known = waiting_pair()
    gone = waits.id
    for _again in range(2):
        answer = officer.post(f"{QUEUE}/{gone}/ghep", data={"into": known.id})
        assert answer.status_code == 303
    assert "vừa được người khác đối chiếu" in officer.get(answer.headers["Location"]).text
    assert db.session.scalar(select(func.count()).select_from(NameDecision)) == 1
    answer = officer.post(f"{QUEUE}/{gone}/ghep", data={"into": known.id}, headers=PART)
    assert answer.headers["HX-Redirect"] == QUEUE


@pytest.mark.parametrize("into", ["", "0", "x", "99999999999999"])
def test_nobody_chosen_changes_nothing(officer: CheckedClient, into: str) -> None:
    waits, _known = waiting_pair()
    officer.post(f"{QUEUE}/{waits.id}/ghep", data={"into": into})
    assert db.session.scalar(select(func.count()).select_from(NameDecision)) == 0


def test_a_business_that_nobody_proposed_is_found(officer: CheckedClient) -> None:
    waits, _known = waiting_pair()
    other = factories.business("Công ty CP Biển Xanh", tax_code="0101248141")
    db.session.commit()
    for words in ("bien xanh", "0101 248 141"):
        assert "Biển Xanh" in officer.get(f"{QUEUE}/{waits.id}?q={words}").text
    assert "Không tìm thấy" in officer.get(f"{QUEUE}/{waits.id}?q=khong-co-ai").text
    officer.post(f"{QUEUE}/{waits.id}/ghep", data={"into": other.id})
    assert set(db.session.scalars(select(Dossier.business_id))) == {other.id}


def test_who_has_a_code_has_no_such_page(officer: CheckedClient) -> None:
    known = factories.business()
    db.session.commit()
    assert officer.get(f"{QUEUE}/{known.id}").status_code == 404


def test_what_was_decided_is_listed_and_found(officer: CheckedClient) -> None:
    waits, known = waiting_pair()
    officer.post(f"{QUEUE}/{waits.id}/ghep", data={"into": known.id})
    for words in ("", "sao mia", "sao mai", known.tax_code):
        page = officer.get(f"{QUEUE}/da-chon?q={words}").text
        assert MISTYPED in page
        assert KNOWN in page
    assert "Chưa đối chiếu" in officer.get(f"{QUEUE}/da-chon?q=bien").text
    answer = officer.post(f"{QUEUE}/da-chon/1/hoan-tac", data={"from": "decided"})
    assert answer.headers["Location"] == f"{QUEUE}/da-chon"


def test_home_says_how_many_wait(officer: CheckedClient) -> None:
    assert "chờ đối chiếu" not in officer.get("/").text
    waiting_pair()
    assert QUEUE in officer.get("/").text


def test_a_long_queue_costs_the_same_few_statements(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    spent = []
    for number in range(2):
        for one in range(6):
            factories.business(f"Công ty TNHH Sao Mai {'abcdefghijkl'[number * 6 + one] * 4}")
            db.session.commit()
            take(
                (f"C-{number}-{one}", f"Cty CP Sao Mai {'abcdefghijkl'[number * 6 + one] * 4}"),
                day=date(2024, 3, 5),
            )
        officer.get(QUEUE)
        count_queries()
        officer.get(QUEUE)
        spent.append(count_queries())
    assert spent[0] == spent[1] <= 16
    assert compare_names() == 0
