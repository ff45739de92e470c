"""Rules about delivering."""

from datetime import timedelta

import pytest

from outreach.outbox import rules


@pytest.mark.parametrize(
    "text", ["a\r\nBcc: x@y.vn", "a\nb", "a\rb", "a\x0bb", "a\u2028b", "a\x85b", "a\0b", " a  b "]
)
def test_one_line(text: str) -> None:
    line = rules.one_line(text)
    assert line == " ".join(line.split())
    assert len(line.splitlines()) == 1
    assert line.isprintable()


def test_pauses_grow_to_two_hours() -> None:
    seconds = [rules.pause_after(tries).total_seconds() for tries in (1, 2, 3, 8, 9, 10, 500)]
    assert seconds == [30, 60, 120, 3840, 7200, 7200, 7200]
    assert rules.pause_after(0) == timedelta(seconds=30)
