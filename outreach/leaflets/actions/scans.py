"""Counting scans, beside the request, and who went on to the steps."""

from collections.abc import Collection
from importlib import import_module

from sqlalchemy import Connection, select, update

from outreach import clock
from outreach.campaigns import actions as campaigns
from outreach.database import db, record
from outreach.leaflets.actions.handouts import SCANNED
from outreach.leaflets.models import Leaflet, LeafletBatch, Scan
from outreach.leaflets.queries import ScannedBatch
from outreach.tutorials.models import TutorialVersion


def note_scan(*, batch: ScannedBatch, visitor: str, business_id: int | None) -> int:
    """Count a scan, once a day and visitor, in a write of its own; the scan's id.

    A business that is signed in is reached by it, without having been offered anything: it took the leaflet
    up by itself. Where it had got copies that day, these stand.
    """
    today = clock.today()
    with record() as connection:
        scan_id = _insert(connection, batch.id, visitor, business_id)
        if business_id is not None:
            unnamed = update(Scan).where(Scan.id == scan_id, Scan.business_id.is_(None))
            connection.execute(unnamed.values(business_id=business_id))
            campaigns.note_own_reach(
                connection, intervention_id=batch.intervention_id, business_id=business_id, day=today,
                how=SCANNED,
            )  # fmt: skip
    return scan_id


def note_start(*, scan_ids: Collection[int], version_id: int) -> None:
    """Somebody who scanned goes on to the steps of a version: noted once for each scan of its tutorial."""
    tutorial = select(TutorialVersion.tutorial_id).where(TutorialVersion.id == version_id).scalar_subquery()
    of_tutorial = (
        select(LeafletBatch.id)
        .join(Leaflet, Leaflet.id == LeafletBatch.leaflet_id)
        .join(TutorialVersion, TutorialVersion.id == Leaflet.version_id)
        .where(TutorialVersion.tutorial_id == tutorial)
    )
    db.session.execute(
        update(Scan)
        .where(Scan.id.in_(list(scan_ids)), Scan.started_at.is_(None), Scan.batch_id.in_(of_tutorial))
        .values(started_at=clock.now()),
        execution_options={"synchronize_session": False},
    )


def _insert(connection: Connection, batch_id: int, visitor: str, business_id: int | None) -> int:
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    key = {"batch_id": batch_id, "visitor": visitor, "scanned_on": clock.today()}
    first = dialect.insert(Scan).values(**key, business_id=business_id)
    new = connection.execute(
        first.on_conflict_do_nothing(index_elements=list(key)).returning(Scan.id)
    ).first()
    if new is not None:
        return int(new[0])
    return int(connection.scalars(select(Scan.id).filter_by(**key)).one())
