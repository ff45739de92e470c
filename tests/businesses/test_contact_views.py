"""Pages of a business's people and what they agreed to."""

import html
import json
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from outreach import clock
from outreach.businesses.models import Business, Consent, Contact
from outreach.database import db
from outreach.dossiers.models import Dossier
from tests import factories
from tests.businesses.kept import fresh, looked
from tests.client import CheckedClient, words_of
from tests.factories import committed


class TestContacts:
    def test_the_list_masks_and_is_recorded(self, contact: Contact, helpdesk: CheckedClient) -> None:
        page = helpdesk.get(f"/doanh-nghiep/{contact.business_id}/nguoi-lien-he")
        assert "09xx xxx x12" in words_of(page)
        assert "l***@saomai.vn" in words_of(page)
        assert "0912345612" not in page.text.replace(" ", "")
        assert "lan@saomai.vn" not in page.text
        assert "chưa hỏi" in words_of(page)
        assert looked() == [("contacts.list", str(contact.business_id))]

    def test_nobody_yet(self, business: Business, officer: CheckedClient, leader: CheckedClient) -> None:
        url = f"/doanh-nghiep/{business.id}/nguoi-lien-he"
        assert f"{url}/moi" in officer.get(url).text
        assert f"{url}/moi" not in leader.get(url).text

    def test_opening_one_shows_all_and_is_recorded(self, contact: Contact, leader: CheckedClient) -> None:
        page = leader.get(f"/nguoi-lien-he/{contact.id}")
        assert "0912 345 612" in words_of(page)
        assert "lan@saomai.vn" in words_of(page)
        assert looked() == [("contact.view", str(contact.id))]
        assert "Rút lại" not in words_of(page)
        assert "Xóa dữ liệu" not in words_of(page)

    def test_adding_one_agrees_to_nothing(self, business: Business, officer: CheckedClient) -> None:
        url = f"/doanh-nghiep/{business.id}/nguoi-lien-he/moi"
        assert officer.get(url).status_code == 200
        response = officer.post(
            url, data={"name": "Lê Văn Ơn", "phone": "+84 912 345 678", "email": "", "job": ""}
        )
        made = db.session.scalars(select(Contact)).one()
        assert response.location == f"/nguoi-lien-he/{made.id}"
        assert (made.phone, made.email, made.job, made.business_id) == ("0912345678", None, None, business.id)
        assert db.session.scalar(select(func.count()).select_from(Consent)) == 0

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": ""}, "nhập họ tên"),
            ({"phone": "123"}, "Số điện thoại chưa đúng"),
            ({"email": "lan@"}, "E-mail chưa đúng"),
            ({"email": "lan@saomai.vn\nBcc: x@y.vn"}, "E-mail chưa đúng"),
            ({"job": "x" * 121}, "120"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, contact: Contact, officer: CheckedClient, changes: dict[str, str], words: str
    ) -> None:
        values = {"name": "Lan", "phone": "", "email": "", "job": "", **changes}
        response = officer.post(f"/nguoi-lien-he/{contact.id}/sua", data=values)
        assert response.status_code == 422
        assert words in words_of(response)
        assert fresh(Contact, contact).name == "Trần Thị Lan"

    def test_correcting_one(self, contact: Contact, helpdesk: CheckedClient) -> None:
        assert "Trần Thị Lan" in helpdesk.get(f"/nguoi-lien-he/{contact.id}/sua").text
        helpdesk.post(
            f"/nguoi-lien-he/{contact.id}/sua", data={"name": "Trần Lan", "phone": "", "email": "", "job": ""}
        )
        now = fresh(Contact, contact)
        assert (now.name, now.phone, now.email) == ("Trần Lan", None, None)

    def test_leaving_and_coming_back(self, contact: Contact, officer: CheckedClient) -> None:
        officer.post(f"/nguoi-lien-he/{contact.id}/nghi")
        assert fresh(Contact, contact).left_on == clock.today()
        assert "Vẫn làm ở đây" in words_of(officer.get(f"/nguoi-lien-he/{contact.id}"))
        assert "không liên hệ" in words_of(officer.get(f"/doanh-nghiep/{contact.business_id}/nguoi-lien-he"))
        officer.post(f"/nguoi-lien-he/{contact.id}/tro-lai")
        assert fresh(Contact, contact).left_on is None

    def test_deleting_asks_first_and_keeps_what_was_counted(
        self, contact: Contact, officer: CheckedClient
    ) -> None:
        factories.dossier(contact.business, date(2026, 3, 5))
        committed(factories.add(consent(contact)))
        own_id, business_id = contact.id, contact.business_id
        url = f"/nguoi-lien-he/{own_id}/xoa"
        assert "Trần Thị Lan" in words_of(officer.get(url))
        assert db.session.scalar(select(func.count()).select_from(Contact)) == 1
        db.session.rollback()
        assert officer.post(url).location == f"/doanh-nghiep/{business_id}/nguoi-lien-he"
        assert db.session.scalar(select(func.count()).select_from(Contact)) == 0
        assert db.session.scalar(select(func.count()).select_from(Consent)) == 0
        assert db.session.scalar(select(func.count()).select_from(Dossier)) == 1
        assert ("contact.delete", str(own_id)) in looked()

    def test_a_person_gets_everything_that_is_kept(self, contact: Contact, officer: CheckedClient) -> None:
        committed(factories.add(consent(contact)))
        officer.get(f"/nguoi-lien-he/{contact.id}")
        response = officer.get(f"/nguoi-lien-he/{contact.id}/du-lieu.json")
        assert response.mimetype == "application/json"
        assert response.headers["Content-Disposition"].startswith("attachment")
        kept = json.loads(response.text)
        assert kept["contact"]["phone"] == "0912345612"
        assert kept["consents"][0]["wording"] == "Tôi đồng ý."
        assert [line["what"] for line in kept["looked_at"]] == ["contact.view"]
        assert "Trần Thị Lan" in response.text  # as text, not as \u escapes

    def test_people_of_a_business_keep_their_own(self, clerk: CheckedClient) -> None:
        assert clerk.user is not None
        mine = db.session.get_one(Business, clerk.user.business_id)
        colleague = committed(factories.contact(mine, phone="0912345612"))
        assert clerk.get(f"/doanh-nghiep/{mine.id}/nguoi-lien-he").status_code == 200
        assert clerk.get(f"/nguoi-lien-he/{colleague.id}").status_code == 200
        response = clerk.post(
            f"/doanh-nghiep/{mine.id}/nguoi-lien-he/moi",
            data={"name": "Mới", "phone": "", "email": "", "job": ""},
        )
        assert response.status_code == 303
        assert clerk.post(f"/nguoi-lien-he/{colleague.id}/xoa").status_code == 303

    def test_others_do_not_exist_for_them(self, contact: Contact, clerk: CheckedClient) -> None:
        own, theirs = f"/nguoi-lien-he/{contact.id}", f"/doanh-nghiep/{contact.business_id}/nguoi-lien-he"
        for url in (
            own,
            theirs,
            f"{theirs}/moi",
            f"{own}/sua",
            f"{own}/xoa",
            f"{own}/du-lieu.json",
            f"{own}/dong-y/phone",
        ):
            assert clerk.get(url).status_code == 404, url
        deeds = ("sua", "xoa", "nghi", "tro-lai", "dong-y/phone", "rut-dong-y/phone")
        for url in (f"{theirs}/moi", *(f"{own}/{deed}" for deed in deeds)):
            assert clerk.post(url, data={"name": "X", "given": "yes"}).status_code == 404, url
        assert fresh(Contact, contact).name == "Trần Thị Lan"
        assert looked() == []

    def test_leaders_only_read(self, contact: Contact, leader: CheckedClient) -> None:
        own = f"/nguoi-lien-he/{contact.id}"
        for url in (f"{own}/sua", f"{own}/xoa", f"{own}/du-lieu.json", f"{own}/dong-y/phone"):
            assert leader.get(url).status_code == 403
        for url in (f"{own}/nghi", f"{own}/rut-dong-y/phone"):
            assert leader.post(url).status_code == 403


