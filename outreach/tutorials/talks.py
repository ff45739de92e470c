"""Where a question at a step is talked about, if the rooms above offer that."""

from outreach.later import Later

_ways: list[Later] = []


def register(way: Later) -> None:
    """A function of (report_id, secret or None) that gives a path, or None where nobody talks about it.

    The path is for whoever asked: with the secret of the private link, or signed in.
    """
    if way not in _ways:
        _ways.append(way)


def way_to(report_id: int, secret: str | None) -> str | None:
    """The path of the conversation about a question."""
    return next((path for way in _ways if (path := way(report_id, secret))), None)
