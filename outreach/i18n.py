"""Languages and formats: Vietnamese is the source of every string, English is complete.

Numbers are written 1.234,5 and shares 65,53% in Vietnamese, 1,234.5 and 65.53% in English; dates are
dd/mm/yyyy in both. A missing number reads "chưa có số liệu".
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Protocol

from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, get_locale, get_translations
from flask_babel.speaklater import LazyString
from flask_login import current_user
from markupsafe import Markup, escape

from outreach import clock

LOCALES = ("vi", "en")
SOURCE = "vi"  # the language of the strings themselves
_NEEDS_ESCAPING = re.compile("[&<>'\"]")
_FILLED_IN_OTHERWISE = re.compile(r"%(?!%|\(\w+\)s)")
SEPARATORS = {"vi": (".", ","), "en": (",", ".")}


class LazyText(Protocol):
    """A string, or one that is translated when it is shown."""

    def __str__(self) -> str: ...


def init_app(app: Flask) -> None:
    """Attach Babel and the format filters that templates use."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "vi")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(app.root_path) + "/../translations")
    Babel(app, locale_selector=choose_locale)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext,
        _form_for,
        newstyle=True,
        pgettext=pgettext,  # Jinja fills the values in itself
    )
    app.jinja_env.globals["_"] = _said
    filters: dict[str, Callable[..., str]] = {
        "date": show_date, "datetime": show_datetime, "number": show_number, "percent": show_percent,
        "money": show_money, "month": show_month, "points": show_points,
    }  # fmt: skip
    for name, function in filters.items():
        app.add_template_filter(function, name)
    app.context_processor(_words_of_page)


def _words_of_page() -> dict[str, Any]:
    """The page's language, and `_` for it; parts that are imported without the context use `_said`."""
    known = locale()
    return {"locale": known, "_": _as_written if known == SOURCE else _said}


def _said(message: str, /, **values: Any) -> Markup:
    """What `_` is in templates. Jinja's own does the same in three calls instead of one, for each string."""
    return _as_written(gettext(message), **values)


def _as_written(words: str, /, **values: Any) -> Markup:
    known, plain = _marked(words)
    if not values:
        return known
    if not plain:
        return known % values
    # What Markup does by itself, with an object around each value.
    filled = words % {name: written(value) for name, value in values.items()}
    return Markup(filled)  # noqa: S704 - our own words, and values that were escaped


@lru_cache(maxsize=8192)
def _marked(words: str) -> tuple[Markup, bool]:
    """The words as they stand in a page, and whether every value in them is filled in as text."""
    return Markup(words), not _FILLED_IN_OTHERWISE.search(words)  # noqa: S704 - our own words


def written(value: Any) -> str:
    """What stands in a page for a value: itself when it is marked safe, else escaped."""
    kind = type(value)
    if kind is Markup or (kind is str and not _NEEDS_ESCAPING.search(value)):
        return value  # type: ignore[no-any-return]
    return str(value) if kind is int else escape(value)


def choose_locale() -> str:
    """The person's own language, else what this browser chose, else Vietnamese."""
    if not has_request_context():
        return "vi"
    if "_user_id" in session and current_user.is_authenticated:
        return str(current_user.locale)
    chosen = request.cookies.get("lang", "vi")
    return chosen if chosen in LOCALES else "vi"


def locale() -> str:
    """'vi' or 'en', as the page is written; 'vi' outside any request."""
    try:
        # What Flask-Babel has found out for this request; asking it anew for each string costs more
        # than the string.
        known = g._get_current_object()._flask_babel.babel_locale
    except (AttributeError, RuntimeError):
        known = None
    if known is None:  # nobody asked yet, or what was asked first was a text in a language of its own
        known = get_locale()
    return str(known.language) if known else "vi"


def gettext(message: str, **values: Any) -> str:
    """The message in the reader's language, with `%(name)s` filled in."""
    text = message if locale() == SOURCE else str(get_translations().gettext(message))
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The form for `num` things; Vietnamese has one form, which is `singular`."""
    return _form_for(singular, plural, num) % {"num": num, **values}


def _form_for(singular: str, plural: str, num: int) -> str:
    return singular if locale() == SOURCE else str(get_translations().ngettext(singular, plural, num))


def pgettext(context: str, message: str, **values: Any) -> str:
    """A message that other languages word otherwise here: 'many' for what Vietnamese has no plural of."""
    text = message if locale() == SOURCE else str(get_translations().upgettext(context, message))
    return text % values if values else text


def lazy_gettext(message: str, **values: Any) -> LazyString:
    """A message that is translated when it is shown."""
    return LazyString(gettext, message, **values)


def lazy_pgettext(context: str, message: str, **values: Any) -> LazyString:
    """A message in a context (see `pgettext`) that is translated when it is shown."""
    return LazyString(pgettext, context, message, **values)


def no_data() -> str:
    """What stands where a number is missing."""
    return str(gettext("chưa có số liệu"))


def show_date(day: date | None) -> str:
    """dd/mm/yyyy."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}" if day else no_data()


def show_datetime(instant: datetime | None) -> str:
    """dd/mm/yyyy hh:mm on the board's clocks."""
    return f"{clock.local(instant):%d/%m/%Y %H:%M}" if instant else no_data()


def show_month(month: date | None) -> str:
    """mm/yyyy."""
    return f"{month:%m/%Y}" if month else no_data()


def show_number(number: int | float | None, decimals: int | None = None) -> str:
    """1.234,5 (vi) or 1,234.5 (en); floats show one decimal unless told otherwise."""
    if number is None:
        return no_data()
    thousands, point = SEPARATORS[locale()]
    if isinstance(number, int) and not decimals:
        return f"{number:,}".replace(",", thousands)
    places = decimals if decimals is not None else 1
    rounded = Decimal(str(number)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}".replace(",", "\0").replace(".", point).replace("\0", thousands)


def show_percent(share: float | None, decimals: int = 2) -> str:
    """A share as per cent: 0.6553 → 65,53%."""
    if share is None:
        return no_data()
    return show_number(Decimal(str(share)) * 100, decimals) + "%"  # type: ignore[arg-type]


def show_points(share: float | None, decimals: int = 1) -> str:
    """A difference of shares in percentage points, signed: 0.105 → +10,5."""
    if share is None:
        return no_data()
    sign = "+" if share > 0 else "−" if share < 0 else ""
    return sign + show_number(abs(share) * 100, decimals)


def show_money(amount: int | None) -> str:
    """Whole đồng: 144.490.000 đ."""
    return no_data() if amount is None else f"{show_number(amount)} ₫"


__all__ = [
    "LOCALES", "LazyString", "LazyText", "gettext", "lazy_gettext", "lazy_pgettext", "locale", "ngettext",
    "pgettext",
]  # fmt: skip
