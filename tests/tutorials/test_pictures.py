"""Authors' pictures: taken in only as pictures, re-encoded and bounded, served safely, swept when unused."""

import io
import os
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select, update

from outreach import clock
from outreach.database import db
from outreach.refusals import Refused
from outreach.tutorials.actions import pictures
from outreach.tutorials.actions.pictures import sweep_pictures
from outreach.tutorials.models import Picture, TutorialStep
from outreach.tutorials.pictures import PICTURES
from outreach.tutorials.pictures.encoding import Encoded, encode
from tests.client import CheckedClient
from tests.tutorials import samples
from tests.tutorials.authoring import STEP, at, now, seen


def picture(kind: str = "PNG", size: tuple[int, int] = (320, 200), mode: str = "RGB", **values: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 120 if mode in ("L", "P", "1") else None).save(out, kind, **values)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(content))
    found.load()
    return found


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("JPEG", "L"), ("WEBP", "RGB")]
)
def test_pictures_become_webp(kind: str, mode: str) -> None:
    made = encode(io.BytesIO(picture(kind, mode=mode)))
    assert (made.width, made.height) == (320, 200)
    assert opened(made.content).format == "WEBP"


def test_long_sides_are_cut_and_bytes_stepped_down() -> None:
    noise = Image.effect_noise((2600, 1300), 80).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=70)
    made = encode(io.BytesIO(out.getvalue()))
    assert max(made.width, made.height) <= 1600
    assert len(made.content) <= 300 * 1024


def test_what_a_camera_attaches_is_gone_and_the_picture_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "A camera of somebody"
    exif[0x8825] = {1: "N", 2: (10.0, 2.0, 3.0)}
    made = encode(io.BytesIO(picture("JPEG", exif=exif, comment=b"secret")))
    assert (made.width, made.height) == (200, 320)
    found = opened(made.content)
    assert not dict(found.getexif())
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(found.info)
    assert b"somebody" not in made.content


