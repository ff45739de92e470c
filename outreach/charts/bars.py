"""A small picture that stands inside table rows and cards."""

from markupsafe import Markup

from outreach.charts.svg import ONLINE

WIDTH = 96


def rate_bar(online: int, received: int) -> Markup:
    """The online part of what was received, on a ground as long as all of it; empty when there was nothing.

    The numbers stand beside it, so it is decoration; the style sheet draws the ground.
    """
    if not received:
        return Markup(f'<svg class="rate-bar empty" width="{WIDTH}" height="10" aria-hidden="true"></svg>')  # noqa: S704
    length = max(round(WIDTH * online / received), 1 if online else 0)
    return Markup(  # noqa: S704 - numbers and constants only
        f'<svg class="rate-bar" width="{WIDTH}" height="10" aria-hidden="true"><path d="M0 5h{length}" '
        f'stroke="{ONLINE}" stroke-width="10"/></svg>'
    )
