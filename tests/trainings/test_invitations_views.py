"""Pages of invitations: for staff, and the private link for whoever holds it."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import AccessRecord
from outreach.campaigns.actions import draw_lots
from outreach.database import db
from outreach.trainings.models import Registration, SessionInvitation
from outreach.trainings.queries import invitations as queries
from outreach.trainings.rules import invitations as rules
from outreach.trainings.views import letters as letter_views
from outreach.trainings.views.letters import Letter
from tests import factories
from tests.client import CheckedClient, words_of
from tests.trainings.inviting import invited, letters, person

pytestmark = pytest.mark.usefixtures("mail_set_up")


def ticked(text: str) -> list[int]:
    return [int(id) for id in re.findall(r'name="business" value="(\d+)" checked', text)]


class TestStaff:
    def test_inviting_some_that_were_found(self, officer: CheckedClient) -> None:
        session = factories.session()
        yes, no = factories.business("Công ty Sông Hậu"), factories.business("Công ty Sông Tiền")
        person(yes, "a@mau.vn", "email")
        page = officer.get(f"/buoi/{session.public_id}/moi?q=song")
        assert "Công ty Sông Tiền" in page.text
        assert "E-mail (1 người)" in words_of(page)
        assert "Chưa ai đồng ý nhận tin" in words_of(page)
        answer = officer.post(f"/buoi/{session.public_id}/moi?q=song", data={"business": [str(yes.id)]})
        assert answer.status_code == 303
        listed = officer.get(answer.headers["Location"])
        assert "Công ty Sông Hậu" in listed.text
        assert "Đang chờ gửi" in listed.text
        assert no.name not in listed.text
        assert len(letters("invited")) == 1

    def test_all_that_were_found(self, officer: CheckedClient) -> None:
        session, zone = factories.session(), factories.zone()
        ids = {factories.business(zone=zone).id for _ in range(35)}
        factories.business()
        part = officer.part(f"/buoi/{session.public_id}/moi?zone={zone.id}")
        assert "Mời cả 35 doanh nghiệp tìm thấy" in words_of(part)
        officer.post(f"/buoi/{session.public_id}/moi?zone={zone.id}", data={"all_found": "1"})
        assert {row.business_id for row in queries.invited(session.id)} == ids

    @pytest.mark.parametrize(
        ("hours", "capacity", "offered"), [(2, 20, True), (-1, 20, True), (-1, 0, False), (-5, 20, False)]
    )
    def test_on_its_own_day_while_there_are_places_and_it_goes_on(
        self,
        officer: CheckedClient,
        monkeypatch: pytest.MonkeyPatch,
        hours: int,
        capacity: int,
        offered: bool,
    ) -> None:
        noon = clock.now().replace(hour=5, minute=0)  # twelve o'clock here
        monkeypatch.setattr(clock, "now", lambda: noon)
        session = factories.session(
            starts_at=noon + timedelta(hours=hours), capacity=capacity or 1, seats_taken=0 if capacity else 1
        )
        business = factories.business()
        person(business, "a@mau.vn", "email")
        address = f"/buoi/{session.public_id}"
        for page in (address, f"{address}/giay-moi"):
            assert (f'href="{address}/moi"' in officer.get(page).text) is offered
        officer.post(f"{address}/moi", data={"business": [str(business.id)]})
        assert bool(queries.invited(session.id)) is (offered or not capacity)
        assert len(letters("invited")) == (1 if hours > 0 else 0), "once it has begun no e-mail comes in time"

    def test_nobody_ticked(self, officer: CheckedClient) -> None:
        session = factories.session()
        factories.business()
        answer = officer.post(f"/buoi/{session.public_id}/moi", data={})
        assert answer.status_code == 422
        assert "đánh dấu ít nhất một" in answer.text

    def test_the_lot_s_seats_are_ticked_in_its_order(self, officer: CheckedClient) -> None:
        session = factories.session()
        for _ in range(4):
            factories.listed(session.intervention, factories.business())
        draw_lots(intervention=session.intervention, seats=2, seed="1", witnesses=None, drawn_by_id=None)
        db.session.commit()
        order = [row.business_id for row in queries.listed(session)]
        url = f"/buoi/{session.public_id}/moi?nguon=danh-sach"
        assert ticked(officer.get(url).text) == order[:2]
        skipped = officer.post(url, data={"business": [str(order[3])]})
        assert skipped.status_code == 422
        assert "lần lượt theo thứ tự" in skipped.text
        assert ticked(skipped.text) == [order[3]], "what was ticked stays"
        officer.post(url, data={"business": [str(id) for id in order[:2]]})
        assert ticked(officer.get(url).text) == []
        own = db.session.scalars(select(SessionInvitation).filter_by(business_id=order[0])).one()
        own.declined_at = clock.now()
        assert ticked(officer.get(url).text) == order[2:3], "one declined, the next one is proposed"

    def test_ids_handed_over_by_the_reach_next_list(self, officer: CheckedClient) -> None:
        session = factories.session()
        chosen, other = factories.business(), factories.business()
        url = f"/buoi/{session.public_id}/moi?nguon=nen-gap&doanh-nghiep={chosen.id}&doanh-nghiep=x"
        page = officer.get(url).text
        assert ticked(page) == [chosen.id]
        assert other.name not in page
        assert officer.get(f"/buoi/{session.public_id}/moi?nguon=nen-gap&so=7").status_code == 200

    def test_whom_to_reach_next_leads_to_a_session_and_into_its_invitations(
        self, officer: CheckedClient
    ) -> None:
        session, chosen, other = factories.session(), factories.business(), factories.business()
        factories.session(cancelled_at=clock.now())
        factories.session(starts_at=clock.now() - timedelta(minutes=5))
        page = officer.get(f"/dang-ky/moi-vao-buoi?doanh-nghiep={chosen.id}&doanh-nghiep=x")
        assert "Chọn buổi cho 1 doanh nghiệp" in words_of(page)
        (link,) = re.findall(r'<h2><a href="([^"]+)"', page.text)
        assert session.public_id in link
        invite = officer.get(html.unescape(link)).text
        assert ticked(invite) == [chosen.id]
        assert other.name not in invite
        assert officer.get("/dang-ky/moi-vao-buoi").status_code == 200

    def test_taking_an_invitation_back(self, officer: CheckedClient) -> None:
        session = factories.session()
        [own] = invited(session, factories.business())
        officer.post(f"/buoi/{session.public_id}/giay-moi/{own.public_id}/rut")
        assert queries.invited(session.id) == []
        other = factories.session()
        [foreign] = invited(other, factories.business())
        answer = officer.post(f"/buoi/{session.public_id}/giay-moi/{foreign.public_id}/rut")
        assert answer.status_code == 404

    def test_texts_for_zalo_only_where_somebody_agreed(self, officer: CheckedClient) -> None:
        session = factories.session()
        yes, no, answered = (
            factories.business("Công ty A"),
            factories.business("Công ty B"),
            factories.business(),
        )
        contact = person(yes, None, "zalo", phone="0912345678")
        person(no, None, "phone", phone="0987654321")
        person(answered, None, "zalo", phone="0971234567")
        first, _second, third = invited(session, yes, no, answered)
        third.declined_at = clock.now()
        page = officer.get(f"/buoi/{session.public_id}/giay-moi/zalo")
        said = words_of(page)
        assert "0912 345 678" in said
        assert f"https://bql.example.vn/moi/{first.public_id}" in said
        assert "0987" not in said
        assert "0971" not in said
        assert "1 doanh nghiệp chưa có ai đồng ý nhận Zalo" in said
        looked = db.session.scalars(select(AccessRecord.object_id).filter_by(what="contact.view")).all()
        assert looked == [str(contact.id)]

    def test_what_was_copied_is_marked_with_script_and_without(self, officer: CheckedClient) -> None:
        session, business = factories.session(), factories.business()
        person(business, None, "zalo", phone="0912345678")
        [own] = invited(session, business)
        url = f"/buoi/{session.public_id}/giay-moi/{own.public_id}/da-chep"
        part = officer.post(url, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
        assert "Đã chép lúc" in part.text
        db.session.refresh(own)
        at = own.copied_at
        assert at is not None
        assert officer.post(url).status_code == 303
        db.session.refresh(own)
        assert own.copied_at == at

    def test_the_letters_come_as_one_file(self, officer: CheckedClient) -> None:
        session = factories.session()
        own = invited(session, factories.business(), factories.business(), factories.business())
        own[2].declined_at = clock.now()
        answer = officer.get(f"/buoi/{session.public_id}/giay-moi.pdf")
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")
        assert answer.data.count(b"/Type /Page\n") in (0, 2)
        officer.post(f"/buoi/{session.public_id}/giay-moi/da-in")
        assert [row.printed_at is not None for row in queries.invited(session.id)].count(True) == 2
        nothing = officer.get(f"/buoi/{session.public_id}/giay-moi.pdf?con-lai=1")
        assert "Không còn giấy mời nào" in officer.get(nothing.headers["Location"]).text

    def test_many_letters_are_a_list_of_files_and_answers_move_none_of_them(
        self, officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules.parts_of, "__defaults__", (2,))
        session = factories.session()
        own = invited(session, *(factories.business(f"Công ty {letter}") for letter in "ABCDE"))
        page = officer.get(f"/buoi/{session.public_id}/giay-moi")
        assert "Giấy mời để in: 3 tệp" in words_of(page)
        files = [html.unescape(link) for link in re.findall(r'href="([^"]+giay-moi\.pdf[^"]+)"', page.text)]
        own[0].declined_at = clock.now()  # somebody of the first file answers before the others are printed
        db.session.commit()
        drawn: list[list[str]] = []
        monkeypatch.setattr(
            letter_views, "_letter", lambda row: drawn[-1].append(row.name) or Letter(row, "", "")
        )
        for link in files:
            drawn.append([])
            assert officer.get(link).mimetype == "application/pdf"
        assert drawn == [["Công ty B"], ["Công ty C", "Công ty D"], ["Công ty E"]]
        sent = {"tu": own[2].id, "den": own[3].id}
        officer.post(f"/buoi/{session.public_id}/giay-moi/da-in", data=sent)
        printed = {row.name for row in queries.invited(session.id) if row.printed_at}
        assert printed == {"Công ty C", "Công ty D"}

    def test_leaders_see_and_do_not_invite(self, leader: CheckedClient) -> None:
        session = factories.session()
        assert leader.get(f"/buoi/{session.public_id}/giay-moi").status_code == 200
        assert leader.get(f"/buoi/{session.public_id}/moi").status_code == 403

    def test_pages_ask_little_however_many_are_invited(
        self, officer: CheckedClient, count_queries: Any
    ) -> None:
        session = factories.session()
        for _ in range(30):
            business = factories.business()
            person(business, f"a{business.id}@mau.vn", "email")
            invited(session, business)
        for path in ("giay-moi", "moi", "moi?nguon=danh-sach"):
            count_queries()
            officer.get(f"/buoi/{session.public_id}/{path}")
            assert count_queries() <= 14


class TestLink:
    @pytest.fixture
    def own(self, app: Flask) -> SessionInvitation:
        business = factories.business("Công ty TNHH Sông Hậu", employees=4321)
        session = factories.session(capacity=3, seats_per_business=3)
        [own] = invited(session, business)
        db.session.commit()
        return own

    def url(self, own: SessionInvitation) -> str:
        return f"/moi/{own.public_id}"

    def test_facts_and_nothing_else_of_the_business(
        self, anonymous: CheckedClient, own: SessionInvitation
    ) -> None:
        person(own.business, "lan@mau.vn", "email", phone="0912345678")
        page = anonymous.get(self.url(own))
        said = words_of(page)
        assert "Công ty TNHH Sông Hậu" in said
        assert "Còn 3 chỗ" in said
        for secret in ("lan@mau.vn", "0912", "4321", own.business.tax_code or "-", "Trần Thị Mẫu"):
            assert secret not in page.text
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert 'name="robots" content="noindex' in page.text
        assert page.headers.getlist("Referrer-Policy") == ["same-origin"]
        db.session.refresh(own)
        assert own.opened_at is not None

    def test_staff_who_look_have_not_opened_it(self, officer: CheckedClient, own: SessionInvitation) -> None:
        assert officer.get(self.url(own)).status_code == 200
        db.session.refresh(own)
        assert own.opened_at is None

    def test_seats_are_taken_without_an_account(
        self, anonymous: CheckedClient, own: SessionInvitation
    ) -> None:
        data = {"seats": "2", "contact_name": "Lan", "contact_email": "lan@mau.vn", "names": "Lan\nHoa"}
        answer = anonymous.post(self.url(own), data=data)
        assert answer.status_code == 303
        page = anonymous.get(answer.headers["Location"])
        assert "đã có 2 chỗ" in words_of(page)
        assert "lan@mau.vn" not in page.text
        assert "Hoa" not in page.text
        [letter] = letters("registered")
        assert letter.address == "lan@mau.vn"
        anonymous.post(self.url(own), data={"seats": "1", "names": "Lan"})
        registration = db.session.scalars(select(Registration)).one()
        assert (registration.seats, registration.contact_email) == (1, "lan@mau.vn"), "known before, kept"

    def test_too_many_keeps_what_was_typed(self, anonymous: CheckedClient, own: SessionInvitation) -> None:
        answer = anonymous.post(self.url(own), data={"seats": "9", "contact_name": "Chị Lan"})
        assert answer.status_code == 422
        assert 'value="9"' in answer.text
        assert 'value="Chị Lan"' in answer.text
        assert db.session.scalars(select(Registration)).all() == []

    def test_a_full_session_means_waiting(self, anonymous: CheckedClient, own: SessionInvitation) -> None:
        session = queries.session_of(own)
        session.capacity = session.seats_taken = 3
        anonymous.post(self.url(own), data={"seats": "1"})
        assert "thứ 1 trong danh sách chờ" in words_of(anonymous.get(self.url(own)))

    def test_declining_with_a_reason_and_coming_after_all(
        self, anonymous: CheckedClient, own: SessionInvitation
    ) -> None:
        anonymous.post(f"{self.url(own)}/tu-choi", data={"because": "bận kiểm toán"})
        db.session.refresh(own)
        assert (own.declined_at is not None, own.declined_because) == (True, "bận kiểm toán")
        page = anonymous.get(self.url(own))
        assert "Đổi ý thì đăng ký" in page.text
        assert "bận kiểm toán" not in page.text
        anonymous.post(self.url(own), data={"seats": "1"})
        db.session.refresh(own)
        assert own.declined_at is None

    def test_a_reason_too_long(self, anonymous: CheckedClient, own: SessionInvitation) -> None:
        answer = anonymous.post(f"{self.url(own)}/tu-choi", data={"because": "x" * 501})
        assert answer.status_code == 422
        assert "x" * 501 in answer.text

    def test_into_the_calendar(self, anonymous: CheckedClient, own: SessionInvitation) -> None:
        answer = anonymous.get(f"{self.url(own)}/lich.ics")
        assert answer.mimetype == "text/calendar"
        assert "BEGIN:VEVENT" in answer.text
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"

    @pytest.mark.parametrize("state", ["cancelled", "over", "closed"])
    def test_when_there_is_nothing_to_answer_any_more(
        self, anonymous: CheckedClient, own: SessionInvitation, state: str
    ) -> None:
        session = queries.session_of(own)
        if state == "cancelled":
            session.cancelled_at, session.cancelled_because = clock.now(), "bão"
        elif state == "over":
            session.starts_at = clock.now() - timedelta(days=2)
            session.ends_at = clock.now() - timedelta(days=1)
        else:
            session.closes_on = clock.today() - timedelta(days=1)
        page = anonymous.get(self.url(own))
        words = {"cancelled": "không được tổ chức", "over": "đã qua", "closed": "hết hạn đăng ký"}
        assert words[state] in words_of(page)
        assert 'name="seats"' not in page.text
        assert anonymous.post(self.url(own), data={"seats": "1"}).status_code == 422

    def test_links_cannot_be_looked_for(self, anonymous: CheckedClient) -> None:
        states = [anonymous.get(f"/moi/guess-{number}").status_code for number in range(150)]
        assert states[0] == 404
        assert states[-1] == 429

    def test_answers_are_throttled(self, anonymous: CheckedClient, own: SessionInvitation) -> None:
        states = [anonymous.post(self.url(own), data={"seats": "9"}).status_code for _ in range(25)]
        assert states[0] == 422
        assert states[-1] == 429
        assert anonymous.get(self.url(own)).status_code == 200, "it can still be read"

    def test_reading_it_again_and_again_is_free(
        self, anonymous: CheckedClient, own: SessionInvitation
    ) -> None:
        assert {anonymous.get(self.url(own)).status_code for _ in range(130)} == {200}
