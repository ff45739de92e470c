"""Files of conversations: what is taken, what is refused, and who may have it."""

import io
import zipfile
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from outreach import clock, sniffing
from outreach.accounts.models import Role
from outreach.database import db
from outreach.helpdesk import actions, rules
from outreach.helpdesk.files import FILES
from outreach.helpdesk.models import Attachment, Message
from tests import factories
from tests.client import CheckedClient
from tests.helpdesk import chats

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
ID = "0b6e4c1e-6b4e-4b0e-8f5e-1d2c3b4a5f60"


def jpeg(width: int = 900, height: int = 500) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at the factory"
    Image.effect_noise((width, height), 90).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def office(part: str, *more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "x")
    return out.getvalue()


def upload(client: CheckedClient, key: str, content: bytes, name: str = "a.jpg", client_id: str = ID):  # type: ignore[no-untyped-def]
    data = {"client_id": client_id, "upload": (io.BytesIO(content), name)}
    return client.post(f"/tro-giup/{key}/tep", data=data, headers=HTMX)


def of(client: CheckedClient):  # type: ignore[no-untyped-def]
    return chats.conversation(client.user.business if client.user else None)


def test_a_picture_loses_what_is_attached_to_it_and_gets_a_small_one(clerk: CheckedClient) -> None:
    talk = of(clerk)
    key = upload(clerk, talk.public_id, jpeg()).json["key"]
    assert upload(clerk, talk.public_id, jpeg()).json["key"] == key, "uploaded again it is one"
    form = {"client_id": ID, "text": "", "files": key}
    assert clerk.post(f"/tro-giup/{talk.public_id}/tin", data=form, headers=HTMX).status_code == 200
    whole = clerk.get(f"/tro-giup/{talk.public_id}/tep/{key}")
    small = clerk.get(f"/tro-giup/{talk.public_id}/tep/{key}?small=1")
    assert whole.mimetype == "image/webp"
    assert b"factory" not in whole.data
    assert Image.open(io.BytesIO(whole.data)).size == (900, 500)
    assert Image.open(io.BytesIO(small.data)).width <= 480
    assert len(small.data) < len(whole.data)
    assert whole.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in whole.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [
        (b"%PDF-1.7 x", "Giấy phép: 1.pdf", "Giấy phép 1.pdf"),
        (office("word/document.xml"), "../../don.exe", "don.docx"),
        (office("xl/workbook.xml"), "danh sách.xls", "danh sách.xlsx"),
    ],
)
def test_documents_are_only_ever_saved(clerk: CheckedClient, content: bytes, name: str, shown: str) -> None:
    talk = of(clerk)
    key = upload(clerk, talk.public_id, content, name).json["key"]
    given = clerk.get(f"/tro-giup/{talk.public_id}/tep/{key}")
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.data == content
    assert db.session.scalar(select(Attachment.name)) == shown


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>",
        b"<html>",
        b"MZ\x90",
        b"",
        office("evil.txt"),
        office("word/document.xml", "word/vbaProject.bin"),
        b"\x89PNG\r\n\x1a\n broken",
    ],
)
def test_what_is_not_known_is_refused(clerk: CheckedClient, content: bytes) -> None:
    talk = of(clerk)
    refused = upload(clerk, talk.public_id, content, "anh.png")
    assert refused.status_code == 422
    assert "data-message" in refused.text
    assert not list(FILES.path.glob("*")) if FILES.path.is_dir() else True


def test_without_scripts_files_come_with_the_message(clerk: CheckedClient) -> None:
    talk = of(clerk)
    form = {"client_id": ID, "text": "Màn hình đây", "upload": (io.BytesIO(jpeg()), "a.jpg")}
    assert clerk.post(f"/tro-giup/{talk.public_id}/tin", data=form).status_code == 303
    assert "Ảnh: a.webp" in clerk.get(f"/tro-giup/{talk.public_id}").text
    form = {"client_id": ID + "2", "text": "Còn nguyên", "upload": (io.BytesIO(b"MZ"), "a.exe")}
    refused = clerk.post(f"/tro-giup/{talk.public_id}/tin", data=form)
    assert refused.status_code == 422
    assert "Còn nguyên" in refused.text


