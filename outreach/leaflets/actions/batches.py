"""Ordering copies: a batch keeps the words as printed, has a code of its own, and is an intervention."""

import secrets
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import exists, select

from outreach import clock
from outreach.campaigns import actions as campaigns
from outreach.campaigns import queries as interventions
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.leaflets import queries, rules
from outreach.leaflets.models import Handout, Leaflet, LeafletBatch, Scan
from outreach.practice.rules import CODE_LETTERS
from outreach.refusals import Refused
from outreach.tutorials.models import TutorialVersion
from outreach.twins import twin

TYPE = "leaflet"


class Order(NamedTuple):
    """What is asked of a printer."""

    quantity: int
    ordered_on: date
    printed_on: date | None = None
    printer: str | None = None
    cost_vnd: int | None = None


def order_batch(
    *, leaflet: Leaflet, order: Order, address_of: Callable[[str], str], by: int | None
) -> LeafletBatch:
    """Order copies of a leaflet: a new code, whose address (`address_of`) the QR code says.

    Refused when the words do not fit the paper, or the tutorial has a newer version by now. Ordered twice
    within a moment it is one order.
    """
    source = queries.source(leaflet.version.tutorial.slug)
    if source is None or source.version_id != leaflet.version_id:
        raise Refused(_("Bài hướng dẫn đã có bản khác. Anh/Chị làm lại tờ rơi từ bản hiện nay rồi đặt in."))
    words = rules.words_of(leaflet)
    if not words.title or not words.steps:
        raise Refused(_("Tờ rơi cần có tên và ít nhất một bước."))
    if not rules.fit(words, unchecked=source.unchecked).fits:
        raise Refused(_("Lời chưa vừa hai mặt A5. Anh/Chị rút gọn rồi đặt in."))
    _check(order)
    own = {"leaflet_id": leaflet.id, "created_by_id": by, **order._asdict()}
    if by and (sent := twin(LeafletBatch, LeafletBatch.created_at, **own)):
        return sent
    code = _free_code()
    printed = _printed(leaflet, words, address_of(code), unchecked=source.unchecked)
    intervention = campaigns.create_intervention(
        code=interventions.free_code(TYPE, order.ordered_on.year), type=TYPE, title=_title(words.title),
        held_on=order.ordered_on, channel=TYPE, cost_vnd=order.cost_vnd,
        details={"copies": order.quantity}, created_by_id=by,
    )  # fmt: skip
    batch = LeafletBatch(
        code=code, intervention_id=intervention.id, printed=rules.stored(printed), handed_out=0,
        created_at=clock.now(), **own,
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    return batch


def change_batch(*, batch: LeafletBatch, order: Order) -> None:
    """Correct the order; never to fewer copies than went out."""
    db.session.refresh(batch, with_for_update={"of": LeafletBatch})
    _check(order)
    if order.quantity < batch.handed_out:
        raise Refused(
            _("Đã phát %(number)s tờ, không sửa xuống ít hơn được.", number=batch.handed_out), "quantity"
        )
    first = db.session.scalar(
        select(Handout.handed_on).where(Handout.batch_id == batch.id).order_by(Handout.handed_on).limit(1)
    )
    if first is not None and first < order.ordered_on:
        raise Refused(_("Đã phát từ trước ngày này."), "ordered_on")
    for name, value in order._asdict().items():
        setattr(batch, name, value)
    campaigns.update_intervention(
        intervention=batch.intervention, held_on=order.ordered_on, cost_vnd=order.cost_vnd,
        details={**batch.intervention.details, "copies": order.quantity},
    )  # fmt: skip


def delete_batch(*, batch: LeafletBatch) -> None:
    """Take an order back; refused when copies went out or somebody scanned one."""
    used = exists().where(Handout.batch_id == batch.id), exists().where(Scan.batch_id == batch.id)
    if any(db.session.scalar(select(one)) for one in used):
        raise Refused(_("Đợt này đã phát hoặc đã có người quét nên không xóa được."))
    intervention = batch.intervention
    db.session.delete(batch)
    db.session.flush()
    campaigns.delete_intervention(intervention=intervention)


def _check(order: Order) -> None:
    if not 1 <= order.quantity <= rules.MOST_COPIES:
        raise Refused(_("Số tờ từ 1 đến %(most)s.", most=rules.MOST_COPIES), "quantity")
    if order.printed_on is not None and order.printed_on < order.ordered_on:
        raise Refused(_("Ngày in không thể trước ngày đặt."), "printed_on")


def _printed(leaflet: Leaflet, words: rules.Words, address: str, *, unchecked: bool) -> rules.Printed:
    version: TutorialVersion = leaflet.version
    return rules.Printed(
        words=words, board=str(current_app.config["BOARD_NAME"]), address=address,
        slug=version.tutorial.slug, version=version.number, tutorial=version.title, portal=version.portal,
        unchecked=unchecked,
    )  # fmt: skip


def _title(title: str) -> str:
    with force_locale("vi"):  # data, in the board's language whoever orders
        return _("Phát tờ rơi “%(title)s”", title=title)


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(rules.CODE_LENGTH))
        if not queries.code_is_taken(code):
            return code
