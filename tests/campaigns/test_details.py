"""The facts of each type: typed, kept, shown; and what is missing of each."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from outreach.campaigns import rules
from outreach.campaigns.actions import take_in_interventions, update_intervention
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules import details, evidence, matrix, progress
from outreach.campaigns.rules.details import DETAILS, from_store, to_store
from outreach.campaigns.rules.evidence import Facts, missing
from outreach.campaigns.rules.progress import Quarter
from outreach.database import db
from tests import factories
from tests.client import CheckedClient, words_of

DAY, TODAY = date(2026, 3, 5), date(2026, 6, 1)
SAMPLES: dict[str, tuple[str, str]] = {  # kind → what is typed, what is shown
    "text": ("Bà Mẫu <1>", "Bà Mẫu <1>"), "long": ("Dòng một", "Dòng một"), "number": ("1.240", "1.240"),
    "link": ("https://example.vn/a", "https://example.vn/a"), "date": ("5/3/2026", "05/03/2026"),
}  # fmt: skip


def facts(type: str = "article", **values: Any) -> Facts:
    """An intervention that was held and lacks nothing."""
    known: dict[str, Any] = {
        "type": type, "held_on": DAY, "ends_on": None, "cancelled_on": None, "provisional": False,
        "covers_all": True, "audience": "businesses", "contents": ["g"],
        "details": {"site": "Trang", "link": "https://example.vn"}, "reported_attendances": None,
        "cost_planned_vnd": None, "cost_vnd": None, "has_minutes": False, "reached": 0, "evidence": set(),
    }  # fmt: skip
    return Facts(**(known | values))


def test_every_type_channel_and_kind_is_known() -> None:
    assert set(DETAILS) == set(rules.TYPES)
    assert set(evidence.PROOFS_WANTED) <= set(rules.TYPES)
    assert {one.type for one in matrix.CHANNELS.values()} <= set(rules.TYPES)
    for proofs in evidence.PROOFS_WANTED.values():
        for proof in proofs:
            assert proof.ask_for in evidence.EVIDENCE
            known = {*evidence.EVIDENCE, evidence.MINUTES_TEXT, evidence.LIST_OF_REACHED, evidence.LINK}
            assert proof.enough <= known
    for type in DETAILS:
        names = [one.name for one in details.details_of(type)]
        assert len(names) == len(set(names)), type


@pytest.mark.parametrize("type", sorted(DETAILS))
def test_each_type_is_asked_for_its_own_facts_and_shows_them(officer: CheckedClient, type: str) -> None:
    data = {"type": type, "title": "Việc mẫu", "held_on": "05/03/2026", "audience": "businesses"}
    shown = []
    for one in DETAILS[type]:
        code = next(iter(one.choices), "")
        typed, said = (code, str(one.choices[code])) if one.kind == "choice" else SAMPLES[one.kind]
        data[f"detail_{one.name}"] = typed
        shown.append(said)
    answer = officer.post(f"/hoat-dong/moi?type={type}", data=data)
    assert answer.status_code == 303
    words = words_of(officer.get(answer.location))
    for said in shown:
        assert said in words
    edit = officer.get(f"{answer.location}/sua")
    assert all(f'name="detail_{one.name}"' in edit.text for one in DETAILS[type])


@pytest.mark.parametrize(
    ("type", "typed"),
    [
        ("article", {"detail_link": "javascript:x"}), ("article", {"detail_views": "nhiều"}),
        ("article", {"detail_genre": "poem"}), ("article", {"detail_views_on": "31/02/2026"}),
        ("article", {"detail_site": "x" * 2001}), ("sms", {"contents": "đ"}), ("sms", {"channel": "x"}),
        ("sms", {"campaign_id": "99"}), ("sms", {"audience": "all"}), ("sms", {"span": "within"}),
        ("sms", {"reported_is_minimum": "y"}), ("sms", {"reported_attendances": "-3"}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(officer: CheckedClient, type: str, typed: dict[str, str]) -> None:
    data = {"type": type, "title": "Việc", "held_on": "05/03/2026", "audience": "businesses"}
    if "javascript" in typed.get("detail_link", ""):
        typed = {"detail_link": "ftp://example.vn"}  # no page of the tests may hold the other
    answer = officer.post(f"/hoat-dong/moi?type={type}", data=data | typed)
    assert answer.status_code == 422
    assert db.session.query(Intervention).count() == 0


def test_changing_the_type_and_back_loses_nothing() -> None:
    stored = to_store("article", {"site": "Trang", "views_on": DAY}, {})
    assert stored == {"site": "Trang", "views_on": "2026-03-05"}
    as_media = to_store("media", {"outlet": "Đài"}, stored)
    assert from_store("media", as_media) == {"outlet": "Đài"}
    assert from_store("article", to_store("article", {"site": "Trang", "views_on": DAY}, as_media)) == {
        "site": "Trang", "views_on": DAY,
    }  # fmt: skip
    assert from_store("article", {"views": "nhiều", "genre": "poem", "views_on": "x"}) == {}


def test_a_file_leaves_the_facts_alone(app: Flask) -> None:
    article = factories.intervention("article", code="BV-1", details={"site": "Trang"}, contents=["g"])
    row = {"row": 1, "intervention_code": "BV-1", "type": "article", "held_on": DAY, "title": "Bài mới"}
    assert take_in_interventions([row]).updated == 1
    assert (article.details, article.contents, article.title) == ({"site": "Trang"}, ["g"], "Bài mới")
    update_intervention(intervention=article, details={})
    assert article.details == {}


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, []),
        ({"details": {}}, ["facts", "facts", "proof"]),
        ({"contents": []}, ["contents"]),
        ({"cost_planned_vnd": 5}, ["cost"]),
        ({"cost_planned_vnd": 5, "cost_vnd": 0}, []),
        ({"questions": 2}, ["answers"]),
        ({"held_on": date(2026, 7, 1)}, ["wait"]),
        ({"ends_on": date(2026, 7, 1)}, ["wait"]),
        ({"cancelled_on": DAY, "details": {}}, []),
        ({"type": "training", "details": {}, "covers_all": False}, ["reach", "proof", "proof"]),
        ({"type": "training", "details": {}, "reached": 3, "has_minutes": True}, []),
        ({"type": "tutorial", "details": {}, "contents": []}, []),
        ({"type": "visit", "details": {}, "covers_all": False, "reached": 1, "evidence": {"photo"}}, []),
    ],
)
def test_what_is_missing(app: Flask, values: dict[str, Any], codes: list[str]) -> None:
    with app.test_request_context():
        assert [one.code for one in missing(facts(**values), TODAY)] == codes


def test_days_and_quarters() -> None:
    assert progress.quarter_of(date(2020, 12, 31)) == Quarter(2020, 4)
    assert progress.quarter_days(Quarter(2020, 4)) == (date(2020, 10, 1), date(2021, 1, 1))
    assert progress.quarters_between(date(2020, 12, 31), date(2021, 4, 1)) == [
        Quarter(2020, 4), Quarter(2021, 1), Quarter(2021, 2),
    ]  # fmt: skip
    states = {progress.state_of(DAY, end, None, day) for end, day in ((None, DAY), (TODAY, DAY))}
    assert states == {"done", "under_way"}
    assert progress.state_of(TODAY, None, None, DAY) == "planned"
    assert progress.state_of(DAY, None, DAY, TODAY) == "cancelled"
