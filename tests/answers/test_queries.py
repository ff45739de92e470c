"""Reads of replies and answers, and how few statements they take."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from outreach import clock
from outreach.answers import actions, queries, rules, sources, ways
from outreach.answers.sources import Talk
from outreach.database import db
from outreach.documents import citations
from outreach.tutorials import notes
from outreach.tutorials.models import Start
from tests import factories
from tests.answers import making
from tests.tutorials import samples

SIGNING = "Ký số báo không tìm thấy chứng thư số?"


def listed(words: str = "", *, procedure_id: int | None = None, language: str = "vi") -> list[str]:
    found, total = queries.list_public(
        words=words, procedure_id=procedure_id, language=language, offset=0, limit=50
    )
    assert total == len(found)
    return [one.question for one in found]


class TestPublic:
    def test_what_helped_most_comes_first(self, app: Flask) -> None:
        first, second = making.published("Một?"), making.published("Hai?")
        making.approved("Chưa đăng?")
        second.helped, first.opened = 3, 10
        db.session.flush()
        assert listed() == ["Hai?", "Một?"]

    def test_found_without_marks_with_slips_and_by_what_the_answer_says(self, app: Flask) -> None:
        making.published(SIGNING, "Cắm lại USB.")
        making.published("Trả phí rồi vẫn ghi chưa nộp?", "Chờ ba mươi phút.")
        assert listed("ky so chugn thu") == [SIGNING]
        assert listed("ba muoi phut") == ["Trả phí rồi vẫn ghi chưa nộp?"]
        assert listed("xuất khẩu thủy sản") == []
        assert listed("em cam usb vao roi ma ky so no bao khong tim thay chung thu so thi sao a") == [SIGNING]

    def test_by_procedure(self, app: Flask) -> None:
        procedure = factories.procedure()
        making.published("Một?", procedure_id=procedure.id)
        making.published("Hai?")
        assert listed(procedure_id=procedure.id) == ["Một?"]
        assert listed("hai", procedure_id=procedure.id) == []
        assert queries.procedures_answered() == [(procedure.id, procedure.name)]

    def test_each_in_the_readers_language_else_as_it_is(self, app: Flask) -> None:
        vietnamese = making.published(SIGNING)
        english = making.published("Signing fails, no certificate?", language="en", original_id=vietnamese.id)
        making.published("Chỉ có tiếng Việt?")
        assert sorted(listed()) == sorted([SIGNING, "Chỉ có tiếng Việt?"])
        assert sorted(listed(language="en")) == sorted([english.question, "Chỉ có tiếng Việt?"])
        assert listed("ky so", language="en") == [english.question]
        assert listed("certificate") == [SIGNING]
        shown = queries.get_public(english.slug)
        assert shown is not None
        assert queries.in_other_languages(shown) == [("vi", vietnamese.slug)]

    def test_what_is_held_back_is_in_no_list(self, app: Flask) -> None:
        law = factories.document("1/2020/NĐ-CP")
        answer = making.published(SIGNING, bases={law.id: "Điều 3"})
        law.expires_on = clock.today()
        db.session.flush()
        assert listed() == listed("ky so") == []
        assert queries.likely(SIGNING) == []
        assert queries.public_slugs() == queries.procedures_answered() == []
        shown = queries.get_public(answer.slug)
        assert shown is not None
        assert shown.withheld
        rows, _total = queries.list_answers(words="", show="withheld", today=clock.today(), offset=0, limit=9)
        assert [one.id for one in rows] == [answer.id]
        assert queries.count_answers(clock.today())["withheld"] == 1
        assert next(iter(db.session.execute(queries.withheld_counts(clock.today())).one())) == 1

    def test_the_index_notices_what_is_published_and_withdrawn(self, app: Flask) -> None:
        answer = making.published(SIGNING)
        assert listed("ky so") == [SIGNING]
        other = making.published("Ký số trên điện thoại?")
        assert len(listed("ky so")) == 2
        actions.withdraw(answer_id=answer.id, because="cũ", by=factories.user().id)
        assert listed("ky so") == [other.question]


class TestLikely:
    def test_three_statements_however_many(self, app: Flask, count_queries: Callable[[], int]) -> None:
        making.published(SIGNING)
        queries.likely("ký số không được")
        counted = []
        for _ in range(2):
            count_queries()
            assert queries.likely("ký số báo không tìm thấy chứng thư")[0].question == SIGNING
            counted.append(count_queries())
            making.published("Tệp quá lớn?")
            queries.likely("tệp lớn quá")
        assert counted[0] == counted[1] <= 3

    @pytest.mark.parametrize("text", ["", "ký", "  "])
    def test_one_word_is_no_question(self, app: Flask, text: str) -> None:
        making.published("Ký?")
        assert queries.likely(text) == []

    def test_of_the_same_step_first(self, app: Flask) -> None:
        version = samples.published("noi-quy")
        making.published("Ký số lỗi trên máy?")
        at = (version.tutorial_id, "dang-nhap")
        making.published("Ký số lỗi ở bước này?", kind=rules.STEP_NOTE, step=at)
        assert queries.likely("ký số lỗi", step=at)[0].question == "Ký số lỗi ở bước này?"


class TestSteps:
    def test_the_step_that_fits_of_published_versions_only(self, app: Flask) -> None:
        procedure, other = factories.procedure(), factories.procedure()
        samples.published("noi-quy", procedure_id=procedure.id)
        samples.draft("nhap", procedure_id=other.id)
        found = queries.steps_for("đăng nhập không được, dùng tài khoản cá nhân", procedure.id)
        assert [(one.slug, one.key, one.number) for one in found] == [("noi-quy", "dang-nhap", 2)]
        assert queries.steps_for("đăng nhập tài khoản cá nhân", other.id) == []
        assert queries.steps_for("xuất khẩu thủy sản", procedure.id) == []

    def test_without_words_the_step_one_is_at(self, app: Flask) -> None:
        version = samples.published("noi-quy")
        assert queries.steps_for("") == []
        assert [one.key for one in queries.steps_for("", at=(version.tutorial_id, "dinh-kem"))] == [
            "dinh-kem"
        ]

    def test_one_statement_while_no_guide_changes(self, app: Flask, count_queries: Callable[[], int]) -> None:
        samples.published("noi-quy")
        queries.steps_for("đăng nhập")
        count_queries()
        queries.steps_for("đính kèm tệp")
        assert count_queries() == 1
        samples.published("khac")
        assert {one.slug for one in queries.steps_for("đính kèm")} == {"noi-quy", "khac"}


class TestReplies:
    def test_what_fits_the_conversation_comes_first_filled(self, app: Flask) -> None:
        procedure = factories.procedure()
        making.reply("Chào", "Chào {nguoi}, {can_bo} đây. {hotline}")
        making.reply("Riêng", "Về {thu_tuc}", procedure_id=procedure.id)
        making.reply("Của thủ tục khác", "Khác", procedure_id=factories.procedure().id)
        talk = Talk("abc", person="Lan", procedure_id=procedure.id, procedure="Nội quy")
        found = queries.find_replies(talk=talk, clerk="Tâm")
        assert [(one.title, one.text) for one in found] == [
            ("Riêng", "Về Nội quy"), ("Chào", "Chào Lan, Tâm đây. ⟨số điện thoại hỗ trợ⟩"),
        ]  # fmt: skip
        assert found[1].missing == ("hotline",)

    def test_the_last_question_brings_the_reply_that_fits(self, app: Flask) -> None:
        for title, uses in (("Chào", 9), ("Ký số: không tìm thấy chứng thư", 1)):
            making.reply(title, "Lời").uses = uses
        talk = Talk("abc", asked="em ký số mà báo không tìm thấy chứng thư")
        assert next(one.title for one in queries.find_replies(talk=talk)).startswith("Ký số")
        assert next(one.title for one in queries.find_replies()) == "Chào"

    def test_found_by_words_of_title_and_text(self, app: Flask) -> None:
        making.reply("Tệp lớn", "Quét lại ở 150 dpi")
        making.reply("Chào", "Xin chào")
        assert [one.title for one in queries.find_replies("quet lai")] == ["Tệp lớn"]
        assert queries.find_replies("thủy sản") == []

    def test_few_statements_however_many(self, app: Flask, count_queries: Callable[[], int]) -> None:
        counted = []
        for many in (1, 8):
            for number in range(many):
                making.reply(f"Ký số {number}")
            queries.find_replies("ky so")
            count_queries()
            assert queries.find_replies("ky so")
            counted.append(count_queries())
        assert counted[0] == counted[1] <= 2

    def test_counts(self, app: Flask) -> None:
        law = factories.document("1/2020/NĐ-CP", expires_on=clock.today())
        making.reply(bases={law.id: None})
        actions.retire_reply(reply_id=making.reply().id, by=factories.user().id)
        assert queries.count_replies(clock.today()) == {"use": 1, "withheld": 1, "retired": 1}


def started(version: Any, day: Any, times: int) -> None:
    for _ in range(times):
        factories.add(Start(version_id=version.id, started_on=day))


def test_stuck_before_and_after_a_note(app: Flask) -> None:
    version = samples.published("noi-quy")
    published, today = date(2026, 5, 10), date(2026, 5, 21)
    day = timedelta(days=1)
    started(version, published - 3 * day, 25)
    started(version, published, 7)  # the day itself is on neither side
    started(version, published + 3 * day, 30)
    started(version, published - 11 * day, 9)  # too far back
    for at, times in (
        (datetime(2026, 4, 30, 16, 59, tzinfo=UTC), 0), (datetime(2026, 4, 29, 16, 59, tzinfo=UTC), 1),
        (datetime(2026, 4, 29, 17, 0, tzinfo=UTC), 5), (datetime(2026, 5, 10, 5, 0, tzinfo=UTC), 2),
        (datetime(2026, 5, 20, 16, 59, tzinfo=UTC), 3), (datetime(2026, 5, 20, 17, 0, tzinfo=UTC), 1),
    ):  # fmt: skip
        for _ in range(times):
            factories.step_report(version, step_key="dinh-kem", asked_at=at)
    factories.step_report(version, step_key="mo-cong", asked_at=datetime(2026, 5, 12, tzinfo=UTC))
    gain = queries.gain(
        tutorial_id=version.tutorial_id, step_key="dinh-kem", published_on=published, today=today
    )  # fmt: skip
    assert gain is not None
    assert (gain.before.starts, gain.before.stuck, gain.before.per_hundred) == (25, 5, 20.0)
    assert (gain.after.starts, gain.after.stuck, gain.after.per_hundred) == (30, 3, 10.0)
    whole = queries.gain(
        tutorial_id=version.tutorial_id, step_key=None, published_on=published, today=today
    )  # fmt: skip
    assert whole is not None
    assert (whole.before.stuck, whole.after.stuck) == (5, 4)


class TestWays:
    def test_a_document_knows_who_rests_on_it(self, app: Flask) -> None:
        law = factories.document().id
        answer = making.published(bases={law: None})
        reply = making.reply(bases={law: None})
        actions.withdraw(
            answer_id=making.published("Cũ?", bases={law: None}).id, because="cũ", by=factories.user().id
        )
        found = citations.of([law])[law]
        assert [(one.label, one.endpoint) for one in found] == [
            (answer.question, "answers.answer"), (reply.title, "answers.reply_edit"),
        ]  # fmt: skip

    def test_a_step_shows_its_notes_in_the_readers_language(self, app: Flask) -> None:
        version = samples.published("noi-quy")
        at = (version.tutorial_id, "dinh-kem")
        note = making.published(SIGNING, kind=rules.STEP_NOTE, step=at)
        making.published("No certificate?", kind=rules.STEP_NOTE, step=at, language="en", original_id=note.id)
        making.published("Chỉ là mục hỏi đáp?", step=at)
        assert [one.question for one in notes.at(*at, "vi")] == [SIGNING]
        assert [one.question for one in notes.at(*at, "en")] == ["No certificate?"]
        assert notes.at(version.tutorial_id, "mo-cong", "vi") == []

    def test_an_author_finds_what_is_to_be_written_into_a_step(self, app: Flask) -> None:
        version = samples.published("noi-quy")
        at = (version.tutorial_id, "dinh-kem")
        making.approved(SIGNING, kind=rules.VERSION, step=at)
        making.redacted("Chưa duyệt?", kind=rules.VERSION, step=at)
        assert [one.question for one in ways.waiting_at(*at)] == [SIGNING]
        assert ways.waiting_at(version.tutorial_id, "mo-cong") == []


def test_nobody_knows_a_conversation_that_is_none(app: Flask) -> None:
    assert sources.talk("khong-co") is None
    assert sources.talk(None) is None
    assert sources.known("khong-co") == rules.Known()
