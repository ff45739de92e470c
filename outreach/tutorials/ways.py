"""The ways to tutorials from what lies below: from procedures, and from legal documents they rest on."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from outreach.catalogue.guides import Guide
from outreach.database import db
from outreach.documents.citations import Citing
from outreach.i18n import locale
from outreach.tutorials import rules
from outreach.tutorials.models import Citation, Tutorial, TutorialVersion
from outreach.tutorials.queries.reading import shown

LIVING = ("draft", "reviewed", "published")


def guides_of(procedure_ids: Collection[int]) -> Mapping[int, Sequence[Guide]]:
    """The tutorials that readers see, by procedure, in the order of their titles."""
    rows = db.session.execute(
        select(Tutorial.procedure_id, Tutorial.slug, TutorialVersion.title, TutorialVersion.title_en)
        .join(TutorialVersion, TutorialVersion.tutorial_id == Tutorial.id)
        .where(Tutorial.procedure_id.in_(procedure_ids), shown())
        .order_by(TutorialVersion.title_folded)
    )
    found: dict[int, list[Guide]] = {}
    for procedure_id, slug, title, title_en in rows:
        said = rules.said(title, title_en, locale())
        if procedure_id is not None:
            found.setdefault(procedure_id, []).append(Guide(said.text, "tutorials.show", {"slug": slug}))
    return found


def citing(document_ids: Collection[int]) -> Sequence[Citing]:
    """The versions, published or on their way, that rest on any of some documents."""
    rows = db.session.execute(
        select(
            Citation.document_id, TutorialVersion.tutorial_id, TutorialVersion.number, TutorialVersion.title
        )
        .join(TutorialVersion, TutorialVersion.id == Citation.version_id)
        .where(Citation.document_id.in_(document_ids), TutorialVersion.state.in_(LIVING))
        .order_by(TutorialVersion.title_folded, TutorialVersion.number)
    )
    return [
        Citing(document_id, title, "tutorials.read_draft", {"tutorial_id": tutorial_id, "number": number})
        for document_id, tutorial_id, number, title in rows
    ]
