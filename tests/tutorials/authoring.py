"""What authors send, and what a version holds after it."""

import re
from datetime import timedelta
from typing import Any

from outreach import clock
from outreach.database import db
from outreach.documents.models import LegalDocument
from outreach.tutorials import queries
from outreach.tutorials.models import StepReport, TutorialVersion
from tests import factories
from tests.client import CheckedClient

STEP = {
    "part": "Nộp",
    "title": "Đính kèm",
    "body": "Chọn tệp PDF.",
    "who": "clerk",
    "device": "pc",
    "do": "save",
}


FACTS = {
    "title": "Đăng ký nội quy lao động",
    "summary": "Nộp nội quy lao động qua Cổng.",
    "system": "national",
    "portal": "Cổng Dịch vụ công quốc gia",
    "do": "save",
}


def at(version: TutorialVersion, tail: str = "") -> str:
    return f"/soan/{version.tutorial_id}/{version.number}{tail}"


def seen(client: CheckedClient, url: str, name: str = "seen") -> str:
    """The mark (or edition) that a page's form carries."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', client.get(url).text)
    assert found, name
    return found[1]


def now(version: TutorialVersion) -> Any:
    db.session.expire_all()
    content = queries.content_of(version.id)
    assert content is not None
    return content


def keys(version: TutorialVersion) -> list[str]:
    return [step.key for step in now(version).steps]


def factories_citation(version: TutorialVersion, document: LegalDocument) -> Any:
    from outreach.tutorials.models import Citation

    return Citation(version_id=version.id, document_id=document.id)


_ids = iter(range(1, 10_000))


def stuck(version: TutorialVersion, key: str, times: int, **values: Any) -> None:
    for _ in range(times):
        values.setdefault("asked_at", clock.now() - timedelta(days=1))
        factories.add(
            StepReport(
                public_id=f"r{next(_ids)}",
                kind="stuck",
                tutorial_id=version.tutorial_id,
                version_id=version.id,
                step_key=key,
                question="Không thấy nút",
                state="open",
                tax_code="0100109106",
                **values,
            )
        )
