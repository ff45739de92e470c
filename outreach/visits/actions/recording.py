"""Writing down what came of a stop; sent again, the same form changes nothing."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from outreach import clock
from outreach.campaigns import actions as campaigns
from outreach.campaigns.rules import Occasion
from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.visits import rules
from outreach.visits.actions.promises import is_made, make_promise
from outreach.visits.models import VisitDay, VisitStop


def record_stop(
    *,
    day: VisitDay,
    stop: VisitStop,
    recorded: rules.Recorded,
    client_id: str,
    seen: datetime | None = None,
    by: int | None,
    on: date | None = None,
) -> VisitStop:
    """Keep what was found at a stop; a visited business is reached by the day's intervention.

    `client_id` is the form's own: taken already and saying the same it changes nothing; saying something
    else it is corrected, as by whoever goes back in the browser. `seen` is when the stop had been recorded
    as far as the form knew: whoever recorded it since is not written over.
    """
    db.session.refresh(stop, with_for_update={"of": VisitStop})  # the same form twice at once: one waits
    again = stop.client_id == client_id
    if again and _says_the_same(stop, recorded, client_id):
        return stop
    if not again and stop.recorded_at is not None and stop.recorded_at != seen:
        raise Refused(
            _l("Đã có người ghi điểm này sau khi Anh/Chị mở trang; Anh/Chị xem bản đã ghi rồi lưu lại."),
            "seen",
        )  # fmt: skip
    _check(day, recorded, on or clock.today())
    stop.outcome, stop.met, stop.note = recorded.outcome, recorded.met or None, recorded.note or None
    stop.procedures = _known(recorded.procedures)
    stop.barriers = rules.known_barriers(recorded.barriers)
    stop.recorded_at, stop.recorded_by_id, stop.client_id = clock.now(), by, client_id
    db.session.flush()
    for number, promised in enumerate(recorded.promises):
        make_promise(
            business_id=stop.business_id, stop_id=stop.id, promised=promised, by=by,
            client_id=f"{client_id}-{number}",
        )  # fmt: skip
    _reach(day, stop, by)
    return stop


def _says_the_same(stop: VisitStop, recorded: rules.Recorded, client_id: str) -> bool:
    before = (stop.outcome, stop.met, stop.note, stop.procedures, stop.barriers)
    now = (
        recorded.outcome, recorded.met or None, recorded.note or None, _known(recorded.procedures),
        rules.known_barriers(recorded.barriers),
    )  # fmt: skip
    kept = all(
        is_made(promised, f"{client_id}-{number}") for number, promised in enumerate(recorded.promises)
    )
    return before == now and kept


def _check(day: VisitDay, recorded: rules.Recorded, today: date) -> None:
    if recorded.outcome not in rules.ASKED:
        raise Refused(_l("Anh/Chị chọn kết quả: đã gặp, không gặp ai, hoặc hoãn."), "outcome")
    if recorded.outcome == rules.VISITED and day.day > today:
        raise Refused(_l("Ngày đi thăm chưa đến nên chưa thể ghi đã gặp."), "outcome")
    if recorded.promises and recorded.outcome != rules.VISITED:
        raise Refused(_l("Chỉ ghi cam kết khi đã gặp doanh nghiệp."), "outcome")


def _known(procedure_ids: Collection[int]) -> list[int]:
    """Those of the procedures that are there, in the order chosen."""
    there = set(db.session.scalars(select(Procedure.id).where(Procedure.id.in_(list(procedure_ids)))))
    return [id for id in dict.fromkeys(procedure_ids) if id in there]


def _reach(day: VisitDay, stop: VisitStop, by: int | None) -> None:
    """A business that was met is reached; one that was not, or not after all, is not."""
    if stop.outcome == rules.VISITED:
        campaigns.reach(
            intervention=day.intervention, people={stop.business_id: 1},
            occasion=Occasion(day.day, "visited"), recorded_by_id=by,
        )  # fmt: skip
    else:
        campaigns.unreach(intervention=day.intervention, business_ids=[stop.business_id], day=day.day)
