"""Writing saved replies: new, changed, back as before, retired and taken up again, reviewed, used."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from outreach import clock
from outreach.accounts.actions import note_access
from outreach.answers import queries, rules
from outreach.answers.actions.bases import keep_bases, write_bases
from outreach.answers.models import SavedReply, SavedReplyBasis
from outreach.database import db
from outreach.documents.models import LegalDocument
from outreach.documents.rules import mark_of
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import fold_words, nfc

LONGEST_TITLE, LONGEST_TEXT = 120, 4_000  # a message holds no more


def create_reply(
    *, title: str, text: str, procedure_id: int | None, bases: Mapping[int, str | None], by: int | None
) -> SavedReply:
    """A reply to be used again; refused with a field that nobody can fill."""
    reply = SavedReply(uses=0)
    _fill(reply, title, text, procedure_id, by)
    db.session.add(reply)
    db.session.flush()
    _rest_on(reply, bases)
    return reply


def change_reply(
    *,
    reply_id: int,
    seen: str | None,
    title: str,
    text: str,
    procedure_id: int | None,
    bases: Mapping[int, str | None],
    by: int,
) -> SavedReply:
    """Write it anew, keeping what it said; `seen` is its mark: refused when somebody else was faster."""
    reply = _held(reply_id)
    if seen is not None and seen != mark(reply):
        raise Refused(_("Người khác vừa sửa câu này. Chưa ghi gì; bài Anh/Chị viết còn ở đây."))
    before = _as_it_is(reply)
    _fill(reply, title, text, procedure_id, by)
    _rest_on(reply, bases)
    reply.former = before
    return _done(reply)


def undo_change(*, reply_id: int, by: int) -> SavedReply:
    """Back to what it said before the last change; doing it again takes that back."""
    reply = _held(reply_id)
    if reply.former is None:
        raise Refused(_("Câu này chưa sửa lần nào."))
    before, former = _as_it_is(reply), reply.former
    _fill(reply, former["title"], former["text"], former["procedure_id"], by)
    still_there = select(LegalDocument.id).where(LegalDocument.id.in_(former["bases"]))
    _rest_on(reply, dict.fromkeys(db.session.scalars(still_there)))
    reply.former = before
    return _done(reply)


def retire_reply(*, reply_id: int, by: int) -> SavedReply:
    """Propose it no more; what was sent with it stays."""
    return _set_aside(reply_id, True, by)


def restore_reply(*, reply_id: int, by: int) -> SavedReply:
    """Propose it again."""
    return _set_aside(reply_id, False, by)


def review_reply(*, reply_id: int, by: int) -> SavedReply:
    """Somebody has held it against what its documents say now, and it still stands."""
    reply = _held(reply_id)
    keep_bases(SavedReplyBasis, "reply_id", reply.id)
    reply.reviewed_at = reply.changed_at = clock.now()
    note_access(what="saved_reply.reviewed", object_type="saved_reply", object_id=reply.id, by=by)
    return _done(reply)


def count_use(reply_id: int) -> None:
    """Somebody sent a message with it."""
    db.session.execute(
        update(SavedReply).where(SavedReply.id == reply_id).values(uses=SavedReply.uses + 1),
        execution_options={"synchronize_session": False},
    )


def mark(reply: SavedReply) -> str:
    """What an editor of this reply sees, as `change_reply` wants it back."""
    return mark_of((reply.title, reply.text, reply.procedure_id, *_document_ids(reply)))


def _set_aside(reply_id: int, aside: bool, by: int) -> SavedReply:
    reply = _held(reply_id)
    reply.retired_at = clock.now() if aside else None
    reply.changed_at, reply.changed_by_id = clock.now(), by
    return _done(reply)


def _fill(reply: SavedReply, title: str, text: str, procedure_id: int | None, by: int | None) -> None:
    title, text = nfc(title).strip(), nfc(text).strip()
    if not title:
        raise Refused(_("Anh/Chị đặt tên cho câu trả lời."), "title")
    if not text:
        raise Refused(_("Anh/Chị viết câu trả lời."), "text")
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise Refused(_("Câu này dài quá; Anh/Chị rút gọn."), "text" if len(text) > LONGEST_TEXT else "title")
    rules.check_fields(text)
    reply.title, reply.text, reply.procedure_id = title, text, procedure_id
    reply.folded = f"{fold_words(title)}\n{fold_words(text)}"
    reply.changed_at, reply.changed_by_id = clock.now(), by


def _rest_on(reply: SavedReply, bases: Mapping[int, str | None]) -> None:
    write_bases(SavedReplyBasis, "reply_id", reply.id, bases)


def _as_it_is(reply: SavedReply) -> dict[str, Any]:
    return {
        "title": reply.title, "text": reply.text, "procedure_id": reply.procedure_id,
        "bases": _document_ids(reply),
    }  # fmt: skip


def _document_ids(reply: SavedReply) -> list[int]:
    bases = queries.reply_bases([reply.id], clock.today()).get(reply.id, [])
    return sorted(basis.document_id for basis in bases)


def _held(reply_id: int) -> SavedReply:
    """The row as it is now, which nobody else changes until this deed is done."""
    statement = select(SavedReply).where(SavedReply.id == reply_id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _done(reply: SavedReply) -> SavedReply:
    db.session.flush()
    return reply
