"""Practice runs on pages: begun, walked, in a seat of a room."""

from typing import Any

from sqlalchemy import select

from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.practice import queries, rules
from outreach.practice.models import PracticeRoom, PracticeRun
from outreach.practice.rules import State
from tests.client import CheckedClient, words_of
from tests.practice.walking import as_form, right_deed


def begin(client: CheckedClient, procedure: Procedure) -> str:
    """Start a run; its address."""
    answer = client.post("/thuc-hanh", data={"procedure": procedure.id})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def run_at(url: str) -> PracticeRun:
    """The run behind an address."""
    key = url.rpartition("/")[2].partition("?")[0]
    return db.session.scalars(select(PracticeRun).where(PracticeRun.public_id == key)).one()


def walk(client: CheckedClient, url: str, until: str = rules.DONE) -> list[str]:
    """Do what is right, page after page, until a step is reached; the pages seen."""
    pages = []
    for _ in range(40):
        run = run_at(url)
        if run.step == until:
            return pages
        page = client.get(url)
        assert page.status_code == 200
        pages.append(words_of(page))
        way = queries.way_of(run.procedure_id)
        assert run.state is not None
        assert way is not None
        answer = client.post(url, data=as_form(right_deed(State.read(run.state), way)))
        assert answer.status_code == 303
        assert answer.headers["Location"] == url
    raise AssertionError("no end in sight")


def sit_down(client: CheckedClient, room: PracticeRoom, **values: Any) -> str:
    """Take a seat; the run's address."""
    answer = client.post(f"/thuc-hanh/phong/vao/{room.code}", data={"seat": "Máy 1", **values})
    assert answer.status_code == 303
    return str(answer.headers["Location"])
