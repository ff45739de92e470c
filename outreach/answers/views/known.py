"""What pages of replies and answers need to know: procedures, steps, the board's own numbers."""

from collections.abc import Sequence

from flask import current_app

from outreach.answers import queries
from outreach.dossiers.models import Procedure
from outreach.dossiers.queries import get_procedure
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.tutorials import queries as tutorials
from outreach.tutorials.queries import editing as desk


def procedure_of(words: str | None) -> int | None:
    """The procedure that somebody typed by code or name; refused when it is none, or several."""
    if not words:
        return None
    found = desk.find_procedure(words.partition(" ")[0]) or desk.find_procedure(words)
    if found is None:
        raise Refused(_("Không tìm thấy một thủ tục như vậy; Anh/Chị chọn trong gợi ý."), "procedure")
    return found


def procedure_words(procedure_id: int | None) -> str:
    """A procedure as its field shows it: the code, else the name."""
    procedure: Procedure | None = get_procedure(procedure_id) if procedure_id else None
    return (procedure.code or procedure.name) if procedure else ""


def procedures() -> Sequence[tuple[str, str]]:
    """(code, name): what fields that ask for a procedure propose."""
    return desk.proposed_procedures()


def step_of(chosen: str | None) -> tuple[int, str | None] | None:
    """(id of the tutorial, key of the step or None for all of it) that 'slug/key' names."""
    slug, _slash, key = (chosen or "").partition("/")
    if not slug:
        return None
    tutorial = tutorials.get_tutorial(slug)
    known = [one for one, _title in queries.steps_of_guides().get(slug, [])]
    if tutorial is None or (key and key not in known):
        raise Refused(_("Không có bước này trong bài đang công bố."), "step")
    return tutorial.id, key or None


def step_words(tutorial_id: int | None, step_key: str | None) -> str:
    """As the field of steps says it: 'slug/key'."""
    slug = next((one.slug for one in queries.guides() if one.id == tutorial_id), "") if tutorial_id else ""
    return f"{slug}/{step_key or ''}" if slug else ""


def version_of(step: tuple[int, str | None] | None) -> int | None:
    """The version of a guide that readers see now."""
    return queries.version_shown(step[0]) if step else None


def offered_steps() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(slug, title, steps) of all guides that readers see."""
    steps = queries.steps_of_guides()
    return [(guide.slug, guide.title, steps.get(guide.slug, [])) for guide in queries.guides()]


def own_numbers() -> list[str]:
    """What may stand in a public answer: the board's own phone."""
    return [hotline] if (hotline := str(current_app.config["HOTLINE"] or "")) else []
