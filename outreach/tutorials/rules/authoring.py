"""Rules of authors: marks of what was seen, keys of new steps, the order of steps, who reviews."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import fields, replace

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.text import fold_words
from outreach.tutorials.rules.contents import Content, Question, Step
from outreach.tutorials.rules.vocabulary import LONGEST_KEY, is_key

# What the practice room calls its steps; a tutorial's step that names one is ticked by it.
PRACTICE_STEPS: dict[str, LazyText] = {
    "sign_in": _l("Đăng nhập"),
    "choose": _l("Chọn thủ tục"),
    "fill": _l("Điền tờ khai"),
    "attach": _l("Đính kèm tệp"),
    "sign": _l("Ký"),
    "pay": _l("Nộp phí, lệ phí"),
    "submit": _l("Kiểm tra và nộp"),
    "code": _l("Nhận mã hồ sơ"),
    "supplement": _l("Bổ sung hồ sơ"),
    "result": _l("Nhận kết quả"),
}
FEWEST_QUESTIONS, MANY_QUESTIONS = 3, 5  # a check is neither a formality nor an examination
MOST_REMOVED = 10  # deleted steps kept for coming back

_APART = ("steps", "questions", "sources")


def mark_of_step(step: Step) -> str:
    """A short mark of a step as an author saw it: it differs when anybody has changed it since."""
    return _mark([getattr(step, field.name) for field in fields(Step)])


def mark_of_facts(content: Content, cites: Collection[int]) -> str:
    """The same of a version's facts, sources and cited documents."""
    own = [getattr(content, field.name) for field in fields(Content) if field.name not in _APART]
    return _mark([*own, content.sources, sorted(cites)])


def mark_of_questions(questions: Sequence[Question]) -> str:
    """The same of the check questions."""
    return _mark(questions)


def _mark(values: Sequence[object]) -> str:
    return hashlib.sha256("\x1f".join(map(repr, values)).encode()).hexdigest()[:16]


def key_from(title: str, taken: Collection[str]) -> str:
    """A key for a new step from its title that no step of the tutorial ever had: ticks hang on keys."""
    base = "-".join(fold_words(title).split())[: LONGEST_KEY - 4].strip("-") or "buoc"
    if not is_key(base):
        base = f"buoc-{base}"[: LONGEST_KEY - 4].strip("-")
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in candidates if key not in taken and is_key(key))


def slug_from(title: str) -> str:
    """An address for a tutorial from its title."""
    return "-".join(fold_words(title).split())[:60].strip("-")


def moved(steps: Sequence[Step], key: str, by: int) -> tuple[Step, ...]:
    """The steps with one of them `by` places further down (negative: up), as far as there are places."""
    order = list(steps)
    index = next(i for i, step in enumerate(order) if step.key == key)
    step = order.pop(index)
    order.insert(max(0, min(len(order), index + by)), step)
    return tuple(order)


def doubled(steps: Sequence[Step], key: str, new_key: str) -> tuple[Step, ...]:
    """The steps with a copy of one of them behind it."""
    found: list[Step] = []
    for step in steps:
        found.append(step)
        if step.key == key:
            found.append(replace(step, key=new_key))
    return tuple(found)


def placed(steps: Sequence[Step], step: Step, after: str | None) -> tuple[Step, ...]:
    """The steps with another one behind the one of this key; at the end when there is none such."""
    keys = [one.key for one in steps]
    index = keys.index(after) + 1 if after in keys else len(keys)
    return (*steps[:index], step, *steps[index:])


def reviews_own_work(author_id: int | None, reviewer_id: int) -> bool:
    """Whether the reviewer is the one who saved last: somebody else sees more, if there is anybody."""
    return author_id == reviewer_id
