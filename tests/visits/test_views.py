"""Pages of visits: planning a route, a stop on a phone, packs on paper, promises until they are kept."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import AccessRecord, Role, User
from outreach.businesses import actions as businesses
from outreach.campaigns.models import Evidence, ExposureRecord
from outreach.database import db
from outreach.notices.models import Notice
from outreach.visits import queries
from outreach.visits.models import Promise, VisitDay, VisitStop
from tests import factories
from tests.client import CheckedClient, words_of
from tests.tutorials import samples

TODAY = clock.today()
SignIn = Callable[[User], CheckedClient]


def only(table: Any) -> Any:
    db.session.expire_all()
    return db.session.scalars(select(table)).one()


def route(*names: str, **values: Any) -> tuple[VisitDay, list[VisitStop]]:
    """A day with these businesses, in order."""
    day = factories.visit_day(**values)
    return day, [factories.visit_stop(day, factories.business(name), reason="giấy") for name in names]


def typed(client_id: str = "phone-1", **values: Any) -> dict[str, Any]:
    return {"outcome": "visited", "client_id": client_id, "seen": "", **values}


def at(day: VisitDay, stop: VisitStop | None = None, more: str = "") -> str:
    return f"/di-tham/{day.public_id}" + (f"/{stop.public_id}" if stop else "") + more


# ── planning ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_day_is_planned_and_its_businesses_are_chosen(officer: CheckedClient) -> None:
    zone = factories.zone("KCN Sông Mẫu")
    a = factories.business("Công ty A", zone=zone)
    factories.business("Công ty B", zone=zone)
    factories.business("Công ty Nơi Khác")
    assert "Chưa có ngày đi thăm nào sắp tới" in words_of(officer.get("/di-tham"))
    form = {"title": "Thăm KCN", "day": f"{TODAY:%d/%m/%Y}", "zone_id": zone.id, "team": "chị Hạnh"}
    refused = officer.post("/di-tham/moi", data={**form, "day": "hôm qua"})
    assert refused.status_code == 422
    assert "hôm qua" in refused.text
    added = officer.post("/di-tham/moi", data=form)
    day = only(VisitDay)
    assert added.headers["Location"] == at(day, more="/them")
    page = words_of(officer.get(at(day, more="/them?source=zone")))
    assert "Công ty A" in page
    assert "Nơi Khác" not in page, "the day's zone is chosen"
    assert "Nơi Khác" in words_of(officer.get(at(day, more="/them?source=zone&zone=0")))
    none = officer.post(at(day, more="/them?source=zone"), data={})
    assert "ít nhất một" in words_of(none)
    officer.post(at(day, more="/them?source=zone"), data={"business": [a.id]})
    assert "Công ty A" in words_of(officer.get(at(day)))
    assert "Công ty B" not in words_of(officer.get(at(day)))


def test_the_reason_it_was_offered_for_goes_along(officer: CheckedClient) -> None:
    promised = factories.business("Công ty Hẹn")
    factories.promise(promised)
    day, _stops = route()
    officer.post(at(day, more="/them?source=promises"), data={"business": [promised.id]})
    assert "1 cam kết chưa xong" in str(only(VisitStop).reason)


def test_a_planned_visit_leads_to_its_route(officer: CheckedClient) -> None:
    visit = factories.intervention("visit", title="Thăm quý I")
    factories.listed(visit, factories.business("Công ty Mời"))
    asked = officer.get(f"/hoat-dong/{visit.id}/lo-trinh")
    page = officer.get(asked.headers["Location"])
    assert "Thăm quý I" in words_of(page)
    form = {"title": "Thăm quý I", "day": f"{TODAY:%d/%m/%Y}", "zone_id": "", "team": ""}
    officer.post(asked.headers["Location"], data=form)
    day = only(VisitDay)
    assert (day.intervention_id, [stop.business for stop in queries.stop_lines(day.id)]) == (
        visit.id,
        ["Công ty Mời"],
    )
    assert officer.get(f"/hoat-dong/{visit.id}/lo-trinh").headers["Location"] == at(day)


def test_stops_are_arranged_with_and_without_htmx(officer: CheckedClient) -> None:
    day, (_a, b, _c) = route("Công ty A", "Công ty B", "Công ty C")
    db.session.commit()
    plain = officer.post(at(day, b, "/xep"), data={"way": "up"})
    assert plain.headers["Location"].endswith(f"#stop-{b.public_id}")
    assert [stop.business[-1] for stop in queries.stop_lines(day.id)] == ["B", "A", "C"]
    part = officer.post(at(day, b, "/xep"), data={"way": "down"}, headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith("<section")
    assert f'id="down-{b.public_id}"' in part.text, "where the focus goes back to"
    assert part.text.index("Công ty A") < part.text.index("Công ty B")
    officer.post(at(day, b, "/xep"), data={"way": "sideways"})
    assert [stop.business[-1] for stop in queries.stop_lines(day.id)] == ["A", "B", "C"]


def test_a_stop_goes_to_another_day_or_off_the_route(officer: CheckedClient) -> None:
    day, (a, b) = route("Công ty A", "Công ty B")
    assert "Chưa có ngày nào khác" in words_of(officer.get(at(day, a, "/doi-ngay")))
    other = factories.visit_day(TODAY + timedelta(days=2), title="Ngày kia")
    db.session.commit()
    assert officer.post(at(day, a, "/doi-ngay"), data={"to": "nowhere"}).status_code == 422
    moved = officer.post(at(day, a, "/doi-ngay"), data={"to": other.public_id})
    assert moved.headers["Location"] == at(other)
    officer.post(at(day, b, "/bo"))
    assert queries.stop_lines(day.id) == []
    assert [stop.business for stop in queries.stop_lines(other.id)] == ["Công ty A"]


def test_a_stop_belongs_to_its_day(officer: CheckedClient) -> None:
    day, _stops = route()
    _other, (a,) = route("Công ty A")
    db.session.commit()
    for more in ("", "/goi", "/doi-ngay"):
        assert officer.get(at(day, a, more)).status_code == 404
    assert officer.post(at(day, a), data=typed()).status_code == 404


# ── at the gate ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_stop_is_recorded_and_the_next_one_comes(officer: CheckedClient) -> None:
    day, (a, b) = route("Công ty A", "Công ty B")
    procedure = factories.procedure("Gia hạn giấy phép")
    db.session.commit()
    page = officer.get(at(day, a))
    for words in ("Gia hạn giấy phép", "Quen nộp trực tiếp", "S142", "Gặp 0/2", "Công ty B"):
        assert words in words_of(page)
    form = typed(
        met="Chị Lan", note="Cần máy quét", procedure=[procedure.id], barrier=["S132", "S134"],
        promise_0="Gửi tờ rơi", due_0=f"{TODAY + timedelta(days=7):%d/%m/%Y}",
    )  # fmt: skip
    for _ in range(5):
        assert officer.post(at(day, a), data=form).headers["Location"] == at(day, b)
    stop = db.session.get(VisitStop, a.id)
    db.session.refresh(stop)
    assert (stop.met, stop.barriers, stop.procedures) == ("Chị Lan", ["S132", "S134"], [procedure.id])
    assert only(ExposureRecord).how == "visited"
    assert only(Promise).owner_id == stop.recorded_by_id, "whoever promised, unless somebody else is chosen"
    assert "Gặp 1/2" in words_of(officer.get(at(day)))
    last = officer.post(at(day, b), data=typed("phone-2", outcome="nobody_there"))
    assert last.headers["Location"] == at(day), "all are done"
    assert "Vắng 1" in words_of(officer.get(at(day)))


def test_to_a_script_the_way_onwards_is_a_header(officer: CheckedClient) -> None:
    day, (a, b) = route("Công ty A", "Công ty B")
    sent = officer.post(at(day, a), data=typed(), headers={"HX-Request": "true"})
    assert (sent.status_code, sent.headers["HX-Redirect"]) == (204, at(day, b))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"outcome": ""}, "chọn kết quả"),
        ({"promise_0": "Gọi lại"}, "ghi hạn của cam kết"),
        ({"due_1": "05/03/2030"}, "ghi rõ hứa việc gì"),
        ({"promise_0": "Gọi lại", "due_0": "mai"}, "mai"),
        ({"outcome": "postponed", "promise_0": "Gọi lại", "due_0": "05/03/2030"}, "khi đã gặp"),
        ({"promise_0": "Gọi", "due_0": "05/03/2030", "owner_0": "999999"}, "người phụ trách"),
    ],
)
def test_what_is_wrong_comes_back_as_it_was_typed(
    officer: CheckedClient, wrong: dict[str, str], words: str
) -> None:
    day, (a,) = route("Công ty A")
    back = officer.post(at(day, a), data=typed(met="Chị Lan", note="Dòng một", barrier="S140", **wrong))
    assert back.status_code == 422
    assert words in back.text
    for kept in ("Chị Lan", "Dòng một", 'value="S140" checked', 'value="phone-1"'):
        assert kept in back.text
    assert queries.stop_lines(day.id)[0].outcome == "planned"
    assert db.session.scalars(select(Promise)).all() == []


def test_what_somebody_else_wrote_meanwhile_stays(officer: CheckedClient, helpdesk: CheckedClient) -> None:
    day, (a,) = route("Công ty A")
    officer.post(at(day, a), data=typed("first", note="của cán bộ"))
    late = helpdesk.post(at(day, a), data=typed("second", note="của người khác"))
    assert late.status_code == 422
    assert "Đã có người ghi" in late.text
    assert "của người khác" in late.text
    db.session.refresh(a)
    assert a.note == "của cán bộ"
    assert f'value="{a.recorded_at.isoformat()}"' in helpdesk.get(at(day, a)).text


def photo(colour: str = "red") -> io.BytesIO:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(drawn, "JPEG")
    drawn.seek(0)
    return drawn


def test_a_photo_is_evidence_of_the_visit_once(officer: CheckedClient) -> None:
    day, (a,) = route("Công ty A")
    for _ in range(2):
        sent = officer.post(at(day, a), data=typed(photo=(photo(), "cổng.jpg")))
        assert sent.status_code == 303, words_of(sent)
    kept = only(Evidence)
    assert (kept.intervention_id, kept.business_id, kept.kind) == (
        day.intervention_id,
        a.business_id,
        "photo",
    )
    assert "đã có 1" in words_of(officer.get(at(day, a)))


@pytest.mark.parametrize("content", [b"MZ no photo", b"%PDF-1.7 a paper", b""])
def test_what_is_no_photo_is_refused_and_nothing_recorded(officer: CheckedClient, content: bytes) -> None:
    day, (a,) = route("Công ty A")
    back = officer.post(at(day, a), data=typed(note="giữ lại", photo=(io.BytesIO(content), "x.jpg")))
    assert back.status_code == 422
    assert "giữ lại" in back.text
    assert queries.stop_lines(day.id)[0].outcome == "planned"


# ── packs ────────────────────────────────────────────────────────────────────────────────────────────────


def test_packs_hold_each_business_alone_and_looking_at_people_is_noted(officer: CheckedClient) -> None:
    day, (a, _b) = route("Công ty A", "Công ty B")
    version = samples.published("gia-han")
    procedure = factories.procedure("Gia hạn giấy phép")
    version.tutorial.procedure_id = procedure.id
    factories.dossier(a.business, TODAY - timedelta(days=9), "counter", procedure_id=procedure.id)
    factories.promise(a.business, text="Gửi tờ rơi")
    person = factories.contact(a.business, "Đỗ Thị Mẫu Lan", phone="0912345678")
    factories.contact(a.business, "Võ Chưa Hỏi", phone="0912345679")
    businesses.record_consent(
        contact=person, channel="phone", given=True, how="spoken", answered_on=TODAY, by=None
    )
    db.session.commit()
    page = officer.get(at(day, more="/goi"))
    said = words_of(page)
    for words in (
        "0/1",
        "chưa đủ 5 hồ sơ",
        "Gia hạn giấy phép",
        "Gửi tờ rơi",
        "Đỗ Thị Mẫu Lan",
        "0912 345 678",
        "chưa có số liệu",
    ):
        assert words in said, words
    assert "Võ Chưa Hỏi" not in said
    assert "/huong-dan/gia-han" in page.text
    assert page.text.count('<div class="code">') == 3, "a map for each, and one guide"
    assert "google.com/maps" in page.text
    assert page.text.count('<article class="pack">') == 2
    noted = db.session.scalars(select(AccessRecord).where(AccessRecord.what == "contact.view")).all()
    assert [(one.object_id, one.purpose) for one in noted] == [(str(person.id), "visit")]
    alone = words_of(officer.get(at(day, _b, "/goi")))
    for foreign in ("Công ty A", "Lan", "Gửi tờ rơi", "Gia hạn"):
        assert foreign not in alone


def test_the_route_is_one_file(officer: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    day, _stops = route("Công ty Đặng Ưu Việt", "Công ty B")
    db.session.commit()
    with officer.get(at(day, more="/goi.pdf")) as file:
        assert file.mimetype == "application/pdf"
        assert file.data.startswith(b"%PDF-")
        assert file.data.count(b"/Type /Page\n") in (0, 2)
    monkeypatch.setattr("outreach.visits.packs.draw", lambda *_: (_ for _ in ()).throw(OSError("no pango")))
    assert "Pango" in words_of(officer.get(at(day, more="/goi.pdf")))


# ── promises ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_promise_is_kept_and_its_business_reads_so(officer: CheckedClient, sign_in_as: SignIn) -> None:
    business = factories.business()
    promise = factories.promise(business, text="Gửi tờ rơi", due_on=TODAY - timedelta(days=1))
    clerk = sign_in_as(factories.user(Role.BUSINESS, of=business))
    own = f"/doanh-nghiep/{business.id}/cam-ket"
    assert "quá hạn" in words_of(clerk.get(own))
    here = f"/cam-ket/{promise.id}"
    assert officer.post(f"{here}/xong", data={"outcome": ""}).status_code == 422
    assert officer.post(f"{here}/xong", data={"outcome": "Đã gửi qua Zalo"}).headers["Location"] == here
    said = words_of(clerk.get(own))
    assert "Đã làm xong" in said
    assert "Đã gửi qua Zalo" in said
    assert only(Notice).path == own
    assert "Mở lại" in words_of(officer.get(here))


def test_what_can_be_done_about_a_promise(officer: CheckedClient) -> None:
    promise, new = factories.promise(), factories.user(name="Phạm Văn Mẫu Tâm")
    db.session.commit()
    here, later = f"/cam-ket/{promise.id}", TODAY + timedelta(days=30)
    no_reason = officer.post(f"{here}/doi-han", data={"due_on": f"{later:%d/%m/%Y}", "why": ""})
    assert no_reason.status_code == 422
    assert f"{later:%d/%m/%Y}" in no_reason.text
    officer.post(f"{here}/doi-han", data={"due_on": f"{later:%d/%m/%Y}", "why": "Chờ sở trả lời"})
    officer.post(f"{here}/giao", data={"owner_id": new.id})
    assert officer.post(f"{here}/giao", data={"owner_id": 10**6}).status_code == 422
    officer.post(f"{here}/khong-the", data={"outcome": "Chưa có quy định"})
    officer.post(f"{here}/mo-lai", data={"why": "Đã có quy định"})
    said = words_of(officer.get(here))
    for words in (
        "Chờ sở trả lời",
        "Phạm Văn Mẫu Tâm",
        "Chưa có quy định",
        "Đã có quy định",
        "Đang thực hiện",
    ):
        assert words in said, words


def test_the_list_is_narrowed(officer: CheckedClient) -> None:
    factories.promise(text="quá hạn rồi", due_on=TODAY - timedelta(days=2))
    factories.promise(text="còn lâu", due_on=TODAY + timedelta(days=40))
    db.session.commit()
    assert "còn lâu" in words_of(officer.get("/cam-ket"))
    part = officer.get("/cam-ket?show=overdue", headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith("<section")
    assert "còn lâu" not in part.text
    assert "quá hạn rồi" in part.text
    assert "quá hạn rồi" not in words_of(officer.get("/cam-ket?whose=mine"))


def test_a_promise_by_telephone_is_noted(officer: CheckedClient) -> None:
    business = factories.business()
    db.session.commit()
    address = f"/doanh-nghiep/{business.id}/cam-ket/moi"
    assert officer.post(address, data={"text": "Gọi lại"}).status_code == 422
    who = db.session.scalars(select(User)).one()
    officer.post(address, data={"text": "Gọi lại", "due_on": f"{TODAY:%d/%m/%Y}", "owner_id": who.id})
    assert only(Promise).stop_id is None


def test_lists_ask_few_questions_whatever_their_size(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    day, stops = route(*(f"Công ty {number}" for number in range(30)))
    for stop in stops:
        factories.promise(stop.business, stop_id=stop.id)
    db.session.commit()
    for address in ("/cam-ket", "/di-tham", at(day), "/di-tham/rao-can"):
        count_queries()
        assert officer.get(address).status_code == 200
        assert count_queries() <= 8, address
    count_queries()
    officer.get(at(day, stops[0]))
    assert count_queries() <= 14


# ── barriers ─────────────────────────────────────────────────────────────────────────────────────────────


def test_barriers_lead_to_the_stops_that_named_them(officer: CheckedClient) -> None:
    _day, (a,) = route("Công ty A")
    a.outcome, a.barriers, a.note = "visited", ["S140"], "Thẻ không trả được"
    db.session.commit()
    page = officer.get("/di-tham/rao-can")
    assert "Vướng thanh toán trực tuyến" in words_of(page)
    assert "/di-tham/rao-can/S140?" in page.text
    stops = words_of(officer.get("/di-tham/rao-can/S140"))
    assert "Công ty A" in stops
    assert "Thẻ không trả được" in stops
    assert "Không ai nêu" in words_of(officer.get("/di-tham/rao-can/S132"))
    assert officer.get("/di-tham/rao-can/S999").status_code == 404
    assert "Chưa có lần gặp nào" in words_of(officer.get("/di-tham/rao-can?from=01/01/2020&to=02/01/2020"))
