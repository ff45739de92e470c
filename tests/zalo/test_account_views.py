"""The pages of Zalo: what administrators and the counter see and decide; never a token."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.database import db
from outreach.helpdesk import actions as helpdesk_actions
from outreach.helpdesk.models import Conversation, Message
from outreach.zalo import sealing, tokens
from outreach.zalo.job import hear_events
from outreach.zalo.models import OfficialAccount, ZaloPerson
from outreach.zalo.sending_job import send_messages
from tests import factories
from tests.client import CheckedClient, words_of
from tests.zalo import making, stand_in
from tests.zalo.stand_in import Zalo
from tests.zalo.talking import answer, known, message_of, person, sending_of

SECRETS = ("access-0", "refresh-0", "access-1", "refresh-1", stand_in.APP_SECRET, making.SECRET_KEY)


def hides_secrets(text: str) -> None:
    for secret in SECRETS:
        assert secret not in text


def test_without_settings_the_page_says_so_and_all_else_works(administrator: CheckedClient) -> None:
    page = administrator.get("/zalo")
    assert "Chưa kết nối" in words_of(page)
    assert "ZALO_APP_SECRET" in words_of(page)
    for address in ("/zalo/ket-noi", "/zalo/ket-noi/tra-ve", "/zalo/nguoi", "/zalo/tin-gui"):
        assert administrator.get(address).status_code == 200


def test_the_state_of_the_account(administrator: CheckedClient, connected: Zalo) -> None:
    making.deliver(administrator, making.said("hỏi riêng"))
    making.deliver(administrator, making.event("user_send_text", message=None))
    hear_events()
    answer(known(user="77"), "dạ")
    send_messages()
    page = administrator.get("/zalo")
    text = words_of(page)
    for words in (
        "Đang kết nối",
        "user_send_text",
        "Không đọc được",
        "Đã gửi: 1",
        "http://localhost/webhook/zalo",
    ):
        assert words in text
    assert "hỏi riêng" not in page.text
    hides_secrets(page.text)


def test_connecting_by_zalo_s_own_question(administrator: CheckedClient, zalo: Zalo) -> None:
    page = administrator.get("/zalo/ket-noi")
    link = next(part for part in page.text.split('"') if "/v4/oa/permission" in part).replace("&amp;", "&")
    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert query["app_id"] == making.APP_ID
    assert query["redirect_uri"] == "http://localhost/zalo/ket-noi/tra-ve"
    zalo.challenge = query["code_challenge"]
    back = f"/zalo/ket-noi/tra-ve?code={zalo.code}&oa_id={making.OA_ID}&state={query['state']}"
    assert "Hoàn tất" in administrator.get(back).text
    assert zalo.asked == [], "a look asks nobody"
    form = {"code": zalo.code, "oa_id": making.OA_ID, "state": query["state"], "verifier": ""}
    done = administrator.post("/zalo/ket-noi/tra-ve", data=form)
    assert done.status_code == 303
    assert tokens.current() == zalo.access
    account = db.session.get_one(OfficialAccount, 1)
    assert (account.oa_id, account.state) == (making.OA_ID, "connected")
    hides_secrets(administrator.get("/zalo").text)
    again = administrator.post("/zalo/ket-noi/tra-ve", data=form)
    assert again.status_code == 422, "the attempt is over"


@pytest.mark.parametrize("state", ["", "guessed", "é"])
def test_another_browser_s_attempt_is_refused(administrator: CheckedClient, zalo: Zalo, state: str) -> None:
    administrator.get("/zalo/ket-noi")
    assert (
        "không bắt đầu từ trình duyệt này"
        in administrator.get(f"/zalo/ket-noi/tra-ve?code=x&state={state}").text
    )
    answered = administrator.post("/zalo/ket-noi/tra-ve", data={"code": zalo.code, "state": state})
    assert answered.status_code == 422
    assert zalo.asked == []


@pytest.mark.parametrize("way", [-14_003, stand_in.STATUS_500, stand_in.CUT])
def test_a_refusal_of_zalo_is_said(administrator: CheckedClient, zalo: Zalo, way: stand_in.Fault) -> None:
    page = administrator.get("/zalo/ket-noi").text
    state = page.split("state=")[1].split('"')[0]
    zalo.fail("/v4/oa/access_token", way)
    answered = administrator.post("/zalo/ket-noi/tra-ve", data={"code": zalo.code, "state": state})
    assert answered.status_code == 422
    assert tokens.current() is None


def test_a_pasted_pair_is_kept_and_replaced_at_once(administrator: CheckedClient, zalo: Zalo) -> None:
    zalo.access, zalo.refresh = "pasted-access-token-of-zalo", "pasted-refresh-token-of-zalo"
    form = {"access_token": zalo.access, "refresh_token": zalo.refresh}
    assert administrator.post("/zalo/ket-noi", data=form).status_code == 303
    assert tokens.current() == "pasted-access-token-of-zalo"
    assert tokens.keep_fresh() is True
    assert tokens.current() == "access-1"


@pytest.mark.parametrize(
    "form", [{}, {"access_token": "x" * 30}, {"access_token": "short", "refresh_token": "short"}]
)
def test_a_pair_that_is_none(administrator: CheckedClient, zalo: Zalo, form: dict[str, str]) -> None:
    answered = administrator.post("/zalo/ket-noi", data=form)
    assert answered.status_code == 422
    assert "x" * 30 not in answered.text


def test_without_encryption_nothing_is_kept(
    administrator: CheckedClient, zalo: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.zalo.actions.connecting.can_seal", lambda: False)
    answered = administrator.post("/zalo/ket-noi", data={"access_token": "a" * 30, "refresh_token": "r" * 30})
    assert answered.status_code == 422
    assert "thư viện mã hóa" in answered.text
    assert db.session.get(OfficialAccount, 1) is None
    assert sealing.can_seal()


def test_letting_go_forgets_the_tokens(administrator: CheckedClient, connected: Zalo) -> None:
    assert administrator.post("/zalo/ngat-ket-noi").status_code == 303
    account = db.session.get_one(OfficialAccount, 1)
    assert (account.state, account.access_token, account.refresh_token) == ("stopped", None, None)
    assert tokens.current() is None


def test_what_could_not_be_heard_is_tried_again(administrator: CheckedClient, keys: None) -> None:
    making.deliver(administrator, making.event("user_send_text", message=None))
    hear_events()
    assert "Đọc lại" in administrator.get("/zalo").text
    administrator.post("/zalo/su-kien/doc-lai")
    assert hear_events() == 0
    assert "Không đọc được" in administrator.get("/zalo").text


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────


def test_people_without_a_business_and_whose_they_may_be(helpdesk: CheckedClient) -> None:
    business = factories.business()
    contact = factories.contact(business, phone="0912345678")
    who = known(hours_ago=3)
    who.name, who.phone = "Hoa Mẫu", "0912345678"
    page = helpdesk.get("/zalo/nguoi")
    text = words_of(page)
    for words in ("Hoa Mẫu", "miễn phí", business.name, contact.name, "09xx xxx x78"):
        assert words in text, words
    assert "0912345678" not in page.text
    done = helpdesk.post(f"/zalo/nguoi/{who.id}/doanh-nghiep", data={"tax_code": business.tax_code})
    assert done.status_code == 303
    matched = db.session.get_one(ZaloPerson, who.id)
    assert (matched.business_id, matched.contact_id) == (business.id, contact.id)
    conversation = db.session.get_one(Conversation, who.conversation_id or 0)
    assert (conversation.business_id, conversation.released) == (business.id, False)
    assert "Hoa Mẫu" not in words_of(helpdesk.get("/zalo/nguoi"))
    assert business.name in words_of(helpdesk.get("/zalo/nguoi?show=matched"))


def test_a_wrong_match_is_put_right_while_nobody_reads_along(helpdesk: CheckedClient) -> None:
    first, second = factories.business(), factories.business()
    who = known()
    for business in (first, second):
        helpdesk.post(f"/zalo/nguoi/{who.id}/doanh-nghiep", data={"tax_code": business.tax_code})
    assert db.session.get_one(Conversation, who.conversation_id or 0).business_id == second.id
    db.session.get_one(Conversation, who.conversation_id or 0).released = True
    answered = helpdesk.post(f"/zalo/nguoi/{who.id}/doanh-nghiep", data={"tax_code": first.tax_code})
    assert answered.status_code == 422
    assert db.session.get_one(ZaloPerson, who.id).business_id == second.id


@pytest.mark.parametrize("typed", ["", "abc", "0100109106"])
def test_a_tax_code_of_nobody(helpdesk: CheckedClient, typed: str) -> None:
    who = known()
    answered = helpdesk.post(f"/zalo/nguoi/{who.id}/doanh-nghiep", data={"tax_code": typed})
    assert answered.status_code == 422
    assert f'value="{typed}"' in answered.text
    assert db.session.get_one(ZaloPerson, who.id).business_id is None


def test_what_somebody_writes_after_the_match_is_that_business_s(helpdesk: CheckedClient, keys: None) -> None:
    business, who = factories.business(), known()
    helpdesk.post(f"/zalo/nguoi/{who.id}/doanh-nghiep", data={"tax_code": business.tax_code})
    before = who.conversation_id
    conversation = db.session.get_one(Conversation, before or 0)
    conversation.state, conversation.closed_at = "closed", clock.now()
    conversation.purged_at = clock.now()
    making.deliver(helpdesk, making.said("việc khác"))
    hear_events()
    newest = db.session.scalars(select(Conversation).order_by(Conversation.id.desc())).first()
    assert newest is not None
    assert (newest.id != before, newest.business_id) == (True, business.id)


def test_what_the_desk_has_said_counts_too(helpdesk: CheckedClient, keys: None) -> None:
    business, who = factories.business(), known()
    conversation = db.session.get_one(Conversation, who.conversation_id or 0)
    conversation.business_id = business.id
    assert business.name in words_of(helpdesk.get("/zalo/nguoi?show=matched"))
    assert "Không có ai" in words_of(helpdesk.get("/zalo/nguoi"))
    making.deliver(helpdesk, making.said("nữa"))
    hear_events()
    assert db.session.get_one(ZaloPerson, who.id).business_id == business.id


def test_asking_for_name_and_phone(
    app: Flask, helpdesk: CheckedClient, connected: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = known()
    helpdesk.post(f"/zalo/nguoi/{who.id}/xin-lien-he")
    assert send_messages() == 0
    assert "PUBLIC_URL" in helpdesk.get("/zalo/nguoi").text
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://kcn.example.vn")
    helpdesk.post(f"/zalo/nguoi/{who.id}/xin-lien-he")
    assert send_messages() == 1
    assert db.session.scalars(select(Message.side).order_by(Message.id.desc())).first() == "staff"


# ── what is on its way ───────────────────────────────────────────────────────────────────────────────────


def test_what_a_person_decides_about_messages(helpdesk: CheckedClient, connected: Zalo) -> None:
    message_id = answer(person(72), "Dạ, mai ạ")
    way = sending_of(message_id).id
    page = helpdesk.get("/zalo/tin-gui?state=confirm")
    assert "Dạ, mai ạ" in page.text
    assert helpdesk.post(f"/zalo/tin-gui/{way}/dong-y-phi").status_code == 303
    connected.fail("/v3.0/oa/message/cs", stand_in.CUT_AFTER_TAKING)
    send_messages()
    assert "Chưa rõ" in helpdesk.get("/zalo/tin-gui?state=unknown").text
    helpdesk.post(f"/zalo/tin-gui/{way}/thoi")
    assert "vừa đổi trạng thái" in helpdesk.get("/zalo/tin-gui").text
    helpdesk.post(f"/zalo/tin-gui/{way}/da-den?next=/ban-ho-tro")
    assert message_of(message_id).delivery == "sent"


def test_the_way_back_stays_here(helpdesk: CheckedClient, connected: Zalo) -> None:
    way = sending_of(answer(person(72), "dạ")).id
    for target, where in (("/ban-ho-tro", "/ban-ho-tro"), ("https://evil.example", "/zalo/tin-gui")):
        done = helpdesk.post(f"/zalo/tin-gui/{way}/thoi?next={target}")
        assert done.headers["Location"].startswith(where)


@pytest.mark.parametrize("address", ["/zalo/nguoi", "/zalo/tin-gui"])
def test_pages_do_not_ask_more_for_more_rows(
    helpdesk: CheckedClient, count_queries: object, address: str
) -> None:
    def asked() -> int:
        count_queries()  # type: ignore[operator]
        assert helpdesk.get(address).status_code == 200
        return count_queries()  # type: ignore[operator, no-any-return]

    answer(person(user="a"), "dạ")
    asked()
    few = asked()
    for number in range(6):
        answer(person(user=f"b{number}"), "dạ")
    assert asked() == few


# ── beside the conversation ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("hours", "words", "button"),
    [(1, "giờ miễn phí", None), (72, "Zalo tính phí", "Gửi, chịu phí"), (300, "Zalo không nhận", "Gửi lại")],
)
def test_the_desk_shows_the_time_left_and_what_needs_a_word(
    helpdesk: CheckedClient, connected: Zalo, hours: float, words: str, button: str | None
) -> None:
    who = known(hours_ago=hours)
    answer(who, "Dạ, mai ạ")
    key = db.session.get_one(Conversation, who.conversation_id or 0).public_id
    page = words_of(helpdesk.get(f"/ban-ho-tro/{key}/da-biet"))
    assert words in page
    assert ("Dạ, mai ạ" in page) == (button is not None)
    assert button is None or button in page


def test_other_conversations_have_no_way_to_zalo(helpdesk: CheckedClient) -> None:
    talk = helpdesk_actions.begin(client_id="x", channel="portal", business_id=factories.business().id)
    assert "Trả lời qua Zalo" not in helpdesk.get(f"/ban-ho-tro/{talk.public_id}/da-biet").text
