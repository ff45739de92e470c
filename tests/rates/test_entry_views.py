"""The page of one entry of the ledger, in every state it can be in."""

import html
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from outreach.accounts.models import Role
from outreach.campaigns.models import Intervention
from outreach.database import db
from outreach.dossiers.models import Outage
from outreach.rates.rules.ledger import Outcome, Verdict
from tests import factories
from tests.client import CheckedClient, words_of
from tests.rates.boards import dossiers, training_of_two
from tests.rates.entries import FAILED, begin, entry, finish, full, store
from tests.rates.test_entry_wording import DENIED, NEVER, without

HELD = date(2025, 3, 5)
# "by", not "because of": who filed a dossier.
BY_STAFF = ("do cán bộ nộp hộ",)


@pytest.fixture
def held(app: Flask) -> Intervention:
    return training_of_two(HELD)


def url_of(of: Intervention, query: str = "") -> str:
    return f"/hoat-dong/{of.id}/truoc-sau{query}"


def asks_again(page: Any) -> bool:
    return "every 3s" in page.text


# ── what is said ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_shown_with_its_counts_and_claims_no_cause(
    held: Intervention, officer: CheckedClient, verdict: Verdict
) -> None:
    store(held, full(verdict))
    page = officer.get(url_of(held))
    words = words_of(page)
    assert "2/10 thành 8/10" in words, "counts stay, whatever the verdict"
    assert "0/5" in words
    assert not asks_again(page)
    assert 'badge bad"' not in page.text
    for text in (words, words_of(officer.get(url_of(held, "?part=method")))):
        assert not NEVER.search(without(text, (*DENIED, *BY_STAFF)))


def test_the_sentence_comes_before_everything(held: Intervention, leader: CheckedClient) -> None:
    store(held, entry(Verdict.UP))
    words = words_of(leader.get(url_of(held)))
    sentence = words.index("Ước có thêm khoảng 33 hồ sơ trực tuyến")
    assert (
        words.index("Có thêm")
        < sentence
        < words.index("Căn cứ của kết luận")
        < words.index("2/10 thành 8/10")
    )
    assert "Tính lúc 21/11/2026 14:05." in words
    assert "604.200 ₫ (từ 348.400 ₫ đến 2.325.600 ₫)" in words
    assert "dự kiến nếu không có hoạt động" in words


def test_a_refusal_shows_no_estimate_anywhere(held: Intervention, officer: CheckedClient) -> None:
    for verdict in (Verdict.NO_FAIR_COMPARISON, Verdict.SELF_SELECTED, Verdict.CEILING, Verdict.TOO_FEW):
        db.session.query(db.metadata.tables["ledger_entries"]).delete()
        store(held, full(verdict))
        for query in ("", "?part=method", "?format=json"):
            text = officer.get(url_of(held, query)).text
            assert "15,4" not in text, (verdict, query)
            assert "0.154" not in text, (verdict, query)
        assert 'id="event"' not in officer.get(url_of(held)).text


def test_a_refused_entry_leads_to_a_list_and_a_lot(
    held: Intervention, officer: CheckedClient, leader: CheckedClient
) -> None:
    store(held, entry(Verdict.NO_FAIR_COMPARISON, checks=FAILED))
    assert "/nen-gap-ai" in officer.get(url_of(held)).text.split('id="verdict"')[1].split("</section>")[0]
    assert "Lập danh sách rồi bốc thăm" not in words_of(leader.get(url_of(held))), "leaders do not plan"


def test_the_ceiling_offers_the_next_outcome(held: Intervention, officer: CheckedClient) -> None:
    store(held, entry(Verdict.CEILING))
    page = officer.get(url_of(held))
    assert "Xem tiếp: tự nộp trực tuyến" in words_of(page)
    assert page.text.count("outcome=alone") == 2, "as the switch and as the offer"


