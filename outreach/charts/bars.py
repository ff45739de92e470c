"""A small picture that stands inside table rows and cards."""

from markupsafe import Markup

from outreach.charts.svg import ONLINE, PAPER, SOFT, n

WIDTH = 96


def rate_bar(online: int, received: int) -> Markup:
    """The online part of what was received; dashed and empty when nothing was received.

    The numbers stand beside it, so it is decoration.
    """
    if not received:
        lines = f'<path class="empty" d="M0 5h{WIDTH}" stroke="{SOFT}" stroke-dasharray="3 3"/>'
    else:
        lines = (
            f'<path class="track" d="M0 5h{WIDTH}" stroke="{PAPER}" stroke-width="10" stroke-opacity=".3"/>'
        )
        if online:
            filled = n(WIDTH * online / received)
            lines += f'<path class="online" d="M0 5h{filled}" stroke="{ONLINE}" stroke-width="10"/>'
    return Markup(  # noqa: S704 - numbers and constants only
        f'<svg class="rate-bar" width="{WIDTH}" height="10" aria-hidden="true">{lines}</svg>'
    )
