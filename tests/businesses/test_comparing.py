"""Comparing names: once each, the rest after it was killed, and beside others who join businesses."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.businesses import actions
from outreach.businesses.actions import comparing
from outreach.businesses.actions.comparing import any_to_compare, compare_names
from outreach.businesses.models import Business, NameCandidate
from outreach.businesses.rules.matching import Known
from outreach.database import db
from tests import factories

WORDS = ("anh", "binh", "chau", "dung", "giang", "hoa", "khanh", "long")


class Killed(Exception):
    """As if the process ended there."""


def candidates() -> list[tuple[int, int, str]]:
    columns = (NameCandidate.business_id, NameCandidate.candidate_id, NameCandidate.reason)
    found = [(row[0], row[1], row[2]) for row in db.session.execute(select(*columns).order_by(*columns))]
    db.session.rollback()
    return found


def many() -> None:
    """Eight businesses and as many names that are mistyped."""
    for word in WORDS:
        factories.business(f"Công ty TNHH Sao Mai {word}{word}{word}")
        factories.business(f"Cty Sao Mai {word}{word}{word[:-1]}", tax_code=None, provisional=True)
    db.session.commit()


@pytest.mark.parametrize(
    ("where", "times"), [("_forget", 0), ("_write", 0), ("_write", 2), ("_note_compared", 0)]
)
def test_killed_it_does_the_rest_the_next_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch, where: str, times: int
) -> None:
    many()
    step, left = getattr(comparing, where), [True] * times

    def dies(*arguments: object) -> None:
        if not left:
            raise Killed
        left.pop()
        step(*arguments)

    monkeypatch.setattr(comparing, "AT_ONCE", 3)
    monkeypatch.setattr(comparing, where, dies)
    with pytest.raises(Killed):
        compare_names()
    assert any_to_compare()
    monkeypatch.setattr(comparing, where, step)
    compare_names()
    assert not any_to_compare()
    assert len(candidates()) == len(WORDS)


def test_who_is_joined_meanwhile_is_left_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    many()
    gone, kept = db.session.scalars(select(Business.id).order_by(Business.id).limit(2)).all()
    db.session.rollback()
    write = comparing._write

    def joined_first(found: dict[int, list[object]]) -> None:
        if db.session.get(Business, gone):
            actions.merge_businesses({gone: kept})
            db.session.commit()
        write(found)  # type: ignore[arg-type]

    monkeypatch.setattr(comparing, "_write", joined_first)
    compare_names()
    assert gone not in {one for row in candidates() for one in row[:2]}
    assert len(candidates()) == len(WORDS) - 1


def test_new_names_are_compared_without_comparing_all_again(app: Flask) -> None:
    many()
    assert compare_names() == 2 * len(WORDS)
    before = candidates()
    actions.writing.insert_businesses([Known(0, None, None, "Sao Mai Annhannhann", provisional=True)])
    db.session.commit()
    assert compare_names() == 1
    assert [row for row in candidates() if row not in before] == []
    actions.create_business(name="Công ty TNHH Sao Mai Anhanhan")
    db.session.commit()
    assert compare_names() == 1
    new = db.session.scalar(select(func.max(Business.id)))
    assert {row[1] for row in candidates() if row not in before} == {new}
