"""What authors do: write a version, save it, have it reviewed, publish it, withdraw it."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import select, update

from outreach import clock
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import fold, nfc
from outreach.tutorials import queries, rules, signals
from outreach.tutorials.models import CheckQuestion, Citation, Tutorial, TutorialStep, TutorialVersion
from outreach.tutorials.queries.contents import STEP_FIELDS, VERSION_FIELDS


def create_tutorial(
    *,
    slug: str,
    content: rules.Content,
    procedure_id: int | None = None,
    cites: Iterable[int] = (),
    by: int | None = None,
) -> TutorialVersion:
    """A new tutorial with its first draft. `cites`: ids of legal documents; `by`: the author's id."""
    if not rules.is_slug(slug):
        raise Refused(_("Địa chỉ chỉ gồm chữ thường không dấu, số và dấu gạch nối."), "slug")
    if queries.get_tutorial(slug) is not None:
        raise Refused(_("Địa chỉ này đã có một bài hướng dẫn khác."), "slug")
    rules.check_content(content)
    tutorial = Tutorial(slug=slug, procedure_id=procedure_id, created_at=clock.now(), created_by_id=by)
    db.session.add(tutorial)
    db.session.flush()
    return _add_version(tutorial.id, 1, content, cites, by)


def new_version(tutorial: Tutorial, *, by: int | None = None) -> TutorialVersion:
    """A draft that begins as the published version is, with its steps and their keys; else as the newest."""
    lines = queries.versions(tutorial.id)
    if any(rules.may(line.state, "save") for line in lines):
        raise Refused(_("Bài này đang có một bản nháp; Anh/Chị viết tiếp bản đó."))
    model = next((line for line in lines if line.state == "published"), lines[0])
    content = queries.content_of(model.id)
    assert content is not None
    return _add_version(tutorial.id, lines[0].number + 1, content, queries.cited_ids(model.id), by)


def save_version(
    version: TutorialVersion,
    *,
    edition: int,
    content: rules.Content,
    cites: Iterable[int] = (),
    by: int | None = None,
) -> TutorialVersion:
    """Write what an author saw in `edition`; refused, overwriting nothing, when somebody saved in between.

    A reviewed version that is changed is a draft again.
    """
    _require(version, "save")
    rules.check_content(content)
    _claim(version, edition, state="draft", reviewed_at=None, reviewed_by_id=None)
    _write(version, content, cites, by)
    return version


def review(version: TutorialVersion, *, edition: int, by: int | None) -> TutorialVersion:
    """A named officer has held this edition against the portal and the law."""
    _require(version, "review")
    _claim(version, edition, state="reviewed", reviewed_at=clock.now(), reviewed_by_id=by)
    return version


def publish(version: TutorialVersion, *, by: int | None) -> TutorialVersion:
    """Show a reviewed version to everybody; the former one is replaced. Tells `signals.published`."""
    _require(version, "publish")
    if version.checked_on is None:
        raise Refused(_("Anh/Chị ghi ngày đối chiếu với Cổng trước khi công bố."), "checked_on")
    tutorial = db.session.scalars(
        select(Tutorial).where(Tutorial.id == version.tutorial_id).with_for_update()
    ).one()
    db.session.execute(
        update(TutorialVersion)
        .where(TutorialVersion.tutorial_id == tutorial.id, TutorialVersion.state == "published")
        .values(state="replaced")
    )
    _claim(version, version.edition, state="published", published_at=clock.now(), published_by_id=by)
    signals.published.send(
        version_id=version.id, tutorial_id=tutorial.id, number=version.number, slug=tutorial.slug,
        title=version.title, published_on=clock.today(), procedure_id=tutorial.procedure_id,
    )  # fmt: skip
    return version


def withdraw(version: TutorialVersion, *, by: int | None) -> TutorialVersion:
    """Take a version off; what people ticked and finished stays."""
    _require(version, "withdraw")
    _claim(version, version.edition, state="withdrawn", saved_by_id=by)
    return version


def _require(version: TutorialVersion, deed: str) -> None:
    if not rules.may(version.state, deed):
        state = str(rules.STATES[version.state])
        raise Refused(_("Bản này ở trạng thái “%(state)s” nên không làm được việc này.", state=state))


def _claim(version: TutorialVersion, edition: int, **values: Any) -> None:
    """Move on from an edition, unless somebody else did so first."""
    found = db.session.execute(
        update(TutorialVersion)
        .where(TutorialVersion.id == version.id, TutorialVersion.edition == edition)
        .values(edition=edition + 1, saved_at=clock.now(), **values)
        .execution_options(synchronize_session=False)
    )
    if found.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused(
            _("Người khác đã lưu bản này trong lúc Anh/Chị viết. Chưa ghi gì; bài Anh/Chị viết còn ở đây."),
            "edition",
        )
    db.session.refresh(version)


def _add_version(
    tutorial_id: int, number: int, content: rules.Content, cites: Iterable[int], by: int | None
) -> TutorialVersion:
    at = clock.now()
    version = TutorialVersion(
        tutorial_id=tutorial_id, number=number, state="draft", edition=1, created_at=at, created_by_id=by,
        saved_at=at, steps=[], questions=[],
    )  # fmt: skip
    _set_fields(version, content, by)
    db.session.add(version)
    db.session.flush()
    _write(version, content, cites, by)
    return version


def _write(version: TutorialVersion, content: rules.Content, cites: Iterable[int], by: int | None) -> None:
    _set_fields(version, content, by)
    version.steps.clear()
    version.questions.clear()
    db.session.flush()  # the keys must be free before they come again
    version.steps.extend(
        TutorialStep(place=place, **{name: _clean(getattr(step, name)) for name in STEP_FIELDS})
        for place, step in enumerate(content.steps, 1)
    )
    version.questions.extend(
        CheckQuestion(
            place=place, question=_clean(question.question), question_en=_clean(question.question_en),
            options=[asdict(option) for option in question.options], right=question.right,
            why=_clean(question.why), why_en=_clean(question.why_en),
        )
        for place, question in enumerate(content.questions, 1)
    )  # fmt: skip
    _cite(version.id, set(cites))


def _set_fields(version: TutorialVersion, content: rules.Content, by: int | None) -> None:
    for name in VERSION_FIELDS:
        setattr(version, name, _clean(getattr(content, name)))
    version.title_folded = fold(content.title)
    version.saved_by_id = by
    version.sources = [
        {"text": nfc(s.text), "url": s.url, "seen_on": s.seen_on.isoformat() if s.seen_on else None}
        for s in content.sources
    ]


def _cite(version_id: int, wanted: set[int]) -> None:
    known = {
        citation.document_id: citation
        for citation in db.session.scalars(select(Citation).where(Citation.version_id == version_id))
    }
    for document_id in known.keys() - wanted:
        db.session.delete(known[document_id])
    db.session.add_all(Citation(version_id=version_id, document_id=one) for one in wanted - known.keys())
    db.session.flush()


def _clean(value: Any) -> Any:
    """Texts in normal form; an empty optional one stays what it is."""
    return nfc(value) if isinstance(value, str) else value
