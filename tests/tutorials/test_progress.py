"""Ticks by key, completions by version, and what a person and a business have learned."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.actions import merge_businesses
from outreach.database import db
from outreach.refusals import Refused
from outreach.tutorials import actions, queries, rules, signals
from outreach.tutorials.models import Completion, Start, Tick, Tutorial, TutorialVersion
from outreach.tutorials.rules import Step
from tests import factories
from tests.client import CheckedClient, words_of
from tests.examples import examples
from tests.threads import at_once
from tests.tutorials import samples

KEYS = ("mo-cong", "dang-nhap", "dinh-kem")


def tick(user: User, version: TutorialVersion, *keys: str) -> bool:
    """Tick steps of the version that the person reads; whether the last one finished a version."""
    finished = False
    for key in keys:
        finished = actions.tick(
            user_id=user.id, business_id=user.business_id, tutorial_id=version.tutorial_id,
            version_id=version.id, step_key=key,
        )  # fmt: skip
    return finished


def next_version(former: TutorialVersion, **values: Any) -> TutorialVersion:
    """The next version of a tutorial, published with what is different about it."""
    version = actions.new_version(db.session.get_one(Tutorial, former.tutorial_id))
    content = replace(samples.content(), **values)
    actions.save_version(version, edition=version.edition, content=content)
    return samples.publish(version)


def steps(*keys: str) -> tuple[Step, ...]:
    """Steps with these keys."""
    return tuple(Step(key=key, part="Nộp", title=f"Bước {key}", body="Làm.") for key in keys)


def completed() -> list[int]:
    """Numbers of the versions that anybody has finished."""
    return sorted(
        db.session.scalars(
            select(TutorialVersion.number).join(Completion, Completion.version_id == TutorialVersion.id)
        )
    )


class TestRules:
    def test_the_next_step_is_the_first_that_is_not_ticked(self) -> None:
        assert rules.standing(KEYS, {"dang-nhap"}) == rules.Standing(1, 3, "mo-cong", 1)
        assert rules.standing(KEYS, {"mo-cong", "khac"}).next_number == 2
        assert rules.standing(KEYS, set(KEYS)).complete

    def test_news_are_new_and_changed_steps(self) -> None:
        before = samples.content()
        after = samples.content(
            steps=(replace(before.steps[0], body="Khác."), before.steps[1], *steps("ky-so"))
        )
        news = rules.news(before, after)
        assert [step.key for step in news.new] == ["ky-so"]
        assert [step.key for step in news.changed] == ["mo-cong"]
        assert news.gone == 1
        assert rules.news(before, before) == rules.News((), (), 0)

    @pytest.mark.parametrize(("stuck", "starts", "share"), [(3, 19, None), (3, 20, 15.0), (0, 100, 0.0)])
    def test_few_starts_give_no_share(self, stuck: int, starts: int, share: float | None) -> None:
        assert rules.per_hundred(stuck, starts) == share


class TestTicking:
    def test_every_step_ticked_finishes_the_version_once_with_name_and_business(self, app: Flask) -> None:
        heard: list[dict[str, Any]] = []

        def hear(_sender: Any, **told: Any) -> None:
            heard.append(told)

        version, user = samples.published(), factories.user(Role.BUSINESS, name="Lê Thị Mẫu")
        with signals.completed.connected_to(hear):
            assert not tick(user, version, "mo-cong", "dinh-kem")
            assert tick(user, version, "dang-nhap")
            assert not tick(user, version, "dang-nhap")
        done = db.session.scalars(select(Completion)).one()
        assert (done.person, done.business_id, done.how) == ("Lê Thị Mẫu", user.business_id, "ticked")
        assert done.completed_on == clock.today()
        assert [told["version_id"] for told in heard] == [version.id]
        assert heard[0]["business_id"] == user.business_id

    def test_taking_a_tick_back_takes_no_completion_back(self, app: Flask) -> None:
        version, user = samples.published(), factories.user(Role.BUSINESS)
        tick(user, version, *KEYS)
        actions.untick(user_id=user.id, tutorial_id=version.tutorial_id, step_key="mo-cong")
        assert queries.ticked_keys(user.id, version.tutorial_id) == set(KEYS[1:])
        assert completed() == [1]

    def test_a_start_counts_once_for_a_person_and_each_time_for_browsers(self, app: Flask) -> None:
        version, user = samples.published(), factories.user(Role.BUSINESS)
        for _time in range(2):
            actions.start(version_id=version.id, user_id=user.id, business_id=user.business_id)
            actions.start(version_id=version.id)
        by_person = select(Start.user_id, func.count()).group_by(Start.user_id)
        assert dict(db.session.execute(by_person).all()) == {None: 2, user.id: 1}

    def test_nobody_finishes_with_steps_left_unless_practised(self, app: Flask) -> None:
        version, user = samples.published(), factories.user(Role.BUSINESS)
        who = {
            "user_id": user.id, "business_id": user.business_id, "tutorial_id": version.tutorial_id,
            "version_id": version.id,
        }  # fmt: skip
        with pytest.raises(Refused):
            actions.complete(**who)
        assert actions.complete(**who, how="practised")
        assert not actions.complete(**who, how="practised")

    def test_two_devices_that_tick_the_last_two_steps_at_once_finish(self, app: Flask) -> None:
        version, user = samples.published(), factories.user(Role.BUSINESS)
        tick(user, version, "mo-cong")
        db.session.commit()

        def other_device(key: str) -> Callable[[], None]:
            def deed() -> None:
                with app.app_context():
                    tick(
                        db.session.get_one(User, user.id),
                        db.session.get_one(TutorialVersion, version.id),
                        key,
                    )
                    db.session.commit()

            return deed

        at_once(other_device("dang-nhap"), other_device("dinh-kem"))
        assert completed() == [1]


class TestPublishingWhilePeopleAreInTheMiddle:
    def test_ticks_stay_and_the_next_step_is_where_it_was(self, app: Flask) -> None:
        first, user = samples.published(), factories.user(Role.BUSINESS)
        tick(user, first, "mo-cong")
        next_version(first, steps=(*samples.content().steps, *steps("ky-so")))
        seen = queries.published("noi-quy")
        assert seen is not None
        mine = queries.progress_of(user.id, seen, queries.ticked_keys(user.id, seen.tutorial_id))
        assert mine.standing == rules.Standing(1, 4, "dang-nhap", 2)

    def test_whoever_reads_the_former_version_finishes_that_one(self, app: Flask) -> None:
        first, user = samples.published(), factories.user(Role.BUSINESS)
        tick(user, first, "mo-cong")
        second = next_version(first, steps=(*samples.content().steps, *steps("ky-so")))
        assert tick(user, first, "dang-nhap", "dinh-kem")
        assert completed() == [1]
        assert tick(user, second, "ky-so")
        assert completed() == [1, 2]

    def test_a_finished_version_stays_finished_and_the_page_says_what_is_new(
        self, clerk: CheckedClient
    ) -> None:
        first = samples.published()
        assert clerk.user is not None
        tick(clerk.user, first, *KEYS)
        next_version(
            first, steps=(*samples.content().steps, *steps("ky-so")), change_note="Cổng thêm bước ký số."
        )
        assert completed() == [1]
        said = words_of(clerk.get("/huong-dan/noi-quy"))
        assert "Anh/Chị đã học bản 1; bản 2 có thay đổi: Cổng thêm bước ký số." in said
        assert "Bước mới: Bước ky-so" in said

    def test_a_version_with_the_same_steps_is_finished_only_when_the_person_says_so(
        self, clerk: CheckedClient
    ) -> None:
        first = samples.published()
        assert clerk.user is not None
        tick(clerk.user, first, *KEYS)
        next_version(first, summary="Viết lại.")
        assert completed() == [1]
        assert "ghi nhận học xong bản 2" in clerk.get("/huong-dan/noi-quy").text
        assert clerk.post("/huong-dan/noi-quy/hoan-thanh").status_code == 303
        assert completed() == [1, 2]
        assert "Anh/Chị đã học xong bản 2" in words_of(clerk.get("/huong-dan/noi-quy"))

    def test_a_step_the_new_version_does_without_is_ticked_and_leads_to_the_guide(
        self, clerk: CheckedClient
    ) -> None:
        first = samples.published()
        next_version(first, steps=samples.content().steps[:2])
        gone = clerk.post(
            "/huong-dan/noi-quy/dinh-kem/danh-dau", data={"done": "1", "version": first.id}
        )  # fmt: skip
        assert gone.headers["Location"] == "/huong-dan/noi-quy"
        assert clerk.user is not None
        assert queries.ticked_keys(clerk.user.id, first.tutorial_id) == {"dinh-kem"}

    @settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(deeds=st.lists(st.one_of(
        st.tuples(st.just("tick"), st.integers(0, 1), st.sampled_from("abcdef")),
        st.tuples(st.just("publish"), st.just(0), st.permutations("abcdef").map(lambda keys: keys[:3])),
    ), max_size=14))  # fmt: skip
    def test_no_order_of_deeds_loses_a_tick_or_a_completion(self, app: Flask, deeds: list[Any]) -> None:
        """Readers may tick in the version they have open, however often another is published."""
        db.session.rollback()  # what the example before made
        version = samples.published(steps=steps("a", "b"))
        people = [factories.user(Role.BUSINESS), factories.user(Role.BUSINESS)]
        opened, wanted = [version, version], [set(), set()]
        kept: set[tuple[int, int]] = set()
        for deed, who, what in deeds:
            if deed == "publish":
                version = next_version(version, steps=steps(*what))
            elif what in {step.key for step in opened[who].steps}:
                tick(people[who], opened[who], what)
                wanted[who].add(what)
            else:
                opened[who] = version  # goes to look for the step in what is shown now
            for person, keys in zip(people, wanted, strict=True):
                assert queries.ticked_keys(person.id, version.tutorial_id) == keys
            rows = db.session.execute(select(Completion.user_id, Completion.version_id))
            now = {(row.user_id, row.version_id) for row in rows}
            assert kept <= now, "a completion was taken back"
            kept = now

    def test_ticking_and_publishing_at_the_same_moment(self, app: Flask) -> None:
        first = samples.published()
        people = [factories.user(Role.BUSINESS).id for _ in range(3)]
        draft = actions.new_version(db.session.get_one(Tutorial, first.tutorial_id))
        actions.review(draft, edition=draft.edition, by=None)
        db.session.commit()
        first_id, draft_id = first.id, draft.id

        def learner(user_id: int) -> Callable[[], None]:
            def deed() -> None:
                with app.app_context():
                    for key in KEYS:
                        version = db.session.get_one(TutorialVersion, first_id)
                        tick(db.session.get_one(User, user_id), version, key)
                        db.session.commit()

            return deed

        def publisher() -> None:
            with app.app_context():
                actions.publish(db.session.get_one(TutorialVersion, draft_id), by=None)
                db.session.commit()

        at_once(publisher, *[learner(one) for one in people])
        db.session.rollback()
        for one in people:
            assert queries.ticked_keys(one, first.tutorial_id) == set(KEYS)
            done = select(Completion.version_id).where(Completion.user_id == one)
            assert first_id in db.session.scalars(done).all()
        assert queries.shown_ids(first.tutorial_id) == [draft_id]


class TestWhatWasLearned:
    def test_it_stays_with_the_business_when_people_leave(self, app: Flask) -> None:
        version, user = samples.published(), factories.user(Role.BUSINESS, name="Lê Thị Mẫu")
        business_id = user.business_id
        assert business_id is not None
        tick(user, version, *KEYS)
        (line,) = queries.learned_in(business_id)
        assert (line.person, line.left, line.is_current) == ("Lê Thị Mẫu", False, True)
        user.disabled_at = clock.now()
        db.session.flush()
        assert queries.learned_in(business_id)[0].left
        db.session.execute(delete(User).where(User.id == user.id))
        (line,) = queries.learned_in(business_id)
        assert (line.person, line.left) == ("Lê Thị Mẫu", True)
        next_version(version)
        assert not queries.learned_in(business_id)[0].is_current

    def test_the_page_leads_on_where_somebody_was(
        self, clerk: CheckedClient, count_queries: Callable[[], int]
    ) -> None:
        samples_made = [samples.published(f"bai-{number}") for number in range(4)]
        assert clerk.user is not None
        for version in samples_made:
            tick(clerk.user, version, "mo-cong")
        db.session.commit()
        count_queries()
        page = clerk.get("/huong-dan/da-hoc")
        assert words_of(page).count("Làm tiếp ở bước 2") == 4
        assert count_queries() <= 11, "a fixed number, however many guides"

    def test_another_device_goes_on_at_the_same_step(
        self, clerk: CheckedClient, sign_in_as: Callable[[User], CheckedClient]
    ) -> None:
        samples.published()
        assert clerk.user is not None
        clerk.post("/huong-dan/noi-quy/mo-cong/danh-dau", data={"done": "1"})
        phone = sign_in_as(clerk.user)
        assert "Làm tiếp ở bước 2" in words_of(phone.get("/huong-dan/noi-quy"))
        assert "Làm tiếp ở bước 2" in words_of(phone.get("/"))

    def test_what_is_new_is_what_was_published_lately_and_not_finished(self, app: Flask) -> None:
        version, user = samples.published(), factories.user(Role.BUSINESS)
        month_ago = clock.now() - timedelta(days=30)
        assert [one.slug for one in queries.fresh(month_ago, user_id=user.id)] == ["noi-quy"]
        tick(user, version, *KEYS)
        assert queries.fresh(month_ago, user_id=user.id) == []
        other = factories.user(Role.BUSINESS)
        assert queries.fresh(clock.now() + timedelta(hours=1), user_id=other.id) == []

    def test_a_merged_business_takes_over_what_was_learned(self, app: Flask) -> None:
        version = samples.published()
        gone, kept = factories.business(), factories.business()
        user = factories.user(Role.BUSINESS, of=gone)
        tick(user, version, *KEYS)
        factories.step_report(version, gone)
        user.business_id = kept.id  # nobody signs in for the one that goes
        merge_businesses({gone.id: kept.id})
        assert len(queries.learned_in(kept.id)) == 1
        assert len(queries.reports_of(kept.id)) == 1
        assert set(db.session.execute(select(Tick.business_id)).scalars()) == {kept.id}


class TestCheckQuestions:
    def test_right_and_why_come_after_the_answers_and_nothing_is_kept(self, anonymous: CheckedClient) -> None:
        samples.published()
        page = anonymous.get("/huong-dan/noi-quy/kiem-tra")
        assert "đáp án đúng" not in page.text
        wrong = words_of(anonymous.get("/huong-dan/noi-quy/kiem-tra?q0=0"))
        assert "Chưa đúng." in wrong
        assert "đáp án đúng" in wrong
        assert "Đúng 1 trên 1 câu." in words_of(anonymous.get("/huong-dan/noi-quy/kiem-tra?q0=1"))

    @pytest.mark.parametrize("asked", ["q0=99999999999", "q0=-1", "q0=x", "q1=1", ""])
    def test_what_is_no_answer_is_no_fault(self, anonymous: CheckedClient, asked: str) -> None:
        samples.published()
        assert anonymous.get(f"/huong-dan/noi-quy/kiem-tra?{asked}").status_code == 200

    def test_a_guide_without_questions_has_no_such_page(self, anonymous: CheckedClient) -> None:
        samples.published(questions=())
        assert anonymous.get("/huong-dan/noi-quy/kiem-tra").status_code == 404