def test_names_of_those_left_out(held: Intervention, officer: CheckedClient) -> None:
    store(held, entry(Verdict.UP))
    assert "Không tính vào phép so" not in words_of(officer.get(url_of(held)))
    db.session.query(db.metadata.tables["ledger_entries"]).delete()
    found = full(Verdict.UP)
    known = [row.business_id for row in db.session.query(db.metadata.tables["attendances"]).all()]
    from dataclasses import replace

    gone = tuple(replace(one, business_id=known[i % 2]) for i, one in enumerate(found.unusable))
    store(held, replace(found, unusable=gone, repeats=(known[0], 2**30)))
    words = words_of(officer.get(url_of(held))).split("Không tính vào phép so")[1]
    assert "1 doanh nghiệp chưa có hồ sơ nào sau hoạt động. Bình" in words
    assert "2 doanh nghiệp đã được loại hoạt động này" in words


# ── how far the ledger is ────────────────────────────────────────────────────────────────────────────────


def test_nothing_computed_yet_shows_the_counts_at_once(held: Intervention, officer: CheckedClient) -> None:
    page = officer.get(url_of(held))
    words = words_of(page)
    assert "Chưa có kết luận" in words
    assert "Máy chủ sẽ tính trong ít phút" in words
    assert "2/10 thành 8/10" in words
    assert asks_again(page)


def test_a_run_shows_how_far_it_is(held: Intervention, officer: CheckedClient) -> None:
    store(held, entry(Verdict.UP), revised=1, running=(3, 12))
    page = officer.get(url_of(held))
    assert '<progress aria-label="Đang tính sổ can thiệp" value="3" max="12">' in page.text
    assert "số liệu đã đổi từ lúc đó, đang tính lại" in words_of(page)
    assert "Ước có thêm khoảng 33" in words_of(page), "the older entry stays"
    assert asks_again(page)


def test_a_page_that_waits_gets_only_what_is_new(held: Intervention, officer: CheckedClient) -> None:
    page = officer.get(url_of(held))
    (again,) = re.findall(r'hx-get="([^"]+)" hx-trigger="every 3s"', page.text)
    again = html.unescape(again)
    assert officer.part(again).status_code == 204
    begin(1, 4)
    answer = officer.part(again)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="card stack" id="verdict"')
    store(held, entry(Verdict.UP))
    db.session.query(db.metadata.tables["ledger_runs"]).filter_by(state="running").delete()
    db.session.commit()
    last = officer.part(again)
    assert "Ước có thêm khoảng 33" in words_of(last)
    assert not asks_again(last)
    assert officer.get(again).text.lstrip().startswith("<!doctype"), "a plain request gets the page"


def test_an_entry_that_never_comes_is_not_waited_for(held: Intervention, officer: CheckedClient) -> None:
    finish()
    page = officer.get(url_of(held))
    assert "Chưa có hồ sơ nào sau hoạt động để tính" in words_of(page)
    assert not asks_again(page)


# ── outcomes ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_switch_shows_the_entry_and_the_counts_of_its_outcome(
    held: Intervention, officer: CheckedClient
) -> None:
    store(held, entry(Verdict.UP))
    store(held, entry(Verdict.UNCLEAR, outcome=Outcome.PAID))
    words = words_of(officer.get(url_of(held, "?outcome=paid_online")))
    assert "Chưa đủ số liệu để nói có thay đổi hay không" in words
    assert "Thanh toán trực tuyến trên số hồ sơ đã rõ" in words
    assert "chưa có hồ sơ thành 10/10" in words, "before the first payment nothing is known"
    assert "chưa có hồ sơ thành 0/5" in words
    page = officer.get(url_of(held, "?outcome=paid_online"))
    assert re.search(r'outcome=paid_online" aria-current="page"', page.text)
    assert '<input type="hidden" name="outcome" value="paid_online">' in page.text


@pytest.mark.parametrize("outcome", ["", "x", "paid", "ONLINE"])
def test_an_unknown_outcome_is_filing_online(
    held: Intervention, officer: CheckedClient, outcome: str
) -> None:
    store(held, entry(Verdict.UP))
    assert "Ước có thêm khoảng 33 hồ sơ trực tuyến" in words_of(
        officer.get(url_of(held, f"?outcome={outcome}"))
    )


