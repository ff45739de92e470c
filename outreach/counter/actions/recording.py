"""A help is recorded once however often it is sent, and can be taken back until the day ends."""

from datetime import date, timedelta

from flask_babel import force_locale
from sqlalchemy import ColumnElement, func, select

from outreach import clock
from outreach.businesses.queries import get_business
from outreach.campaigns import rules as campaign_rules
from outreach.campaigns.actions import create_intervention, reach, unreach
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules.progress import CONTINUOUS
from outreach.counter import rules
from outreach.counter.actions.completing import checked_code
from outreach.counter.actions.matching import match_helps, release
from outreach.counter.models import CounterHelp
from outreach.database import db
from outreach.dossiers.actions.counts import hold_register
from outreach.dossiers.queries import get_procedure
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.revisions import REACHED, touch


def record_help(
    *, client_id: str, business_id: int, said: rules.Said, by: int | None, day: date | None = None
) -> CounterHelp:
    """Record that a business was helped on a day, today unless told.

    `client_id` is the form's own: taken already, nothing changes; Refused when it says something else now, as
    for whoever goes back in the browser and presses another button.

    The help is an exposure of its month's intervention, and is matched with its dossier at once when the
    register has it. Refused when the business or the procedure is not there (any more) or the code is none.
    """
    if known := _sent_before(client_id, business_id, said):
        return known
    key = checked_code(said.code)
    _check(business_id, said)
    if key:
        hold_register()  # before the other counter, as whatever moves dossiers does
    touch(REACHED)  # who sends the same form at once waits here, and then finds the first
    if known := _sent_before(client_id, business_id, said):
        return known
    helped_on = day or clock.today()
    intervention = _of_month(helped_on)
    help = CounterHelp(
        client_id=client_id, intervention_id=intervention.id, business_id=business_id,
        procedure_id=said.procedure_id, helped_on=helped_on, assistance=said.assistance, offered=said.offered,
        account_created=said.account_created, payment_helped=said.payment_helped,
        dossier_code=said.code if key else None, code_key=key, told_dossier=False, without_dossier=False,
        recorded_at=clock.now(), recorded_by_id=by,
    )  # fmt: skip
    db.session.add(help)
    db.session.flush()
    _reach(intervention, help, by)
    if key:
        match_helps([help.id])
    return help


def undo_help(*, help: CounterHelp) -> None:
    """Take a help back on the day it was recorded: its exposure goes, and what it told its dossier."""
    if help.helped_on != clock.today():
        raise Refused(_("Chỉ hoàn tác được trong ngày đã ghi."))
    hold_register()
    touch(REACHED)
    release(help)
    intervention = db.session.get_one(Intervention, help.intervention_id)
    db.session.delete(help)
    db.session.flush()
    others = select(func.count()).where(*_same_day(help))
    if db.session.scalar(others):
        _reach(intervention, help, help.recorded_by_id)
    else:
        unreach(intervention=intervention, business_ids=[help.business_id], day=help.helped_on)


def _sent_before(client_id: str, business_id: int, said: rules.Said) -> CounterHelp | None:
    known = db.session.scalar(select(CounterHelp).where(CounterHelp.client_id == client_id))
    if known is None:
        return None
    from_dossier = said.procedure_id is None and known.matched_at is not None
    procedure_id = known.procedure_id if from_dossier else said.procedure_id
    now = (business_id, said.assistance, procedure_id)
    if now != (known.business_id, known.assistance, known.procedure_id):
        raise Refused(
            _("Trang này vừa ghi một lần hỗ trợ khác. Nếu đây là lần nữa, Anh/Chị bấm lại."), "deed"
        )
    return known


def _check(business_id: int, said: rules.Said) -> None:
    if get_business(business_id) is None:
        raise Refused(_("Doanh nghiệp này vừa được gộp hoặc không còn; Anh/Chị tìm lại."))
    if said.assistance not in rules.KINDS:
        raise Refused(_("Anh/Chị bấm một trong ba nút của thủ tục."), "deed")
    if said.procedure_id is not None and get_procedure(said.procedure_id) is None:
        raise Refused(_("Thủ tục này không còn trong danh mục; Anh/Chị tìm lại."), "deed")


def _reach(intervention: Intervention, help: CounterHelp, by: int | None) -> None:
    """One exposure a day and business: offered when one of the day's helps was."""
    offered = db.session.scalar(select(func.count()).where(*_same_day(help), CounterHelp.offered.is_(True)))
    how = campaign_rules.USUAL_PROOFS[campaign_rules.COUNTER_HELP]
    occasion = campaign_rules.Occasion(help.helped_on, how, offered=bool(offered))
    reach(
        intervention=intervention, people={help.business_id: 1}, occasion=occasion, recorded_by_id=by
    )  # fmt: skip


def _same_day(help: CounterHelp) -> tuple[ColumnElement[bool], ...]:
    h = CounterHelp
    return (
        h.intervention_id == help.intervention_id,
        h.business_id == help.business_id,
        h.helped_on == help.helped_on,
    )


def _of_month(day: date) -> Intervention:
    """The intervention of a month, made with its first help; its code may have been given to another."""
    first = clock.month_of(day)
    last = clock.add_months(first, 1) - timedelta(days=1)
    code = rules.month_code(day)
    named = Intervention.code == code, Intervention.code.startswith(f"{code}-", autoescape=True)
    known = db.session.scalars(
        select(Intervention).where(named[0] | named[1]).order_by(Intervention.id)
    ).all()
    for one in known:
        mine = one.type == campaign_rules.COUNTER_HELP and clock.month_of(one.held_on) == first
        if mine and one.cancelled_on is None:
            return one
    taken = {one.code for one in known}
    with force_locale("vi"):  # data, in the board's language whoever records
        title = str(_("Hỗ trợ tại Bộ phận Một cửa, tháng %(month)s", month=f"{day:%m/%Y}"))
    return create_intervention(
        code=rules.free_name(code, taken.__contains__), type=campaign_rules.COUNTER_HELP, title=title,
        held_on=first, ends_on=last, span=CONTINUOUS,
    )  # fmt: skip
