"""Times in which the portal did not work: noting them, reading them, and the pages."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.dossiers import actions, queries
from outreach.dossiers.models import Outage
from outreach.dossiers.rules import lasted
from outreach.refusals import Refused
from tests import factories
from tests.client import CheckedClient, words_of


def local(text: str) -> datetime:
    """An instant on the board's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.LOCAL)


NOON = local("2026-03-05 12:00")


# ── deeds ────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_noted_is_kept(app: Flask) -> None:
    who = factories.user(Role.HELPDESK)
    outage = actions.record_outage(
        system="  Cổng   quốc gia ", started_at=NOON, ended_at=NOON + timedelta(minutes=45), note=" chậm ",
        recorded_by_id=who.id,
    )  # fmt: skip
    (line,) = queries.outages_between(date(2026, 3, 5), date(2026, 3, 5))
    assert (line.system, line.note, line.recorded_by) == ("Cổng quốc gia", "chậm", who.name)
    assert (line.id, line.started_at, line.minutes) == (outage.id, NOON, 45)


def test_an_outage_may_have_no_end(app: Flask) -> None:
    outage = actions.record_outage(system="Cổng", started_at=NOON)
    assert outage.ended_at is None
    actions.end_outage(outage=outage, ended_at=NOON + timedelta(hours=2))
    assert queries.list_outages(offset=0, limit=1)[0][0].minutes == 120
    with pytest.raises(Refused, match="đã được ghi"):
        actions.end_outage(outage=outage, ended_at=NOON + timedelta(hours=3))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"system": "  "}, "system"),
        ({"started_at": clock.now() + timedelta(days=1)}, "started_at"),
        ({"ended_at": clock.now() + timedelta(days=1)}, "ended_at"),
        ({"ended_at": NOON}, "ended_at"),
        ({"ended_at": NOON - timedelta(minutes=1)}, "ended_at"),
    ],
)
def test_what_cannot_be_is_refused(app: Flask, values: dict[str, object], field: str) -> None:
    known = factories.outage(NOON)
    asked = {"system": "Cổng", "started_at": NOON, "ended_at": None, "note": None, **values}
    with pytest.raises(Refused) as recorded:
        actions.record_outage(**asked)  # type: ignore[arg-type]
    with pytest.raises(Refused) as changed:
        actions.change_outage(outage=known, **asked)  # type: ignore[arg-type]
    assert (recorded.value.field, changed.value.field) == (field, field)


def test_what_was_noted_by_mistake_is_corrected_or_taken_back(app: Flask) -> None:
    outage = factories.outage(NOON)
    actions.change_outage(
        outage=outage, system="Ký số", started_at=NOON, ended_at=NOON + timedelta(hours=1), note=""
    )
    assert (outage.system, outage.note) == ("Ký số", None)
    actions.delete_outage(outage=outage)
    assert queries.list_outages(offset=0, limit=5) == ([], 0)


# ── reads ────────────────────────────────────────────────────────────────────────────────────────────────


def test_outages_between_are_those_that_touch_the_days_of_the_boards_calendar(app: Flask) -> None:
    late = factories.outage(local("2026-03-04 23:30"), local("2026-03-05 00:10"))
    inside = factories.outage(local("2026-03-05 23:59"), local("2026-03-06 02:00"))
    running = factories.outage(local("2026-03-01 08:00"))
    factories.outage(local("2026-03-04 08:00"), local("2026-03-04 23:50"))
    factories.outage(local("2026-03-06 00:00"), local("2026-03-06 01:00"))
    found = queries.outages_between(date(2026, 3, 5), date(2026, 3, 5))
    assert [line.id for line in found] == [running.id, late.id, inside.id]
    assert queries.outages_between(date(2026, 2, 1), date(2026, 2, 28)) == []


