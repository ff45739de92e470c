"""What proves an intervention: taken in by its content, given out safely, and what is missing told."""

import io
import zipfile
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from outreach import clock
from outreach.campaigns.actions import evidence as actions
from outreach.campaigns.files import PROOFS, sniffing
from outreach.campaigns.models import Evidence, Intervention
from outreach.campaigns.views.proofs import mark_of
from outreach.database import db
from tests import factories
from tests.client import CheckedClient, words_of
from tests.factories import committed


def photo() -> bytes:
    """A photo with the place it was taken at."""
    picture = Image.new("RGB", (40, 30), "green")
    exif = Image.Exif()
    exif[0x010F] = "A phone that tells"
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


def office(part: str, *others: str) -> bytes:
    """An Office file with this main part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("[Content_Types].xml", part, *others):
            archive.writestr(name, "<x/>")
    return file.getvalue()


def send(officer: CheckedClient, to: Intervention, content: bytes, name: str, **values: Any) -> Any:
    """Upload a file."""
    data = {"kind": "photo", "file": (io.BytesIO(content), name), **values}
    return officer.post(f"/hoat-dong/{to.id}/bang-chung/tep", data=data, content_type="multipart/form-data")


def only() -> Evidence:
    """The one proof there is."""
    return db.session.query(Evidence).one()


def test_a_photo_is_written_anew_and_shown(officer: CheckedClient, visit: Intervention) -> None:
    assert send(officer, visit, photo(), "đoàn thăm.JPG").status_code == 303
    proof = only()
    assert (proof.mime, proof.file_name, proof.title) == ("image/webp", "đoàn thăm.webp", "đoàn thăm")
    answer = officer.get(f"/bang-chung/{proof.public_id}")
    assert answer.data.startswith(b"RIFF")
    assert b"A phone" not in answer.data
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


@pytest.mark.parametrize(
    ("content", "name", "mime"),
    [
        (b"%PDF-1.7 minutes", "bien ban.exe", "application/pdf"),
        (office("word/document.xml"), "bao-cao.docx", "application/vnd.openxmlformats-officedocument."),
        (office("xl/workbook.xml"), "ky-ten.pdf", "application/vnd.openxmlformats-officedocument."),
    ],
)
def test_documents_are_known_by_their_content_and_only_saved(
    officer: CheckedClient, visit: Intervention, content: bytes, name: str, mime: str
) -> None:
    assert send(officer, visit, content, name, kind="minutes", title="Biên bản").status_code == 303
    answer = officer.get(f"/bang-chung/{only().public_id}")
    assert answer.data == content
    assert answer.mimetype.startswith(mime)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (only().file_name or "").rsplit(".", 1)[1] in ("pdf", "docx", "xlsx")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>", "Chỉ nhận ảnh"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Chỉ nhận ảnh"),
        (b"PK\x03\x04 broken", "Chỉ nhận ảnh"),
        (office("word/document.xml", "word/vbaProject.bin"), "macro"),
        (office("evil.xml"), "Chỉ nhận ảnh"),
        (b"\xff\xd8\xff not a picture", "không phải ảnh"),
        (b"", "trống"),
        (b"%PDF-" + b"0" * 3000, "tối đa 10 MB"),
    ],
)
def test_what_is_something_else_is_refused_and_the_words_are_kept(
    officer: CheckedClient, visit: Intervention, content: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sniffing, "LARGEST_FILE", 2000)
    answer = send(officer, visit, content, "bien-ban.pdf", title="Biên bản <1>", number="12/BB")
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert 'value="12/BB"' in answer.text
    assert "Biên bản &lt;1&gt;" in answer.text
    assert db.session.query(Evidence).count() == 0


def test_the_same_file_again_is_kept_once(officer: CheckedClient, visit: Intervention) -> None:
    for _again in range(3):
        assert send(officer, visit, b"%PDF-1.7 x", "a.pdf").status_code == 303
    assert only().size == 10


def test_links_are_of_the_web_only(officer: CheckedClient, visit: Intervention) -> None:
    url = f"/hoat-dong/{visit.id}/bang-chung/duong-dan"
    for bad in ("ftp://bao.vn/bai", "bao.vn/bai", "https://", ""):
        assert officer.post(url, data={"link-url": bad, "link-kind": "published"}).status_code == 422, bad
    good = {"link-url": "https://bao.example.vn/bai", "link-kind": "published", "link-title": "Bài báo"}
    assert officer.post(url, data=good).status_code == 303
    assert 'href="https://bao.example.vn/bai"' in officer.get(f"/hoat-dong/{visit.id}/bang-chung").text


def test_minutes_written_by_two_are_not_lost(officer: CheckedClient, visit: Intervention) -> None:
    url = f"/hoat-dong/{visit.id}/bang-chung/bien-ban"
    seen = mark_of(None)
    assert officer.post(url, data={"minutes": "Đã gặp giám đốc.", "seen": seen}).status_code == 303
    answer = officer.post(url, data={"minutes": "Bản của tôi", "seen": seen})
    assert answer.status_code == 422
    assert "Bản của tôi" in answer.text
    assert "Đã gặp giám đốc." in answer.text
    db.session.refresh(visit)
    assert visit.minutes == "Đã gặp giám đốc."


def test_a_file_is_for_staff_and_for_the_business_it_is_about(
    officer: CheckedClient, clerk: CheckedClient, anonymous: CheckedClient, visit: Intervention
) -> None:
    assert clerk.user is not None
    own = factories.evidence(
        visit, business_id=clerk.user.business_id, stored_as=PROOFS.keep(b"RIFF").name, mime="image/webp",
        file_name="a.webp",
    )  # fmt: skip
    other = committed(
        factories.evidence(
            visit, stored_as=PROOFS.keep(b"%PDF-").name, mime="application/pdf", file_name="b.pdf"
        )
    )
    assert clerk.get(f"/bang-chung/{own.public_id}").status_code == 200
    assert clerk.get(f"/bang-chung/{other.public_id}").status_code == 404
    assert "/dang-nhap" in anonymous.get(f"/bang-chung/{own.public_id}").location
    assert officer.get("/bang-chung/khong-co").status_code == 404


def test_deleting_asks_first_and_the_file_goes_a_day_later(
    app: Flask, officer: CheckedClient, visit: Intervention, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(officer, visit, b"%PDF-1.7 x", "a.pdf")
    name, address = only().stored_as, f"/bang-chung/{only().public_id}/xoa"
    assert "không lấy lại được" in words_of(officer.get(address))
    assert officer.post(address).status_code == 303
    assert actions.sweep_evidence() == 0
    later = clock.now() + 2 * actions.UNUSED_FOR
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actions.sweep_evidence() == 1
    assert PROOFS.path_of(name) is None


def test_what_is_missing_shrinks_as_it_is_supplied(officer: CheckedClient) -> None:
    training = committed(factories.intervention(contents=["g"]))
    url = f"/hoat-dong/{training.id}/bang-chung"
    words = words_of(officer.get(url))
    assert "danh sách ký tên hoặc danh sách đã ghi" in words
    assert "biên bản, ảnh hoặc báo cáo kết quả" in words
    committed(factories.attendance(training, factories.business()))
    assert "danh sách ký tên" not in words_of(officer.get(url)).split("Tệp và đường dẫn")[0]
    assert send(officer, training, photo(), "lop.jpg").status_code == 303
    assert "Đã đủ thông tin và minh chứng" in words_of(officer.get(url))
