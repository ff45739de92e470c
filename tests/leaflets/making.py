"""Leaflets and batches for tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select

from outreach import clock
from outreach.database import db
from outreach.leaflets import actions, queries
from outreach.leaflets.actions.batches import Order
from outreach.leaflets.models import Leaflet, LeafletBatch
from outreach.tutorials import actions as tutorials
from outreach.tutorials.models import Tutorial
from tests.tutorials import samples

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"


def leaflet(slug: str = "noi-quy", *, language: str = "vi", **values: Any) -> Leaflet:
    """Of a tutorial, which is published first when it is not there."""
    source = queries.source(slug)
    if source is None:
        samples.published(slug, **values)
        source = queries.source(slug)
    assert source is not None
    with current_app.test_request_context():
        return actions.create_leaflet(source=source, language=language, by=None)


def batch(
    of: Leaflet | None = None, quantity: int = 100, ordered_on: date | None = None, **values: Any
) -> LeafletBatch:
    """Ordered today unless said otherwise."""
    order = Order(quantity, ordered_on or clock.today(), **values)
    return actions.order_batch(
        leaflet=of or leaflet(),
        order=order,
        address_of=lambda code: f"https://cong.example.vn/t/{code}",
        by=None,
    )


def hand_out(at: LeafletBatch, **values: Any) -> actions.Handed:
    """Ten copies today unless said otherwise."""
    given: dict[str, Any] = {"quantity": 10, "handed_on": clock.today(), "by": None, **values}
    return actions.hand_out(batch=at, **given)


def new_version(slug: str = "noi-quy", **values: Any) -> None:
    """Publish the next version of a tutorial, with what is different about it."""
    tutorial = db.session.scalars(select(Tutorial).where(Tutorial.slug == slug)).one()
    version = tutorials.new_version(tutorial)
    tutorials.save_version(version, edition=version.edition, content=replace(samples.content(), **values))
    samples.publish(version)
