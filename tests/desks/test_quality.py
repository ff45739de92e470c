"""The page of the register's quality: its counts, its gaps, and the statements it takes."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

from flask import Flask

from outreach import clock
from outreach.database import db
from outreach.desks.queries.quality import Quality
from outreach.desks.rules.quality import ALL, EFFECTS, LATEST, MENDS, Span, last_whole_month, read_span
from outreach.dossiers.rules import ODDITIES
from tests import factories
from tests.client import CheckedClient, words_of
from tests.dossiers import making

PAGE = "/nhap-lieu/chat-luong"
TODAY = date(2026, 11, 22)
EVERYTHING = Span(ALL, date.min, None)


def fill(source: str, months: list[int], *, agency_id: int | None = None, until: date = TODAY) -> None:
    """So many dossiers in each of the last whole months, the oldest first."""
    last = last_whole_month(until)
    for back, count in enumerate(reversed(months)):
        month = clock.add_months(last, -back)
        for number in range(count):
            day = month + timedelta(days=number % 28)
            factories.dossier(None, day, source=source, agency_id=agency_id, due_on=day)
    db.session.commit()


def looked(source: str | None = None, span: Span = EVERYTHING) -> Quality:
    return Quality(span, source, TODAY)


def said(found: Quality) -> list[tuple[str, str, int]]:
    return [(one.name, gap.kind, gap.months) for one in found.by_source for gap in one.gaps]


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_oddity_says_what_it_does() -> None:
    assert set(EFFECTS) == set(ODDITIES)
    assert set(MENDS) <= set(ODDITIES)


def test_spans_are_read_and_nonsense_is_the_latest() -> None:
    latest = Span(LATEST, date(2024, 12, 1), None)
    assert read_span("", TODAY) == latest
    assert read_span("all", TODAY) == EVERYTHING
    assert read_span("2025", TODAY) == Span("2025", date(2025, 1, 1), date(2025, 12, 31))
    for nonsense in ("0001", "2027", "20256", "²025", "24x", "9" * 5000):
        assert read_span(nonsense, TODAY) == latest
    assert latest.args == {"from": "2024-12-01"}
    assert EVERYTHING.args == {}


def test_a_month_is_due_in_the_middle_of_the_next() -> None:
    assert last_whole_month(date(2026, 11, 15)) == date(2026, 9, 1)
    assert last_whole_month(date(2026, 11, 16)) == date(2026, 10, 1)


# ── months ───────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_source_lacks_and_one_that_stopped(app: Flask) -> None:
    fill("a", [10, 11, 0, 10, 12, 10, 9])
    fill("b", [10, 11, 10, 10, 12, 0, 0])
    found = looked()
    assert said(found) == [("a", "missing", 1), ("b", "stopped", 2)]
    assert [one.stopped is not None for one in found.by_source] == [False, True]
    assert found.missing_months == 3
    assert said(looked("a")) == [("a", "missing", 1)]
    year = Span("x", date(2026, 8, 1), None)
    assert said(looked(span=year)) == [("b", "stopped", 2)]


def test_months_before_the_span_say_what_is_usual(app: Flask) -> None:
    fill("a", [20, 21, 20, 19, 20, 0, 20])
    first = clock.add_months(last_whole_month(TODAY), -1)
    assert said(looked(span=Span("x", first, None))) == [("a", "missing", 1)]


def test_an_agency_that_lacks_a_month_its_source_has(app: Flask) -> None:
    here, there = factories.agency("Phòng Đầu tư").id, factories.agency("Phòng Môi trường").id
    fill("a", [10, 11, 10, 0, 12, 10, 9], agency_id=here)
    fill("a", [10, 11, 0, 0, 12, 10, 9], agency_id=there)
    (one,) = looked().by_agency
    assert (one.agency, one.gap.kind, one.gap.months) == ("Phòng Môi trường", "missing", 2)


def test_an_agency_is_not_blamed_for_what_the_whole_source_lacks(app: Flask) -> None:
    fill("a", [10, 11, 0, 10, 12, 10, 9], agency_id=factories.agency("Phòng Đầu tư").id)
    assert said(looked()) == [("a", "missing", 1)]
    assert looked().by_agency == []


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────


def links(text: str) -> dict[str, str]:
    """What a link of the page says → where it goes."""
    found = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', text, re.DOTALL)
    return {re.sub(r"<[^>]+>|\s+", " ", inner).strip(): unescape(href) for href, inner in found}


def test_an_empty_register_says_what_to_do(officer: CheckedClient, leader: CheckedClient) -> None:
    assert "Nhập sổ hồ sơ" in officer.get(PAGE).text
    assert "Chưa có hồ sơ nào" in leader.get(PAGE).text


def test_every_count_leads_to_its_rows(officer: CheckedClient) -> None:
    day = clock.today() - timedelta(days=40)
    business = factories.business(tax_code=None)
    for number in range(3):
        factories.dossier(business, day, channel=None if number else "online", due_on=day, source="vnpt")
    factories.dossier(factories.business(), day, due_on=day - timedelta(days=1), source="main")
    factories.dossier(factories.business(), date(2015, 1, 2), due_on=None, status=None)
    db.session.commit()
    for address, first in ((PAGE, False), (f"{PAGE}?span=all", True)):
        text = officer.get(address).text
        for label, wanted in (
            ("Người nộp không có mã số thuế", 3), ("Chưa rõ hình thức nộp", 2),
            ("Hẹn trả trước ngày tiếp nhận", 1), ("Chưa rõ trạng thái", 1 if first else 0),
        ):  # fmt: skip
            found = [href for said, href in links(text).items() if said.endswith(label)]
            assert len(found) == (1 if wanted else 0), label
            if found:
                assert f"{wanted} hồ sơ" in words_of(officer.get(found[0])), label
    of_one = next(href for said, href in links(officer.get(PAGE).text).items() if said == "vnpt: 2")
    assert "2 hồ sơ" in words_of(officer.get(of_one))
    only = officer.get(f"{PAGE}?source=vnpt").text
    assert "Hẹn trả trước ngày tiếp nhận" not in only.partition("Không thấy hồ sơ nào như sau")[0]
    assert officer.get(f"{PAGE}?source=gi-do&span=9999").status_code == 200
    part = officer.part(f"{PAGE}?span=all").text
    assert part.lstrip().startswith('<div class="stack" id="quality"')


def test_a_span_without_dossiers_offers_all_of_them(officer: CheckedClient) -> None:
    factories.dossier(factories.business(), date(2015, 1, 2))
    db.session.commit()
    text = officer.get(PAGE).text
    assert "Không có hồ sơ nào trong khoảng này" in text
    assert "span=all" in text


def test_two_sources_that_have_the_same_and_a_form_that_says_otherwise(officer: CheckedClient) -> None:
    day, business, procedure = clock.today() - timedelta(days=50), factories.business(), factories.procedure()
    for source in ("main", "vnpt"):
        factories.dossier(business, day, source=source, procedure_id=procedure.id)
    month = clock.month_of(day)
    making.summary(month, clock.add_months(month, 1) - timedelta(days=1), received_in_period=7)
    db.session.commit()
    text = words_of(officer.get(PAGE))
    assert "Có thể bị đếm hai lần" in text
    assert "Biểu tổng hợp so với sổ" in text
    assert "khác nhau" in text
    doubles = links(officer.get(PAGE).text)
    both = next(href for said, href in doubles.items() if said.endswith("ngày ở hai nguồn"))
    assert "2 hồ sơ" in words_of(officer.get(both))


def test_staff_read_it_in_either_language(
    helpdesk: CheckedClient, leader: CheckedClient, clerk: CheckedClient
) -> None:
    factories.dossier(factories.business(), clock.today())
    db.session.commit()
    for client in (helpdesk, leader):
        text = client.get(PAGE).text
        assert "Chất lượng sổ hồ sơ" in text
        assert "Ghi mức độ dịch vụ công" not in text  # not theirs to mend
    assert clerk.get(PAGE).status_code == 403


def test_the_number_of_statements_does_not_grow(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    def asked() -> int:
        officer.get(PAGE)
        count_queries()
        officer.get(PAGE)
        return count_queries()

    until = clock.today()
    agency = factories.agency("Phòng 1").id
    fill("a", [8, 8, 0, 9], agency_id=agency, until=until)
    fill("b", [8, 8, 9], until=until)
    few = asked()
    for number in range(5):
        fill(f"c{number}", [8, 0, 9, 0, 8], agency_id=factories.agency(f"Phòng c{number}").id, until=until)
        making.summary(date(2026, 1, 1), date(2026, 1, 31))
    db.session.commit()
    assert asked() <= few + 2  # the forms' figures and the register's of their days
    assert few <= 14
