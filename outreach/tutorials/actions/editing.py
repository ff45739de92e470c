"""What authors do piece by piece: facts, one step, the order of steps, questions, what is shown to everybody.

Each deed names what its author saw. When that has changed since, it is refused with `OVERTAKEN` and writes
nothing; when somebody only changed another piece, both stay.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from typing import Any

from outreach.database import db
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.tutorials import queries, rules
from outreach.tutorials.actions.content import publish, review, save_version, withdraw
from outreach.tutorials.models import TutorialVersion
from outreach.tutorials.queries.editing import keys_ever
from outreach.tutorials.rules import authoring

OVERTAKEN = _l(
    "Người khác đã lưu phần này sau khi Anh/Chị mở trang. Chưa ghi gì; bài Anh/Chị viết còn nguyên ở dưới."
)


def save_facts(
    version: TutorialVersion, *, seen: str, facts: dict[str, Any], cites: Collection[int], by: int
) -> TutorialVersion:
    """Everything but steps and questions; `facts` are fields of rules.Content, `seen` their mark."""
    content = queries.content_from(version)
    if authoring.mark_of_facts(content, queries.cited_ids(version.id)) != seen:
        raise Refused(OVERTAKEN)
    return _save(version, replace(content, **facts), by, cites)


def save_step(version: TutorialVersion, *, seen: str, step: rules.Step, by: int) -> TutorialVersion:
    """One step's words; `seen` is the mark of the step of this key as its author saw it."""
    content = queries.content_from(version)
    old = find_step(content, step.key)
    if old is None or authoring.mark_of_step(old) != seen:
        raise Refused(OVERTAKEN)
    steps = tuple(step if one.key == step.key else one for one in content.steps)
    return _save(version, replace(content, steps=steps), by)


def add_step(version: TutorialVersion, *, step: rules.Step, after: str | None, by: int) -> str:
    """A new step behind another one, or at the end. Gives its key, made from the title."""
    content = queries.content_from(version)
    key = authoring.key_from(step.title, keys_ever(version.tutorial_id))
    steps = authoring.placed(content.steps, replace(step, key=key), after)
    _save(version, replace(content, steps=steps), by)
    return key


def move_step(
    version: TutorialVersion, *, key: str, by_places: int, edition: int, by: int
) -> TutorialVersion:
    """Up (negative) or down."""
    content = _seen(version, key, edition)
    return _save(version, replace(content, steps=authoring.moved(content.steps, key, by_places)), by)


def duplicate_step(version: TutorialVersion, *, key: str, edition: int, by: int) -> TutorialVersion:
    """A copy behind it, with a key of its own."""
    content = _seen(version, key, edition)
    step = find_step(content, key)
    assert step is not None
    new_key = authoring.key_from(step.title, keys_ever(version.tutorial_id))
    return _save(version, replace(content, steps=authoring.doubled(content.steps, key, new_key)), by)


def delete_step(version: TutorialVersion, *, key: str, edition: int, by: int) -> TutorialVersion:
    """Take a step out; it can be brought back until ten others have gone after it."""
    content = _seen(version, key, edition)
    if len(content.steps) == 1:
        raise Refused(_("Bài phải còn ít nhất một bước."))
    place = [step.key for step in content.steps].index(key)
    gone = {"place": place, "step": asdict(content.steps[place])}
    steps = tuple(step for step in content.steps if step.key != key)
    _save(version, replace(content, steps=steps), by)
    version.removed = [*version.removed, gone][-authoring.MOST_REMOVED :]
    return version


def restore_step(version: TutorialVersion, *, key: str, by: int) -> TutorialVersion:
    """Bring a deleted step back to where it stood."""
    content = queries.content_from(version)
    gone = next((one for one in reversed(version.removed) if one["step"]["key"] == key), None)
    if gone is None or find_step(content, key):
        raise Refused(_("Bước này không còn để khôi phục."))
    place = min(int(gone["place"]), len(content.steps))
    steps = (*content.steps[:place], rules.Step(**gone["step"]), *content.steps[place:])
    _save(version, replace(content, steps=steps), by)
    version.removed = [one for one in version.removed if one is not gone]
    return version


def save_questions(
    version: TutorialVersion, *, seen: str, questions: Iterable[rules.Question], by: int
) -> TutorialVersion:
    """All check questions at once; `seen` is their mark."""
    content = queries.content_from(version)
    if authoring.mark_of_questions(content.questions) != seen:
        raise Refused(OVERTAKEN)
    return _save(version, replace(content, questions=tuple(questions)), by)


def review_version(
    version: TutorialVersion, *, edition: int, by: int, alone: bool, colleagues: Collection[str]
) -> TutorialVersion:
    """Reviewed by a named officer; one's own work only when alone on the board, or when that is said."""
    own = authoring.reviews_own_work(version.saved_by_id, by)
    if own and colleagues and not alone:
        raise Refused(_("Anh/Chị là người lưu cuối: nhờ đồng nghiệp rà soát, hoặc đánh dấu ô dưới."), "alone")
    return review(version, edition=edition, by=by)


def publish_version(version: TutorialVersion, *, edition: int, by: int) -> TutorialVersion:
    """Show to everybody what the officer saw on the page before."""
    if version.edition != edition:
        raise Refused(_("Bản này vừa được thay đổi; Anh/Chị xem lại trước khi công bố."))
    return publish(version, by=by)


def withdraw_version(version: TutorialVersion, *, edition: int, why: str, by: int) -> TutorialVersion:
    """Take a version off, and keep why."""
    if version.edition != edition:
        raise Refused(_("Bản này vừa được thay đổi; Anh/Chị xem lại trước khi gỡ."))
    withdraw(version, by=by)
    version.withdrawn_why = why
    db.session.flush()
    return version


def find_step(content: rules.Content, key: str) -> rules.Step | None:
    """The step of a key."""
    return next((step for step in content.steps if step.key == key), None)


def _seen(version: TutorialVersion, key: str, edition: int) -> rules.Content:
    if version.edition != edition:
        raise Refused(_("Người khác vừa lưu bản này; danh sách bước nay đã mới, Anh/Chị làm lại giúp."))
    content = queries.content_from(version)
    if find_step(content, key) is None:
        raise Refused(_("Bước này không còn trong bản nháp."))
    return content


def _save(
    version: TutorialVersion, content: rules.Content, by: int, cites: Collection[int] | None = None
) -> TutorialVersion:
    kept = queries.cited_ids(version.id) if cites is None else cites
    return save_version(version, edition=version.edition, content=content, cites=kept, by=by)
