"""A small picture that stands inside table rows and cards."""

from markupsafe import Markup, escape

from outreach.charts.svg import ONLINE, PAPER, SOFT, n
from outreach.i18n import gettext as _
from outreach.i18n import no_data, show_number, show_percent


def rate_bar(online: int, received: int, *, title: str) -> Markup:
    """The online part of what was received; dashed and empty when nothing was received."""
    if received:
        counts = _(
            "%(online)s/%(received)s trực tuyến",
            online=show_number(online), received=show_number(received),
        )  # fmt: skip
        words = f"{counts} ({show_percent(online / received, 1)})"
        filled = 96 * online / received
        body = f'<rect class="track" width="96" height="10" rx="2" fill="{PAPER}" fill-opacity=".3"/>'
        if online:
            body += f'<rect class="online" width="{n(filled)}" height="10" rx="2" fill="{ONLINE}"/>'
    else:
        words = no_data()
        body = (
            f'<rect class="empty" x=".5" y=".5" width="95" height="9" rx="2" fill="none" stroke="{SOFT}" '
            'stroke-dasharray="3 3"/>'
        )
    return _small(96, 10, "rate-bar", _named(title, words), body)


def _named(title: str, words: str) -> str:
    return f"{title}: {words}" if title else words


def _small(width: int, height: int, kind: str, words: str, body: str) -> Markup:
    """A picture of fixed size, named by its title; without words it is decoration."""
    name = f' role="img"><title>{escape(words)}</title>' if words else ' aria-hidden="true">'
    return Markup(  # noqa: S704 - words are escaped above, the rest is numbers and constants
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f"{name}{body}</svg>"
    )