def consent(contact: Contact, channel: str = "phone", given: bool = True) -> Consent:
    return Consent(
        contact_id=contact.id, channel=channel, given=given, how="spoken", wording="Tôi đồng ý.",
        answered_on=date(2026, 3, 5), at=clock.now(),
    )  # fmt: skip


class TestConsent:
    def test_nothing_is_ticked_beforehand(self, contact: Contact, officer: CheckedClient) -> None:
        page = officer.get(f"/nguoi-lien-he/{contact.id}/dong-y/zalo").text
        assert " checked" not in page
        assert "nhắn Zalo cho tôi" in page

    def test_an_answer_keeps_wording_way_day_and_clerk(
        self, contact: Contact, officer: CheckedClient
    ) -> None:
        url = f"/nguoi-lien-he/{contact.id}/dong-y/phone"
        response = officer.post(url, data={"given": "yes", "how": "spoken", "answered_on": "05/03/2026"})
        assert response.location == f"/nguoi-lien-he/{contact.id}"
        kept = db.session.scalars(select(Consent)).one()
        assert (kept.channel, kept.given, kept.how, kept.answered_on) == (
            "phone",
            True,
            "spoken",
            date(2026, 3, 5),
        )
        assert kept.wording.startswith("Tôi đồng ý để Ban Quản lý gọi điện cho tôi")
        assert officer.user is not None
        assert kept.recorded_by_id == officer.user.id
        assert "đồng ý" in words_of(officer.get(f"/nguoi-lien-he/{contact.id}"))

    def test_the_wording_is_kept_as_the_reader_saw_it(self, contact: Contact, officer: CheckedClient) -> None:
        seen = re.search(
            r"<blockquote>(.*?)</blockquote>", officer.get(f"/nguoi-lien-he/{contact.id}/dong-y/email").text
        )
        officer.post(
            f"/nguoi-lien-he/{contact.id}/dong-y/email",
            data={"given": "no", "how": "written", "answered_on": "5/3/2026"},
        )
        assert seen is not None
        assert db.session.scalars(select(Consent)).one().wording == html.unescape(seen.group(1))

    @pytest.mark.parametrize(
        "values",
        [{}, {"given": "yes"}, {"given": "maybe", "how": "spoken", "answered_on": "05/03/2026"},
         {"given": "yes", "how": "form", "answered_on": "05/03/2026"},
         {"given": "yes", "how": "spoken", "answered_on": "32/13/2026"},
         {"given": "yes", "how": "spoken", "answered_on": f"{clock.today() + timedelta(days=3):%d/%m/%Y}"}],
    )  # fmt: skip
    def test_half_an_answer_is_none(
        self, contact: Contact, officer: CheckedClient, values: dict[str, str]
    ) -> None:
        assert officer.post(f"/nguoi-lien-he/{contact.id}/dong-y/phone", data=values).status_code == 422
        assert db.session.scalar(select(func.count()).select_from(Consent)) == 0

    def test_one_click_takes_it_back_and_the_history_stays(
        self, contact: Contact, helpdesk: CheckedClient
    ) -> None:
        committed(factories.add(consent(contact)))
        page = helpdesk.get(f"/nguoi-lien-he/{contact.id}")
        assert f"/nguoi-lien-he/{contact.id}/rut-dong-y/phone" in page.text
        assert f"/nguoi-lien-he/{contact.id}/rut-dong-y/zalo" not in page.text
        assert helpdesk.post(f"/nguoi-lien-he/{contact.id}/rut-dong-y/phone").status_code == 303
        answers = db.session.scalars(select(Consent).order_by(Consent.id)).all()
        assert [answer.given for answer in answers] == [True, False]
        assert answers[1].answered_on == clock.today()
        page = helpdesk.get(f"/nguoi-lien-he/{contact.id}")
        assert "Các câu trả lời đã ghi (2)" in words_of(page)
        assert f"/nguoi-lien-he/{contact.id}/dong-y/phone" in page.text

    def test_the_person_answers_here_without_saying_how(self, clerk: CheckedClient) -> None:
        assert clerk.user is not None
        mine = committed(factories.contact(db.session.get_one(Business, clerk.user.business_id)))
        assert 'name="how"' not in clerk.get(f"/nguoi-lien-he/{mine.id}/dong-y/zalo").text
        assert clerk.post(f"/nguoi-lien-he/{mine.id}/dong-y/zalo", data={"given": "yes"}).status_code == 303
        kept = db.session.scalars(select(Consent)).one()
        assert (kept.how, kept.answered_on) == ("form", clock.today())

    def test_unknown_channels_do_not_exist(self, contact: Contact, officer: CheckedClient) -> None:
        assert officer.get(f"/nguoi-lien-he/{contact.id}/dong-y/fax").status_code == 404
        assert officer.post(f"/nguoi-lien-he/{contact.id}/rut-dong-y/fax").status_code == 404
