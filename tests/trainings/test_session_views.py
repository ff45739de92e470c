"""The pages of sessions: planning them, their list, their calendars."""

import re
from typing import ClassVar

import pytest
from icalendar import Calendar
from sqlalchemy import select

from outreach import clock
from outreach.database import db
from outreach.trainings.models import (
    CalendarFeed,
    Session,
)
from tests import factories
from tests.client import CheckedClient, words_of
from tests.trainings.visiting import own_id, registered


class TestPlanning:
    DATA: ClassVar = {
        "starts_at": "05/12/2030 08:30", "ends_at": "05/12/2030 11:30", "place": "Hội trường", "link": "",
        "capacity": "40", "seats_per_business": "3", "closes_on": "04/12/2030", "open_to_all": "y",
        "trainers": "", "notes": "",
    }  # fmt: skip

    def test_a_session_is_planned_and_changed(self, officer: CheckedClient) -> None:
        training = factories.intervention()
        url = f"/hoat-dong/{training.id}/buoi"
        assert "08:30" in officer.get(url).text
        made = officer.post(url, data=self.DATA)
        assert made.status_code == 303
        session = db.session.scalars(select(Session)).one()
        assert clock.local(session.starts_at).hour == 8
        assert officer.get(made.location).status_code == 200
        changed = officer.post(f"/buoi/{session.public_id}/sua", data=self.DATA | {"capacity": "50"})
        assert changed.status_code == 303
        assert session.capacity == 50
        assert "05/12/2030" in words_of(officer.get(url)), "the others of the same training are named"

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("starts_at", "05/12/2030", "cần ngày và giờ"),
            ("ends_at", "05/12/2030 08:30", "phải sau giờ bắt đầu"),
            ("place", "", "địa điểm hoặc liên kết"),
            ("link", "ftp://example.vn", "Địa chỉ chưa đúng"),
            ("capacity", "0", "Số chỗ từ 1"),
            ("closes_on", "06/12/2030", "không thể sau ngày tổ chức"),
        ],
    )
    def test_what_is_wrong_comes_back_as_typed(
        self, officer: CheckedClient, field: str, value: str, said: str
    ) -> None:
        url = f"/hoat-dong/{factories.intervention().id}/buoi"
        answer = officer.post(url, data=self.DATA | {field: value, "notes": "mang máy tính"})
        assert answer.status_code == 422
        assert said in words_of(answer)
        assert "mang máy tính" in answer.text

    @pytest.mark.parametrize(
        "link", ["https://a.vn/\r\nATTENDEE:x", "https://a.vn/\u2028b", "https://a.vn/a b"]
    )
    def test_an_address_that_breaks_calendar_files_is_none(self, officer: CheckedClient, link: str) -> None:
        intervention = factories.intervention("training")
        db.session.commit()
        answer = officer.post(f"/hoat-dong/{intervention.id}/buoi", data=self.DATA | {"link": link})
        assert answer.status_code == 422
        assert "Địa chỉ chưa đúng" in answer.text

    @pytest.mark.parametrize("url", ["/\t/evil.vn", "//evil.vn", "/\\evil.vn", "data:/x"])
    def test_materials_lead_to_no_other_host_in_disguise(self, officer: CheckedClient, url: str) -> None:
        session = factories.session()
        db.session.commit()
        data = {"title": "Tài liệu", "url": url}
        assert officer.post(f"/buoi/{session.public_id}/tai-lieu", data=data).status_code == 422

    def test_called_off_and_restored(self, officer: CheckedClient, clerk: CheckedClient) -> None:
        session = factories.session()
        registered(session, of=own_id(clerk))
        url = f"/buoi/{session.public_id}"
        assert officer.post(url + "/huy", data={"because": ""}).status_code == 422
        officer.post(url + "/huy", data={"because": "Bão số 5"})
        assert "Bão số 5" in words_of(clerk.get(url))
        assert "đã hủy" in words_of(clerk.get("/dang-ky"))
        officer.post(url + "/mo-lai")
        assert "Bão số 5" not in words_of(clerk.get(url))

    def test_materials(self, officer: CheckedClient, clerk: CheckedClient) -> None:
        session = factories.session()
        url = f"/buoi/{session.public_id}"
        for _ in range(2):
            officer.post(url + "/tai-lieu", data={"title": "Cấp phép", "url": "/huong-dan/cap-phep"})
        assert officer.post(url + "/tai-lieu", data={"title": "X", "url": "//evil"}).status_code == 422
        assert clerk.get(url).text.count("/huong-dan/cap-phep") == 1
        removed = re.search(r"/tai-lieu/\d+/bo", officer.get(url + "/tai-lieu").text)
        assert removed is not None
        officer.post(url + removed[0])
        assert "/huong-dan/cap-phep" not in clerk.get(url).text


class TestCalendar:
    def test_one_session_as_a_file(self, clerk: CheckedClient) -> None:
        session = factories.session()
        answer = clerk.get(f"/buoi/{session.public_id}/lich.ics")
        assert answer.mimetype == "text/calendar"
        (event,) = Calendar.from_ical(answer.data).events
        assert event.start == session.starts_at.replace(microsecond=0)

    def test_a_private_feed_until_it_is_revoked(self, clerk: CheckedClient, anonymous: CheckedClient) -> None:
        mine = factories.session()
        registered(mine, of=own_id(clerk))
        factories.session()
        page = clerk.post("/lich-rieng")
        found = re.search(r"/lich-rieng/[\w-]+\.ics", page.text)
        assert found is not None
        assert found[0] not in clerk.get("/lich-rieng").text, "shown once"
        (event,) = Calendar.from_ical(anonymous.get(found[0]).data).events
        assert mine.public_id in str(event["uid"])
        feed = db.session.scalars(select(CalendarFeed)).one()
        clerk.post(f"/lich-rieng/{feed.id}/bo")
        assert anonymous.get(found[0]).status_code == 404


def test_the_list_costs_as_many_queries_with_many_sessions(
    clerk: CheckedClient, officer: CheckedClient, count_queries: object
) -> None:
    costs = []
    for number in (1, 25):
        for _ in range(number):
            registered(factories.session(capacity=5), "Lan")
        for client in (clerk, officer):
            count_queries()  # type: ignore[operator]
            client.get("/dang-ky")
            costs.append(count_queries())  # type: ignore[operator]
    assert costs[:2] == costs[2:]
    assert max(costs) <= 8
