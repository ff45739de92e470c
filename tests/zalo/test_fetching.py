"""Pictures and files both ways: fetched from Zalo's hosts alone, bounded; sent in the forms Zalo takes."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from outreach import outgoing
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk.actions.attaching import attach_file
from outreach.helpdesk.files import FILES
from outreach.helpdesk.files.taking import LARGEST, Taken
from outreach.helpdesk.models import Attachment, Message
from outreach.zalo import uploads
from outreach.zalo.actions.sweeping import sweep
from outreach.zalo.fetching_job import fetch_files
from outreach.zalo.job import hear_events
from outreach.zalo.looking_up_job import look_up
from outreach.zalo.models import OfficialAccount, ZaloFile, ZaloPerson
from outreach.zalo.rules import sending
from outreach.zalo.sending_job import send_messages
from tests.client import CheckedClient
from tests.zalo import making, stand_in
from tests.zalo.stand_in import Zalo
from tests.zalo.talking import answer, make_due, message_of, person, sending_of

PDF = b"%PDF-1.4 nothing much"


def picture(side: int = 60) -> bytes:
    written = BytesIO()
    Image.new("RGB", (side, side), "teal").save(written, "PNG")
    return written.getvalue()


def receive(client: CheckedClient, url: str, kind: str = "image", **payload: str) -> None:
    attachment = {"type": kind, "payload": {"url": url, **payload}}
    message = {"msg_id": f"m{url}", "attachments": [attachment]}
    making.deliver(client, making.event(f"user_send_{kind}", message=message))
    assert hear_events() == 1


def files() -> list[ZaloFile]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(ZaloFile).order_by(ZaloFile.id)))


def test_a_picture_comes_with_its_message(zalo: Zalo, anonymous: CheckedClient) -> None:
    zalo.files["/photo.png"] = ("image/png", picture())
    receive(anonymous, f"{zalo.url}/photo.png")
    assert fetch_files() == 1
    attachment = db.session.scalars(select(Attachment)).one()
    message = db.session.scalars(select(Message)).one()
    assert (attachment.message_id, attachment.kind, attachment.width) == (message.id, "webp", 60)
    assert FILES.path_of(attachment.stored_as) is not None
    assert [(file.state, file.url) for file in files()] == [("fetched", None)]
    assert fetch_files() == 0


def test_a_document_keeps_its_name(zalo: Zalo, anonymous: CheckedClient) -> None:
    zalo.files["/a.pdf"] = ("application/pdf", PDF)
    receive(anonymous, f"{zalo.url}/a.pdf", "file", name="Đơn đề nghị.pdf", size="21")
    assert fetch_files() == 1
    assert db.session.scalars(select(Attachment.name)).one() == "Đơn đề nghị.pdf"


@pytest.mark.parametrize(
    "url",
    ["https://example.com/x.jpg", "http://127.0.0.1:1/x", "http://f4.zdn.vn/x", "https://f4.zdn.vn:8443/x",
     "https://zdn.vn.evil.example/x", "https://evilzdn.vn/x", "https://user@f4.zdn.vn/x", "file:///etc/passwd",
     "https://f4.zdn.vn\\@evil.example/x", "https://[::1]/x", "//f4.zdn.vn/x", "ftp://f4.zdn.vn/x",
     "https://169.254.169.254/latest", "https://f4.zdn.vn@127.0.0.1/x", "https://f4.zdn.vn/\r\nX: y", ""],
)  # fmt: skip
def test_nothing_is_fetched_from_elsewhere(
    zalo: Zalo, anonymous: CheckedClient, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    import requests

    def never(*_args: object, **_values: object) -> None:
        raise AssertionError("went out")

    monkeypatch.setattr(requests.Session, "request", never)
    receive(anonymous, url)
    assert fetch_files() == 0
    assert [(file.state, file.url) for file in files()] == [("refused", None)]
    said = db.session.scalars(select(Message.text).where(Message.side == "business")).one()
    assert said == "(Hình ảnh)"
    told = db.session.scalars(select(Message.text).where(Message.side == "system")).one()
    assert "Không lấy được ảnh" in told


@pytest.mark.parametrize("host", [
    "f4-zpcloud.zdn.vn", "res-zalo.zadn.vn", "api.zalo.me", "file-stal-22.dlfl.vn", "file-stal-22.flchat.vn",
    "te-vnso-1.dlmd.me",
])  # fmt: skip
def test_zalo_s_own_hosts_are_allowed(host: str) -> None:
    from outreach.zalo.api import FILE_HOSTS

    assert outgoing.allowed(f"https://{host}/a/b.jpg?x=1", FILE_HOSTS)


@pytest.mark.parametrize("content", [b"", b"MZ not a picture", b"<svg/>", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_or_document_is_not_kept(
    zalo: Zalo, anonymous: CheckedClient, content: bytes
) -> None:
    zalo.files["/x"] = ("image/png", content)
    receive(anonymous, f"{zalo.url}/x")
    assert fetch_files() == 0
    assert files()[0].state == "refused"
    assert not db.session.scalar(select(Attachment.id))


def test_what_is_too_large_is_broken_off(
    zalo: Zalo, anonymous: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    zalo.files["/x.pdf"] = ("application/pdf", PDF + b" " * LARGEST)
    receive(anonymous, f"{zalo.url}/x.pdf", "file")
    assert fetch_files() == 0
    assert (files()[0].state, files()[0].tries) == ("refused", 0), "another time it would be as large"
    told = db.session.scalars(select(Message.text).where(Message.side == "system")).one()
    assert "Không lấy được" in told
    assert fetch_files() == 0


@pytest.mark.parametrize(("way", "state"), [
    (stand_in.STATUS_500, "waiting"), (stand_in.CUT, "waiting"), (stand_in.STATUS_404, "refused"),
])  # fmt: skip
def test_faults_of_the_way_are_tried_again_others_not(
    zalo: Zalo, anonymous: CheckedClient, way: str, state: str
) -> None:
    zalo.files["/photo.png"] = ("image/png", picture())
    zalo.fail("/photo.png", way)
    receive(anonymous, f"{zalo.url}/photo.png")
    assert fetch_files() == 0
    [file] = files()
    assert file.state == state


def test_a_link_may_lead_on_within_zalo_s_hosts(zalo: Zalo, anonymous: CheckedClient) -> None:
    zalo.files["/machine/a.pdf"] = ("application/pdf", PDF)
    zalo.moved["/router/a.pdf"] = zalo.url + "/machine/a.pdf"
    zalo.moved["/a.pdf"] = "/router/a.pdf"
    receive(anonymous, f"{zalo.url}/a.pdf", "file", name="a.pdf")
    assert fetch_files() == 1
    assert [path for _method, path in zalo.asked] == ["/a.pdf", "/router/a.pdf", "/machine/a.pdf"]


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest", "http://127.0.0.1:1/x", "https://evilzdn.vn/x", "file:///etc/passwd",
               "//evil.example/x", "/photo.png", "", "https://f4.zdn.vn@evil.example/x"],
)  # fmt: skip
def test_a_link_that_leads_elsewhere_or_round_in_circles_is_not_followed(
    zalo: Zalo, anonymous: CheckedClient, target: str
) -> None:
    zalo.moved["/photo.png"] = target
    receive(anonymous, f"{zalo.url}/photo.png")
    assert fetch_files() == 0
    assert files()[0].state == "refused"
    assert {path for _method, path in zalo.asked} == {"/photo.png"}
    assert len(zalo.asked) <= 4


def test_a_file_that_breaks_the_reader_stops_no_other(
    zalo: Zalo, anonymous: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from outreach.zalo import fetching_job

    real = fetching_job.take_in

    def take_in(stream: BytesIO, name: str) -> Taken:
        if stream.getvalue() == PDF:
            raise MemoryError
        return real(stream, name)

    monkeypatch.setattr(fetching_job, "take_in", take_in)
    zalo.files["/a.pdf"], zalo.files["/b.png"] = ("application/pdf", PDF), ("image/png", picture())
    receive(anonymous, f"{zalo.url}/a.pdf", "file")
    receive(anonymous, f"{zalo.url}/b.png")
    assert fetch_files() == 1
    assert [file.state for file in files()] == ["waiting", "fetched"]


# ── to Zalo ──────────────────────────────────────────────────────────────────────────────────────────────


def send_file(who: ZaloPerson, taken: Taken, text: str = "") -> int:
    conversation_id = who.conversation_id or 0
    attachment = attach_file(conversation_id=conversation_id, client_id="f", taken=taken, user_id=None)
    message = helpdesk.say(
        conversation_id=conversation_id, client_id="m", side="staff", text=text,
        attachment_ids=[attachment.id],
    )  # fmt: skip
    db.session.commit()
    return message.id


def webp(side: int) -> bytes:
    written = BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(written, "WEBP", quality=80)
    return written.getvalue()


def test_a_picture_goes_as_a_jpeg_small_enough(connected: Zalo) -> None:
    message_id = send_file(person(), Taken("anh.webp", "webp", webp(1800), 1800, 1800), "Xem hình ạ")
    assert send_messages() == 1
    [(name, content)] = connected.uploads
    assert (name, content[:3]) == ("anh.jpg", b"\xff\xd8\xff")
    assert len(content) <= uploads.MOST_OF_PICTURE
    text, image = (one["message"] for one in connected.messages)
    assert text == {"text": "Xem hình ạ"}
    assert image["attachment"]["payload"]["elements"] == [
        {"media_type": "image", "attachment_id": "upload-1"}
    ]
    assert message_of(message_id).delivery == "sent"


def test_a_document_goes_as_a_file(connected: Zalo) -> None:
    send_file(person(), Taken("Mẫu đơn.pdf", "pdf", PDF))
    assert send_messages() == 1
    assert connected.uploads[0][1] == PDF
    [message] = connected.messages
    assert message["message"]["attachment"] == {"type": "file", "payload": {"token": "upload-1"}}


@pytest.mark.parametrize(
    "taken", [Taken("a.xlsx", "xlsx", b"PK"), Taken("a.pdf", "pdf", PDF + b" " * 5_000_000)]
)
def test_what_zalo_does_not_take_is_said_in_words(connected: Zalo, taken: Taken) -> None:
    message_id = send_file(person(), taken)
    assert send_messages() == 0
    failed = sending_of(message_id)
    assert (failed.state, failed.error_code) == ("failed", sending.NOT_TAKEN)


def test_a_picture_that_cannot_be_read_stops_no_other_answer(
    connected: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was tried anew every five minutes for ever, and nobody was told."""
    poisoned, other = answer(person(user="1"), "ảnh hỏng"), answer(person(user="2"), "dạ")
    real = sending.parts_of
    monkeypatch.setattr(sending, "parts_of", lambda text: 1 // 0 if text == "ảnh hỏng" else real(text))
    assert send_messages() == 1
    monkeypatch.undo()
    assert connected.texts == ["dạ"]
    assert (sending_of(poisoned).state, message_of(poisoned).delivery) == ("failed", "failed")
    assert "không đọc được" in str(sending.words_of(sending_of(poisoned).error_code))
    assert sending_of(other).state == "sent"
    assert send_messages() == 0


def test_an_upload_that_fails_says_nothing_to_anybody_and_is_tried_again(connected: Zalo) -> None:
    message_id = send_file(person(), Taken("a.pdf", "pdf", PDF))
    connected.fail("/v2.0/oa/upload/file", stand_in.CUT, -200, -216)
    for state in ("waiting", "waiting", "sent"):
        make_due()
        send_messages()
        assert sending_of(message_id).state == state
    assert len(connected.messages) == 1


def test_a_file_that_is_gone_is_said_in_words(connected: Zalo) -> None:
    message_id = send_file(person(), Taken("a.pdf", "pdf", PDF))
    db.session.scalars(select(Attachment)).one().stored_as = None
    db.session.commit()
    send_messages()
    assert sending_of(message_id).error_code == sending.NO_SUCH_FILE


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────


def test_names_are_asked_for_once(connected: Zalo) -> None:
    who = person()
    connected.people[who.zalo_user_id] = {"display_name": "Hoa Mẫu", "shared_info": {"phone": "84912345678"}}
    person(user="77")
    assert look_up() == 1
    db.session.expire_all()
    found = db.session.get_one(ZaloPerson, who.id)
    assert (found.name, found.phone) == ("Hoa Mẫu", "0912345678")
    assert "Hoa Mẫu" in set(db.session.scalars(select(Message.person)))
    account = db.session.get_one(OfficialAccount, 1)
    assert (account.name, account.quota_remain) == ("Ban Quản lý KCN Mẫu", 480)
    db.session.rollback()
    asked = len(connected.asked)
    assert look_up() == 0
    assert len(connected.asked) == asked


def test_without_an_account_or_an_answer_nobody_is_asked(connected: Zalo) -> None:
    person()
    connected.fail("/v3.0/oa/user/detail", stand_in.STATUS_500)
    assert look_up() == 0
    db.session.get_one(OfficialAccount, 1).state = "stopped"
    db.session.commit()
    assert look_up() == 0
    assert len(connected.asked) == 1


def test_deliveries_are_forgotten_when_their_time_is_over(zalo: Zalo, anonymous: CheckedClient) -> None:
    from datetime import timedelta

    from outreach import clock
    from outreach.zalo.models import ZaloEvent

    making.deliver(anonymous, making.said("hỏi"))
    hear_events()
    for days, left in ((6, True), (8, False)):
        event = db.session.scalars(select(ZaloEvent)).one()
        event.received_at = clock.now() - timedelta(days=days)
        db.session.commit()
        sweep()
        db.session.expire_all()
        assert (db.session.scalars(select(ZaloEvent.body)).one() is not None) is left
    event = db.session.scalars(select(ZaloEvent)).one()
    event.received_at = clock.now() - timedelta(days=61)
    db.session.commit()
    sweep()
    assert not db.session.scalar(select(ZaloEvent.id))
    assert db.session.scalar(select(Message.id)) is not None
