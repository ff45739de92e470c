"""Tutorials that somebody finished are interventions; each reaches a business once."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.models import Business
from outreach.campaigns import queries
from outreach.campaigns.models import ExposureRecord, Intervention
from outreach.database import db
from outreach.rates.effects.compute import entry_of
from outreach.rates.queries.inputs import effect_inputs
from outreach.rates.rules.ledger import Outcome, Verdict
from outreach.revisions import revision
from outreach.tutorials import actions as tutorials
from outreach.tutorials.models import Tutorial, TutorialVersion
from tests import factories
from tests.threads import at_once
from tests.tutorials import samples

KEYS = ("mo-cong", "dang-nhap", "dinh-kem")


def finish(user: User, version: TutorialVersion) -> None:
    """Tick every step."""
    for key in KEYS:
        tutorials.tick(
            user_id=user.id, business_id=user.business_id, tutorial_id=version.tutorial_id,
            version_id=version.id, step_key=key,
        )  # fmt: skip


def test_each_version_that_somebody_finished_is_one_intervention(app: Flask) -> None:
    first, learner = samples.published(), factories.user(Role.BUSINESS)
    assert not db.session.scalars(select(Intervention)).all(), "nobody was reached by publishing"
    finish(learner, first)
    second = samples.publish(tutorials.new_version(db.session.get_one(Tutorial, first.tutorial_id)))
    finish(learner, second)
    made = db.session.scalars(select(Intervention).order_by(Intervention.code)).all()
    assert [(one.code, one.type, one.held_on) for one in made] == [
        ("HD-noi-quy-1", "tutorial", clock.today()),
        ("HD-noi-quy-2", "tutorial", clock.today()),
    ]
    assert made[0].title == "Bài hướng dẫn “Đăng ký nội quy lao động”, bản 1"


def test_a_completion_is_an_exposure_that_the_business_asked_for(app: Flask) -> None:
    version, user = samples.published(), factories.user(Role.BUSINESS)
    before = revision()
    finish(user, version)
    (exposure,) = queries.exposures()
    assert (exposure.business_id, exposure.type, exposure.proof) == (
        user.business_id, "tutorial", "completed"
    )  # fmt: skip
    assert exposure.offered is False
    assert exposure.exposed_on == clock.today()
    assert revision() > before, "the ledger knows that it has to look again"


def test_colleagues_reach_their_business_once(app: Flask) -> None:
    version, business = samples.published(), factories.business()
    for _person in range(2):
        finish(factories.user(Role.BUSINESS, of=business), version)
    assert len(queries.exposures()) == 1


def test_colleagues_who_finish_at_the_same_moment_reach_it_once(app: Flask) -> None:
    version, business = samples.published(), factories.business()
    people = [factories.user(Role.BUSINESS, of=business).id for _ in range(2)]
    db.session.commit()

    def learner(user_id: int) -> Callable[[], None]:
        def deed() -> None:
            with app.app_context():
                finish(db.session.get_one(User, user_id), db.session.get_one(TutorialVersion, version.id))
                db.session.commit()

        return deed

    at_once(*[learner(one) for one in people])
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(ExposureRecord)) == 1


def test_staff_and_drafts_reach_no_business(app: Flask) -> None:
    finish(factories.user(Role.OFFICER), samples.published())
    finish(factories.user(Role.BUSINESS), samples.draft("nhap"))
    assert queries.exposures() == []


def test_practising_counts_like_ticking(app: Flask) -> None:
    version, user = samples.published(), factories.user(Role.BUSINESS)
    tutorials.complete(
        user_id=user.id, business_id=user.business_id, tutorial_id=version.tutorial_id,
        version_id=version.id, how="practised",
    )  # fmt: skip
    assert len(queries.exposures(type="tutorial")) == 1


def test_the_ledger_gives_no_effect_of_what_businesses_choose_themselves(app: Flask) -> None:
    version, user = samples.published(), factories.user(Role.BUSINESS)
    finish(user, version)
    for number in range(60):
        business = db.session.get_one(Business, user.business_id) if number % 3 == 0 else factories.business()
        day = clock.add_months(clock.today(), -(number % 14))
        factories.dossier(business, day, "online" if number % 2 else "counter")
    inputs = effect_inputs()
    assert inputs is not None
    intervention_id = db.session.scalars(select(Intervention.id)).one()
    assert entry_of(inputs, intervention_id, Outcome.ONLINE).verdict is Verdict.SELF_SELECTED
