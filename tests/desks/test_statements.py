"""Every list of plans, trainings, visits and leaflets asks the same few questions, however much there is."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest

from outreach import clock
from outreach.database import db
from outreach.notices.actions import notify
from outreach.outbox.actions import queue_email
from outreach.trainings.actions import registering
from outreach.trainings.rules.people import Person
from tests import factories
from tests.client import CheckedClient
from tests.leaflets import making as leaflets
from tests.trainings.inviting import invited

FEW, MANY = 3, 60
MOST = 8  # those of signing in among them

LISTS = (
    "/hoat-dong", "/hoat-dong?zone={zone}", "/hoat-dong?type=training", "/hoat-dong?page=2", "/chien-dich",
    "/chien-dich/{campaign}", "/chien-dich/{campaign}/con-thieu", "/ke-hoach", "/ke-hoach/{plan}", "/ma-tran",
    "/lich", "/lich?show=list", "/viec-can-lam", "/doi-thoai/cau-hoi", "/dang-ky", "/dang-ky?show=past",
    "/buoi/{session}", "/buoi/{session}/giay-moi", "/buoi/{session}/diem-danh", "/di-tham",
    "/di-tham?show=past", "/di-tham/{day}", "/di-tham/{day}/{stop}", "/cam-ket", "/cam-ket?show=all",
    "/to-roi", "/to-roi/dot/{batch}", "/ho-tro-tai-quay",
    "/ho-tro-tai-quay/danh-sach", "/ho-tro-tai-quay/tong-hop", "/thu-da-gui", "/ngay-nghi",
)  # fmt: skip


class Board(NamedTuple):
    """What addresses name."""

    zone: int
    campaign: int
    plan: int
    session: str
    day: str
    stop: str
    batch: int


def furnish(number: int, business_id: int) -> Board:
    """So many of everything: in one campaign, one plan, one session and one day of visits."""
    today = clock.today()
    campaign, plan = factories.campaign(), factories.plan(year=today.year, state="approved")
    session = factories.session(starts_at=clock.now() - timedelta(minutes=1), capacity=None)
    day, batch = factories.visit_day(today), leaflets.batch(quantity=1000)
    for turn in range(number):
        business = factories.business()
        item = factories.plan_item(plan, year=today.year, contents=["a"])
        held = factories.intervention(
            held_on=today - timedelta(days=turn % 9), campaign_id=campaign.id, plan_item_id=item.id
        )
        factories.attendance(held, business)
        factories.evidence(held)
        factories.question(held, business)
        registering.register(
            session=session, business_id=business.id, seats=1, how="staff", names=[Person("Lê Thị Mẫu")]
        )
        factories.session(starts_at=clock.now() + timedelta(days=turn + 1))
        factories.session(starts_at=clock.now() - timedelta(days=turn + 1))
        stop = factories.visit_stop(day, business)
        factories.promise(business, stop_id=stop.id, due_on=today)
        factories.visit_day(today - timedelta(days=turn + 1))
        factories.visit_day(today + timedelta(days=turn + 1))
        factories.counter_help(business)
        notify(business_id=business_id, title=f"Thông báo {turn}")
        queue_email(address=f"mau{turn}@example.vn", subject="Mời dự", body="Kính mời")
        leaflets.hand_out(batch, quantity=1, business_id=business.id)
        invited(session, business)
    for _ in range(number // 3):
        leaflets.batch()
    db.session.commit()
    zone = business.zone_id or 0
    return Board(zone, campaign.id, plan.id, session.public_id, day.public_id, stop.public_id, batch.id)


def counted(
    client: CheckedClient, count_queries: Callable[[], int], board: Board, addresses: tuple[str, ...]
) -> dict[str, int]:
    found = {}
    for address in addresses:
        path = address.format(**board._asdict())
        client.get(path)  # what is only asked for once, such as which notices are new
        count_queries()
        assert client.get(path).status_code == 200, path
        found[address] = count_queries()
    return found


@pytest.fixture
def few(clerk: CheckedClient) -> Board:
    assert clerk.user is not None
    return furnish(FEW, clerk.user.business_id or 0)


def test_lists_take_the_same_few_statements_at_any_length(
    officer: CheckedClient, clerk: CheckedClient, few: Board, count_queries: Callable[[], int]
) -> None:
    assert clerk.user is not None
    asked = ((officer, LISTS), (clerk, ("/thong-bao", "/dang-ky")))
    before = [counted(client, count_queries, few, addresses) for client, addresses in asked]
    many = furnish(MANY, clerk.user.business_id or 0)
    after = [counted(client, count_queries, many, addresses) for client, addresses in asked]
    assert before == after
    assert not {path: number for one in after for path, number in one.items() if number > MOST}
