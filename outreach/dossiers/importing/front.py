"""What others wait for, done at the priority of pages though the import stands back."""

from collections.abc import Callable
from typing import TypeVar

from flask_babel import force_locale, get_locale

from outreach import background

T = TypeVar("T")


def in_front(job: Callable[[], T]) -> T:
    """Do what locks the register, speaking the same language. It may not be asked for inside such a job."""
    language = str(get_locale() or "vi")

    def spoken() -> T:
        with force_locale(language):
            return job()

    return background.in_front(spoken)