def test_alone_and_not_sent_back_count_only_what_is_known(app: Flask, officer: CheckedClient) -> None:
    one, other = factories.business("An"), factories.business("Bình")
    found = factories.intervention(held_on=HELD)
    factories.attendance(found, one)
    dossiers(one, "2025-03-01", online=2, assistance="alone")
    dossiers(one, "2025-03-01", online=3)
    dossiers(one, "2025-04-01", paper=1, status="sent_back")
    dossiers(other, "2025-04-01", online=1, assistance="filed_for", status="processing")
    db.session.commit()
    alone = words_of(officer.get(url_of(found, "?outcome=alone")))
    assert "2/2 thành 0/1" in alone
    assert "chưa có hồ sơ thành 0/1" in alone
    kept = words_of(officer.get(url_of(found, "?outcome=not_sent_back")))
    assert "chưa có hồ sơ thành 0/1" in kept


def test_what_reached_everyone_is_drawn_against_its_trend(app: Flask, officer: CheckedClient) -> None:
    for month in range(1, 13):
        dossiers(None, f"2025-{month:02}-15", online=month, paper=12 - month)
    media = factories.intervention("media", HELD, covers_all=True)
    store(media, entry(Verdict.EVERYONE))
    words = words_of(officer.get(url_of(media)))
    assert "xu hướng trước đó, kéo dài" in words
    assert "đã lệch khỏi xu hướng trước" in words
    assert "Từng doanh nghiệp" not in words
    assert 'id="board' in officer.get(url_of(media, "?outcome=alone")).text, "the months stay"


# ── what stood around it ─────────────────────────────────────────────────────────────────────────────────


def test_what_else_reached_the_same_businesses_is_named_with_how_many(
    held: Intervention, officer: CheckedClient
) -> None:
    an = db.session.query(db.metadata.tables["attendances"]).first()
    visit = factories.intervention("visit", date(2025, 3, 20), title="Thăm An")
    factories.exposure(visit, db.session.get_one(type(factories.business()), an.business_id))
    stranger = factories.intervention("visit", date(2025, 3, 21), title="Thăm người khác")
    factories.exposure(stranger, factories.business())
    factories.intervention("media", date(2025, 3, 22), title="Đài", covers_all=True)
    late = factories.intervention("visit", date(2027, 3, 21), title="Thăm sau này")
    factories.exposure(late, factories.business())
    db.session.commit()
    words = words_of(officer.get(url_of(held)))
    assert "Thăm An 20/03/2025 · 1 trong 2 doanh nghiệp này" in words
    assert "Đài 22/03/2025 · mọi doanh nghiệp" in words
    assert "Thăm người khác" not in words
    assert "Thăm sau này" not in words
    assert "còn có 2 hoạt động khác" in words


def test_what_reached_everyone_stands_beside_whatever_reached_anybody(
    held: Intervention, officer: CheckedClient
) -> None:
    media = factories.intervention("media", date(2025, 3, 22), title="Đài", covers_all=True)
    db.session.commit()
    words = words_of(officer.get(url_of(media)))
    assert "Tập huấn <đợt 1> 05/03/2025 · 2 trong 3 doanh nghiệp này" in words
    assert "còn có 1 hoạt động khác" in words


def test_outages_of_the_windows_are_named(held: Intervention, officer: CheckedClient) -> None:
    for began in (datetime(2025, 3, 10, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)):
        db.session.add(
            Outage(
                system=f"Cổng {began.year}", started_at=began, ended_at=began + timedelta(hours=2),
                recorded_at=began,
            )
        )  # fmt: skip
    db.session.commit()
    words = words_of(officer.get(url_of(held)))
    assert "Cổng 2025 10/03/2025 08:00 – 10/03/2025 10:00" in words
    assert "Cổng 2020" not in words
    assert "Chưa ghi lần gián đoạn nào" not in words


