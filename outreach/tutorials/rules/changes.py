"""What a version changes against the published one, in words for the officer who publishes it."""

from collections.abc import Iterable
from dataclasses import fields
from difflib import SequenceMatcher
from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.tutorials.rules.contents import Content, Step

STEP_WORDS: dict[str, LazyText] = {
    "part": _l("phần"),
    "title": _l("tên bước"),
    "body": _l("nội dung"),
    "who": _l("ai làm"),
    "device": _l("thiết bị"),
    "mistake": _l("lỗi hay gặp"),
    "see_now": _l("điều sẽ thấy"),
    "practice_step": _l("bước thực hành"),
    "part_en": _l("phần (tiếng Anh)"),
    "title_en": _l("tên bước (tiếng Anh)"),
    "body_en": _l("nội dung (tiếng Anh)"),
    "mistake_en": _l("lỗi hay gặp (tiếng Anh)"),
    "see_now_en": _l("điều sẽ thấy (tiếng Anh)"),
}
FACT_WORDS: dict[str, LazyText] = {
    "title": _l("tên bài"),
    "title_en": _l("tên bài (tiếng Anh)"),
    "summary": _l("tóm tắt"),
    "summary_en": _l("tóm tắt (tiếng Anh)"),
    "prepare": _l("cần có sẵn"),
    "prepare_en": _l("cần có sẵn (tiếng Anh)"),
    "system": _l("hệ thống nộp hồ sơ"),
    "portal": _l("tên Cổng"),
    "portal_version": _l("phiên bản Cổng"),
    "checked_on": _l("ngày đối chiếu"),
    "checked_by": _l("người đối chiếu"),
    "valid_from": _l("ngày bắt đầu áp dụng"),
    "valid_to": _l("ngày kết thúc áp dụng"),
    "sources": _l("nguồn"),
    "questions": _l("câu hỏi kiểm tra"),
}


class Changes(NamedTuple):
    """Steps by title, and what is new about them; `first` when there was nothing to compare with."""

    first: bool
    added: list[str]
    removed: list[str]
    changed: list[tuple[str, list[LazyText]]]
    moved: list[str]
    facts: list[LazyText]
    cites: bool = False

    @property
    def none(self) -> bool:
        """Whether both say the same."""
        return not (self.added or self.removed or self.changed or self.moved or self.facts or self.cites)


def changes_between(
    old: Content | None, new: Content, old_cites: Iterable[int] = (), new_cites: Iterable[int] = ()
) -> Changes:
    """What `new` adds, takes away, changes and moves."""
    if old is None:
        return Changes(True, [step.title for step in new.steps], [], [], [], [])
    before, after = {s.key: s for s in old.steps}, {s.key: s for s in new.steps}
    return Changes(
        first=False,
        added=[step.title for key, step in after.items() if key not in before],
        removed=[step.title for key, step in before.items() if key not in after],
        changed=[
            (step.title, words)
            for key, step in after.items()
            if key in before and (words := differing(before[key], step))
        ],
        moved=[after[key].title for key in _moved(list(before), list(after))],
        facts=[word for name, word in FACT_WORDS.items() if getattr(old, name) != getattr(new, name)],
        cites=set(old_cites) != set(new_cites),
    )


def differing(old: Step, new: Step) -> list[LazyText]:
    """Which texts of a step are not the same, in words."""
    names = [field.name for field in fields(Step) if getattr(old, field.name) != getattr(new, field.name)]
    return [STEP_WORDS[name] for name in names if name in STEP_WORDS]


def _moved(before: list[str], after: list[str]) -> list[str]:
    kept_before = [key for key in before if key in after]
    kept_after = [key for key in after if key in before]
    matcher = SequenceMatcher(None, kept_before, kept_after, autojunk=False)
    in_place = {key for block in matcher.get_matching_blocks() for key in kept_after[block.b :][: block.size]}
    return [key for key in kept_after if key not in in_place]
