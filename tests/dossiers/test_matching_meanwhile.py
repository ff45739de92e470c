"""Decisions about names while others decide, and while imports wait, are written or are taken back."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.businesses.actions.comparing import compare_names
from outreach.businesses.models import Business, NameDecision
from outreach.database import db
from outreach.dossiers import actions, importing
from outreach.dossiers.actions import matching
from outreach.dossiers.models import Dossier, ImportRun
from outreach.refusals import Refused
from tests import factories
from tests.dossiers.matched import KNOWN, MISTYPED, named, officer_id, waiting_pair
from tests.dossiers.registering import assert_rollup_is_a_full_recount
from tests.dossiers.runs import again, queue, receive
from tests.threads import at_once

HEADINGS = "Mã hồ sơ;Ngày tiếp nhận;Tên doanh nghiệp\n"
FILE = f"{HEADINGS}A-1;05/03/2024;{MISTYPED}\nA-2;06/03/2024;{MISTYPED}\n".encode()
# As most registers are: a column of tax codes, with nothing in it for these.
CODED = FILE.replace("doanh nghiệp\n".encode(), "doanh nghiệp;Mã số thuế\n".encode()).replace(
    f"{MISTYPED}\n".encode(), f"{MISTYPED};\n".encode()
)


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here writes."""


def of_businesses() -> dict[str, int]:
    db.session.rollback()
    counted = select(Business.name, func.count(Dossier.id)).outerjoin(
        Dossier, Dossier.business_id == Business.id
    )
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(Business.name))}


def imported(file: bytes = FILE) -> ImportRun:
    run = queue(receive(file))
    assert importing.run_import(run.public_id)
    compare_names()
    return again(run)


def test_two_who_decide_at_once(app: Flask) -> None:
    waits, known = waiting_pair()
    other = factories.business("Công ty TNHH Sao Mai Đỏ")
    by = officer_id()
    db.session.commit()
    ids, outcomes = (waits.id, known.id, other.id), list[str]()
    db.session.remove()

    def decide(into_id: int) -> None:
        with app.app_context():
            waiting, into = db.session.get(Business, ids[0]), db.session.get(Business, into_id)
            try:
                if waiting is None or into is None:
                    raise Refused("gone")
                matching.say_same(business=waiting, into=into, by=by)
                db.session.commit()
                outcomes.append("said")
            except Refused:
                db.session.rollback()
                outcomes.append("refused")

    at_once(lambda: decide(ids[1]), lambda: decide(ids[2]))
    assert sorted(outcomes) == ["refused", "said"]
    assert db.session.scalar(select(func.count()).select_from(NameDecision)) == 1
    assert sorted(of_businesses().values()) == [0, 2]
    assert_rollup_is_a_full_recount()


def test_a_file_that_waits_learns_what_was_decided_meanwhile() -> None:
    waiting_pair()
    run = queue(receive(FILE))
    public_id = run.public_id
    matching.say_same(business=named(MISTYPED), into=named(KNOWN), by=officer_id())
    db.session.commit()
    assert importing.run_import(public_id)
    assert again(run).state == "done"
    assert of_businesses() == {KNOWN: 4}
    assert_rollup_is_a_full_recount()


def test_an_import_is_taken_back_after_its_name_was_matched() -> None:
    factories.business(KNOWN)
    db.session.commit()
    run = imported()
    decision = matching.say_same(business=named(MISTYPED), into=named(KNOWN), by=officer_id())
    db.session.commit()
    actions.ask_to_undo(run, by=officer_id())
    db.session.commit()
    assert importing.run_import(run.public_id)
    assert again(run).state == "undone"
    assert of_businesses() == {KNOWN: 0}
    matching.undo(db.session.get_one(NameDecision, decision.id))
    db.session.commit()
    assert of_businesses() == {KNOWN: 0, MISTYPED: 0}
    assert_rollup_is_a_full_recount()


def test_an_import_that_changed_dossiers_gives_them_back_to_whom_the_name_means() -> None:
    factories.business(KNOWN)
    db.session.commit()
    imported()
    changed = FILE.replace(b"05/03/2024", b"04/03/2024")
    run = queue(receive(changed))
    assert importing.run_import(run.public_id)
    decision = matching.say_same(business=named(MISTYPED), into=named(KNOWN), by=officer_id())
    db.session.commit()
    actions.ask_to_undo(again(run), by=officer_id())
    db.session.commit()
    assert importing.run_import(run.public_id)
    assert of_businesses() == {KNOWN: 2}
    matching.undo(db.session.get_one(NameDecision, decision.id))
    db.session.commit()
    assert of_businesses() == {KNOWN: 0, MISTYPED: 2}
    assert_rollup_is_a_full_recount()


@pytest.mark.parametrize("file", [FILE, CODED], ids=["names", "codes that are empty"])
def test_the_same_file_again_changes_nothing_after_matching(file: bytes) -> None:
    factories.business(KNOWN)
    db.session.commit()
    imported(file)
    matching.say_same(business=named(MISTYPED), into=named(KNOWN), by=officer_id())
    db.session.commit()
    run = imported(file)
    assert (run.created, run.updated, run.unchanged) == (0, 0, 2)
    assert of_businesses() == {KNOWN: 2}
