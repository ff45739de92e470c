"""Pictures of authors: taken in within a quota, thrown away when no text has shown them for a day."""

import re
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select

from outreach import clock
from outreach.database import db, record
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.tutorials.models import Picture, TutorialStep, TutorialVersion
from outreach.tutorials.pictures import PICTURES
from outreach.tutorials.pictures.encoding import Encoded

MOST_PICTURES = 120  # of one tutorial
MOST_BYTES = 24 * 1024**2
UNUSED_FOR = timedelta(days=1)
_NAMED = re.compile(r"/huong-dan/anh/([A-Za-z0-9_-]{1,64})")


def add_picture(*, tutorial_id: int, encoded: Encoded, by: int) -> Picture:
    """Keep a picture of a tutorial; refused when the tutorial already has enough."""
    count, size = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Picture.size), 0)).where(
            Picture.tutorial_id == tutorial_id
        )
    ).one()
    if count >= MOST_PICTURES or size + len(encoded.content) > MOST_BYTES:
        raise Refused(_("Bài này đã có quá nhiều ảnh; ảnh không dùng tự mất sau một ngày."), "picture")
    picture = Picture(
        public_id=secrets.token_hex(16), tutorial_id=tutorial_id, kind="webp",
        stored_as=PICTURES.keep(encoded.content).name, width=encoded.width, height=encoded.height,
        size=len(encoded.content), uploaded_at=clock.now(), uploaded_by_id=by,
    )  # fmt: skip
    db.session.add(picture)
    db.session.flush()
    return picture


def sweep_pictures() -> int:
    """Throw away pictures a day old that no text of any version shows; how many files went."""
    limit = clock.now() - UNUSED_FOR
    with record() as connection:
        named: set[str] = set()
        for column in _texts():
            rows = connection.scalars(select(column).where(column.contains("/huong-dan/anh/")))
            for text in rows:
                named.update(_NAMED.findall(text))
        for removed in connection.scalars(select(TutorialVersion.removed)):
            named.update(_NAMED.findall(str(removed)))
        old = connection.execute(select(Picture.id, Picture.public_id).where(Picture.uploaded_at < limit))
        unused = [row.id for row in old if row.public_id not in named]
        if unused:
            connection.execute(delete(Picture).where(Picture.id.in_(unused)))
    return PICTURES.sweep(Picture.stored_as, after=UNUSED_FOR)


def _texts() -> list[Any]:
    step, version = TutorialStep, TutorialVersion
    return [
        step.body, step.body_en, step.mistake, step.mistake_en, step.see_now, step.see_now_en,
        version.prepare, version.prepare_en,
    ]  # fmt: skip
