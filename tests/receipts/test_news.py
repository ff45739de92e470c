"""News of results: who wants them, what is told, and each once."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.models import Business, Consent
from outreach.database import db
from outreach.dossiers.models import Dossier
from outreach.notices.models import Notice
from outreach.outbox.models import OutgoingMessage
from outreach.receipts import actions, news, news_job
from outreach.receipts.models import NewsWish, ResultNews
from outreach.revisions import REGISTER, touch
from tests import factories
from tests.client import CheckedClient, words_of

DAY = timedelta(days=1)


@pytest.fixture
def business(app: Flask) -> Business:
    return factories.business()


def wisher(of: Business, **values: object) -> User:
    person = factories.user(Role.BUSINESS, of=of, **values)
    actions.set_wish(user_id=person.id, business_id=of.id, wanted=True)
    return person


def dossier(of: Business, **values: object) -> str:
    made = factories.dossier(of, clock.today() - 10 * DAY, **values)
    db.session.flush()
    return str(made.code)


def notices() -> list[Notice]:
    return list(db.session.scalars(select(Notice).order_by(Notice.id)))


def test_nothing_is_told_unasked(business: Business) -> None:
    dossier(business, returned_on=clock.today())
    assert news.businesses_that_want() == []


def test_what_is_new_is_told_once(business: Business) -> None:
    before = dossier(business, returned_on=clock.today() - DAY)
    wisher(business)
    assert actions.tell_business(business.id) == 0
    returned = dossier(business, returned_on=clock.today(), status="returned")
    supplement = dossier(business, status="supplement_asked")
    late = dossier(business, due_on=clock.today() - DAY, status="processing")
    dossier(business, due_on=clock.today(), status="processing")
    dossier(business, due_on=clock.today() - DAY, status="withdrawn")
    foreign = dossier(factories.business(), returned_on=clock.today())
    assert actions.tell_business(business.id) == 3
    assert actions.tell_business(business.id) == 0
    (notice,) = notices()
    assert notice.business_id == business.id
    assert notice.title == "3 hồ sơ có tin mới"
    text = notice.text or ""
    assert f"{returned}: đã trả kết quả" in text
    assert f"{supplement}: cần bổ sung giấy tờ" in text
    assert f"{late}: quá hẹn trả" in text
    assert before not in text
    assert foreign not in text
    ids = db.session.scalars(select(Dossier.id).where(Dossier.code.in_((returned, supplement, late))))
    assert notice.path == "/ho-so?news=" + "-".join(map(str, sorted(ids)))


def test_a_notice_leads_to_the_dossiers_it_tells_of(clerk: CheckedClient) -> None:
    mine = db.session.get_one(Business, clerk.user.business_id)
    other = dossier(mine)
    actions.set_wish(user_id=clerk.user.id, business_id=mine.id, wanted=True)
    told = [dossier(mine, returned_on=clock.today()) for _ in range(2)]
    foreign = factories.dossier(factories.business(), clock.today()).id
    actions.tell_business(mine.id)
    (notice,) = notices()
    path = f"{notice.path}-{foreign}"
    db.session.commit()
    said = words_of(clerk.get(path))
    assert all(code in said for code in told)
    assert other not in said
    assert "2 hồ sơ" in said, "nobody else's"
    assert "Có tin mới trong thông báo" in said
    assert other in words_of(clerk.get("/ho-so?news=x-"))


def test_news_of_one_dossier_lead_to_it(business: Business) -> None:
    wisher(business)
    made = factories.dossier(business, clock.today() - DAY, status="supplement_asked")
    actions.tell_business(business.id)
    assert [notice.path for notice in notices()] == [f"/ho-so/{made.id}"]


def test_a_late_one_is_told_again_when_it_is_returned(business: Business) -> None:
    wisher(business)
    made = factories.dossier(
        business, clock.today() - 10 * DAY, due_on=clock.today() - DAY, status="processing"
    )
    assert actions.tell_business(business.id) == 1
    made.returned_on, made.status = clock.today(), "returned"
    assert actions.tell_business(business.id) == 1


def test_whoever_wants_no_more_is_told_nothing(business: Business) -> None:
    person = wisher(business)
    actions.set_wish(user_id=person.id, business_id=business.id, wanted=False)
    assert news.businesses_that_want() == []
    wishes = db.session.scalars(select(NewsWish.wanted).order_by(NewsWish.id)).all()
    assert wishes == [True, False]
    dossier(business, returned_on=clock.today())
    actions.set_wish(user_id=person.id, business_id=business.id, wanted=True)
    assert actions.tell_business(business.id) == 0


def test_letters_go_to_those_who_agreed(
    app: Flask, business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.receipts.actions.news.can_be_sent", lambda: True)
    for number, given in enumerate((True, False)):
        person = wisher(business)
        contact = factories.contact(business, phone=person.phone, email=f"nguoi{number}@mau.vn")
        db.session.add(
            Consent(
                contact_id=contact.id, channel="email", given=given, how="form", wording="Đồng ý",
                answered_on=clock.today(), at=clock.now(),
            )
        )  # fmt: skip
    factories.contact(business, email="khac@mau.vn")
    code = dossier(business, returned_on=clock.today())
    actions.tell_business(business.id)
    (letter,) = db.session.scalars(select(OutgoingMessage)).all()
    assert letter.address == "nguoi0@mau.vn"
    assert code in letter.body
    assert "/thoi-nhan-thu/" in letter.body


def test_a_killed_run_tells_later_and_once(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    wisher(business)
    dossier(business, returned_on=clock.today())
    db.session.commit()
    monkeypatch.setattr("outreach.receipts.actions.news.notify", lambda **_values: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.tell_business(business.id)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(ResultNews)) == 0
    monkeypatch.undo()
    assert actions.tell_business(business.id) == 1


def test_the_job_looks_when_the_register_or_the_day_changed(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(news_job._told, "after", None)
    wisher(business)
    made = factories.dossier(
        business, clock.today() - 3 * DAY, due_on=clock.today() + DAY, status="processing"
    )
    db.session.commit()
    assert news_job.tell_when_changed() == 0
    made.status = "supplement_asked"
    db.session.commit()
    assert news_job.tell_when_changed() == 0
    touch(REGISTER)
    db.session.commit()
    assert news_job.tell_when_changed() == 1
    made.status = "processing"
    db.session.commit()
    later: date = clock.today() + 2 * DAY
    monkeypatch.setattr(clock, "today", lambda: later)
    assert news_job.tell_when_changed() == 1
    assert len(notices()) == 2


def test_a_person_switches_it(clerk: CheckedClient) -> None:
    page = "/bien-nhan/bao-tin"
    assert "đang tắt" in words_of(clerk.get(page))
    assert clerk.post(page, data={"wanted": "1"}).status_code == 303
    assert "đang bật" in words_of(clerk.get(page))
    assert news.wants(clerk.user.id)
    clerk.post(page, data={"wanted": "0"})
    assert "đang tắt" in words_of(clerk.get(page))
    assert page in clerk.get("/thong-bao").text
