"""One run: begun, moved by deeds, asked help in, left or finished. Ending it wipes what was done in it."""

import secrets

from outreach import clock
from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.i18n import lazy_gettext as _l
from outreach.practice import queries, rules, signals
from outreach.practice.actions.guides import complete_practised
from outreach.practice.models import PracticeRun
from outreach.refusals import Refused

KEY_BYTES = 18  # of the random address, which is all that protects a run


def start_run(
    *,
    procedure_id: int,
    user_id: int | None = None,
    business_id: int | None = None,
    room_id: int | None = None,
    seat: str | None = None,
) -> PracticeRun:
    """Begin to practise a procedure; Refused when there is no such procedure."""
    if db.session.get(Procedure, procedure_id) is None:
        raise Refused(_l("Anh/Chị chọn một thủ tục trong danh sách."), "procedure")
    at, state = clock.now(), rules.State()
    run = PracticeRun(
        public_id=secrets.token_urlsafe(KEY_BYTES), room_id=room_id, procedure_id=procedure_id,
        user_id=user_id, business_id=business_id, seat=seat, step=state.step, state=state.kept(),
        mistakes=0, pace={}, moved_at=at, started_at=at,
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    return run


def act(run: PracticeRun, deed: rules.Deed) -> None:
    """Let one deed happen in a run; one that was sent before, or comes too late, changes nothing."""
    way = queries.way_of(run.procedure_id)
    if run.state is None or way is None or queries.is_over(run, clock.now()):
        return
    before = rules.State.read(run.state)
    after = rules.apply(before, deed, way)
    if after == before:
        return
    at, moved = clock.now(), after.step != before.step
    run.pace = rules.paced(
        run.pace, before.step, since=run.moved_at, at=at, moved=moved,
        mistakes=after.mistakes - before.mistakes,
    )  # fmt: skip
    run.state, run.step, run.mistakes = after.kept(), after.step, after.mistakes
    if moved:
        run.moved_at, run.needs_help_since = at, None
    if after.collected:
        _finish(run)
    db.session.flush()


def new_code() -> str:
    """A code for a practice dossier, which nobody can take for a real one."""
    return "THUC-HANH-" + "".join(secrets.choice(rules.CODE_LETTERS) for _ in range(5))


def ask_for_help(run: PracticeRun, *, wanted: bool) -> None:
    """Raise a hand to the trainer, or take it down; raising it twice keeps the first time."""
    if run.ended_at is not None:
        return
    run.needs_help_since = (run.needs_help_since or clock.now()) if wanted else None
    db.session.flush()


def leave(run: PracticeRun) -> None:
    """End a run before its end; what was done in it is wiped."""
    if run.ended_at is None:
        _end(run)
        db.session.flush()


def count_in(run: PracticeRun) -> None:
    """The trainer knows who sat there: a seat that came through with a typed tax code counts from now on."""
    run.finished_at = run.ended_at
    db.session.flush()
    _tell(run, user_id=None)


def _finish(run: PracticeRun) -> None:
    """End a run that came to its result, and tell the rooms above unless the trainer has to confirm it."""
    user_id, in_training = run.user_id, run.room is not None and run.room.intervention_id is not None
    if not run.is_claimed:
        run.finished_at = clock.now()
    _end(run)
    db.session.flush()
    if run.finished_at is None:
        return
    if user_id is not None and not in_training:  # a training has its attendance
        complete_practised(run.procedure_id, user_id=user_id, business_id=run.business_id)
    _tell(run, user_id=user_id)


def _tell(run: PracticeRun, *, user_id: int | None) -> None:
    signals.finished.send(
        None, run_id=run.id, user_id=user_id, business_id=run.business_id, procedure_id=run.procedure_id,
        room_id=run.room_id, intervention_id=run.room.intervention_id if run.room else None,
        finished_on=clock.local(run.finished_at or clock.now()).date(),
    )  # fmt: skip


def _end(run: PracticeRun) -> None:
    run.ended_at = clock.now()
    run.state, run.user_id, run.needs_help_since = None, None, None
