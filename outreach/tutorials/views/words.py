"""What every page of guides needs to word things: vocabularies, and the reader's language."""

from functools import partial
from typing import Any

from outreach.i18n import locale
from outreach.tutorials import rules


def words() -> dict[str, Any]:
    """The vocabularies and the reader's language, which every page of guides needs."""
    return {
        "say": partial(_say, locale()),
        "render_markdown": rules.render_markdown,
        "who_words": rules.WHO,
        "device_words": rules.DEVICES,
        "system_words": rules.SYSTEMS,
        "reason_words": rules.REASONS,
    }


def _say(language: str, thing: Any, name: str) -> rules.Said:
    """A text of a thing in the reader's language, or the Vietnamese one and that it is so."""
    return rules.said(getattr(thing, name), getattr(thing, f"{name}_en"), language)
