"""What the pages of a run show: the practice portal as it stands, and the guide beside it."""

from dataclasses import dataclass
from typing import NamedTuple

from outreach import clock
from outreach.i18n import LazyText, locale
from outreach.i18n import lazy_gettext as _l
from outreach.practice import queries, rules
from outreach.practice.models import PracticeRun
from outreach.practice.queries import Lesson
from outreach.practice.rules import files
from outreach.tutorials import queries as tutorials
from outreach.tutorials import rules as tutorial_rules

COMPANY = _l("Công ty TNHH Mẫu Thực Hành")
TAX_CODE = "9900000099"  # no authority gives out codes that begin with 99
USUAL_REASON = _l("Bản quét tài liệu kèm theo thiếu trang; đề nghị bổ sung bản đầy đủ.")


class Mark(NamedTuple):
    """One step in the list of steps."""

    key: str
    label: LazyText
    is_open: bool
    is_done: bool
    is_here: bool


class Trouble(NamedTuple):
    """A mistake as the page explains it, with the step that teaches how it goes."""

    kind: str
    where: str
    mistake: rules.Mistake
    lesson: Lesson | None


@dataclass(frozen=True)
class Portal:
    """The practice portal in one moment of a run."""

    run: PracticeRun
    way: rules.Way
    state: rules.State
    marks: list[Mark]
    trouble: Trouble | None
    missing: tuple[str, ...]
    company = COMPANY
    tax_code = TAX_CODE
    samples = rules.FILES
    slots = rules.SLOTS
    supplements = rules.SUPPLEMENTS
    largest_mb = files.LARGEST_MB
    labels = rules.STEPS

    @property
    def fields(self) -> tuple[rules.FormField, ...]:
        """The fields of the practice form."""
        return rules.fields_of(self.way.field)

    @property
    def number(self) -> int:
        """The number of the step, from 1."""
        return self.way.steps.index(self.state.step) + 1

    @property
    def after(self) -> str:
        """The step that follows."""
        return self.way.after(self.state.step)

    @property
    def reason(self) -> str:
        """What the supplement is asked for."""
        found = queries.supplement_reason(self.way.procedure_id, self.run.id)
        if found is None:
            return str(USUAL_REASON)
        return str(tutorial_rules.said(*found, locale()).text)


class Guide(NamedTuple):
    """The guide beside the portal, and which of its steps the run has done."""

    version: tutorials.Version
    done: frozenset[str]  # keys of its steps
    here: str | None


def portal_of(run: PracticeRun, way: rules.Way) -> Portal:
    """The portal as a run that goes on shows it."""
    assert run.state is not None
    state = rules.State.read(run.state)
    reachable, done = rules.open_steps(state, way), rules.done_steps(state, way)
    marks = [
        Mark(key, rules.STEPS[key], key in reachable, key in done, key == state.step) for key in way.steps
    ]
    return Portal(run, way, state, marks, _trouble(state, way), rules.missing(state, way))


def guide_of(slug: str | None, run: PracticeRun, way: rules.Way) -> Guide | None:
    """The guide with this address as far as the run has ticked it; None when readers see no such guide."""
    version = tutorials.published(slug) if slug and tutorial_rules.is_slug(slug) else None
    if version is None:
        return None
    if run.came_through:
        done: tuple[str, ...] = way.steps
    else:
        done = rules.done_steps(rules.State.read(run.state or {}), way)
    keys = frozenset(step.key for step in version.steps if step.practice_step in done)
    here = next((step.key for step in version.steps if step.practice_step == run.step), None)
    return Guide(version, keys, here)


def usual_guide(procedure_id: int) -> tutorials.TutorialLine | None:
    """The guide to offer beside a procedure."""
    return next(iter(tutorials.of_procedure(procedure_id)), None)


def minutes(run: PracticeRun) -> int:
    """How long a run took, in minutes begun."""
    until = run.ended_at or clock.now()
    return int((until - run.started_at).total_seconds() // 60) + 1


def _trouble(state: rules.State, way: rules.Way) -> Trouble | None:
    if state.mistake is None:
        return None
    kind, where = state.mistake
    mistake = rules.MISTAKES[kind]
    step = "supplement" if where == files.ANSWER else mistake.step
    taught = queries.lessons(way.procedure_id)
    return Trouble(kind, where, mistake, taught.get(step) or taught.get(mistake.step))