def test_the_register_is_newest_first_and_cut_to_a_year(app: Flask) -> None:
    over_new_year = factories.outage(local("2024-12-31 23:00"), local("2025-01-01 01:00"))
    newest = factories.outage(NOON)
    assert queries.outage_years() == [2026, 2025, 2024]
    assert [line.id for line in queries.list_outages(offset=0, limit=5)[0]] == [newest.id, over_new_year.id]
    for year, expected in ((2024, [over_new_year.id]), (2025, [over_new_year.id]), (2026, [newest.id])):
        rows, total = queries.list_outages(year=year, offset=0, limit=5)
        assert ([line.id for line in rows], total) == (expected, 1)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 phút"), (45, "45 phút"), (200, "3 giờ 20 phút"), (120, "2 giờ"), (3000, "2 ngày 2 giờ")],
)
def test_how_long_it_lasted(app: Flask, minutes: int, words: str) -> None:
    assert lasted(minutes) == words


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_clerk_of_the_helpdesk_notes_one_and_says_when_it_was_over(helpdesk: CheckedClient) -> None:
    assert "Chưa ghi lần gián đoạn nào" in helpdesk.get("/gian-doan").text
    assert f'value="{clock.today():%d/%m/%Y} ' in helpdesk.get("/gian-doan/moi").text, "it has just begun"
    sent = {"system": "Cổng quốc gia", "started_at": "05/03/2026 14h30", "ended_at": "", "note": "lỗi"}
    answer = helpdesk.post("/gian-doan/moi", data=sent)
    assert answer.status_code == 303
    (outage,) = db.session.query(Outage).all()
    assert outage.started_at == local("2026-03-05 14:30")
    assert outage.recorded_by_id == helpdesk.user.id  # type: ignore[union-attr]
    page = helpdesk.get("/gian-doan")
    for words in ("Cổng quốc gia", "05/03/2026 14:30", "chưa ghi lúc hết", "Đã hoạt động lại"):
        assert words in page.text
    helpdesk.post(f"/gian-doan/{outage.id}/het")
    assert "chưa ghi lúc hết" not in helpdesk.get("/gian-doan").text
    helpdesk.post(f"/gian-doan/{outage.id}/het")
    assert "đã được ghi lúc kết thúc" in helpdesk.get("/gian-doan").text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"started_at": "hôm qua"}, "cần ngày và giờ"),
        ({"started_at": "05/03/2026"}, "cần ngày và giờ"),
        ({"started_at": "05/03/2026 25:00"}, "cần ngày và giờ"),
        ({"started_at": ""}, "điền ngày và giờ"),
        ({"ended_at": "05/03/2026 14:00"}, "phải sau lúc bắt đầu"),
        ({"ended_at": "05/03/2040 14:00"}, "ở tương lai"),
        ({"system": ""}, "hệ thống nào không dùng được"),
    ],
)
def test_what_was_typed_comes_back(officer: CheckedClient, typed: dict[str, str], words: str) -> None:
    sent = {"system": "Cổng", "started_at": "05/03/2026 14:30", "ended_at": "", "note": "ghi chú", **typed}
    answer = officer.post("/gian-doan/moi", data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    for text in filter(None, sent.values()):
        assert text in answer.text
    assert db.session.query(Outage).count() == 0


def test_correcting_and_deleting(officer: CheckedClient) -> None:
    outage = factories.outage(NOON, NOON + timedelta(hours=1))
    edit = officer.get(f"/gian-doan/{outage.id}/sua")
    assert 'value="05/03/2026 12:00"' in edit.text
    sent = {"system": "Ký số", "started_at": "05/03/2026 11:00", "ended_at": "05/03/2026 13:00", "note": ""}
    assert officer.post(f"/gian-doan/{outage.id}/sua", data=sent).status_code == 303
    assert queries.list_outages(offset=0, limit=1)[0][0].minutes == 120
    db.session.commit()
    assert "không lấy lại được" in words_of(officer.get(f"/gian-doan/{outage.id}/xoa"))
    officer.post(f"/gian-doan/{outage.id}/xoa")
    assert queries.list_outages(offset=0, limit=1)[1] == 0


def test_leaders_read_and_are_offered_no_deeds(leader: CheckedClient) -> None:
    factories.outage(NOON)
    page = leader.get("/gian-doan").text
    assert "Cổng mẫu" in page
    assert "/gian-doan/moi" not in page
    assert "Đã hoạt động lại" not in page


def test_the_list_is_paged_with_as_many_statements(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    factories.outage(NOON)
    officer.get("/gian-doan")
    count_queries()
    officer.get("/gian-doan")
    few = count_queries()
    for number in range(44):
        factories.outage(NOON - timedelta(days=number), NOON)
    db.session.commit()
    count_queries()
    first = officer.get("/gian-doan").text
    assert count_queries() == few
    assert first.count("<tr>") == 1 + 20
    assert "Trang 1 / 3" in first
    assert 'id="outage-list"' in officer.part("/gian-doan?year=2026&page=99").text
    assert officer.get("/gian-doan?year=zzz&page=-4").status_code == 200
