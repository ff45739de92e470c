"""Planned beside done: lines become interventions, targets are measured, money is summed."""

import html
from datetime import date, timedelta

from sqlalchemy import select

from outreach import clock
from outreach.campaigns.models import Intervention
from outreach.database import db
from outreach.dossiers.actions import recount
from tests import factories
from tests.client import CheckedClient, words_of
from tests.factories import committed


def test_a_line_becomes_an_intervention_in_one_click(officer: CheckedClient) -> None:
    plan = factories.plan(year=clock.today().year)
    item = factories.plan_item(plan, times=2, cost_planned_vnd=9_000_000, partners="Sở Tư pháp")
    committed(item)
    answer = officer.post(f"/ke-hoach/viec/{item.id}/tao-hoat-dong")
    made = db.session.scalars(select(Intervention)).one()
    assert answer.location == f"/hoat-dong/{made.id}/sua"
    assert (made.plan_item_id, made.type, made.channel, made.contents) == (
        item.id,
        "training",
        "training",
        ["g"],
    )
    assert (made.partners, made.cost_planned_vnd) == ("Sở Tư pháp", 4_500_000)
    assert (made.held_on.year, (made.held_on.month - 1) // 3) == (clock.today().year, 0)
    assert made.title in words_of(officer.get(f"/ke-hoach/{plan.id}/tien-do"))


def test_pressing_twice_makes_one_and_a_second_one_is_asked_for(officer: CheckedClient) -> None:
    plan = factories.plan(year=clock.today().year)
    item = committed(factories.plan_item(plan, times=2))
    begin, progress = f"/ke-hoach/viec/{item.id}/tao-hoat-dong", f"/ke-hoach/{plan.id}/tien-do"
    assert 'name="known" value="0"' in officer.get(progress).text
    pressed = [officer.post(begin, data={"known": "0"}) for _time in range(3)]
    assert len({answer.location for answer in pressed}) == 1, "the same one each time"
    assert "nên không tạo thêm" in words_of(officer.get(pressed[-1].location))
    page = officer.get(progress)
    assert 'name="known" value="1"' in page.text
    assert "Việc này đã có 1 hoạt động. Tạo thêm một hoạt động nữa?" in html.unescape(page.text)
    again = officer.post(begin, data={"known": "1"})
    assert again.location != pressed[0].location
    assert "việc này nay có 2 hoạt động" in words_of(officer.get(again.location))
    assert officer.post(begin, data={"known": "x"}).location == again.location
    assert len(db.session.scalars(select(Intervention)).all()) == 2


def test_what_was_done_is_tied_and_untied_and_counts_only_when_held(officer: CheckedClient) -> None:
    day = clock.today() - timedelta(days=1)
    plan = factories.plan(year=day.year)
    item = factories.plan_item(plan, times=2)
    other = factories.plan_item(plan, "Việc khác")
    done = factories.intervention(held_on=day, cost_vnd=5_000_000, title="Buổi đã làm")
    factories.intervention(held_on=day, cancelled_on=day, plan_item_id=item.id)
    committed(factories.intervention(held_on=clock.today() + timedelta(days=1), plan_item_id=item.id))
    progress = f"/ke-hoach/{plan.id}/tien-do"
    assert "0 / 3" in words_of(officer.get(progress))
    assert "Buổi đã làm" in words_of(officer.get(progress)), "it is offered to be tied"
    officer.post(f"/ke-hoach/viec/{item.id}/gan", data={"intervention_id": done.id})
    page = words_of(officer.get(progress))
    assert "1 / 3" in page
    assert "5.000.000 ₫" in page
    officer.post(f"/ke-hoach/viec/{other.id}/gan", data={"intervention_id": done.id})
    db.session.refresh(done)
    assert done.plan_item_id == item.id, "it is another line's already"
    assert done.contents == ["g"], "what it did not say it took from the line"
    officer.post(f"/ke-hoach/viec/{item.id}/go/{done.id}")
    assert "0 / 3" in words_of(officer.get(progress))
    for wrong in ("", "x", "999999", "99999999999999"):
        assert (
            officer.post(f"/ke-hoach/viec/{item.id}/gan", data={"intervention_id": wrong}).status_code == 303
        )


def test_targets_are_measured_by_the_register(officer: CheckedClient) -> None:
    plan = factories.plan()
    factories.plan_target(plan, baseline_number=2, baseline_total=13, baseline_share=None, goal_from=6000)
    factories.plan_target(plan, outcome="alone", goal_from=9000)
    business = factories.business()
    for number in range(3):
        factories.dossier(business, date(2026, 2, 3), "online", assistance="alone" if number else "assisted")
    factories.dossier(business, date(2026, 2, 4), None)
    factories.dossier(business, date(2026, 2, 4), "counter")
    recount()
    db.session.commit()
    page = words_of(officer.get(f"/ke-hoach/{plan.id}/tien-do"))
    assert "3/5 (60,00%)" in page, "an unknown way of filing was not online, as on the page of figures"
    assert "2/4 (50,00%)" in page
    assert "1 hồ sơ chưa rõ" in page
    assert page.count("đã đạt") == 1


def test_a_plan_without_a_register_says_so(officer: CheckedClient) -> None:
    plan = factories.plan()
    committed(factories.plan_target(plan))
    assert "chưa có số liệu" in words_of(officer.get(f"/ke-hoach/{plan.id}/tien-do"))
