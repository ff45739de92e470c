"""What tutorials tell: somebody begins one, perhaps after scanning a leaflet on the same browser."""

from typing import Any

from flask import has_request_context, session

from outreach.leaflets import actions

SCANS = "scans"  # where a browser keeps which scans of it were counted
VISITOR = "visitor"  # a random name of the browser, for counting it once a day
MOST_SCANS = 5


def note_start(sender: Any, *, version_id: int, **_others: Any) -> None:
    """Whoever scanned a leaflet of this tutorial has gone on to its steps."""
    scans = session.get(SCANS) if has_request_context() else None
    if scans:
        actions.note_start(scan_ids=scans, version_id=version_id)
