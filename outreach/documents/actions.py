"""Writes about legal documents: entering, correcting, saying what replaced what, taking back, loading."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from outreach import clock
from outreach.database import db
from outreach.documents import citations, queries, rules
from outreach.documents.models import LegalDocument
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.refusals import Refused
from outreach.text import fold, squeeze

SHIPPED = Path(__file__).parent / "content" / "documents.json"
DAYS = ("issued_on", "in_force_on", "expires_on", "seen_on")
FIELDS = ("kind", "number", "title", "issuer", "url", *DAYS)


def create_document(
    *,
    kind: str,
    number: str,
    title: str,
    issuer: str | None = None,
    issued_on: date | None = None,
    in_force_on: date | None = None,
    expires_on: date | None = None,
    url: str | None = None,
    seen_on: date | None = None,
) -> LegalDocument:
    """A document the board has seen; refused: a number that its year has already, days that cross."""
    document = LegalDocument()
    _fill(
        document, kind=kind, number=number, title=title, issuer=issuer, issued_on=issued_on,
        in_force_on=in_force_on, expires_on=expires_on, url=url, seen_on=seen_on,
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    return document


def find_or_enter(words: str, new: Mapping[str, Any] | None) -> LegalDocument | None:
    """The document cited so; when the register lacks it, entered with `new` (values of create_document).

    None without `new`; refused as `queries.find` and `create_document` refuse.
    """
    day = new.get("issued_on") if new else None
    found = queries.find(words, issued_on=day)
    if found is not None or not new:
        return found
    cited = rules.read_citation(words)
    return create_document(**{**new, "number": cited.number, "issued_on": day or cited.issued_on})


def change_document(*, document: LegalDocument, seen: str | None = None, **values: Any) -> LegalDocument:
    """Correct what is known (the same values as when it is created).

    `seen` is the mark of what the editor saw (`mark`): refused, overwriting nothing, when it has changed.
    """
    document = _held(document)
    _check_seen(document, seen)
    _fill(document, **values)
    db.session.flush()
    return document


def replace_document(*, document: LegalDocument, number: str) -> LegalDocument:
    """Say which document, as it is cited, stands in the place of this one; never in a circle."""
    # All rows: two who say at once that each replaces the other wait for each other.
    db.session.execute(select(LegalDocument.id).order_by(LegalDocument.id).with_for_update())
    document = _held(document)
    by = queries.find(number)
    if by is None:
        raise Refused(_("Chưa có văn bản số này trong danh mục; Anh/Chị thêm văn bản mới trước."), "number")
    if rules.makes_a_circle(queries.successors(), document.id, by.id):
        raise Refused(_("Hai văn bản không thể thay thế lẫn nhau."), "number")
    document.replaced_by_id = by.id
    if document.expires_on is None:
        document.expires_on = by.in_force_on
    db.session.flush()
    db.session.refresh(document)
    return document


def undo_replacement(*, document: LegalDocument) -> LegalDocument:
    """Nothing stands in its place after all; the last day stays as it is noted."""
    document = _held(document)
    document.replaced_by_id = None
    db.session.flush()
    db.session.refresh(document)
    return document


def delete_document(*, document: LegalDocument) -> None:
    """Take back what was entered by mistake; refused while it is cited or stands in another's place."""
    document = _held(document)
    cited = len(citations.of([document.id]).get(document.id, []))
    if cited:
        raise Refused(
            ngettext(
                "Còn %(num)s nơi dẫn văn bản này nên chưa xóa được.",
                "Còn %(num)s nơi dẫn văn bản này nên chưa xóa được.",
                cited,
            )
        )
    if queries.replaces(document.id):
        raise Refused(_("Văn bản này đang thay thế văn bản khác nên chưa xóa được."))
    db.session.delete(document)
    db.session.flush()


def mark(document: LegalDocument) -> str:
    """What an editor of this document sees, as `change_document` wants it back."""
    return rules.mark_of(getattr(document, name) for name in (*FIELDS, "replaced_by_id"))


def load_shipped() -> int:
    """Add the shipped documents that the register does not have; how many. What it has is left as it is."""
    rows: list[dict[str, Any]] = json.loads(SHIPPED.read_text())["documents"]
    added = {row["number"]: row for row in rows if not queries.with_number(row["number"])}
    for row in added.values():
        days = {name: date.fromisoformat(row[name]) if row.get(name) else None for name in DAYS}
        create_document(
            kind=row["kind"], number=row["number"], title=row["title"], issuer=row.get("issuer"),
            url=row.get("url"), **days,
        )  # fmt: skip
    for row in added.values():
        if row.get("replaced_by"):
            document = queries.find(row["number"])
            assert document is not None
            replace_document(document=document, number=row["replaced_by"])
    return len(added)


def _held(document: LegalDocument) -> LegalDocument:
    """The row as it is now, which nobody else changes until this deed is done."""
    return db.session.scalars(
        select(LegalDocument)
        .where(LegalDocument.id == document.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _check_seen(document: LegalDocument, seen: str | None) -> None:
    if seen is not None and seen != mark(document):
        raise Refused(
            _("Người khác vừa sửa văn bản này. Chưa ghi gì; Anh/Chị mở lại trang để xem bản mới nhất.")
        )


def _fill(document: LegalDocument, **values: Any) -> None:
    number, title = squeeze(values["number"]), squeeze(values["title"])
    folded = rules.fold_number(number)
    if values["kind"] not in rules.KINDS:
        raise Refused(_("Anh/Chị chọn loại văn bản."), "kind")
    if not folded:
        raise Refused(_("Anh/Chị điền số, ký hiệu văn bản, ví dụ 118/2025/NĐ-CP."), "number")
    numbered_in = rules.counted_in(number, values.get("issued_on"))
    _check_number(document, number, numbered_in)
    if not title:
        raise Refused(_("Anh/Chị ghi nội dung văn bản."), "title")
    _check_days(values)
    if values.get("url") and not values["url"].startswith("https://"):
        raise Refused(_("Địa chỉ bắt đầu bằng https://."), "url")
    document.number, document.number_folded, document.numbered_in = number, folded, numbered_in
    document.title, document.title_folded = title, fold(title)
    document.kind = values["kind"]
    document.issuer = squeeze(values.get("issuer") or "") or None
    document.url = values.get("url") or None
    for name in DAYS:
        setattr(document, name, values.get(name))


def _check_number(document: LegalDocument, number: str, numbered_in: int) -> None:
    """One number is one document a year; two of which one has no day cannot be told apart."""
    for other in queries.with_number(number):
        if other is document:
            continue
        if other.numbered_in == numbered_in:
            raise Refused(_("Văn bản số %(number)s đã có trong danh mục.", number=other.number), "number")
        if not (other.numbered_in and numbered_in):
            raise Refused(
                _("Danh mục đã có văn bản số %(number)s; cần ngày ban hành của cả hai để phân biệt.",
                  number=other.number),
                "issued_on",
            )  # fmt: skip


def _check_days(values: Mapping[str, Any]) -> None:
    starts, ends, seen = values.get("in_force_on"), values.get("expires_on"), values.get("seen_on")
    if starts and ends and ends < starts:
        raise Refused(_("Ngày hết hiệu lực phải từ ngày có hiệu lực trở đi."), "expires_on")
    if seen and seen > clock.today():
        raise Refused(_("Ngày xem nguồn không thể ở tương lai."), "seen_on")
