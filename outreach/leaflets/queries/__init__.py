"""All reads of leaflets."""

from outreach.leaflets.queries.batches import (
    BatchLine,
    ScannedBatch,
    batch_by_code,
    batch_of_intervention,
    code_is_taken,
    get_batch,
    list_batches,
    recall_marks,
    recall_reasons,
)
from outreach.leaflets.queries.designs import Design, Source, designs, get_leaflet, source, sources
from outreach.leaflets.queries.funnel import (
    Funnel,
    ReachedLine,
    ScanDay,
    first_online_of,
    funnel_of,
    reached_by,
    scan_days,
)
from outreach.leaflets.queries.handouts import (
    HandoutLine,
    Named,
    businesses_named,
    get_handout,
    handouts_of,
)

__all__ = [
    "BatchLine", "Design", "Funnel", "HandoutLine", "Named", "ReachedLine", "ScanDay", "ScannedBatch",
    "Source", "batch_by_code", "batch_of_intervention", "businesses_named", "code_is_taken", "designs",
    "first_online_of",
    "funnel_of", "get_batch", "get_handout", "get_leaflet", "handouts_of", "list_batches", "reached_by",
    "recall_marks", "recall_reasons", "scan_days", "source", "sources",
]  # fmt: skip
