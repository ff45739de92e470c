"""Entering, correcting, replacing, taking back and loading documents; what the register answers."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask

from outreach.database import db
from outreach.documents import actions, citations, queries
from outreach.documents.models import LegalDocument
from outreach.refusals import Refused
from tests import factories

TODAY = date(2026, 11, 22)
KNOWN = {"kind": "decree", "number": "118/2025/NĐ-CP", "title": "Cơ chế một cửa"}


@pytest.fixture
def cite(app: Flask) -> Iterator[Callable[[LegalDocument], None]]:
    """Makes something cite a document until the test is over."""
    cited: list[int] = []
    citations.register(
        "tests", lambda ids: [citations.Citing(i, "Một bài", "documents.index") for i in cited if i in ids]
    )
    yield lambda document: cited.append(document.id)
    del citations._queries["tests"]


def test_a_document_is_found_by_any_spelling(app: Flask) -> None:
    made = actions.create_document(**KNOWN)
    assert queries.find("nđ 118/2025/nd-cp") is made
    assert queries.find("118/2026/NĐ-CP") is None
    assert [line.id for line in queries.search("118/2025")] == [made.id]
    assert [line.id for line in queries.search("co che MOT cua")] == [made.id]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": "118/2025/ND-CP"}, "number"),
        ({"number": " - "}, "number"),
        ({"number": "9/2026/NĐ-CP", "title": " "}, "title"),
        ({"number": "9/2026/NĐ-CP", "kind": "song"}, "kind"),
        ({"number": "9/2026/NĐ-CP", "url": "http://a.vn"}, "url"),
        ({"number": "9/2026/NĐ-CP", "in_force_on": TODAY, "expires_on": date(2020, 1, 1)}, "expires_on"),
        ({"number": "9/2026/NĐ-CP", "seen_on": date(9999, 1, 1)}, "seen_on"),
    ],
)
def test_what_cannot_be_is_refused(app: Flask, values: dict[str, object], field: str) -> None:
    actions.create_document(**KNOWN)
    with pytest.raises(Refused) as refusal:
        actions.create_document(**{**KNOWN, **values})  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_the_second_of_two_editors_is_told(app: Flask) -> None:
    made = actions.create_document(**KNOWN)
    seen = actions.mark(made)
    actions.change_document(document=made, seen=seen, **{**KNOWN, "title": "Bản của người thứ nhất"})
    with pytest.raises(Refused, match="vừa sửa"):
        actions.change_document(document=made, seen=seen, **{**KNOWN, "title": "Bản của người thứ hai"})
    assert queries.search("118/2025")[0].title == "Bản của người thứ nhất"


def test_what_replaced_what_makes_no_circle(app: Flask) -> None:
    first, second, third = (factories.document(f"{n}/2020/NĐ-CP") for n in (1, 2, 3))
    second.in_force_on = date(2026, 7, 1)
    actions.replace_document(document=first, number="02/2020/nd-cp")
    assert (first.replaced_by_id, first.expires_on) == (second.id, date(2026, 7, 1))
    actions.replace_document(document=second, number=third.number)
    for number in (first.number, third.number):
        with pytest.raises(Refused, match="thay thế lẫn nhau"):
            actions.replace_document(document=third, number=number)
    with pytest.raises(Refused, match="Chưa có"):
        actions.replace_document(document=third, number="77/1977/NĐ-CP")
    assert queries.successors() == {first.id: second.id, second.id: third.id}
    line = queries.lines([first.id])[first.id]
    assert (line.state(date(2026, 6, 30)), line.state(TODAY)) == ("in_force", "replaced")
    actions.undo_replacement(document=second)
    assert queries.lines([second.id])[second.id].state(TODAY) == "in_force"


def test_a_cited_document_is_not_deleted(app: Flask, cite: Callable[[LegalDocument], None]) -> None:
    old, new = factories.document(), factories.document()
    actions.replace_document(document=old, number=new.number)
    with pytest.raises(Refused, match="đang thay thế"):
        actions.delete_document(document=new)
    cite(old)
    with pytest.raises(Refused, match="Còn 1 nơi"):
        actions.delete_document(document=old)
    actions.undo_replacement(document=old)
    actions.delete_document(document=new)
    assert queries.find(new.number) is None


@pytest.mark.parametrize("state", ["in_force", "not_yet", "replaced", "expired"])
def test_the_list_by_state_agrees_with_each_row(app: Flask, state: str) -> None:
    successor = factories.document()
    for starts in (None, date(2026, 1, 1), date(2027, 1, 1)):
        for ends in (None, date(2026, 2, 1), date(2027, 2, 1)):
            for by in (None, successor.id):
                factories.document(in_force_on=starts, expires_on=ends, replaced_by_id=by)
    everything, total = queries.list_documents(today=TODAY)
    assert total == len(everything) == 19
    chosen, found = queries.list_documents(state=state, today=TODAY, limit=4)
    whole, _total = queries.list_documents(state=state, today=TODAY)
    assert {row.id for row in whole} == {row.id for row in everything if row.state(TODAY) == state}
    assert (len(chosen), found) == (min(4, len(whole)), len(whole))
    assert whole


def test_shipped_documents_are_loaded_once_and_leave_what_is_there(app: Flask) -> None:
    own = factories.document("42/2022/ND-CP", title="Ban đã ghi")
    loaded = actions.load_shipped()
    db.session.expire_all()
    assert loaded > 20
    assert actions.load_shipped() == 0
    assert own.title == "Ban đã ghi"
    assert own.replaced_by_id is None
    rows, total = queries.list_documents(today=TODAY)
    assert total == loaded + 1
    assert all(row.seen_on for row in rows if row.id != own.id)
    old = queries.find("61/2018/NĐ-CP")
    assert old is not None
    assert old.replaced_by is not None
    assert old.replaced_by.number == "118/2025/NĐ-CP"
