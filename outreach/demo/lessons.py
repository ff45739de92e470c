"""The fictional board's guides, who is at them, and what they asked.

The shipped guides are published by an officer who does not exist, so pages say that nobody has checked them.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.database import db
from outreach.refusals import Refused
from outreach.tutorials import actions, queries
from outreach.tutorials.models import StepReport, Tutorial, TutorialVersion

OUT_FOR = timedelta(days=110)  # since most guides came out
NEW = {"gia-han-thoi-han-du-an": timedelta(days=9)}
WORK_PERMIT, RULES_OF_WORK, SIGN_IN = "cap-giay-phep-lao-dong", "dang-ky-noi-quy-lao-dong", "dang-nhap-vneid"
STUCK_AT = "ky-so"
# (guide, step, days ago, question, place of the business in the list of all): people without an account
ASKED = (
    (WORK_PERMIT, STUCK_AT, 1, "Bấm Ký số thì máy báo “Không tìm thấy chứng thư số”, USB đã cắm. Tôi phải làm gì?", 5),
    (WORK_PERMIT, STUCK_AT, 3, "Giám đốc đang đi công tác, USB ký số để ở công ty. Có ký từ xa được không?", 9),
)  # fmt: skip
QUESTION = "Tệp hộ chiếu 14 MB không tải lên được, Cổng báo quá dung lượng. Có tách ra được không?"
ANSWER = (
    "Anh/Chị quét lại ở 150 dpi, đen trắng rồi lưu PDF; thường còn dưới 3 MB mà vẫn đọc rõ. "
    "Nếu vẫn lớn thì tách thành hai tệp và đặt tên “phần 1”, “phần 2”. (Câu trả lời mẫu.)"
)


def teach(today: date, clerks: list[User], tax_codes: list[str]) -> None:
    """Publish the guides, let the clerks learn, and let people get stuck."""
    loaded = actions.load_content()
    if loaded.faults:
        raise Refused(str(loaded.faults))
    officer = db.session.scalars(select(User).where(User.role == Role.OFFICER).order_by(User.id)).first()
    assert officer is not None
    versions = (
        select(TutorialVersion).join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id).order_by(Tutorial.slug)
    )  # fmt: skip
    for version in db.session.scalars(versions).all():
        _publish(version, officer, today)
    first, second, *_others = clerks
    _tick(SIGN_IN, first, steps=None)
    _tick(WORK_PERMIT, first, steps=4)
    _tick(RULES_OF_WORK, second, steps=None)
    _ask(tax_codes)
    _ask_and_answer(second, officer)


def _publish(version: TutorialVersion, officer: User, today: date) -> None:
    slug = version.tutorial.slug
    day = min(today, clock.today()) - NEW.get(slug, OUT_FOR)
    version.checked_on = day  # publishing asks for it; pages of a demo board do not show it
    actions.review(version, edition=version.edition, by=officer.id)
    actions.publish(version, by=officer.id)
    version.published_at = version.reviewed_at = datetime.combine(day, time(9), clock.LOCAL)


def _tick(slug: str, clerk: User, *, steps: int | None) -> None:
    """The first steps of a guide, or with None all, which finishes it."""
    version = queries.published(slug)
    assert version is not None
    for step in version.steps[:steps]:
        actions.tick(
            user_id=clerk.id, business_id=clerk.business_id, tutorial_id=version.tutorial_id,
            version_id=version.id, step_key=step.key,
        )  # fmt: skip


def _ask(tax_codes: list[str]) -> None:
    """Questions that wait; nobody has said yet whose they are."""
    for number, (slug, step_key, days, question, place) in enumerate(ASKED, 1):
        _report(
            slug, step_key, question, days, tax_code=tax_codes[place], phone=f"090000001{number}"
        )  # fmt: skip


def _ask_and_answer(clerk: User, officer: User) -> None:
    """A question whose answer everybody may read at its step."""
    report = _report(
        WORK_PERMIT, "dinh-kem", QUESTION, 2, user_id=clerk.id, business_id=clerk.business_id
    )  # fmt: skip
    actions.answer_report(report_id=report.id, answer=ANSWER, shown=True, by=officer.id)


def _report(
    slug: str, step_key: str, question: str, days: int, *, tax_code: str | None = None,
    phone: str | None = None, user_id: int | None = None, business_id: int | None = None,
) -> StepReport:  # fmt: skip
    version = queries.published(slug)
    assert version is not None
    assert version.step(step_key) is not None
    report, _secret = actions.report_step(
        kind="stuck", tutorial_id=version.tutorial_id, version_id=version.id, step_key=step_key,
        question=question, user_id=user_id, business_id=business_id, tax_code=tax_code, phone=phone,
    )  # fmt: skip
    report.asked_at = clock.now() - timedelta(days=days)
    return report