def test_files_of_others_stay_theirs(clerk: CheckedClient, helpdesk: CheckedClient) -> None:
    other, mine = chats.conversation(), of(clerk)
    file = chats.file(chats.said(other))
    assert clerk.get(f"/tro-giup/{other.public_id}/tep/{file.public_id}").status_code == 404
    assert clerk.get(f"/tro-giup/{mine.public_id}/tep/{file.public_id}").status_code == 404
    waiting = upload(helpdesk, mine.public_id, b"%PDF-1.7").json["key"]
    assert clerk.get(f"/tro-giup/{mine.public_id}/tep/{waiting}").status_code == 404, "not sent yet"
    form = {"client_id": ID + "x", "text": "Của tôi", "files": waiting}
    clerk.post(f"/tro-giup/{mine.public_id}/tin", data=form)
    assert db.session.scalar(select(Attachment.message_id).where(Attachment.public_id == waiting)) is None


def test_a_notes_file_is_staffs_alone(clerk: CheckedClient, helpdesk: CheckedClient) -> None:
    talk = of(clerk)
    officer = factories.user(Role.OFFICER)
    file = chats.file(chats.said(talk, "Nội bộ", by=officer, kind=rules.NOTE))
    url = f"/tro-giup/{talk.public_id}/tep/{file.public_id}"
    assert clerk.get(url).status_code == 404
    assert helpdesk.get(url).status_code == 200


def test_too_many_waiting_files_are_refused(clerk: CheckedClient) -> None:
    talk = of(clerk)
    for number in range(actions.MOST_WAITING):
        assert upload(clerk, talk.public_id, b"%PDF-", client_id=f"{ID}{number}").status_code == 200
    assert upload(clerk, talk.public_id, b"%PDF-", client_id=f"{ID}-more").status_code == 422


def test_the_sweep_takes_unsent_files(clerk: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = of(clerk)
    sent = chats.file(chats.said(talk, by=clerk.user))
    upload(clerk, talk.public_id, b"%PDF-")
    later = clock.now() + timedelta(days=3)
    db.session.commit()
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actions.sweep_files() == 1
    assert FILES.path_of(sent.stored_as) is not None


def test_a_message_is_taken_back_with_its_file(clerk: CheckedClient, helpdesk: CheckedClient) -> None:
    talk = of(clerk)
    message = chats.said(talk, "Nhầm rồi", by=clerk.user)
    file_key = chats.file(message).public_id
    back = f"/tro-giup/{talk.public_id}/tin/{message.public_id}/thu-hoi"
    assert helpdesk.post(back, headers=HTMX).status_code == 422
    assert clerk.post(back).status_code == 303
    assert clerk.post(back).status_code == 303, "once more changes nothing"
    assert "Tin đã được thu hồi" in helpdesk.get(f"/tro-giup/{talk.public_id}").text
    assert clerk.get(f"/tro-giup/{talk.public_id}/tep/{file_key}").status_code == 404
    assert db.session.scalar(select(func.count()).where(Message.text_folded.contains("nham"))) == 0


def test_names_hold_no_line_ends() -> None:
    assert sniffing.shown_name("a/b\\Giấy\r\nphép.exe", ".pdf", "tep") == "Giấy phép.pdf"
    assert sniffing.shown_name("\x00", ".pdf", "tep") == "tep.pdf"


def test_nothing_chosen_is_said(clerk: CheckedClient) -> None:
    talk = of(clerk)
    empty = clerk.post(f"/tro-giup/{talk.public_id}/tep", data={"client_id": ID}, headers=HTMX)
    assert empty.status_code == 422
