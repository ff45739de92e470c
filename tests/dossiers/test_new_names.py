"""Before a register is written: how many of its names somebody will be asked about."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import background
from outreach.businesses.actions.comparing import compare_names
from outreach.businesses.models import Business
from outreach.database import db
from outreach.dossiers import importing
from outreach.dossiers.importing import claims, new_names
from outreach.dossiers.models import ImportRun
from outreach.dossiers.queries.matching import count_waiting_names, count_waiting_of
from tests import factories
from tests.client import CheckedClient
from tests.dossiers.matched import KNOWN, MISTYPED, take
from tests.dossiers.runs import again, queue, receive

HEADINGS = "Mã hồ sơ;Ngày tiếp nhận;Tên doanh nghiệp;Mã số thuế\n"


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here writes."""


def file(*named: tuple[str, str]) -> bytes:
    rows = (f"A-{place};05/03/2024;{name};{code}\n" for place, (name, code) in enumerate(named))
    return (HEADINGS + "".join(rows)).encode()


def told(run: ImportRun) -> tuple[int | None, int | None]:
    found = again(run).recognised
    assert found is not None
    return found["new_names"], found["unsure"]


def written(run: ImportRun) -> ImportRun:
    queue(run)
    assert importing.run_import(run.public_id)
    compare_names()
    return again(run)


NAMED = {
    "nobody new": [(KNOWN, ""), ("CÔNG TY TNHH SAO MAI VÀNG", "")],
    "somebody else": [("Công ty CP Hoàng Hà Long", ""), (KNOWN, "")],
    "one mistyped, in three spellings": [
        (MISTYPED, ""),
        ("CTY TNHH  SAO MIA VÀNG", ""),
        ("Sao Mia Vàng", ""),
    ],
    "two that are like each other": [("Công ty Hoàng Hà Long", ""), ("Công ty Hoàng Hà Lonng", "")],
    "with a code of its own": [(MISTYPED, "0300588569")],
    "with a code here and without there": [(MISTYPED, "0300588569"), (MISTYPED, ""), ("Cty Sao Mai Vng", "")],
    "like one that waits already": [("Công ty TNHH Sao Mia Vagn", "")],
}


@pytest.mark.parametrize("named", NAMED.values(), ids=NAMED)
def test_what_is_said_before_is_what_waits_afterwards(named: list[tuple[str, str]]) -> None:
    factories.business(KNOWN)
    db.session.commit()
    take(("W-1", "Sao Mai Vangg Xuân"))
    waited = count_waiting_names()
    names = set(db.session.scalars(select(Business.id)))
    run = receive(file(*named))
    new, unsure = told(run)
    assert set(db.session.scalars(select(Business.id))) == names, "nothing is written"
    run = written(run)
    codeless = select(Business.id).where(Business.provisional, Business.tax_code.is_(None))
    assert new == len(set(db.session.scalars(codeless)) - names)
    assert unsure == count_waiting_names() - waited == count_waiting_of(run.id)


def test_the_page_says_so_before_and_leads_there_afterwards(officer: CheckedClient) -> None:
    factories.business(KNOWN)
    db.session.commit()
    run = receive(file((MISTYPED, ""), ("Công ty CP Hoàng Hà Long", "")))
    page = f"/nhap-lieu/{run.public_id}"
    assert "1 tên mới trong tệp giống một doanh nghiệp đã biết" in officer.get(page).text
    written(run)
    after = officer.get(page).text
    assert "1 tên trong tệp này chờ đối chiếu." in after
    assert "giống một doanh nghiệp đã biết" not in after


def test_a_file_whose_names_are_all_sure_says_nothing_of_it(officer: CheckedClient) -> None:
    factories.business(KNOWN)
    db.session.commit()
    page = officer.get(f"/nhap-lieu/{receive(file((KNOWN, ''))).public_id}").text
    assert "Đối chiếu tên" not in page


def test_comparing_many_is_not_done_beside_pages(
    officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process of its own does it; until it has, the page says how many names are new."""
    started: list[tuple[str, ...]] = []

    def run_in_a_process(*command: str, longest: timedelta) -> None:
        started.append(command)

    monkeypatch.setattr(background, "run_in_a_process", run_in_a_process)
    monkeypatch.setattr(new_names, "FEW_NEW", 1)
    factories.business(KNOWN)
    db.session.commit()
    run = receive(file((MISTYPED, ""), ("Công ty CP Hoàng Hà Long", "")))
    assert started == [("import-names", "--", str(run.id), background.this_process())]
    assert told(run) == (2, None)
    assert "Tệp có 2 tên mới không kèm mã số" in officer.get(f"/nhap-lieu/{run.public_id}").text


def test_a_run_that_somebody_threw_away_meanwhile_is_left_alone(app: Flask) -> None:
    run = receive(file((MISTYPED, "")))
    with pytest.raises(claims.Lost):
        new_names.note_new_names(run.id, "another:1")
    assert again(run).state == "uploaded"
