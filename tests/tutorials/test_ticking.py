"""Beginning and ticking, with and without JavaScript."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from outreach.accounts import rules as account_rules
from outreach.database import db
from outreach.tutorials import actions
from outreach.tutorials.models import Completion, Start, Tick
from outreach.tutorials.views import ticking
from tests.client import CheckedClient
from tests.tutorials import samples

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def ticks() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Tick.step_key).order_by(Tick.id)))


def test_a_step_is_ticked_without_javascript_and_taken_back(clerk: CheckedClient) -> None:
    samples.published()
    db.session.commit()
    done = clerk.post("/huong-dan/noi-quy/mo-cong/danh-dau", data={"done": "1"})
    assert (done.status_code, done.headers["Location"]) == (303, "/huong-dan/noi-quy/mo-cong#tick")
    assert ticks() == ["mo-cong"]
    assert "Đã xong bước này" in clerk.get("/huong-dan/noi-quy/mo-cong").text
    clerk.post("/huong-dan/noi-quy/mo-cong/danh-dau", data={"done": "1"})
    assert ticks() == ["mo-cong"], "twice is once"
    clerk.post("/huong-dan/noi-quy/mo-cong/danh-dau", data={"done": "0"})
    assert ticks() == []


def test_with_htmx_the_box_comes_back(clerk: CheckedClient) -> None:
    samples.published()
    db.session.commit()
    part = clerk.post("/huong-dan/noi-quy/mo-cong/danh-dau", data={"done": "1"}, headers=HTMX)
    assert part.status_code == 200
    assert part.text.lstrip().startswith('<div id="tick"')
    assert "Đã xong bước này" in part.text


def test_all_steps_ticked_is_finished_and_a_new_version_takes_nothing_back(clerk: CheckedClient) -> None:
    version = samples.published()
    db.session.commit()
    for key in ("mo-cong", "dang-nhap", "dinh-kem"):
        clerk.post(f"/huong-dan/noi-quy/{key}/danh-dau", data={"done": "1", "version": version.id})
    db.session.rollback()
    assert db.session.scalars(select(Completion.version_id)).all() == [version.id]
    samples.publish(actions.new_version(version.tutorial))
    db.session.commit()
    assert len(ticks()) == 3
    assert "Đã xong bước này" in clerk.get("/huong-dan/noi-quy/mo-cong").text


def test_whoever_reads_the_former_version_ticks_there(clerk: CheckedClient) -> None:
    former = samples.published()
    newer = actions.new_version(former.tutorial)
    kept = tuple(step for step in samples.content().steps if step.key != "dang-nhap")
    actions.save_version(newer, edition=newer.edition, content=samples.content(steps=kept))
    samples.publish(newer)
    db.session.commit()
    done = clerk.post("/huong-dan/noi-quy/dang-nhap/danh-dau", data={"done": "1", "version": former.id})
    assert done.status_code == 303
    assert ticks() == ["dang-nhap"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_tick_after_the_guide_was_taken_off_is_kept_and_its_reader_told(
    clerk: CheckedClient, headers: dict[str, str]
) -> None:
    version = samples.published()
    actions.withdraw(version, by=None)
    db.session.commit()
    sent = {"done": "1", "version": version.id}
    answer = clerk.post("/huong-dan/noi-quy/mo-cong/danh-dau", data=sent, headers=headers)
    if headers:
        assert answer.status_code == 200
        assert answer.text.lstrip().startswith('<div id="tick"')
    else:
        assert (answer.status_code, answer.headers["Location"]) == (303, "/huong-dan")
        answer = clerk.get("/huong-dan")
    assert "vừa được gỡ" in answer.text
    assert ticks() == ["mo-cong"]
    clerk.post("/huong-dan/noi-quy/mo-cong/danh-dau", data={**sent, "done": "0"})
    assert ticks() == []


def test_a_step_that_was_never_shown_is_not_ticked(clerk: CheckedClient) -> None:
    samples.published()
    samples.draft("khac")
    db.session.commit()
    for path in ("noi-quy/khac", "khac/mo-cong"):
        assert clerk.post(f"/huong-dan/{path}/danh-dau", data={"done": "1"}).status_code == 404
    assert ticks() == []


def test_beginning_is_counted_once_per_browser_and_leads_to_what_is_to_do(
    anonymous: CheckedClient, clerk: CheckedClient
) -> None:
    version = samples.published()
    db.session.commit()
    for _time in range(2):
        gone = anonymous.post("/huong-dan/noi-quy/bat-dau")
        assert gone.headers["Location"] == "/huong-dan/noi-quy/mo-cong"
    clerk.post("/huong-dan/noi-quy/mo-cong/danh-dau", data={"done": "1"})
    assert clerk.post("/huong-dan/noi-quy/bat-dau").headers["Location"] == "/huong-dan/noi-quy/dang-nhap"
    db.session.rollback()
    starts = db.session.execute(select(Start.version_id, Start.user_id)).all()
    assert sorted(starts, key=str) == sorted([(version.id, None), (version.id, clerk.user.id)], key=str)


def test_a_network_that_begins_on_end_is_counted_no_more_but_reads_on(
    anonymous: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = account_rules.Limit(2, timedelta(minutes=1), timedelta(minutes=1), timedelta(hours=1))
    monkeypatch.setitem(account_rules.LIMITS, "start", account_rules.Limits(account=few, network=few))
    samples.published()
    db.session.commit()
    for _ in range(4):
        with anonymous.session_transaction() as kept:
            kept.pop(ticking.BEGUN, None)  # as whoever sends an old cookie again
        begun = anonymous.post("/huong-dan/noi-quy/bat-dau")
        assert (begun.status_code, begun.headers["Location"]) == (303, "/huong-dan/noi-quy/mo-cong")
    db.session.rollback()
    assert len(db.session.scalars(select(Start)).all()) == 2
