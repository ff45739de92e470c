"""What a version says, apart from where it is kept; and what of it is refused."""

from collections import Counter
from dataclasses import dataclass, fields
from datetime import date

from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.tutorials.rules.markdown import LONGEST_TEXT
from outreach.tutorials.rules.vocabulary import DEVICES, SYSTEMS, WHO, is_key

MOST_STEPS = 40
MOST_QUESTIONS = 8
MOST_OPTIONS = 6


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing one person does on one device."""

    key: str
    part: str
    title: str
    body: str
    part_en: str | None = None
    title_en: str | None = None
    body_en: str | None = None
    who: str = "clerk"
    device: str = "any"
    mistake: str | None = None
    mistake_en: str | None = None
    see_now: str | None = None
    see_now_en: str | None = None
    practice_step: str | None = None


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer that a check question offers."""

    text: str
    text_en: str | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """A check at the end; `right` is the index of the right option."""

    question: str
    options: tuple[Option, ...]
    right: int
    why: str | None = None
    question_en: str | None = None
    why_en: str | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """What facts of a version rest on, and the day somebody saw it."""

    text: str
    url: str | None
    seen_on: date | None


@dataclass(frozen=True, kw_only=True)
class Content:
    """All that an author writes of one version."""

    title: str
    summary: str
    prepare: str
    system: str
    portal: str
    steps: tuple[Step, ...]
    questions: tuple[Question, ...] = ()
    sources: tuple[Source, ...] = ()
    title_en: str | None = None
    summary_en: str | None = None
    prepare_en: str | None = None
    portal_version: str | None = None
    checked_on: date | None = None
    checked_by: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    change_note: str | None = None


def check_content(content: Content) -> None:
    """Refuse what no version can be: untitled, without steps, a key twice, texts too long, dates that cross.

    A Refused names the field; of a step's fault, the field is `steps`.
    """
    if not content.title:
        raise Refused(_("Anh/Chị ghi tên bài hướng dẫn."), "title")
    if content.system not in SYSTEMS:
        raise Refused(_("Anh/Chị chọn hệ thống nộp hồ sơ."), "system")
    if content.valid_from and content.valid_to and content.valid_to < content.valid_from:
        raise Refused(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), "valid_to")
    if not 1 <= len(content.steps) <= MOST_STEPS:
        raise Refused(_("Một bài có từ 1 đến %(most)s bước.", most=MOST_STEPS), "steps")
    for step in content.steps:
        _check_step(step)
    twice = [key for key, times in Counter(step.key for step in content.steps).items() if times > 1]
    if twice:
        raise Refused(_("Có hai bước cùng mã “%(key)s”.", key=twice[0]), "steps")
    if len(content.questions) > MOST_QUESTIONS:
        raise Refused(_("Nhiều nhất %(most)s câu hỏi kiểm tra.", most=MOST_QUESTIONS), "questions")
    for question in content.questions:
        _check_question(question)
    things: list[Content | Step | Question] = [content, *content.steps, *content.questions]
    for thing in things:
        _check_lengths(thing)
    _check_sources(content.sources)


def _check_step(step: Step) -> None:
    if not is_key(step.key):
        raise Refused(
            _("Mã bước “%(key)s” chỉ gồm chữ thường không dấu, số và dấu gạch nối.", key=step.key), "steps"
        )
    if not step.title or not step.part:
        raise Refused(_("Bước “%(key)s” cần có tên bước và tên phần.", key=step.key), "steps")
    if step.who not in WHO or step.device not in DEVICES:
        raise Refused(_("Bước “%(key)s” cần nói ai làm và trên thiết bị nào.", key=step.key), "steps")


def _check_question(question: Question) -> None:
    enough = 2 <= len(question.options) <= MOST_OPTIONS and all(option.text for option in question.options)
    if not question.question or not enough or not 0 <= question.right < len(question.options):
        raise Refused(
            _("Mỗi câu hỏi cần từ 2 đến %(most)s lựa chọn và một đáp án đúng.", most=MOST_OPTIONS),
            "questions",
        )


def _check_sources(sources: tuple[Source, ...]) -> None:
    for source in sources:
        if not source.text or (source.url and not source.url.startswith("https://")):
            raise Refused(_("Mỗi nguồn cần có tên; địa chỉ bắt đầu bằng https://."), "sources")


def _check_lengths(thing: Content | Step | Question) -> None:
    for field in fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise Refused(_("Đoạn này dài quá %(most)s ký tự.", most=LONGEST_TEXT), field.name)
