"""What waits: each kind counted, with its oldest day, and leading to as many rows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.desks.queries import todo as queries
from outreach.desks.rules import todo as rules
from outreach.outbox.actions import queue_email
from outreach.trainings.models import Participant, Registration, SessionInvitation
from tests import factories
from tests.client import CheckedClient, words_of

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


def only(name: str) -> queries.Line | None:
    """The line of that name, when it is there."""
    return next(iter(queries.lines([name])), None)


def test_nothing_waits_on_an_empty_board() -> None:
    assert queries.lines(list(rules.KINDS)) == []
    assert queries.glance(list(rules.KINDS)) == queries.Glance(0, 0, None)


def test_receipts_helps_and_promises_are_counted_with_their_oldest_day() -> None:
    today = clock.today()
    factories.receipt(entered_at=clock.now() - 3 * DAY)
    factories.receipt(entered_at=clock.now())
    factories.counter_help(helped_on=today - 5 * DAY)
    factories.counter_help(helped_on=today, without_dossier=True)
    factories.promise(due_on=today - 2 * DAY)
    factories.promise(due_on=today - 9 * DAY, state="kept")
    factories.promise(due_on=today)
    assert only("receipts") == queries.Line("receipts", 2, clock.local(clock.now() - 3 * DAY).date())
    assert only("helps") == queries.Line("helps", 1, today - 5 * DAY)
    assert only("promises_overdue") == queries.Line("promises_overdue", 1, today - 2 * DAY)
    assert only("promises_due") == queries.Line("promises_due", 1, today)
    assert queries.glance(list(rules.KINDS)) == queries.Glance(5, 4, today - 5 * DAY)


def test_a_session_that_is_over_waits_for_its_attendance() -> None:
    at = clock.now() - 2 * DAY
    session = factories.session(starts_at=at, ends_at=at + timedelta(hours=2))
    factories.session(starts_at=at, ends_at=at + timedelta(hours=2), cancelled_at=clock.now())
    factories.session(starts_at=clock.now() + DAY, ends_at=clock.now() + 2 * DAY)
    assert only("sessions") == queries.Line("sessions", 1, clock.local(at).date())
    assert [row.key for row in queries.rows("sessions")] == [session.public_id]
    factories.add(
        Participant(
            session_id=session.id, business_id=factories.business().id, name="Lan", name_folded="lan",
            checked_in_at=clock.now(),
        )
    )  # fmt: skip
    assert only("sessions") is None


def test_invitations_are_called_about_before_the_closing_day() -> None:
    at, today = clock.now() + 6 * DAY, clock.today()
    near = factories.session(starts_at=at, ends_at=at + timedelta(hours=2), closes_on=today + 2 * DAY)
    far = factories.session(starts_at=at, ends_at=at + timedelta(hours=2), closes_on=today + 5 * DAY)
    answered, declined, silent = (factories.business() for _ in range(3))
    for session in (near, far):
        for business in (answered, declined, silent):
            factories.add(
                SessionInvitation(
                    public_id=f"{session.id}-{business.id}", session_id=session.id, business_id=business.id,
                    invited_at=clock.now(), declined_at=clock.now() if business is declined else None,
                )
            )  # fmt: skip
    factories.add(
        Registration(
            public_id="r", session_id=near.id, business_id=answered.id, seats=1, state="registered",
            how="portal", registered_at=clock.now(),
        )
    )  # fmt: skip
    assert only("invitations") == queries.Line("invitations", 1, today + 2 * DAY)
    assert [(row.key, row.number) for row in queries.rows("invitations")] == [(near.public_id, 1)]


def test_what_was_held_without_a_trace_waits_for_evidence() -> None:
    held = clock.today() - 10 * DAY
    bare = factories.intervention("visit", held)
    factories.intervention("visit", held, minutes="Đã làm việc với doanh nghiệp")
    factories.intervention("visit", held, cancelled_on=held)
    factories.intervention("article", held, details={"link": "https://example.vn/bai"})
    factories.intervention("counter_help", held)
    factories.intervention("visit", clock.today() + DAY)
    factories.intervention("visit", clock.today() - 800 * DAY)
    factories.evidence(factories.intervention("visit", held))
    assert only("evidence") == queries.Line("evidence", 1, held)
    assert [row.key for row in queries.rows("evidence")] == [bare.id]


def test_questions_and_letters_wait_too() -> None:
    today = clock.today()
    dialogue = factories.intervention("dialogue")
    factories.question(dialogue, due_on=today - DAY)
    factories.question(dialogue, due_on=today + DAY)
    message = queue_email(address="a@mau.vn", subject="Mời", body="Kính gửi", purpose="session")
    message.state = "failed"
    db.session.flush()
    assert only("questions") == queries.Line("questions", 1, today - DAY)
    assert only("mails_failed") == queries.Line("mails_failed", 1, today)
    assert only("mails_unknown") is None


def test_a_leader_approves_and_the_counter_does_not() -> None:
    assert "plans" in rules.kinds_for(Role.LEADER)
    assert "plans" not in rules.kinds_for(Role.HELPDESK)
    assert "receipts" not in rules.kinds_for(Role.LEADER)
    assert rules.kinds_for(Role.BUSINESS) == []


@pytest.mark.parametrize("role", ["officer", "helpdesk", "leader", "administrator"])
def test_every_line_leads_to_a_page_that_opens(request: pytest.FixtureRequest, role: str, app: Flask) -> None:
    client: CheckedClient = request.getfixturevalue(role)
    with app.test_request_context():
        from flask import url_for

        addresses = [
            url_for(rules.KINDS[name].endpoint, **rules.KINDS[name].args)
            for name in rules.kinds_for(Role(role))
        ]
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_list_costs_few_statements_whatever_waits(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    officer.get("/viec-can-lam")
    for _ in range(3):
        factories.receipt()
        factories.counter_help()
        factories.promise(due_on=clock.today() - DAY)
    db.session.commit()
    count_queries()
    page = officer.get("/viec-can-lam")
    assert count_queries() <= 12
    assert "Mã hồ sơ chờ xác nhận" in words_of(page)
    assert "Cũ nhất" in words_of(page)


def test_the_home_shows_a_glance_for_one_statement(helpdesk: CheckedClient) -> None:
    factories.counter_help()
    page = helpdesk.get("/")
    assert 'href="/viec-can-lam"' in page.text
    assert queries.counted(["nothing"]) == {}


def test_an_empty_list_says_so(leader: CheckedClient) -> None:
    assert "Không còn việc nào" in words_of(leader.get("/viec-can-lam"))
    assert "Không còn việc nào" in words_of(leader.get("/viec-can-lam/chi-tiet?what=evidence"))
    assert leader.get("/viec-can-lam/chi-tiet?what=x").status_code == 404
