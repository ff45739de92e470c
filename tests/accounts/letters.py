"""Links as people get them: in a letter, or on a page that shows them once."""

import re

from sqlalchemy import select

from outreach.database import db
from outreach.outbox.models import OutgoingMessage
from tests.client import CheckedClient

TOKEN = "t" * 43
URL = "/loi-moi/" + TOKEN


def letters() -> list[OutgoingMessage]:
    return list(db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


def shown_link(client: CheckedClient) -> str:
    """The address on the page that shows a fresh link."""
    found = re.search(r'<input id="link"[^>]*value="([^"]+)"', client.get("/nguoi-dung/lien-ket").text)
    assert found is not None
    return found.group(1)
