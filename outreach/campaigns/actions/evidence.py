"""Keeping what proves an intervention: files, links, minutes."""

import secrets
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from sqlalchemy import func, select

from outreach import clock, sniffing
from outreach.campaigns.files import PROOFS
from outreach.campaigns.files.sniffing import ENDINGS, Taken
from outreach.campaigns.models import Campaign, Evidence, Intervention
from outreach.campaigns.rules.evidence import EVIDENCE, MOST_BYTES, MOST_FILES
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused

UNUSED_FOR = timedelta(days=1)


def add_file(
    *, intervention: Intervention, taken: Taken, file_name: str, kind: str, title: str | None = None,
    number: str | None = None, business_id: int | None = None, added_by_id: int | None = None,
) -> Evidence:  # fmt: skip
    """Keep a file (as `sniffing.take_in` read it); one that is there already is not kept twice."""
    known = db.session.scalar(
        select(Evidence).where(
            Evidence.intervention_id == intervention.id, Evidence.sha256 == taken.sha256,
            Evidence.business_id == business_id,
        )
    )  # fmt: skip
    if known is not None:
        return known
    _check_room(intervention.id, len(taken.content))
    name = sniffing.shown_name(file_name, ENDINGS[taken.mime], "minh-chung")
    return _add(
        intervention, kind=kind, title=title or PurePath(name).stem, number=number, url=None,
        business_id=business_id, added_by_id=added_by_id, stored_as=PROOFS.keep(taken.content).name,
        file_name=name, mime=taken.mime, size=len(taken.content), sha256=taken.sha256,
    )  # fmt: skip


def add_link(
    *, intervention: Intervention, url: str, kind: str, title: str | None = None, number: str | None = None,
    added_by_id: int | None = None,
) -> Evidence:  # fmt: skip
    """Keep an address where the proof can be seen."""
    return _add(
        intervention, kind=kind, title=title or url, number=number, url=url, added_by_id=added_by_id
    )  # fmt: skip


def delete_evidence(*, evidence: Evidence) -> None:
    """Take a proof away; its file goes a day later, when nothing names it any more.

    Refused when it proves part of a campaign that is done.
    """
    done = (
        select(Campaign.title)
        .join(Intervention, Intervention.campaign_id == Campaign.id)
        .where(Intervention.id == evidence.intervention_id, Campaign.done_at.is_not(None))
    )
    if title := db.session.scalar(done):
        raise Refused(
            _("Chiến dịch “%(title)s” đã hoàn thành; Anh/Chị mở lại trước khi bớt minh chứng.", title=title)
        )
    db.session.delete(evidence)
    db.session.flush()


def write_minutes(*, intervention: Intervention, minutes: str | None) -> None:
    """Write down what happened and what was agreed."""
    intervention.minutes = minutes or None
    db.session.flush()


def sweep_evidence() -> int:
    """Delete files a day old that no row names; how many went."""
    return PROOFS.sweep(Evidence.stored_as, after=UNUSED_FOR)


def _add(intervention: Intervention, *, kind: str, **values: Any) -> Evidence:
    evidence = Evidence(
        public_id=secrets.token_urlsafe(16), intervention_id=intervention.id, added_at=clock.now(),
        kind=kind if kind in EVIDENCE else "other", **values,
    )  # fmt: skip
    db.session.add(evidence)
    db.session.flush()
    return evidence


def _check_room(intervention_id: int, size: int) -> None:
    count, used = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Evidence.size), 0)).where(
            Evidence.intervention_id == intervention_id
        )
    ).one()
    if count >= MOST_FILES or int(used or 0) + size > MOST_BYTES:
        raise Refused(_("Hoạt động này đã có quá nhiều minh chứng; Anh/Chị bớt tệp trước khi thêm."), "file")
