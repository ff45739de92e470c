"""Tutorial files (docs/tutorial-files.md): front matter, parts, steps with their keys, check questions."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from outreach.refusals import Refused
from outreach.text import nfc, squeeze
from outreach.tutorials.rules.contents import Content, Option, Question, Source, Step

_FRONT = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n", re.DOTALL)
_PART = re.compile(r"## +(.+)")
_STEP = re.compile(r"### +(.+?)(?: *\{#([a-z0-9-]+)((?: +[a-z]+=\S+)*) *\})?")
_ANSWER = re.compile(r"\d+\. +(.+?)( +\*)?")
_ASIDE = re.compile(r"> *([^:]{3,40}): *(.+)", re.DOTALL)
_QUESTIONS = ("Câu hỏi kiểm tra", "Check questions")
_ASIDES = {
    "lỗi hay gặp": "mistake", "usual mistake": "mistake",
    "bây giờ anh/chị thấy": "see_now", "you should now see": "see_now",
    "vì sao": "why", "why": "why",
}  # fmt: skip
_SETTINGS = frozenset({"who", "device", "practice"})
_NEEDED = ("title", "summary", "system", "portal")
_TEXTS = ("portal_version", "checked_by", "change_note")
_DAYS = ("checked_on", "valid_from", "valid_to")


class TutorialFile(NamedTuple):
    """What a pair of files says, and what it names that lives elsewhere."""

    content: Content
    procedure_code: str | None
    cites: tuple[str, ...]


@dataclass
class _Block:
    """One `###` with what stands below it."""

    part: str
    title: str
    key: str | None
    settings: dict[str, str]
    lines: list[str] = field(default_factory=list)

    def split(self) -> tuple[str, dict[str, str]]:
        """The body, and the asides that stand in it as quotes."""
        body, asides = [], {}
        for paragraph in re.split(r"\n\s*\n", "\n".join(self.lines).strip()):
            words = re.sub(r"\n> ?", "\n", paragraph)
            found = _ASIDE.fullmatch(words) if paragraph.startswith(">") else None
            name = _ASIDES.get(found[1].strip().lower()) if found else None
            if found and name:
                asides[name] = _begun(found[2].strip())
            else:
                body.append(paragraph)
        return "\n\n".join(body).strip(), asides


def read_tutorial(vietnamese: str, english: str | None = None) -> TutorialFile:
    """The tutorial that a Vietnamese file, and its English one, describe; Refused says what is wrong."""
    settings, blocks, prepare = _read(vietnamese)
    given = [name for name in _TEXTS if name in settings]
    values: dict[str, Any] = {name: _text(settings, name) for name in (*_NEEDED, *given)}
    values |= {name: _day(settings, name) for name in _DAYS if name in settings}
    content = Content(
        prepare=prepare,
        steps=tuple(_step(block) for block in blocks if block.part not in _QUESTIONS),
        questions=tuple(_question(block) for block in blocks if block.part in _QUESTIONS),
        sources=tuple(_source(source) for source in settings.get("sources", [])),
        **values,
    )
    if english is not None:
        content = _with_english(content, english)
    cites = tuple(squeeze(str(number)) for number in settings.get("cites", []))
    return TutorialFile(content, settings.get("procedure"), cites)


def _read(text: str) -> tuple[dict[str, Any], list[_Block], str]:
    text = nfc(text.replace("\r\n", "\n"))
    front = _FRONT.match(text)
    if front is None:
        raise Refused("no front matter between two lines of +++")
    try:
        settings = tomllib.loads(front[1])
    except tomllib.TOMLDecodeError as fault:
        raise Refused(f"front matter: {fault}") from fault
    before: list[str] = []
    blocks = list(_blocks(text[front.end() :].split("\n"), before))
    return settings, blocks, "\n".join(before).strip()


def _blocks(lines: list[str], before: list[str]) -> Iterator[_Block]:
    """The blocks of a file; lines before the first part are put into `before`."""
    part, block = "", None
    for line in lines:
        if found := _PART.fullmatch(line):
            part = squeeze(found[1])
            if block:
                yield block
            block = None
        elif found := _STEP.fullmatch(line):
            if block:
                yield block
            settings = dict(pair.split("=", 1) for pair in (found[3] or "").split())
            block = _Block(part, squeeze(found[1]), found[2], settings)
        elif block:
            block.lines.append(line)
        elif not part:
            before.append(line)
        elif line.strip():
            raise Refused(f"text between part “{part}” and its first step: {line[:60]}")
    if block:
        yield block


def _step(block: _Block) -> Step:
    if block.key is None:
        raise Refused(f"step “{block.title}” has no {{#key}}")
    if unknown := set(block.settings) - _SETTINGS:
        raise Refused(f"step “{block.title}”: {', '.join(sorted(unknown))}?")
    body, asides = block.split()
    return Step(
        key=block.key, part=block.part, title=block.title, body=body, mistake=asides.get("mistake"),
        see_now=asides.get("see_now"), who=block.settings.get("who", "clerk"),
        device=block.settings.get("device", "any"), practice_step=block.settings.get("practice"),
    )  # fmt: skip


def _question(block: _Block) -> Question:
    body, asides = block.split()
    answers = [found for line in body.split("\n") if (found := _ANSWER.fullmatch(line.strip()))]
    right = [index for index, found in enumerate(answers) if found[2]]
    if len(right) != 1:
        raise Refused(f"question “{block.title}” needs one answer that ends with *")
    options = tuple(Option(text=found[1].strip()) for found in answers)
    return Question(question=block.title, options=options, right=right[0], why=asides.get("why"))


def _with_english(content: Content, text: str) -> Content:
    """The same with what the English file says; steps are found by key, questions by their order."""
    settings, blocks, prepare = _read(text)
    steps = {block.key: block for block in blocks if block.part not in _QUESTIONS}
    if unknown := set(steps) - {step.key for step in content.steps}:
        raise Refused(f"English steps without Vietnamese ones: {', '.join(map(str, unknown))}")
    questions = [block for block in blocks if block.part in _QUESTIONS]
    return replace(
        content,
        title_en=settings.get("title"),
        summary_en=settings.get("summary"),
        prepare_en=prepare or None,
        steps=tuple(_english_step(step, steps.get(step.key)) for step in content.steps),
        questions=tuple(
            _english_question(question, questions[index]) if index < len(questions) else question
            for index, question in enumerate(content.questions)
        ),
    )


def _english_step(step: Step, block: _Block | None) -> Step:
    if block is None:
        return step
    body, asides = block.split()
    return replace(
        step, part_en=block.part, title_en=block.title, body_en=body or None,
        mistake_en=asides.get("mistake"), see_now_en=asides.get("see_now"),
    )  # fmt: skip


def _english_question(question: Question, block: _Block) -> Question:
    body, asides = block.split()
    words = [found[1].strip() for line in body.split("\n") if (found := _ANSWER.fullmatch(line.strip()))]
    if len(words) != len(question.options):
        raise Refused(f"question “{block.title}” has other answers than the Vietnamese one")
    options = tuple(replace(option, text_en=en) for option, en in zip(question.options, words, strict=True))
    return replace(question, question_en=block.title, options=options, why_en=asides.get("why"))


def _begun(text: str) -> str:
    """What follows a colon stands alone on the page."""
    return text[:1].upper() + text[1:]


def _text(settings: dict[str, Any], name: str) -> str:
    value = settings.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(f"front matter needs {name}")
    return squeeze(value)


def _day(settings: dict[str, Any], name: str) -> date:
    value = settings[name]
    if type(value) is not date:
        raise Refused(f"{name} is a day, e.g. 2026-07-18")
    return value


def _source(said: Any) -> Source:
    if not isinstance(said, dict):
        raise Refused("each source is a [[sources]] table")
    seen = _day(said, "seen_on") if "seen_on" in said else None
    return Source(text=_text(said, "text"), url=said.get("url"), seen_on=seen)
