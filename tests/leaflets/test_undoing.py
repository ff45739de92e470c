"""A handout taken back by two people at once gives its copies back once."""

from flask import Flask

from outreach.database import db
from outreach.leaflets import actions
from outreach.leaflets.models import Handout, LeafletBatch
from tests import factories
from tests.leaflets import making
from tests.threads import at_once


def test_taken_back_five_times_at_once(app: Flask) -> None:
    batch = making.batch(quantity=100)
    making.hand_out(batch, quantity=30, business_id=factories.business().id)
    handed = making.hand_out(batch, quantity=20, business_id=factories.business().id)
    batch_id = batch.id
    db.session.commit()

    def undo() -> None:
        with app.app_context():
            handout = db.session.get(Handout, handed.handout_id)
            if handout is not None:
                actions.undo_handout(batch=db.session.get_one(LeafletBatch, batch_id), handout=handout)
            db.session.commit()

    at_once(*(undo for _ in range(5)))
    db.session.expire_all()
    assert db.session.get_one(LeafletBatch, batch_id).handed_out == 30
