"""Lines of an open plan go up and down, one place at a time, without script."""

from sqlalchemy import select

from outreach.campaigns.actions import plans as actions
from outreach.campaigns.models import Plan, PlanItem
from outreach.database import db
from tests import factories
from tests.client import CheckedClient, words_of


def lines_of(plan: Plan) -> list[str]:
    return list(
        db.session.scalars(
            select(PlanItem.title).where(PlanItem.plan_id == plan.id).order_by(PlanItem.place, PlanItem.id)
        )
    )


def three_lines() -> tuple[Plan, list[PlanItem]]:
    plan = factories.plan()
    items = [factories.plan_item(plan, title=title) for title in ("Một", "Hai", "Ba")]
    db.session.commit()
    return plan, items


def test_a_line_goes_up_and_down_and_stays_at_the_ends(officer: CheckedClient) -> None:
    plan, (one, two, three) = three_lines()
    answer = officer.post(f"/ke-hoach/viec/{three.id}/xep", data={"way": "up"})
    assert answer.location.endswith(f"/ke-hoach/{plan.id}#viec-{three.id}")
    assert lines_of(plan) == ["Một", "Ba", "Hai"]
    officer.post(f"/ke-hoach/viec/{one.id}/xep", data={"way": "up"})
    officer.post(f"/ke-hoach/viec/{two.id}/xep", data={"way": "down"})
    officer.post(f"/ke-hoach/viec/{one.id}/xep", data={"way": "sideways"})
    assert lines_of(plan) == ["Một", "Ba", "Hai"]
    officer.post(f"/ke-hoach/viec/{one.id}/xep", data={"way": "down"})
    assert lines_of(plan) == ["Ba", "Một", "Hai"]
    page = officer.get(f"/ke-hoach/{plan.id}").text
    assert page.index(">Ba<") < page.index(">Một<") < page.index(">Hai<")
    assert page.count("disabled") == 2, "the first goes no further up, the last no further down"


def test_targets_go_up_and_down(officer: CheckedClient) -> None:
    plan = factories.plan()
    targets = {
        outcome: actions.save_target(plan=plan, outcome=outcome, goal_from=3000, due_on=plan.ends_on)
        for outcome in ("online", "alone", "paid_online")
    }
    db.session.commit()
    officer.post(f"/ke-hoach/chi-tieu/{targets['paid_online'].id}/xep", data={"way": "up"})
    answer = officer.post(f"/ke-hoach/chi-tieu/{targets['online'].id}/xep", data={"way": "down"})
    assert answer.location.endswith(f"#chi-tieu-{targets['online'].id}")
    db.session.expire_all()
    assert [one.outcome for one in plan.targets] == ["paid_online", "online", "alone"]
    copy = actions.copy_plan(plan=plan, created_by_id=None)
    db.session.expire_all()
    assert [one.outcome for one in copy.targets] == ["paid_online", "online", "alone"]


def test_documents_go_up_and_down(officer: CheckedClient) -> None:
    plan = factories.plan()
    for number in ("1/NĐ-CP", "2/NĐ-CP"):
        actions.add_basis(plan=plan, number=factories.document(number).number)
    db.session.refresh(plan)
    second = plan.bases[1].document_id
    db.session.commit()
    answer = officer.post(f"/ke-hoach/{plan.id}/can-cu/{second}/xep", data={"way": "up"})
    assert answer.location.endswith(f"#can-cu-{second}")
    page = officer.get(f"/ke-hoach/{plan.id}/can-cu").text
    assert page.index("2/NĐ-CP</a>") < page.index("1/NĐ-CP</a>")
    assert officer.post(f"/ke-hoach/{plan.id}/can-cu/999/xep", data={"way": "up"}).status_code == 404


def test_an_approved_plan_keeps_its_order(officer: CheckedClient) -> None:
    plan, (_one, two, _three) = three_lines()
    plan.state = "approved"
    db.session.commit()
    answer = officer.post(f"/ke-hoach/viec/{two.id}/xep", data={"way": "up"})
    page = officer.get(answer.location)
    assert "nên giữ nguyên" in words_of(page)
    assert "xep" not in page.text
    assert lines_of(plan) == ["Một", "Hai", "Ba"]
