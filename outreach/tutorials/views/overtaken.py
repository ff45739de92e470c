"""Two authors at once: what the first saved and what the second typed, side by side, for the second."""

from wtforms import Field

from outreach import web
from outreach.tutorials.models import TutorialVersion
from outreach.tutorials.queries import editing as desk

APART = frozenset({"csrf_token", "seen", "add_document", "picture", "picture_alt"})


def differences(mine: web.Form, theirs: web.Form) -> list[tuple[str, str, str]]:
    """(label, saved, typed) of every field whose text is not the same in both forms."""
    pairs = ((field, theirs[name]) for name, field in mine._fields.items() if name not in APART)
    told = ((str(field.label.text), _words(other), _words(field)) for field, other in pairs)
    return [line for line in told if line[1] != line[2]]


def fresh(version: TutorialVersion) -> TutorialVersion:
    """The version as it is saved now, after a deed on it was refused."""
    return web.found(desk.read_again(version))


def _words(field: Field) -> str:
    choices = getattr(field, "choices", None)
    if choices is None:
        written = getattr(field, "_value", None)
        return str(written() if written else field.data or "")
    labels = {str(choice.value): str(choice.label) for choice in choices}
    chosen = field.data if isinstance(field.data, list) else [field.data or ""]
    return ", ".join(sorted(labels.get(str(one), str(one)) for one in chosen))