def test_outages_without_an_end_say_so_and_none_at_all_is_said_too(
    held: Intervention, officer: CheckedClient
) -> None:
    assert "Chưa ghi lần gián đoạn nào trong hai khoảng này." in words_of(officer.get(url_of(held)))
    began = datetime(2025, 3, 10, 1, tzinfo=UTC)
    db.session.add(Outage(system="Cổng", started_at=began, recorded_at=began))
    db.session.commit()
    assert "Cổng 10/03/2025 08:00 – chưa ghi lúc hết" in words_of(officer.get(url_of(held)))


# ── regions ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_table_comes_when_it_is_looked_at_and_without_a_script_by_a_link(
    held: Intervention, officer: CheckedClient
) -> None:
    page = officer.get(url_of(held))
    assert "<td" not in page.text
    (region,) = re.findall(r'<section[^>]*id="businesses" hx-get="([^"]+)"', page.text)
    part = officer.part(html.unescape(region))
    assert part.text.lstrip().startswith('<section class="stack no-print" id="businesses">')
    assert re.findall(r">(An|Bình)</a>", part.text) == ["An", "Bình"]
    for query in ("?part=businesses", "?sort=-name", "?page=1", "?basis=possible"):
        assert "<td" in officer.get(url_of(held, query)).text, query


def test_the_method_comes_when_it_is_opened(held: Intervention, officer: CheckedClient) -> None:
    store(held, entry(Verdict.UP))
    page = officer.get(url_of(held))
    assert "jackknife" not in page.text
    (asked,) = re.findall(r'<summary hx-get="([^"]+)" hx-target="#method"', page.text)
    part = officer.part(html.unescape(asked))
    assert part.text.lstrip().startswith('<div class="stack" id="method">')
    assert "20,4 bậc tự do" in words_of(part)
    assert "20,4 bậc tự do" in words_of(officer.get(html.unescape(asked)))


def test_businesses_are_twenty_a_page(held: Intervention, officer: CheckedClient) -> None:
    for number in range(25):
        business = factories.business(f"Công ty {number:02}")
        factories.attendance(held, business)
        dossiers(business, "2025-03-01", paper=1)
    db.session.commit()
    part = officer.part(url_of(held, "?part=businesses"))
    assert part.text.count("<tr>") == 21
    assert "Trang 1 / 2" in words_of(part)


def test_statements_do_not_grow_with_the_businesses(
    held: Intervention, officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    store(held, full(Verdict.UP))
    queries = ("", "?outcome=paid_online", "?part=businesses", "?format=json")

    def statements() -> list[int]:
        counts = []
        for query in queries:
            count_queries()
            officer.get(url_of(held, query))
            counts.append(count_queries())
        return counts

    few = statements()
    for number in range(30):
        business = factories.business(f"Công ty {number:02}")
        factories.attendance(held, business)
        dossiers(business, "2025-03-01", paper=1)
        visit = factories.intervention("visit", date(2025, 3, 20))
        factories.exposure(visit, business)
    db.session.commit()
    assert statements() == few
    assert max(few) <= 20


# ── who may ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", Role)
def test_staff_see_the_entry_and_businesses_do_not(
    held: Intervention, sign_in_as: Callable[[Any], CheckedClient], role: Role
) -> None:
    store(held, full(Verdict.UP))
    client = sign_in_as(factories.user(role))
    expected = 403 if role is Role.BUSINESS else 200
    for query in ("", "?format=xlsx", "?format=json", "?part=method", "?outcome=alone"):
        assert client.get(url_of(held, query)).status_code == expected, query


def test_what_is_not_there_is_not_found(held: Intervention, officer: CheckedClient) -> None:
    for number in (0, held.id + 1000, 2**31, 2**70):
        for query in ("", "?format=xlsx", "?part=verdict&seen=x"):
            assert officer.get(f"/hoat-dong/{number}/truoc-sau{query}").status_code == 404
            assert officer.part(f"/hoat-dong/{number}/truoc-sau{query}").status_code == 404
