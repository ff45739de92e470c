"""Forms that plan something warn once of clashes: without script when they are sent, and then they save."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from outreach import clock
from outreach.campaigns.models import Intervention
from outreach.database import db
from outreach.trainings.models import Session, SessionInvitation
from outreach.visits.models import VisitDay
from tests import factories
from tests.client import CheckedClient, words_of

MONDAY = date(2031, 3, 3)
SUNDAY = MONDAY - timedelta(days=1)
SESSION = {"place": "Hội trường", "seats_per_business": "3", "open_to_all": "y"}
VISIT = {"title": "Thăm KCN", "zone_id": "", "team": ""}


def count(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def session_at(day: date, **values: Any) -> Session:
    begins = datetime.combine(day, time(8, 30), clock.LOCAL)
    made: Session = factories.session(starts_at=begins, ends_at=begins + timedelta(hours=3), **values)
    return made


def hours(day: date) -> dict[str, str]:
    return SESSION | {"starts_at": f"{day:%d/%m/%Y} 08:30", "ends_at": f"{day:%d/%m/%Y} 11:30"}


def seen(page: Any) -> dict[str, str]:
    """What a form says that has shown its warning."""
    found = re.search(r'name="clashes_seen" value="(\w+)"', page.text)
    assert found, "no warning"
    return {"clashes_seen": found[1]}


@pytest.mark.parametrize(
    ("address", "typed", "table"),
    [
        ("/hoat-dong/{id}/buoi", hours(SUNDAY), Session),
        ("/di-tham/moi", VISIT | {"day": f"{SUNDAY:%d/%m/%Y}"}, VisitDay),
        (
            "/hoat-dong/moi?type=dialogue",
            {"type": "dialogue", "title": "Đối thoại", "held_on": f"{SUNDAY:%d/%m/%Y}"},
            Intervention,
        ),
    ],
)
def test_a_day_off_is_said_once_and_then_saved(
    officer: CheckedClient, address: str, typed: dict[str, str], table: type[Any]
) -> None:
    url = address.format(id=factories.intervention().id)
    before = count(table)
    held_up = officer.post(url, data=typed)
    assert held_up.status_code == 422
    assert "là cuối tuần" in words_of(held_up)
    assert "Vẫn lưu" in words_of(held_up)
    assert count(table) == before
    assert officer.post(url, data=typed | {"clashes_seen": "0" * 16}).status_code == 422
    assert officer.post(url, data=typed | seen(held_up)).status_code == 303
    assert count(table) == before + 1


def test_the_live_warning_counts_as_shown(officer: CheckedClient) -> None:
    training = factories.intervention()
    query = f"starts_at={SUNDAY:%d/%m/%Y}+08:30&ends_at={SUNDAY:%d/%m/%Y}+11:30&intervention={training.id}"
    shown = seen(officer.part(f"/lich/va-cham?{query}"))
    assert officer.post(f"/hoat-dong/{training.id}/buoi", data=hours(SUNDAY) | shown).status_code == 303


def test_a_change_of_something_else_is_not_held_up(officer: CheckedClient) -> None:
    session = session_at(SUNDAY)
    typed = hours(SUNDAY) | {"place": "Phòng họp 2"}
    assert officer.post(f"/buoi/{session.public_id}/sua", data=typed).status_code == 303
    assert officer.post(f"/buoi/{session.public_id}/sua", data=hours(MONDAY)).status_code == 303
    assert officer.post(f"/buoi/{session.public_id}/sua", data=hours(SUNDAY)).status_code == 422


def test_what_hangs_or_lasts_has_no_day_off(officer: CheckedClient) -> None:
    day, later = f"{SUNDAY:%d/%m/%Y}", f"{MONDAY:%d/%m/%Y}"
    for typed in (
        {"type": "poster", "title": "Áp phích", "held_on": day},
        {"type": "training", "title": "Hai ngày", "held_on": day, "ends_on": later},
        {"type": "training", "title": "Đã qua", "held_on": "03/03/2024"},
    ):
        assert officer.post(f"/hoat-dong/moi?type={typed['type']}", data=typed).status_code == 303


def test_businesses_meant_for_something_else_that_week_are_named_before_they_are_invited(
    officer: CheckedClient,
) -> None:
    twice, once = factories.business("Công ty Hai Lần"), factories.business("Công ty Một Lần")
    factories.visit_stop(factories.visit_day(MONDAY, title="Thăm nhà máy"), twice)
    session = session_at(MONDAY + timedelta(days=2))
    url, both = f"/buoi/{session.public_id}/moi", {"business": [str(twice.id), str(once.id)]}
    held_up = officer.post(url, data=both)
    assert held_up.status_code == 422
    assert "Công ty Hai Lần" in words_of(held_up)
    assert "Thăm nhà máy" in words_of(held_up)
    assert "Vẫn mời" in words_of(held_up)
    assert held_up.text.count("checked") == 2
    assert count(SessionInvitation) == 0
    assert officer.post(url, data={"business": [str(once.id)]}).status_code == 303
    again = officer.post(url, data={"all_found": "1"})
    assert 'name="all_found" value="1">Vẫn mời' in again.text
    assert officer.post(url, data={"all_found": "1"} | seen(again)).status_code == 303
    assert count(SessionInvitation) == 2
