"""Sessions of today as their pages are tested with."""

from datetime import timedelta

from outreach import clock
from outreach.trainings.actions import registering
from outreach.trainings.models import (
    Registration,
    Session,
)
from outreach.trainings.rules.people import Person
from tests import factories
from tests.client import CheckedClient


def today(**values: object) -> Session:
    return factories.session(starts_at=clock.now() - timedelta(minutes=1), **values)


def registered(session: Session, *names: str, of: int | None = None) -> Registration:
    return registering.register(
        session=session, business_id=of or factories.business().id, seats=max(len(names), 1), how="staff",
        names=[Person(name) for name in names],
    )  # fmt: skip


def own_id(clerk: CheckedClient) -> int:
    assert clerk.user is not None
    assert clerk.user.business_id is not None
    return clerk.user.business_id
