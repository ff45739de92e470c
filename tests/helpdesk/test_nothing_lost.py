"""What somebody typed or photographed at the factory is taken as it is, or comes back with the way on."""

import io
import os

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from outreach.accounts.actions.signing_in import end_sessions
from outreach.accounts.models import SignInSession
from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.files.taking import take_in
from outreach.helpdesk.models import Message
from tests.client import CheckedClient, words_of
from tests.helpdesk import chats
from tests.tutorials import samples

ID = "0b6e4c1e-6b4e-4b0e-8f5e-1d2c3b4a5f6"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
LINES = 30


def test_the_end_of_a_line_counts_once(clerk: CheckedClient) -> None:
    talk = chats.conversation(clerk.user.business)
    line = "x" * (rules.LONGEST_TEXT // LINES - 1)
    words = "\r\n".join([line] * LINES)  # as browsers send it
    sent = clerk.post(f"/tro-giup/{talk.public_id}/tin", data={"client_id": ID, "text": words})
    assert sent.status_code == 303
    assert db.session.scalars(select(Message.text).order_by(Message.id.desc())).first() == "\n".join(
        [line] * LINES
    )


def test_words_sent_after_the_session_come_back_with_the_way_in(clerk: CheckedClient) -> None:
    talk = chats.conversation(clerk.user.business)
    end_sessions(SignInSession.user_id == clerk.user.id)
    db.session.commit()
    form = {"client_id": ID, "text": "Em gõ từ nãy\r\nđến giờ", "seen": "41976"}
    page = clerk.post(f"/tro-giup/{talk.public_id}/tin", data=form)
    assert page.status_code == 401
    assert "Em gõ từ nãy\r\nđến giờ" in page.text or "Em gõ từ nãy\nđến giờ" in page.text
    assert f"/dang-nhap?next=/tro-giup/{talk.public_id}" in page.text
    assert ID not in page.text
    assert "41976" not in page.text, "nobody typed that"
    part = clerk.post(f"/tro-giup/{talk.public_id}/tin", data=form, headers=HTMX)
    assert part.status_code == 401
    assert part.headers["HX-Redirect"] == "/dang-nhap"


def test_pages_of_strangers_show_the_way_in(anonymous: CheckedClient) -> None:
    samples.published("cap-doi")
    for page in ("/tro-giup", "/huong-dan/cap-doi/mo-cong/ket"):
        assert f'href="/dang-nhap?next={page}"' in anonymous.get(page).text


@pytest.mark.alike
def test_a_photo_of_a_new_phone_is_taken(app: Flask) -> None:
    out = io.BytesIO()
    Image.effect_noise((3200, 2400), 80).convert("RGB").save(out, "JPEG", quality=95)
    assert 5 * 1024**2 < len(out.getvalue()) < 10 * 1024**2
    taken = take_in(io.BytesIO(out.getvalue()), "IMG_0001.jpg")
    assert taken.width is not None
    assert taken.width <= 1600


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_a_heic_is_told_what_to_do(clerk: CheckedClient, brand: bytes) -> None:
    talk = chats.conversation(clerk.user.business)
    content = b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + os.urandom(500)
    data = {"client_id": ID, "upload": (io.BytesIO(content), "IMG_0001.HEIC")}
    refused = clerk.post(f"/tro-giup/{talk.public_id}/tep", data=data, headers=HTMX)
    assert refused.status_code == 422
    assert "chụp màn hình" in words_of(refused)


def test_questions_are_told_apart_by_their_words(clerk: CheckedClient) -> None:
    for number, words in enumerate(("Mất mật khẩu tài khoản", "Lệ phí nộp ở đâu?")):
        clerk.post("/tro-giup", data={"client_id": f"{ID}{number}", "text": words})
    asked = clerk.get("/tro-giup").text
    assert "<b hx-ignore>Mất mật khẩu tài khoản</b>" in asked
    assert "<b hx-ignore>Lệ phí nộp ở đâu?</b>" in asked


def test_another_question_from_the_same_page_is_another_one(
    clerk: CheckedClient, anonymous: CheckedClient
) -> None:
    for client, more in ((clerk, {}), (anonymous, {"tax_code": "0100109106", "phone": "0912345678"})):
        form, ways = {"client_id": f"{ID}{len(more)}", **more}, []
        for words in ("Lệ phí nộp ở đâu?", "Lệ phí nộp ở đâu?", "Quay lại rồi hỏi câu khác"):
            sent = client.post("/tro-giup", data={**form, "text": words})
            assert sent.status_code == 303, words_of(sent)
            ways.append(sent.location)
        assert ways[0] == ways[1]
        assert ways[2] != ways[0]
        assert "Quay lại rồi hỏi câu khác" in words_of(client.get(ways[2]))
