"""What authors do with versions."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.database import db
from outreach.documents.models import LegalDocument
from outreach.refusals import Refused
from outreach.tutorials import actions, queries, signals
from outreach.tutorials.models import Tutorial, TutorialVersion
from tests import factories
from tests.tutorials import samples


def document(number: str = "118/2025/NĐ-CP", **values: object) -> LegalDocument:
    return factories.add(
        LegalDocument(
            kind="decree", number=number, number_folded=number.lower(), title="Nghị định",
            title_folded="nghi dinh", **values,
        )
    )  # fmt: skip


def test_a_draft_is_for_its_authors_only(app: Flask) -> None:
    samples.draft()
    assert queries.published("noi-quy") is None


def test_a_published_version_is_what_readers_see(app: Flask) -> None:
    version = samples.published(procedure_id=factories.procedure().id)
    seen = queries.published("noi-quy")
    assert seen is not None
    assert seen.id == version.id
    assert [step.key for step in seen.steps] == ["mo-cong", "dang-nhap", "dinh-kem"]
    assert seen.content == samples.content()


def test_nothing_is_published_that_nobody_reviewed_or_held_against_the_portal(app: Flask) -> None:
    version = samples.draft(checked_on=None)
    with pytest.raises(Refused):
        actions.publish(version, by=None)
    actions.review(version, edition=version.edition, by=None)
    with pytest.raises(Refused) as refusal:
        actions.publish(version, by=None)
    assert refusal.value.field == "checked_on"


def test_a_new_version_has_the_former_ones_keys_and_takes_its_place(app: Flask) -> None:
    first = samples.published()
    tutorial = db.session.get_one(Tutorial, first.tutorial_id)
    second = actions.new_version(tutorial)
    assert second.number == 2
    assert [step.key for step in second.steps] == [step.key for step in first.steps]
    seen = queries.published("noi-quy")
    assert seen is not None
    assert seen.id == first.id
    samples.publish(second)
    db.session.refresh(first)
    assert (first.state, second.state) == ("replaced", "published")
    seen = queries.published("noi-quy")
    assert seen is not None
    assert seen.id == second.id


def test_one_draft_at_a_time(app: Flask) -> None:
    version = samples.published()
    tutorial = db.session.get_one(Tutorial, version.tutorial_id)
    actions.new_version(tutorial)
    with pytest.raises(Refused):
        actions.new_version(tutorial)


def test_the_second_of_two_authors_is_told_and_nothing_is_overwritten(app: Flask) -> None:
    version = samples.draft()
    seen_by_both = version.edition
    actions.save_version(version, edition=seen_by_both, content=samples.content(title="Của người thứ nhất"))
    with pytest.raises(Refused) as refusal:
        actions.save_version(
            version, edition=seen_by_both, content=samples.content(title="Của người thứ hai")
        )
    assert refusal.value.field == "edition"
    db.session.expire_all()
    assert db.session.get_one(TutorialVersion, version.id).title == "Của người thứ nhất"


def test_saving_replaces_steps_and_questions_and_shows_at_once(app: Flask) -> None:
    version = samples.draft()
    steps = samples.content().steps
    changed = samples.content(steps=(replace(steps[0], body="Khác"), steps[2]), questions=())
    actions.save_version(version, edition=version.edition, content=changed)
    samples.publish(version)
    seen = queries.published("noi-quy")
    assert seen is not None
    assert seen.content == changed


def test_a_reviewed_version_that_is_changed_is_a_draft_again(app: Flask) -> None:
    version = samples.draft()
    actions.review(version, edition=version.edition, by=factories.user().id)
    assert version.state == "reviewed"
    actions.save_version(version, edition=version.edition, content=samples.content(title="Khác"))
    assert (version.state, version.reviewed_at, version.reviewed_by_id) == ("draft", None, None)


def test_a_review_of_what_has_changed_since_is_refused(app: Flask) -> None:
    version = samples.draft()
    seen = version.edition
    actions.save_version(version, edition=seen, content=samples.content(title="Khác"))
    with pytest.raises(Refused):
        actions.review(version, edition=seen, by=None)


def test_a_published_version_is_never_written_to_again(app: Flask) -> None:
    version = samples.published()
    with pytest.raises(Refused):
        actions.save_version(version, edition=version.edition, content=samples.content())


def test_a_withdrawn_version_is_gone_for_readers(app: Flask) -> None:
    version = samples.published()
    actions.withdraw(version, by=None)
    assert queries.published("noi-quy") is None
    assert db.session.scalar(select(func.count()).select_from(TutorialVersion)) == 1


@pytest.mark.parametrize(
    "slug", ["", "Nội quy", "noi_quy", "a--b", "-a", "anh", "can-tra-loi", "a" * 81, "a/b"]
)
def test_addresses_that_are_none(app: Flask, slug: str) -> None:
    with pytest.raises(Refused) as refusal:
        samples.draft(slug)
    assert refusal.value.field == "slug"


def test_an_address_is_taken_once(app: Flask) -> None:
    samples.draft()
    with pytest.raises(Refused):
        samples.draft()


def test_publishing_tells_plain_values(app: Flask) -> None:
    heard = []

    def hear(sender: object, **values: object) -> None:
        heard.append(values)

    with signals.published.connected_to(hear):
        version = samples.published()
    assert heard == [
        {
            "version_id": version.id, "tutorial_id": version.tutorial_id, "number": 1, "slug": "noi-quy",
            "title": version.title, "published_on": clock.today(), "procedure_id": None,
        }
    ]  # fmt: skip


def test_cited_documents_follow_from_version_to_version(app: Flask) -> None:
    cited, other = document(), document("61/2018/NĐ-CP")
    version = actions.create_tutorial(slug="noi-quy", content=samples.content(), cites=[cited.id, other.id])
    actions.save_version(version, edition=version.edition, content=samples.content(), cites=[cited.id])
    samples.publish(version)
    tutorial = db.session.get_one(Tutorial, version.tutorial_id)
    assert queries.cited_ids(actions.new_version(tutorial).id) == [cited.id]
