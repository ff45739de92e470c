"""The fictional board's leaflets: a batch with its way from copies to first online dossiers, and one to be recalled."""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.models import Business
from outreach.campaigns import actions as campaigns
from outreach.campaigns.rules import Occasion
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.leaflets import actions, queries
from outreach.leaflets.actions.batches import Order
from outreach.leaflets.models import LeafletBatch, Scan
from outreach.tutorials import actions as tutorials
from outreach.tutorials.models import Tutorial
from outreach.tutorials.queries import content_from
from outreach.web import whole_url_for

SEED = 6170
RULES_OF_WORK, AGAIN = "dang-ky-noi-quy-lao-dong", "cap-lai-giay-phep-lao-dong"
ORDERED, SECOND, CHANGED = timedelta(days=95), timedelta(days=70), timedelta(days=12)
PLACES = (("Bộ phận Một cửa", 120), ("Cổng bảo vệ KCN Mẫu Bắc", 60))
NEWS = "Thay đổi mẫu để trình diễn: cần thêm số điện thoại của người nhận kết quả."
ADDED = "\n- Số điện thoại của người nhận kết quả (dòng mẫu để trình diễn)"
BUSINESSES, SCANS = 24, 46


def hand_round(today: date) -> None:
    """Two batches: one on its way, and one whose guide has changed since it was printed."""
    officer = db.session.scalars(select(User).where(User.role == Role.OFFICER).order_by(User.id)).first()
    assert officer is not None
    day = min(today, clock.today())
    first = _order(
        RULES_OF_WORK, Order(600, day - ORDERED, day - ORDERED, "Xưởng in Mẫu Tân Phú", 1_320_000), officer
    )
    _go_out(first, officer, _newcomers(first.ordered_on) + _others(BUSINESSES), day)
    _scan(first, day)
    second = _order(AGAIN, Order(200, day - SECOND, None, "Máy in của văn phòng", None), officer)
    _go_out(second, officer, _others(7), day)
    _change(day)


def _order(slug: str, order: Order, officer: User) -> LeafletBatch:
    source = queries.source(slug)
    assert source is not None
    leaflet = actions.create_leaflet(source=source, by=officer.id)
    return actions.order_batch(
        leaflet=leaflet, order=order, by=officer.id,
        address_of=lambda code: whole_url_for("leaflets.scan", code=code),
    )  # fmt: skip


def _newcomers(since: date) -> list[int]:
    """Businesses whose first online dossier came after the leaflets did."""
    first = func.min(Dossier.received_on)
    statement = select(Dossier.business_id).where(measures.is_online(), Dossier.business_id.is_not(None))
    rows = db.session.scalars(
        statement.group_by(Dossier.business_id).having(first > since + timedelta(days=9))
    )
    return sorted(one for one in rows if one is not None)


def _others(number: int) -> list[int]:
    ids = list(
        db.session.scalars(select(Business.id).where(Business.tax_code.is_not(None)).order_by(Business.id))
    )
    return random.Random(SEED + number).sample(ids, min(number, len(ids)))


def _go_out(batch: LeafletBatch, officer: User, business_ids: list[int], today: date) -> None:
    chance = random.Random(SEED + batch.quantity)
    for place, quantity in PLACES[: 2 if batch.quantity > 300 else 1]:
        actions.hand_out(
            batch=batch, quantity=quantity, handed_on=batch.ordered_on + timedelta(days=3), place=place,
            by=officer.id,
        )  # fmt: skip
    for business_id in dict.fromkeys(business_ids):
        day = min(batch.ordered_on + timedelta(days=chance.randint(2, 8)), today)
        actions.hand_out(
            batch=batch, quantity=chance.choice((2, 5, 5, 10)), handed_on=day, business_id=business_id,
            by=officer.id,
        )  # fmt: skip


def _scan(batch: LeafletBatch, today: date) -> None:
    """Most people who scan are not signed in; a clerk of a business was."""
    chance = random.Random(SEED)
    clerk = db.session.scalars(select(User).where(User.role == Role.BUSINESS).order_by(User.id)).first()
    assert clerk is not None
    for number in range(SCANS):
        day = min(batch.ordered_on + timedelta(days=3 + int(chance.expovariate(0.09))), today)
        known = clerk.business_id if number == 7 else None
        started = datetime.combine(day, time(10, number % 60), clock.LOCAL) if chance.random() < 0.4 else None
        db.session.add(
            Scan(
                batch_id=batch.id,
                business_id=known,
                visitor=f"demo-{number}",
                scanned_on=day,
                started_at=started,
            )
        )
        if known is not None:
            campaigns.reach(
                intervention=batch.intervention, people={known: 1},
                occasion=Occasion(day, "scanned", offered=False), recorded_by_id=None,
            )  # fmt: skip
    db.session.flush()


def _change(today: date) -> None:
    """The guide of the second batch says something else now."""
    tutorial = db.session.scalars(select(Tutorial).where(Tutorial.slug == AGAIN)).one()
    version = tutorials.new_version(tutorial)
    content = content_from(version)
    tutorials.save_version(
        version, edition=version.edition,
        content=replace(content, prepare=content.prepare + ADDED, change_note=NEWS, checked_on=today - CHANGED),
    )  # fmt: skip
    tutorials.review(version, edition=version.edition, by=None)
    tutorials.publish(version, by=None)
    version.published_at = version.reviewed_at = datetime.combine(today - CHANGED, time(9), clock.LOCAL)
    db.session.flush()
