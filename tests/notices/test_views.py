"""Pages of notices and of outgoing e-mails."""

from datetime import timedelta

from werkzeug.test import TestResponse

from outreach import clock
from outreach.database import db
from outreach.notices import actions
from outreach.outbox import actions as outbox
from outreach.outbox.models import OutgoingMessage
from tests import factories
from tests.client import CheckedClient, words_of


def test_the_header_says_how_many_are_new_until_the_list_is_opened(clerk: CheckedClient) -> None:
    assert clerk.user is not None
    business_id = clerk.user.business_id
    assert business_id is not None
    actions.notify(business_id=business_id, title="Giấy mời tập huấn", text="Thứ Ba\n08:00", path="/ho-so")
    assert "1 chưa xem" in words_of(clerk.get("/ho-so"))
    assert "Giấy mời tập huấn" in clerk.get("/").text
    page = clerk.get("/thong-bao")
    assert "Giấy mời tập huấn" in page.text
    assert "Thứ Ba<br>08:00" in page.text
    assert "Mới" in words_of(page)
    assert "chưa xem" not in words_of(clerk.get("/ho-so"))
    assert "Giấy mời tập huấn" not in clerk.get("/").text
    assert "Giấy mời tập huấn" in clerk.get("/thong-bao").text


def test_opening_one_leads_to_its_page_and_counts(clerk: CheckedClient) -> None:
    assert clerk.user is not None
    assert clerk.user.business_id is not None
    notice = actions.notify(business_id=clerk.user.business_id, title="a", path="/ho-so?state=in_progress")
    answer = clerk.get(f"/thong-bao/{notice.id}")
    assert answer.headers["Location"] == "/ho-so?state=in_progress"
    assert "chưa xem" not in words_of(clerk.get("/ho-so"))


def test_another_business_s_notice_does_not_exist(clerk: CheckedClient) -> None:
    notice = actions.notify(business_id=factories.business().id, title="của người khác", path="/ho-so")
    assert clerk.get(f"/thong-bao/{notice.id}").status_code == 404
    assert "của người khác" not in clerk.get("/thong-bao").text


def test_no_notices_yet(clerk: CheckedClient) -> None:
    assert "Chưa có thông báo nào" in clerk.get("/thong-bao").text


def test_staff_pages_ask_nothing_about_notices(officer: CheckedClient) -> None:
    assert "/thong-bao" not in officer.get("/").text


def after(client: CheckedClient, url: str) -> TestResponse:
    """The page that a deed leads to."""
    return client.get(client.post(url).headers["Location"])


def mail(**values: object) -> OutgoingMessage:
    message = outbox.queue_email(
        address="lan.nguyen@example.vn", subject="Mời tập huấn", body="bí mật", purpose="session"
    )
    for name, value in values.items():
        setattr(message, name, value)
    db.session.commit()
    return message


def test_states_are_seen_and_texts_and_addresses_are_not(officer: CheckedClient) -> None:
    old = clock.now() - timedelta(minutes=6)
    mail()
    mail(state="claimed", claimed_at=clock.now())
    mail(state="claimed", claimed_at=old, handed_at=old)
    mail(state="sent", sent_at=clock.now(), body="")
    mail(state="failed", fault="550 no such person")
    page = officer.get("/thu-da-gui")
    said = words_of(page)
    for words in (
        "Đang chờ gửi (1)",
        "Đang gửi (1)",
        "Chưa rõ kết quả (1)",
        "Đã gửi (1)",
        "Không gửi được (1)",
    ):
        assert words in said
    assert "550 no such person" in said
    assert "bí mật" not in page.text
    assert "lan.nguyen" not in page.text
    assert "l***@example.vn" in said
    assert "550" not in officer.get("/thu-da-gui?state=unknown").text
    assert officer.get("/thu-da-gui?state=nonsense&page=99999999999").status_code == 200


def test_a_failed_one_is_tried_again_when_a_person_says_so(officer: CheckedClient) -> None:
    message = mail(state="failed", fault="550", tries=10)
    answer = officer.post(f"/thu-da-gui/{message.id}/gui-lai?state=failed")
    assert answer.headers["Location"] == "/thu-da-gui?state=failed"
    db.session.refresh(message)
    assert (message.state, message.tries, message.fault) == ("waiting", 0, None)
    again = after(officer, f"/thu-da-gui/{message.id}/gui-lai")
    assert "vừa đổi trạng thái" in again.text, "it waits already"


def test_an_unknown_one_is_decided_by_a_person(officer: CheckedClient) -> None:
    old = clock.now() - timedelta(minutes=6)
    message = mail(state="claimed", claimed_at=old, handed_at=old)
    officer.post(f"/thu-da-gui/{message.id}/da-den")
    db.session.refresh(message)
    assert (message.state, message.body, message.sent_at) == ("sent", "", old)
    other = mail(state="claimed", claimed_at=old, handed_at=old)
    kept = other.message_id
    officer.post(f"/thu-da-gui/{other.id}/gui-lai")
    db.session.refresh(other)
    assert (other.state, other.message_id, other.handed_at) == ("waiting", kept, None)


def test_what_is_being_sent_at_this_moment_is_not_decided(officer: CheckedClient) -> None:
    message = mail(state="claimed", claimed_at=clock.now(), handed_at=clock.now())
    for deed in ("gui-lai", "da-den"):
        page = after(officer, f"/thu-da-gui/{message.id}/{deed}")
        assert "vừa đổi trạng thái" in page.text
    db.session.refresh(message)
    assert message.state == "claimed"


def test_a_text_that_was_a_secret_cannot_be_sent_again(officer: CheckedClient) -> None:
    message = mail(state="failed", body="", purpose=None)
    assert "Không còn giữ nội dung" in officer.get("/thu-da-gui").text
    page = after(officer, f"/thu-da-gui/{message.id}/gui-lai")
    assert "không còn giữ nội dung" in page.text
    db.session.refresh(message)
    assert message.state == "failed"


def test_leaders_look_and_do_not_decide(leader: CheckedClient) -> None:
    message = mail(state="failed", fault="550")
    assert "gui-lai" not in leader.get("/thu-da-gui").text
    assert leader.post(f"/thu-da-gui/{message.id}/gui-lai").status_code == 403
