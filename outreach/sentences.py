"""Sentences that are kept, and shown in the language of whoever reads them later."""

import json
from typing import Any

from sqlalchemy import Dialect, String, TypeDecorator

from outreach.i18n import LazyString, LazyText, gettext, pgettext

WORDS, CONTEXT, VALUES = "words", "context", "values"


def kept(text: LazyText) -> Any:
    """A sentence as JSON: the words it is known by and what is filled in; else as it stands."""
    if not isinstance(text, LazyString) or text._func not in (gettext, pgettext):
        return str(text)
    *context, words = text._args
    said: dict[str, Any] = {WORDS: words}
    if context:
        said[CONTEXT] = context[0]
    if text._kwargs:
        said[VALUES] = {name: _kept_value(value) for name, value in text._kwargs.items()}
    return said


def shown(said: Any) -> str:
    """The sentence in the reader's language; what is no kept sentence stays as it is."""
    if not isinstance(said, dict):
        return str(said)
    values = {name: shown(value) if isinstance(value, dict) else value for name, value in _values(said)}
    if CONTEXT in said:
        return pgettext(said[CONTEXT], said[WORDS], **values)
    return gettext(said[WORDS], **values)


class Sentence(TypeDecorator[LazyText]):
    """A column of text that keeps one; what is read is said in the language of whoever it is shown to."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: LazyText | None, dialect: Dialect) -> str | None:
        """As JSON, unless it is words alone."""
        said = None if value is None else kept(value)
        return json.dumps(said, ensure_ascii=False) if isinstance(said, dict) else said

    def process_result_value(self, value: str | None, dialect: Dialect) -> LazyText | None:
        """Words alone stay as they are."""
        is_kept = value is not None and value.startswith(f'{{"{WORDS}"')
        return LazyString(shown, json.loads(value)) if is_kept else value  # type: ignore[arg-type]


def _values(said: dict[str, Any]) -> Any:
    return said.get(VALUES, {}).items()


def _kept_value(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float) else kept(value)