def bomb() -> bytes:
    """A picture of 20,000 × 20,000 pixels in a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"", b"GIF89a" + b"\0" * 50, picture()[:200], b"\x89PNG\r\n\x1a\n" + b"x" * 500,
        picture("GIF", mode="P"), picture("TIFF"), picture("BMP"), b"%!PS-Adobe-3.0 EPSF-3.0\n", bomb,
        b"\0" * (5 * 1024**2 + 1),
    ],
)  # fmt: skip
def test_what_is_no_picture_of_ours_is_refused(content: bytes | Callable[[], bytes]) -> None:
    with pytest.raises(Refused) as refusal:
        encode(io.BytesIO(content() if callable(content) else content))
    assert refusal.value.field == "picture"


def upload(name: str = "anh.png", content: bytes | None = None) -> tuple[io.BytesIO, str]:
    return io.BytesIO(picture() if content is None else content), name


def test_a_picture_goes_into_the_text_with_its_words(
    officer: CheckedClient, anonymous: CheckedClient
) -> None:
    version = samples.draft()
    url = at(version, "/buoc/dinh-kem")
    sent = {**STEP, "seen": seen(officer, url), "do": "picture", "body": "Gõ dở.", "mistake": "Cũng gõ dở."}
    wordless = officer.post(url, data={**sent, "picture": upload()})
    assert wordless.status_code == 422
    assert "Gõ dở." in wordless.text
    refused = officer.post(url, data={**sent, "picture_alt": "Nút", "picture": upload("x.svg", b"<svg/>")})
    assert refused.status_code == 422
    assert "Gõ dở." in refused.text
    assert db.session.scalar(select(func.count()).select_from(Picture)) == 0
    page = officer.post(url, data={**sent, "picture_alt": 'Nút [Nộp]"hồ sơ', "picture": upload()})
    assert page.status_code == 200
    assert "Cũng gõ dở." in page.text
    kept = db.session.scalars(select(Picture)).one()
    assert f"/huong-dan/anh/{kept.public_id}" in page.text
    assert now(version).steps[2].body == "Chọn tệp PDF.", "nothing is saved yet"
    body = f'Gõ dở.\n\n![Nút Nộp "hồ sơ](/huong-dan/anh/{kept.public_id} "320x200")'
    assert officer.post(url, data={**sent, "do": "save", "body": body}).status_code == 303
    db.session.refresh(version)
    samples.publish(version)
    read = anonymous.get("/huong-dan/noi-quy/dinh-kem")
    assert re.search(
        rf'<img src="/huong-dan/anh/{kept.public_id}" alt="[^"]+" width="320" height="200"', read.text
    )
    served = anonymous.get(f"/huong-dan/anh/{kept.public_id}")
    assert served.status_code == 200
    assert served.mimetype == "image/webp"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "max-age=31536000" in served.headers["Cache-Control"]
    assert opened(served.data).size == (320, 200)
    served.close()


@pytest.mark.parametrize("name", ["x", "..%2f..%2fworker.lock", "0" * 32])
def test_no_other_file_is_served(anonymous: CheckedClient, name: str) -> None:
    assert anonymous.get(f"/huong-dan/anh/{name}").status_code == 404


def test_pictures_of_a_tutorial_are_uploaded_and_listed(
    officer: CheckedClient, helpdesk: CheckedClient
) -> None:
    version = samples.draft()
    url = f"/soan/{version.tutorial_id}/anh"
    assert "Bài này chưa có ảnh" in officer.get(url).text
    assert officer.post(url, data={"picture": upload()}).status_code == 303
    assert "![mô tả ảnh](/huong-dan/anh/" in officer.get(url).text
    assert officer.post(url, data={"picture": upload("x.png", b"nothing")}).status_code == 422
    assert officer.post(url).status_code == 422
    assert helpdesk.get(url).status_code == 403
    assert officer.post("/soan/999/anh", data={"picture": upload()}).status_code == 404


def test_a_tutorial_has_room_for_so_many(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    version = samples.draft()
    monkeypatch.setattr(pictures, "MOST_PICTURES", 1)
    encoded = Encoded(b"x" * 10, 1, 1)
    by = version.saved_by_id
    pictures.add_picture(tutorial_id=version.tutorial_id, encoded=encoded, by=by)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        pictures.add_picture(tutorial_id=version.tutorial_id, encoded=encoded, by=by)  # type: ignore[arg-type]


def test_unused_pictures_go_after_a_day_and_used_ones_stay(app: Flask) -> None:
    version = samples.draft()
    kept = [
        pictures.add_picture(tutorial_id=version.tutorial_id, encoded=Encoded(b"x", 1, 1), by=None)  # type: ignore[arg-type]
        for _ in range(4)
    ]
    used, deleted, unused, fresh = kept
    db.session.execute(
        update(TutorialStep)
        .where(TutorialStep.key == "mo-cong")
        .values(body=f"![a](/huong-dan/anh/{used.public_id})")
    )
    version.removed = [{"place": 0, "step": {"key": "x", "body": f"/huong-dan/anh/{deleted.public_id}"}}]
    old = clock.now() - timedelta(hours=25)
    db.session.execute(update(Picture).where(Picture.id != fresh.id).values(uploaded_at=old))
    db.session.commit()
    assert sweep_pictures() == 0, "files of a few seconds stay: a page may be storing them now"
    left = set(db.session.scalars(select(Picture.id)))
    db.session.commit()
    assert left == {used.id, deleted.id, fresh.id}
    assert PICTURES.path_of(unused.stored_as) is not None
    path = PICTURES.path_of(unused.stored_as)
    assert path is not None
    os.utime(path, (0, 0))
    assert sweep_pictures() == 1
    assert PICTURES.path_of(unused.stored_as) is None
    assert PICTURES.path_of(used.stored_as) is not None
