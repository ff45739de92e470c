"""Undoing "the same as": every dossier goes where it would be without the decision, and nothing else does."""

import importlib
from datetime import date

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from sqlalchemy import delete, func, select

from outreach.businesses import actions as businesses
from outreach.businesses.actions.comparing import compare_names
from outreach.businesses.models import Business, NameDecision
from outreach.database import db
from outreach.dossiers import actions, importing
from outreach.dossiers.actions import matching
from outreach.dossiers.models import Dossier, MeantDossier
from outreach.dossiers.queries.matching import find_decided
from tests import factories
from tests.client import CheckedClient
from tests.dossiers.matched import DAY, KNOWN, MISTYPED, named, officer_id, take, waiting_pair
from tests.dossiers.registering import assert_rollup_is_a_full_recount
from tests.dossiers.runs import again, queue, receive

CODE = "0101248141"
HEADINGS = "Mã hồ sơ;Ngày tiếp nhận;Tên doanh nghiệp"


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here writes."""


def whose(*codes: str) -> list[str]:
    db.session.rollback()
    found = select(Dossier.code, Business.name).join(Business).where(Dossier.code.in_(codes))
    names = {row[0]: row[1] for row in db.session.execute(found)}
    return [names[code] for code in codes]


def coded(*rows: tuple[str, str, str | None], day: date = DAY) -> None:
    """Dossiers of (code, applicant, tax code), as a register with a column of tax codes gives them."""
    actions.take_in_dossiers(
        [
            {"row": place, "dossier_code": code, "received_on": day, "applicant": name, "tax_code": tax_code}
            for place, (code, name, tax_code) in enumerate(rows, 2)
        ]
    )
    db.session.commit()
    db.session.expire_all()


def same(name: str, into: str) -> int:
    decision = matching.say_same(business=named(name), into=named(into), by=officer_id())
    db.session.commit()
    return decision.id


def undo(decision_id: int) -> Business:
    db.session.expire_all()
    business = matching.undo(db.session.get_one(NameDecision, decision_id))
    db.session.commit()
    assert_rollup_is_a_full_recount()
    return business


@pytest.fixture
def decided() -> int:
    """A name with two dossiers, joined with a business that has a tax code."""
    factories.business(KNOWN, tax_code=CODE)
    db.session.commit()
    take(("W-0", MISTYPED), ("W-1", MISTYPED))
    return same(MISTYPED, KNOWN)


def test_what_came_with_the_code_of_the_business_stays(decided: int) -> None:
    coded(("N-1", MISTYPED, CODE), ("N-2", MISTYPED, None))
    assert whose("N-1", "N-2") == [KNOWN, KNOWN]
    undo(decided)
    assert whose("W-0", "W-1", "N-1", "N-2") == [MISTYPED, MISTYPED, KNOWN, MISTYPED]


def test_a_dossier_whose_code_a_register_says_later_stays(decided: int) -> None:
    coded(("W-0", MISTYPED, CODE))
    undo(decided)
    assert whose("W-0", "W-1") == [KNOWN, MISTYPED]


def test_a_dossier_that_a_register_calls_by_the_right_name_later_stays(decided: int) -> None:
    take(("W-0", KNOWN))
    undo(decided)
    assert whose("W-0", "W-1") == [KNOWN, MISTYPED]


def test_the_same_name_again_says_nothing_new(decided: int) -> None:
    take(("W-0", MISTYPED), day=date(2024, 3, 6))
    undo(decided)
    assert whose("W-0", "W-1") == [MISTYPED, MISTYPED]


def test_an_earlier_dossier_that_came_to_the_business_by_the_name_leaves_it(decided: int) -> None:
    """It was there before the decision, so its number does not tell."""
    undo(decided)
    take(("K-1", KNOWN), ("K-2", KNOWN))
    again_decided = same(MISTYPED, KNOWN)
    take(("K-1", MISTYPED))
    assert whose("K-1", "K-2") == [KNOWN, KNOWN]
    undo(again_decided)
    assert whose("K-1", "K-2") == [MISTYPED, KNOWN]


def test_a_dossier_known_by_its_code_whose_code_a_register_forgets_goes_by_its_name(decided: int) -> None:
    coded(("N-1", MISTYPED, CODE))
    coded(("N-1", MISTYPED, None))
    undo(decided)
    assert whose("N-1") == [MISTYPED]


def test_what_came_by_a_name_that_the_decision_took_along_stays_with_that_name() -> None:
    first, second = "Sao Mia Vàng Xuân", "Sao Mia Vang Xuan Thu"
    factories.business(KNOWN)
    take(("A-1", first))
    take(("A-2", second))
    inner, outer = same(second, first), same(first, KNOWN)
    take(("B-1", first), ("B-2", second))
    assert whose("B-1", "B-2") == [KNOWN, KNOWN]
    undo(outer)
    assert whose("A-1", "A-2", "B-1", "B-2") == [first] * 4
    undo(inner)
    assert whose("A-1", "A-2", "B-1", "B-2") == [first, second, first, second]


def test_undone_from_within_what_came_by_either_name_parts_as_well() -> None:
    first, second = "Sao Mia Vàng Xuân", "Sao Mia Vang Xuan Thu"
    factories.business(KNOWN)
    take(("A-1", first))
    take(("A-2", second))
    inner = same(second, first)
    take(("B-2", second))
    outer = same(first, KNOWN)
    take(("C-2", second))
    undo(inner)
    assert whose("A-1", "A-2", "B-2", "C-2") == [KNOWN, second, second, second]
    undo(outer)
    assert whose("A-1", "A-2", "B-2", "C-2") == [first, second, second, second]


def test_a_name_that_means_somebody_else_by_now_goes_there() -> None:
    """A spelling that is another registered business's whole name is that business's, as in any import."""
    factories.business(KNOWN)
    take(("A-1", "Sao Mia Vàng"))
    take(("A-2", "Cty TNHH Sao Mia Vàng"))
    waits = db.session.scalars(select(Business).where(Business.provisional)).one().name
    decision = same(waits, KNOWN)
    own = factories.business("Cty TNHH Sao Mia Vàng", tax_code=CODE)
    db.session.commit()
    take(("B-1", "Sao Mia Vàng"), ("B-2", "Cty TNHH Sao Mia Vàng"))
    undo(decision)
    assert whose("A-1", "A-2", "B-1", "B-2") == [waits] * 3 + [own.name]


def test_taken_back_an_import_says_nothing_any_more(decided: int) -> None:
    run = queue(receive(f"{HEADINGS};Mã số thuế\nW-0;05/03/2024;{MISTYPED};{CODE}\n".encode()))
    assert importing.run_import(run.public_id)
    assert db.session.scalar(select(func.count()).where(MeantDossier.decision_id.is_(None))) == 1
    actions.ask_to_undo(again(run), by=officer_id())
    db.session.commit()
    assert importing.run_import(run.public_id)
    undo(decided)
    assert whose("W-0", "W-1") == [MISTYPED, MISTYPED]


def test_an_import_that_is_taken_back_after_the_decision_gives_nothing_to_the_other(decided: int) -> None:
    """What the import remembers of a dossier before it follows the dossier."""
    take(("N-1", MISTYPED))
    rows = "".join(f"{code};04/03/2024;{MISTYPED}\n" for code in ("N-1", "W-0"))
    run = queue(receive(f"{HEADINGS}\n{rows}".encode()))
    assert importing.run_import(run.public_id)
    undo(decided)
    actions.ask_to_undo(again(run), by=officer_id())
    db.session.commit()
    assert importing.run_import(run.public_id)
    assert whose("N-1", "W-0", "W-1") == [MISTYPED] * 3
    assert_rollup_is_a_full_recount()


def test_a_file_laid_down_behind_the_curtain_is_told_apart_too(decided: int) -> None:
    heading = "Mã hồ sơ;Ngày tiếp nhận;Tên doanh nghiệp;Mã số thuế\n"
    rows = [f"N-{n};{DAY:%d/%m/%Y};{MISTYPED};{CODE if n % 3 == 0 else ''}\n" for n in range(700)]
    run = queue(receive((heading + "".join(rows)).encode()))
    assert importing.run_import(run.public_id)
    line = find_decided(decided)
    assert line is not None
    assert line.since == len([n for n in range(700) if n % 3])
    undo(decided)
    found = db.session.execute(select(Dossier.code, Business.name).join(Business)).all()
    assert {code: name for code, name in found if code.startswith("N")} == {
        f"N-{n}": KNOWN if n % 3 == 0 else MISTYPED for n in range(700)
    }


def test_the_page_says_how_many_come_back_and_which_code_stays(officer: CheckedClient) -> None:
    waits, known = waiting_pair()
    known.tax_code = None
    known.own_code = "DN-7"
    db.session.commit()
    decision = same(waits.name, known.name)
    coded(("N-1", MISTYPED, CODE), ("N-2", MISTYPED, None))
    assert "Thêm 1 hồ sơ đến sau theo tên này" in officer.get("/nhap-lieu/doi-chieu/da-chon").text
    way = f"/nhap-lieu/doi-chieu/da-chon/{decision}/hoan-tac"
    page = officer.get(officer.post(way, data={"from": "decided"}).headers["Location"])
    assert f"Đã hoàn tác: {MISTYPED} chờ đối chiếu lại, cùng 3 hồ sơ" in page.text
    assert f"Mã số {CODE}" in page.text
    assert whose("N-1", "N-2") == [KNOWN, MISTYPED]


def test_undone_by_key_the_queue_says_so_itself(officer: CheckedClient) -> None:
    """A message above the list would still speak of the name when the next one is decided."""
    waits, known = waiting_pair()
    decision = same(waits.name, known.name)
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = officer.post(f"/nhap-lieu/doi-chieu/da-chon/{decision}/hoan-tac", headers=part)
    assert f"Đã hoàn tác: {MISTYPED} chờ đối chiếu lại, cùng 2 hồ sơ" in answer.text
    assert "<html" not in answer.text
    after = officer.post(f"/nhap-lieu/doi-chieu/{named(MISTYPED).id}/de-sau", headers=part)
    assert "Đã hoàn tác" not in after.text
    assert "Đã hoàn tác" not in officer.get("/nhap-lieu/doi-chieu").text


def test_decisions_from_before_dossiers_were_told_apart(app: Flask, decided: int) -> None:
    """The migration takes the name for what brought a later dossier: nothing else was written down then."""
    take(("N-1", MISTYPED), ("N-2", KNOWN))
    before = _noted()
    db.session.execute(delete(MeantDossier))
    migration = importlib.import_module("outreach.migrations.versions.0012_whose_by_a_decision")
    with Operations.context(MigrationContext.configure(db.session.connection())):
        migration._note_earlier_decisions()
    assert _noted() == before
    undo(decided)
    assert whose("W-0", "W-1", "N-1", "N-2") == [MISTYPED, MISTYPED, MISTYPED, KNOWN]


def _noted() -> list[tuple[int, int | None, bool]]:
    m = MeantDossier
    rows = db.session.execute(select(m.dossier_id, m.decision_id, m.moved).order_by(m.dossier_id))
    return [(row[0], row[1], row[2]) for row in rows]


def test_a_business_of_the_same_name_that_came_meanwhile_is_asked_about(decided: int) -> None:
    businesses.take_in_businesses([{"row": 2, "tax_code": "0300588569", "name": MISTYPED}])
    db.session.commit()
    undo(decided)
    db.session.rollback()
    compare_names()
    assert whose("W-0", "W-1") == [MISTYPED, MISTYPED]
    assert db.session.scalar(select(func.count()).where(Business.name == MISTYPED)) == 2
