"""What people do with replies and answers."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import AccessRecord
from outreach.answers import actions, queries, rules
from outreach.answers.actions.replies import mark as mark_of_reply
from outreach.answers.actions.writing import mark
from outreach.answers.models import Answer
from outreach.database import db
from outreach.documents import actions as documents
from outreach.refusals import Refused
from outreach.tutorials import actions as tutorials
from tests import factories
from tests.answers import making
from tests.tutorials import samples


class TestReplies:
    def test_a_change_can_be_taken_back_and_that_too(self, app: Flask) -> None:
        person = factories.user().id
        law = factories.document("1/2025/NĐ-CP").id
        reply = making.reply(bases={law: None})
        changed = actions.change_reply(
            reply_id=reply.id, seen=mark_of_reply(reply), title="Mới", text="Lời mới", procedure_id=None,
            bases={}, by=person,
        )  # fmt: skip
        assert (changed.title, queries.reply_bases([reply.id], clock.today())) == ("Mới", {})
        back = actions.undo_change(reply_id=reply.id, by=person)
        assert back.title == "Ký số lỗi"
        assert [one.document_id for one in queries.reply_bases([reply.id], clock.today())[reply.id]] == [law]
        assert actions.undo_change(reply_id=reply.id, by=person).text == "Lời mới"

    def test_the_second_of_two_editors_is_told(self, app: Flask) -> None:
        reply = making.reply()
        seen, values = mark_of_reply(reply), {"procedure_id": None, "bases": {}, "by": factories.user().id}
        actions.change_reply(reply_id=reply.id, seen=seen, title="Một", text="a", **values)
        with pytest.raises(Refused, match="Người khác"):
            actions.change_reply(reply_id=reply.id, seen=seen, title="Hai", text="b", **values)
        assert reply.title == "Một"

    @pytest.mark.parametrize(
        ("title", "text"), [("", "a"), ("a", " "), ("a", "Chào {ten}"), ("a" * 121, "a")]
    )
    def test_what_cannot_be_saved(self, app: Flask, title: str, text: str) -> None:
        with pytest.raises(Refused):
            making.reply(title, text)

    def test_retired_ones_are_not_proposed_until_taken_up_again(self, app: Flask) -> None:
        reply, person = making.reply(), factories.user().id
        actions.retire_reply(reply_id=reply.id, by=person)
        assert queries.find_replies("ky so") == []
        actions.restore_reply(reply_id=reply.id, by=person)
        assert [one.id for one in queries.find_replies("ky so")] == [reply.id]

    def test_uses_are_counted(self, app: Flask) -> None:
        reply = making.reply()
        actions.count_use(reply.id)
        actions.count_use(reply.id)
        db.session.refresh(reply)
        assert reply.uses == 2


class TestFlow:
    def test_from_a_copy_to_everybody_with_who_and_when(self, app: Flask) -> None:
        writer, approver = factories.user(), factories.user()
        law = factories.document("1/2025/NĐ-CP").id
        answer = making.draft(bases={law: "khoản 2 Điều 14"}, by=writer.id, source="abc")
        assert (answer.state, answer.slug) == ("draft", "ky-so-bao-khong-tim-thay-chung-thu-so")
        known = rules.Known(("Công ty TNHH Mẫu Sáng",))
        actions.call_redacted(answer_id=answer.id, known=known, allowed=(), seen=mark(answer), by=writer.id)
        actions.approve(answer_id=answer.id, by=approver.id)
        actions.publish(answer_id=answer.id, by=writer.id)
        line = queries.show_answer(answer.id, clock.today())
        assert line is not None
        assert (line.state, line.redacted_by, line.approved_by) == ("published", writer.name, approver.name)
        assert queries.who_published(answer.id) == writer.name
        noted = list(db.session.scalars(select(AccessRecord.what).order_by(AccessRecord.id)))
        assert noted == ["answer.redacted", "answer.approved", "answer.published"]

    def test_names_must_go_first(self, app: Flask) -> None:
        known = rules.Known(("Công ty TNHH Mẫu Sáng",), ("Đỗ Thị Lan",))
        answer = making.draft("Mẫu Sáng hỏi ký số?", "Chị Lan gọi 0912 345 678 nhé")
        values = {"answer_id": answer.id, "known": known, "allowed": (), "by": factories.user().id}
        with pytest.raises(Refused, match=r"Mẫu Sáng.*Lan.*0912"):
            actions.call_redacted(seen=None, **values)
        actions.remove_names(**values)
        assert answer.question == "[tên doanh nghiệp] hỏi ký số?"
        assert answer.answer == "Chị [tên người] gọi [số điện thoại] nhé"
        assert answer.slug == "hoi-ky-so"
        assert actions.call_redacted(seen=None, **values).state == "redacted"

    def test_a_text_changed_meanwhile_is_read_again(self, app: Flask) -> None:
        answer = making.draft()
        seen = mark(answer)
        actions.change_answer(
            answer_id=answer.id, seen=seen, said=actions.Said("Câu khác?", "0912 345 678"), bases={},
            by=factories.user().id,
        )  # fmt: skip
        with pytest.raises(Refused, match="đọc lại"):
            actions.call_redacted(answer_id=answer.id, known=making.NOBODY, allowed=(), seen=seen, by=1)

    def test_nobody_approves_their_own(self, app: Flask) -> None:
        writer = factories.user()
        answer = making.redacted(by=writer.id)
        with pytest.raises(Refused, match="người khác duyệt"):
            actions.approve(answer_id=answer.id, by=writer.id)
        assert answer.state == "redacted"

    def test_a_document_or_the_word_that_none_is_needed(self, app: Flask) -> None:
        answer = making.redacted(needs_no_basis=False)
        with pytest.raises(Refused, match="căn cứ"):
            actions.approve(answer_id=answer.id, by=factories.user().id)

    def test_a_document_that_is_over_must_be_reviewed_first(self, app: Flask) -> None:
        law = factories.document("1/2020/NĐ-CP", expires_on=clock.today())
        answer = making.redacted(bases={law.id: None})
        person = factories.user().id
        with pytest.raises(Refused, match="không còn hiệu lực"):
            actions.approve(answer_id=answer.id, by=person)
        actions.review(answer_id=answer.id, by=person)
        assert actions.approve(answer_id=answer.id, by=person).state == "approved"

    def test_every_step_can_be_taken_back_until_it_is_published(self, app: Flask) -> None:
        answer, person = making.approved(), factories.user().id
        assert actions.step_back(answer_id=answer.id, by=person).state == "redacted"
        assert answer.approved_by_id is None
        assert answer.redacted_by_id is not None
        assert actions.step_back(answer_id=answer.id, by=person).state == "draft"
        assert answer.redacted_by_id is None
        with pytest.raises(Refused):
            actions.step_back(answer_id=answer.id, by=person)
        with pytest.raises(Refused):
            actions.step_back(answer_id=making.published().id, by=person)

    def test_a_change_begins_anew(self, app: Flask) -> None:
        answer = making.approved()
        said = actions.Said("Khác?", "Lời khác", needs_no_basis=True)
        actions.change_answer(answer_id=answer.id, seen=None, said=said, bases={}, by=factories.user().id)
        assert (answer.state, answer.approved_by_id, answer.slug) == ("draft", None, "khac")

    def test_what_is_published_is_not_written_to(self, app: Flask) -> None:
        answer = making.published()
        with pytest.raises(Refused):
            actions.change_answer(
                answer_id=answer.id, seen=None, said=actions.Said("a", "b"), bases={}, by=factories.user().id
            )

    def test_withdrawn_with_a_reason_and_taken_up_again(self, app: Flask) -> None:
        answer, person = making.published(), factories.user().id
        with pytest.raises(Refused) as refusal:
            actions.withdraw(answer_id=answer.id, because=" ", by=person)
        assert refusal.value.field == "because"
        actions.withdraw(answer_id=answer.id, because="Sai bước 2", by=person)
        assert queries.get_public(answer.slug) is None
        assert actions.restore(answer_id=answer.id, by=person).state == "draft"
        assert answer.published_at is None

    def test_two_same_questions_have_two_addresses(self, app: Flask) -> None:
        slugs = [making.draft("Ký số lỗi?").slug for _ in range(3)]
        assert slugs == ["ky-so-loi", "ky-so-loi-2", "ky-so-loi-3"]

    @pytest.mark.parametrize("kind", [rules.STEP_NOTE, rules.VERSION])
    def test_a_note_needs_its_step(self, app: Flask, kind: str) -> None:
        with pytest.raises(Refused) as refusal:
            making.draft(kind=kind)
        assert refusal.value.field == "step"


class TestNewVersion:
    def test_it_is_published_with_the_version_it_was_written_into(self, app: Flask) -> None:
        first, person = samples.published("noi-quy"), factories.user().id
        step = (first.tutorial_id, "dinh-kem")
        answer = making.approved(kind=rules.VERSION, step=step)
        other = making.approved("Câu khác?", "Lời", kind=rules.VERSION, step=step)
        with pytest.raises(Refused, match="bản mới"):
            actions.publish(answer_id=answer.id, by=person)
        version = actions.into_version(answer_id=answer.id, by=person)
        assert (version.number, version.state, answer.version_id) == (2, "draft", version.id)
        assert actions.into_version(answer_id=answer.id, by=person).id == version.id
        version.checked_on = clock.today()
        tutorials.review(version, edition=version.edition, by=person)
        tutorials.publish(version, by=person)
        db.session.expire_all()
        assert answer.state == "published"
        assert clock.now() - (answer.published_at or clock.now()) < timedelta(minutes=1)
        assert other.state == "approved", "nobody has written it into the version"
        assert queries.get_public(answer.slug) is None, "it is read in the guide"

    def test_an_entry_goes_into_none(self, app: Flask) -> None:
        with pytest.raises(Refused):
            actions.into_version(answer_id=making.approved().id, by=factories.user().id)


class TestReplaced:
    def test_what_was_kept_is_held_back_again_by_the_next_replacement(self, app: Flask) -> None:
        old, new, newer = (factories.document(f"{n}/2025/NĐ-CP") for n in (1, 2, 3))
        answer, person = making.published(bases={old.id: None}), factories.user().id
        reply = making.reply(bases={old.id: None})

        def held_back() -> tuple[bool, bool]:
            db.session.expire_all()
            shown = queries.get_public(answer.slug)
            assert shown is not None
            return shown.withheld, not queries.find_replies("ky so")

        assert held_back() == (False, False)
        documents.replace_document(document=old, number=new.number)
        assert held_back() == (True, True)
        actions.review(answer_id=answer.id, by=person)
        actions.review_reply(reply_id=reply.id, by=person)
        assert held_back() == (False, False)
        documents.undo_replacement(document=old)
        documents.replace_document(document=old, number=newer.number)
        assert held_back() == (True, True)

    def test_a_replaced_document_with_a_last_day_to_come_still_holds(self, app: Flask) -> None:
        new = factories.document("2/2026/NĐ-CP")
        old = factories.document("1/2025/NĐ-CP", expires_on=clock.today() + timedelta(days=1))
        old.replaced_by_id = new.id
        answer = making.published(bases={old.id: None})
        shown = queries.get_public(answer.slug)
        assert shown is not None
        assert not shown.withheld


class TestCounting:
    def test_a_voice_counts_once_and_may_change(self, app: Flask) -> None:
        answer = making.published()
        db.session.commit()
        actions.note_opened(answer.id)
        said: dict[str, str] = {}
        for vote in ("yes", "yes", "no"):
            assert actions.note_vote(slug=answer.slug, vote=vote, before=said) == answer.id
            said = {str(answer.id): vote}
        db.session.refresh(answer)
        assert (answer.opened, answer.helped, answer.did_not_help) == (1, 0, 1)

    def test_nobody_votes_on_what_is_not_published(self, app: Flask) -> None:
        answer = making.approved()
        db.session.commit()
        assert actions.note_vote(slug=answer.slug, vote="yes", before={}) is None
        assert db.session.scalar(select(Answer.helped)) == 0


def test_a_document_nobody_knows_is_named(app: Flask) -> None:
    factories.document("118/2025/NĐ-CP")
    found = actions.found_bases(rules.read_bases("118/2025/nd-cp, Điều 3"))
    assert list(found.values()) == ["Điều 3"]
    with pytest.raises(Refused, match="999/2030"):
        actions.found_bases(rules.read_bases("118/2025/NĐ-CP\n999/2030/NĐ-CP"))
