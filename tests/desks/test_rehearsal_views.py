"""The rehearsal on a demo board: she gets stuck, reads the reply, says thanks; nowhere else."""

import re

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import DEMO, Role, Setting
from outreach.database import db
from outreach.desks.queries.rehearsal import QUESTION, THANKS
from outreach.helpdesk.models import Conversation
from tests import factories
from tests.client import CheckedClient, words_of
from tests.helpdesk import chats
from tests.tutorials import samples

PHONE = "/ban-ho-tro/trinh-dien/dien-thoai"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def board() -> None:
    db.session.add(Setting(key=DEMO, value="2026-03-02"))
    factories.user(Role.BUSINESS)
    factories.step_report(samples.published("ky-so"))
    db.session.flush()


def hidden(text: str) -> dict[str, str]:
    found = re.findall(r'name="(began|looks|report)" value="(\d+)"', text)
    return dict(found)


def test_it_is_on_a_demo_board_alone(helpdesk: CheckedClient) -> None:
    assert helpdesk.get("/ban-ho-tro/trinh-dien").status_code == 404
    assert helpdesk.post(PHONE).status_code == 404


def test_she_waits_gets_stuck_reads_and_thanks(helpdesk: CheckedClient) -> None:
    board()
    page = helpdesk.get("/ban-ho-tro/trinh-dien")
    assert "sau 20 giây" in words_of(page)
    early = helpdesk.post(PHONE, data=hidden(page.text), headers=HTMX)
    assert db.session.scalars(select(Conversation)).all() == []
    began = str(int(clock.now().timestamp()) - 21)
    stuck = helpdesk.post(PHONE, data={**hidden(early.text), "began": began}, headers=HTMX)
    assert QUESTION in words_of(stuck)
    talk = db.session.scalars(select(Conversation)).one()
    again = helpdesk.post(PHONE, data=hidden(stuck.text), headers=HTMX)
    assert db.session.scalars(select(Conversation)).all() == [talk], "she asks once"
    assert helpdesk.user is not None
    chats.said(talk, "Anh/Chị xem bước “Ký số” nhé", by=helpdesk.user)
    reads = helpdesk.post(PHONE, data=hidden(again.text), headers=HTMX)
    assert "Anh/Chị xem bước" in words_of(reads)
    assert "Đã xem" in words_of(helpdesk.get(f"/tro-giup/{talk.public_id}"))
    for _ in range(3):
        reads = helpdesk.post(PHONE, data=hidden(reads.text), headers=HTMX)
    assert words_of(reads).count(THANKS) == 1


def test_nobody_elses_question_is_played(helpdesk: CheckedClient) -> None:
    board()
    other = factories.step_report(samples.published("khac"))
    chats.conversation(step_report_id=other.id)
    data = {"began": "0", "report": str(other.id)}
    assert "hư cấu" not in words_of(helpdesk.post(PHONE, data=data, headers=HTMX))
    assert "sẽ bị kẹt" in words_of(helpdesk.post(PHONE, data=data, headers=HTMX))
