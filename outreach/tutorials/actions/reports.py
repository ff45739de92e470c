"""Asking at a step without an account, and answering: what was typed is kept, the secret is not."""

import secrets
from datetime import timedelta

from sqlalchemy import func, select, update

from outreach import clock
from outreach.accounts.actions import note_access
from outreach.accounts.rules import token_hash
from outreach.database import db, record
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.tutorials import queries, signals
from outreach.tutorials.models import StepReport, Tutorial

KEEP_PHONES = timedelta(days=90)  # after the answer: until then somebody may call back once more
KEEP_WORDS = timedelta(days=730)  # after it, unless they stand at the step for everybody


def report_step(
    *,
    kind: str,
    tutorial_id: int,
    version_id: int,
    step_key: str,
    question: str,
    user_id: int | None = None,
    business_id: int | None = None,
    tax_code: str | None = None,
    phone: str | None = None,
    secret: str | None = None,
) -> tuple[StepReport, str]:
    """A question that knows its step and version, and the secret of the private link to its answer.

    `secret`: of the form that was sent; sent twice, as on a slow line, it is one question. Who has signed in
    is known; nobody else's tax code is taken for proof, so staff attach the business later.
    """
    # one form at a time: the second finds the first's question
    tutorial = db.session.get_one(Tutorial, tutorial_id, with_for_update={"key_share": True})
    if secret is not None and (known := _sent_before(tutorial_id, secret)) is not None:
        return known, secret
    secret = secret or secrets.token_urlsafe(24)
    report = StepReport(
        public_id=secrets.token_urlsafe(9), kind=kind, tutorial_id=tutorial_id, version_id=version_id,
        step_key=step_key, question=question, user_id=user_id, business_id=business_id, tax_code=tax_code,
        phone=phone, state="open", asked_at=clock.now(), key_hash=token_hash(secret),
    )  # fmt: skip
    db.session.add(report)
    db.session.flush()
    about = {"tutorial_id": tutorial_id, "version_id": version_id, "step_key": step_key}
    signals.asked.send(
        None, report_id=report.id, kind=kind, question=question, user_id=user_id, business_id=business_id,
        tax_code=tax_code, phone=phone, secret=secret,
        about={"procedure_id": tutorial.procedure_id, **about},
    )  # fmt: skip
    return report, secret


def _sent_before(tutorial_id: int, secret: str) -> StepReport | None:
    return db.session.scalars(
        select(StepReport).where(
            StepReport.tutorial_id == tutorial_id, StepReport.key_hash == token_hash(secret)
        )
    ).first()


def answer_report(*, report_id: int, answer: str, shown: bool, by: int) -> StepReport:
    """Answer a question, or correct one's own answer; refused when somebody else was faster.

    `shown`: question and answer stand at the step for everybody, without whose they were.
    """
    report = _locked(report_id)
    if report.state != "open" and report.answered_by_id not in (None, by):
        raise Refused(_("Người khác đã trả lời câu này trong lúc Anh/Chị viết. Chưa ghi gì."), "answer")
    report.answer, report.shown, report.state = answer, shown, "answered"
    report.answered_at, report.answered_by_id = clock.now(), by
    db.session.flush()
    note_access(what="step_report.answered", object_type="step_report", object_id=report.id, by=by)
    signals.answered.send(None, report_id=report.id, answer=answer, by=by)
    return report


def close_report(*, report_id: int, by: int) -> StepReport:
    """Nothing more is to be done, with an answer or without."""
    report = _locked(report_id)
    report.state = "closed"
    db.session.flush()
    note_access(what="step_report.closed", object_type="step_report", object_id=report.id, by=by)
    return report


def attach_report(*, report_id: int, by: int) -> StepReport:
    """Give a question to the business of its tax code, and to the person of its phone in there."""
    report = _locked(report_id)
    whose = queries.claimed(report.tax_code, report.phone)
    if whose is None:
        raise Refused(_("Chưa có doanh nghiệp nào với mã số thuế này."))
    report.business_id = whose.business_id
    report.user_id = report.user_id or whose.user_id
    db.session.flush()
    note_access(what="step_report.attached", object_type="step_report", object_id=report.id, by=by)
    signals.attached.send(None, report_id=report.id, business_id=whose.business_id, by=by)
    return report


def forget_phones() -> int:
    """Forget the phones of questions that were answered or closed long ago, later their words; how many."""
    at = func.coalesce(StepReport.answered_at, StepReport.asked_at)
    ended, long_ago = at < clock.now() - KEEP_PHONES, at < clock.now() - KEEP_WORDS
    with record() as connection:
        connection.execute(
            update(StepReport)
            .where(StepReport.question != "", StepReport.state != "open", ~StepReport.shown, long_ago)
            .values(question="", answer=None, tax_code=None, key_hash=None)
        )
        done = connection.execute(
            update(StepReport)
            .where(StepReport.phone.is_not(None), StepReport.state != "open", ended)
            .values(phone=None)
        )
    return done.rowcount


def _locked(report_id: int) -> StepReport:
    signals.taken_up.send(None, report_id=report_id)
    statement = select(StepReport).where(StepReport.id == report_id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()
